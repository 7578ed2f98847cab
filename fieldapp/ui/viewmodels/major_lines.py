"""What the pages of major incidents are made of: cards of lines with buttons that say by a code what they do. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.major.reviews import NextReview, ReviewState
from fieldapp.domain.major.updates import DueUpdate, UpdateState
from fieldapp.ui import timewords
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import Look


@dataclass(frozen=True, slots=True)
class Do:
    """One button. `what`: open | edit | order | tell | move | issue | approve | send | review | declare; `key`: of what."""

    what: str
    words: str
    icon: str
    key: str = ""
    primary: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a badge where it has a state, words, what is said below them, and what can be done."""

    title: str
    note: str = ""
    badge: Look | None = None
    buttons: tuple[Do, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One card. `empty` is said where it has no lines; `buttons` stand in its head."""

    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    buttons: tuple[Do, ...] = ()


def clock_words(at: datetime, zone_of: datetime) -> str:
    """A time as the clock on the wall shows it, with the day where it is another one."""
    local, now = at.astimezone(zone_of.tzinfo), zone_of
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%m-%d %H:%M}"


def due_words(at: datetime, now: datetime) -> str:
    """When it is due and how long that is away."""
    span = timewords.span((at - now).total_seconds())
    words = tr("{at}，还有 {span}", at=clock_words(at, now), span=span)
    return words if at >= now else tr("{at}，已过 {span}", at=clock_words(at, now), span=span)


def update_look(update: DueUpdate) -> Look:
    return {
        UpdateState.OVERDUE: Look(tr("逾期未发"), "warning", Tone.DANGER),
        UpdateState.DUE: Look(tr("现在应发"), "bell", Tone.WARNING),
    }.get(update.state, Look(tr("未到时"), "clock", Tone.NEUTRAL))


def review_look(review: NextReview) -> Look:
    return {
        ReviewState.OVERDUE: Look(tr("已过时间"), "warning", Tone.DANGER),
        ReviewState.DUE: Look(tr("即将开始"), "bell", Tone.WARNING),
    }.get(review.state, Look(tr("未到时"), "clock", Tone.NEUTRAL))
