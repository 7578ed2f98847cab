"""The escalation coach of one order: whom to tell now, with what words, and what comes next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldapp.domain.escalation import Notice, NoticeState
from fieldapp.services.overview import DueCall
from fieldapp.ui.i18n import aside, listed, tr
from fieldapp.ui.viewmodels.today import CallLine, audience_word, call_line, channel_word

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail

SOON = timedelta(minutes=15)
"""As on 今日: from here on a notice can be prepared."""


@dataclass(frozen=True, slots=True)
class CoachState:
    """`now`: what is owed, one line with the newest draft; `next`: the notice after that, in words; `recordable`: the keys that
    one tap records."""

    now: CallLine | None = None
    next: str = ""
    recordable: tuple[str, ...] = ()


def derive_coach(detail: OrderDetail, now: datetime) -> CoachState:
    """Nothing for an order that is no longer ours."""
    if detail.frozen:
        return CoachState()
    owed = [notice for notice in detail.notices if notice.state.is_open]
    later = [notice for notice in detail.notices if notice.state is NoticeState.UPCOMING]
    line = call_line(tuple(_call(notice, detail) for notice in sorted(owed, key=lambda one: one.due_at)), now) if owed else None
    return CoachState(line, _next_words(later, detail), tuple(notice.key for notice in owed))


def _next_words(later: list[Notice], detail: OrderDetail) -> str:
    if not later:
        return ""
    first = min(later, key=lambda notice: notice.due_at)
    at = first.due_at.astimezone(detail.read_at.tzinfo).strftime("%m-%d %H:%M")
    who = listed(audience_word(name) for name in first.audiences)
    how = " + ".join(channel_word(name) for name in first.channels)
    return tr("下一次 {at}：{who}", at=at, who=aside(who, how))


def _call(notice: Notice, detail: OrderDetail) -> DueCall:
    return DueCall(
        order_id=detail.id,
        number=detail.number,
        title="",
        notice_key=notice.key,
        stage=notice.stage,
        due_at=notice.due_at,
        late=notice.state is NoticeState.MISSED,
        audiences=notice.audiences,
        channels=notice.channels,
        text=detail.notice_texts.get(notice.key, ""),
    )
