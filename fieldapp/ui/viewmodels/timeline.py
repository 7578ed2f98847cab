"""The order's log as people tell it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from fieldapp.clock import from_wire
from fieldapp.domain.kinds import Kind
from fieldapp.domain.records import Event, EventKind, Priority, Role, State
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.voiding import DESK_CHANGE
from fieldapp.ui.i18n import aside, listed, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels import major_words
from fieldapp.ui.viewmodels.calls import audience_word, stage_word
from fieldapp.ui.vocabulary import priority_look, state_look


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. `text` says what happened, `note` why or what was written."""

    id: str
    at: datetime
    icon: str
    text: str
    note: str
    actor: str
    tone: Tone = Tone.NEUTRAL


Telling = tuple[str, str, str, Tone]
"""Icon, text, note, tone."""


def tell(
    events: tuple[Event, ...], definition: FormDefinition, lang: str, zone: tzinfo | None, kind: Kind | None = None
) -> tuple[Entry, ...]:
    """Newest first; times in `zone`; `kind` of a record, whose states have words of their own."""
    return tuple(_entry(event, definition, lang, zone, kind) for event in reversed(events))


def _entry(event: Event, definition: FormDefinition, lang: str, zone: tzinfo | None, kind: Kind | None) -> Entry:
    if event.kind is EventKind.TIME_CORRECTED:
        icon, text, note, tone = _corrected(event, definition, lang)
    elif event.kind is EventKind.EDITED:
        icon, text, note, tone = "pen", _edited(event.data.get("fields"), definition, lang), "", Tone.ACCENT
    elif event.kind in _OF_MAJOR:
        icon, text, note, tone = major_words.tell(event, definition, lang)
    elif event.kind is EventKind.TRANSITION and kind is not None:
        icon, text, note, tone = _moved(event.data, kind, lang)
    elif event.kind is EventKind.CREATED and kind is not None:
        icon, text, note, tone = "plus", tr("新建{kind}", kind=kind.label.get(lang)), "", Tone.NEUTRAL
    else:
        icon, text, note, tone = _TELLERS[event.kind](event.data)
    who = tr("系统", "actor") if event.actor.role is Role.SYSTEM else event.actor.name
    return Entry(event.id, event.at.astimezone(zone), icon, text, note, who, tone)


def moment_words(text: object) -> str:
    """A wire datetime as the clock on the wall showed it, or the text itself."""
    try:
        return from_wire(str(text)).strftime("%m-%d %H:%M")
    except ValueError:
        return str(text or "—")


def _edited(fields: object, definition: FormDefinition, lang: str) -> str:
    listing = [str(name) for name in fields] if isinstance(fields, list) else []
    labels = (definition.field(name).label.get(lang) if name in definition else name for name in listing)
    return tr("改了{fields}", fields=listed(labels)) if listing else tr("改了内容")


def _corrected(event: Event, definition: FormDefinition, lang: str) -> Telling:
    data = event.data
    name = str(data.get("field", ""))
    label = definition.field(name).label.get(lang) if name in definition else name
    old, new = moment_words(data.get("old")), moment_words(data.get("new"))
    return "clock", tr("更正{label}：{old} → {new}", label=label, old=old, new=new), str(data.get("reason", "")), Tone.WARNING


def _transition(data: Mapping[str, object]) -> Telling:
    try:
        look = state_look(State(str(data.get("to"))))
    except ValueError:
        return "orders", tr("状态改为 {state}", state=data.get("to")), "", Tone.NEUTRAL
    note = str(data.get("reason") or "")
    hold = data.get("hold")
    if isinstance(hold, dict):
        expected = moment_words(hold.get("expected_at"))
        note = tr("{supplier}：{reason}，预计 {at}", supplier=hold.get("supplier"), reason=hold.get("reason"), at=expected)
    return look.icon, tr("状态改为“{state}”", state=look.word), note, look.tone


def _moved(data: Mapping[str, object], kind: Kind, lang: str) -> Telling:
    """A record's step, with everything that was said with it."""
    to = str(data.get("to"))
    found = kind.states.get(to)
    note = " · ".join(str(value) for name, value in data.items() if name not in ("from", "to") and isinstance(value, str))
    if found is None:
        return "orders", tr("状态改为 {state}", state=to), note, Tone.NEUTRAL
    return "flag", tr("状态改为“{state}”", state=found.label.get(lang)), note, Tone(found.tone)


def _priority(data: Mapping[str, object]) -> Telling:
    try:
        look = priority_look(Priority(str(data.get("to"))))
    except ValueError:
        return "flag", tr("级别改为 {level}", level=data.get("to")), str(data.get("reason") or ""), Tone.NEUTRAL
    return look.icon, tr("级别定为“{level}”", level=look.word), str(data.get("reason") or ""), look.tone


def _notice(data: Mapping[str, object]) -> Telling:
    outcomes = {
        "sent": tr("已发送"),
        "called": tr("已电话"),
        "missed": tr("已过时限"),
        "late": tr("已补报"),
        "queued": tr("短信已交服务端"),
        "failed": tr("未能发出"),
        "uncertain": tr("发送中断，可能已发出"),
        "no_answer": tr("无人接听"),
    }
    outcome = str(data.get("outcome") or "")
    tone = Tone.DANGER if outcome in {"missed", "late", "failed", "uncertain"} else Tone.NEUTRAL
    named = [str(data[name]) for name in ("person", "number") if data.get(name)]
    said = str(data.get("result") or data.get("text") or "")
    note = " · ".join(part for part in (_whom(data), *named, said) if part)
    return "escalate", tr("升级通报：{outcome}", outcome=outcomes.get(outcome, outcome)), note, tone


def _whom(data: Mapping[str, object]) -> str:
    """Stage and audience: a log of ten notices tells them apart."""
    audience = data.get("audience")
    names = listed(audience_word(str(code)) for code in audience) if isinstance(audience, list) else ""
    stage = stage_word(str(data.get("stage") or ""))
    return aside(stage, names) if stage and names else stage or names


def _escalated(data: Mapping[str, object]) -> Telling:
    audience = data.get("audience")
    names = listed(audience_word(str(code)) for code in audience) if isinstance(audience, list) else ""
    due = tr("应在 {at} 前恢复", at=moment_words(data.get("due_at")))
    note = tr("{due}；通报 {names}", due=due, names=names) if names else due
    return "warning", tr("超过目标时间，事件升级"), note, Tone.DANGER


def _not_signed(data: Mapping[str, object]) -> Telling:
    words = {"refused": tr("客户拒签"), "absent": tr("客户不在场，未签"), "later": tr("客户稍后签")}
    note = str(data.get("reason") or "")
    if data.get("witness"):
        note = tr("{reason}（见证人：{witness}）", reason=note, witness=data["witness"])
    return "close-circle", words.get(str(data.get("outcome")), tr("未签名")), note, Tone.WARNING


def _voided(data: Mapping[str, object]) -> Telling:
    by = names(data.get("by"))
    if data.get("reason") != DESK_CHANGE:
        words = tr("内容有改动，签名作废")
    else:
        words = tr("服务台（{names}）改了内容，签名作废", names=by) if by else tr("服务台改了内容，签名作废")
    return "warning", words, _revision(data), Tone.DANGER


def names(value: object) -> str:
    """A list of names as an entry holds it, in words."""
    return listed(str(name) for name in value) if isinstance(value, list) else ""


def _revision(data: Mapping[str, object]) -> str:
    return tr("第 {n} 版", n=data["revision"]) if data.get("revision") else ""


def _short(data: Mapping[str, object], key: str) -> str:
    return str(data.get(key) or "")[:12]


_OF_MAJOR = frozenset(
    {
        EventKind.PLAN_ISSUED,
        EventKind.STATEMENT_APPROVED,
        EventKind.STATEMENT_SENT,
        EventKind.MANAGER_TOLD,
        EventKind.REVIEW_HELD,
    }
)

_TELLERS: dict[EventKind, Callable[[Mapping[str, object]], Telling]] = {
    EventKind.CREATED: lambda data: ("plus", tr("登记事件"), "", Tone.NEUTRAL),
    EventKind.ASSIGNED: lambda data: (
        "user",
        tr("派给 {name}", name=data.get("name") or data.get("assignee")),
        str(data.get("reason") or ""),
        Tone.ACCENT,
    ),
    EventKind.TRANSITION: _transition,
    EventKind.ACCEPTED: lambda data: ("check", tr("接单", "event"), "", Tone.ACCENT),
    EventKind.DECLINED: lambda data: ("close", tr("拒绝派工", "event"), str(data.get("reason") or ""), Tone.DANGER),
    EventKind.DEPARTED: lambda data: ("car", tr("出发"), "", Tone.NEUTRAL),
    EventKind.ARRIVED: lambda data: ("pin", tr("到达现场"), "", Tone.NEUTRAL),
    EventKind.LEFT: lambda data: ("home", tr("离场", "event"), "", Tone.NEUTRAL),
    EventKind.PRIORITY_SET: _priority,
    EventKind.NOTE: lambda data: ("message", tr("备注"), str(data.get("text") or ""), Tone.NEUTRAL),
    EventKind.NOTICE: _notice,
    EventKind.ESCALATED: _escalated,
    EventKind.SHOWN_TO_CUSTOMER: lambda data: ("eye", tr("向客户出示"), _short(data, "snapshot_sha256"), Tone.NEUTRAL),
    EventKind.CUSTOMER_VIEW_LEFT: lambda data: ("eye-off", tr("离开客户确认页"), "", Tone.NEUTRAL),
    EventKind.SIGNED: lambda data: ("signature", tr("客户已签名"), _revision(data), Tone.SUCCESS),
    EventKind.NOT_SIGNED: _not_signed,
    EventKind.SIGNATURE_VOIDED: _voided,
    EventKind.SEALED: lambda data: ("shield", tr("已封存 PDF"), _revision(data), Tone.SUCCESS),
    EventKind.RECOVERED: lambda data: ("redo", tr("恢复了未保存的内容"), "", Tone.WARNING),
}
