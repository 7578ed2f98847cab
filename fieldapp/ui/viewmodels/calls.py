"""What the escalation timetable asks for of one order, in words: one text to send and the calls to make. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.profile import AUDIENCES, NOTICE_CHANNELS
from fieldapp.domain.records import Priority
from fieldapp.services.overview import DueCall
from fieldapp.ui import timewords
from fieldapp.ui.i18n import aside, listed, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import urgency

SMS, PHONE = "sms", "phone"
RANK = tuple(Priority)


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One person to call: by name where the endpoint's list knows one, else by role and without a number."""

    key: str
    role: str
    name: str
    number: str
    tried: int

    @property
    def who(self) -> str:
        return aside(self.name, self.role) if self.name else self.role


@dataclass(frozen=True, slots=True)
class CallMade:
    """A person called somebody. `reached`: False when nobody answered."""

    key: str
    person: str
    number: str
    reached: bool
    result: str = ""


@dataclass(frozen=True, slots=True)
class CallLine:
    """What must be told about one order. `call`: the newest notice, whose words are the ones to send. `sms_key`: the text to
    send, empty when none is owed; it answers the older ones too. `phones`: whom to call. `to`: whom the text reaches, by name."""

    call: DueCall
    calls: tuple[DueCall, ...]
    when: str
    who: str
    more: str
    tone: Tone
    sms_key: str = ""
    to: str = ""
    phones: tuple[PhoneLine, ...] = ()


def call_lines(calls: Sequence[DueCall], now: datetime) -> tuple[CallLine, ...]:
    """One line an order: the highest level first, in it the oldest debt."""
    of_order: dict[str, list[DueCall]] = {}
    for call in sorted(calls, key=lambda call: (RANK.index(call.priority), call.due_at)):
        of_order.setdefault(call.order_id, []).append(call)
    return tuple(call_line(tuple(owed), now) for owed in of_order.values())


def call_line(calls: tuple[DueCall, ...], now: datetime) -> CallLine:
    """Whom to tell by when. `calls` of one order, the oldest first."""
    late = tuple(call for call in calls if call.due_at < now)
    seconds = (calls[0].due_at - now).total_seconds()
    when = tr("应在 {span}内", span=timewords.span(seconds)) if seconds >= 0 else tr("已迟 {span}", span=timewords.span(seconds))
    who = listed(audience_word(name) for name in in_rank({name for call in calls for name in call.audiences}, AUDIENCES))
    how = " + ".join(channel_word(name) for name in in_rank({name for call in calls for name in call.channels}, NOTICE_CHANNELS))
    texts = [call for call in calls if SMS in call.channels]
    newest = texts[-1] if texts else calls[-1]
    to = listed(dict.fromkeys(person.name for person in newest.people)) if texts else ""
    return CallLine(
        newest,
        calls,
        when,
        aside(who, how),
        _more(texts, late),
        urgency(-1 if late else 0.1),
        newest.notice_key if texts else "",
        to,
        phone_lines(calls),
    )


def phone_lines(calls: Sequence[DueCall]) -> tuple[PhoneLine, ...]:
    """The calls to make: of each role the newest notice, one line a person."""
    newest = {call.audiences: call for call in calls if PHONE in call.channels}
    lines: list[PhoneLine] = []
    for call in sorted(newest.values(), key=lambda call: [AUDIENCES.index(one) for one in call.audiences if one in AUDIENCES]):
        role = listed(audience_word(name) for name in call.audiences)
        lines += [PhoneLine(call.notice_key, role, one.name, one.phone, call.tried) for one in call.people] or [
            PhoneLine(call.notice_key, role, "", "", call.tried)
        ]
    return tuple(lines)


def in_rank(names: Collection[str], rank: Sequence[str]) -> list[str]:
    """In the order of the process, those it does not know last."""
    return sorted(names, key=lambda name: (rank.index(name) if name in rank else len(rank), name))


def _more(texts: Sequence[DueCall], late: Sequence[DueCall]) -> str:
    if any(call.failed for call in texts):
        return tr("服务端没能发出短信，请用手机发送或打电话。")
    missed = [call for call in texts if call in late]
    return tr("已错过 {n} 次；现在通报一次即可。", n=len(missed)) if len(missed) > 1 else ""


def audience_word(name: str) -> str:
    """§6.1.4 对象."""
    return {"pm": tr("项目经理"), "director": tr("部门总监"), "leaders": tr("公司领导")}.get(name.lower(), name)


def channel_word(name: str) -> str:
    """§6.1.4 方式."""
    return {"sms": tr("短信"), "phone": tr("电话")}.get(name.lower(), name)


def stage_word(name: str) -> str:
    """§6.1.4 通报时机."""
    words = {
        "discovery": tr("事件发现"),
        "periodic": tr("定时通报"),
        "progress": tr("新进展"),
        "target": tr("超过目标时间"),
        "overdue": tr("超时"),
        "resolution": tr("事件解决"),
    }
    return words.get(name.lower(), name)
