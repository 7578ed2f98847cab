"""The escalation coach of one order: whom to tell now, with what words, and what comes next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldapp.domain.escalation import Notice, NoticeState
from fieldapp.ui.i18n import aside, listed, tr
from fieldapp.ui.viewmodels.calls import CallLine, audience_word, call_line, channel_word

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail


@dataclass(frozen=True, slots=True)
class CoachState:
    """`now`: what is owed; `waiting`: texts that are with the endpoint, in words; `next`: the notice after that, in words;
    `sends_texts`: the endpoint can send."""

    now: CallLine | None = None
    waiting: str = ""
    next: str = ""
    sends_texts: bool = False


def derive_coach(detail: OrderDetail, now: datetime) -> CoachState:
    """Nothing for an order that is no longer ours."""
    if detail.frozen:
        return CoachState()
    later = [notice for notice in detail.notices if notice.state is NoticeState.UPCOMING]
    queued = [notice for notice in detail.notices if notice.state is NoticeState.QUEUED]
    owed = tuple(sorted(detail.owed, key=lambda call: call.due_at))
    line = call_line(owed, now) if owed else None
    return CoachState(line, _waiting_words(queued, now), _next_words(later, detail), detail.sends_texts)


def _waiting_words(queued: list[Notice], now: datetime) -> str:
    if not queued:
        return ""
    if any(notice.due_at < now for notice in queued):
        return tr("短信已交服务端，还没有发出的消息，且已过时限：请打电话。")
    return tr("短信已交服务端，等待发送。")


def _next_words(later: list[Notice], detail: OrderDetail) -> str:
    if not later:
        return ""
    first = min(later, key=lambda notice: notice.due_at)
    at = first.due_at.astimezone(detail.read_at.tzinfo).strftime("%m-%d %H:%M")
    who = listed(audience_word(name) for name in first.audiences)
    how = " + ".join(channel_word(name) for name in first.channels)
    return tr("下一次 {at}：{who}", at=at, who=aside(who, how))
