"""State, priority and the steps of the work as a person sees them: word, icon, tone — always all three."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.records import Priority, State
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Look:
    """How one value is shown."""

    word: str
    icon: str
    tone: Tone


def state_look(state: State, *, accepted: bool = True) -> Look:
    """A dispatched order that has not been accepted yet says so: acceptance is a fact on the order, not a state (§6.1.2)."""
    match state:
        case State.PENDING:
            return Look(tr("待处理"), "inbox", Tone.NEUTRAL)
        case State.DISPATCHED if not accepted:
            return Look(tr("待接单"), "bell", Tone.ACCENT)
        case State.DISPATCHED:
            return Look(tr("已派单"), "orders", Tone.ACCENT)
        case State.IN_PROGRESS:
            return Look(tr("处理中"), "wrench", Tone.WARNING)
        case State.ON_HOLD:
            return Look(tr("挂起"), "pause", Tone.NEUTRAL)
        case State.RESOLVED:
            return Look(tr("已解决"), "check-circle", Tone.SUCCESS)
        case State.CLOSED:
            return Look(tr("关闭"), "archive", Tone.NEUTRAL)


def priority_look(priority: Priority) -> Look:
    """§6.1.3 事件级别."""
    match priority:
        case Priority.CRITICAL:
            return Look(tr("紧急"), "critical", Tone.DANGER)
        case Priority.SEVERE:
            return Look(tr("严重"), "severe", Tone.WARNING)
        case Priority.NORMAL:
            return Look(tr("一般"), "normal", Tone.NEUTRAL)
