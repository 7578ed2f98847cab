"""State, priority and the steps of the work as a person sees them: word, icon, tone — always all three."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldapp.domain.records import Priority, State
from fieldapp.ui import timewords
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone

if TYPE_CHECKING:
    from fieldapp.domain.kinds import RecordState
    from fieldapp.store.records import OrderRow, RecordRow


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
            return Look(tr("挂起", "state"), "pause", Tone.NEUTRAL)
        case State.RESOLVED:
            return Look(tr("已解决"), "check-circle", Tone.SUCCESS)
        case State.CLOSED:
            return Look(tr("已关闭"), "archive", Tone.NEUTRAL)


def record_state_look(state: RecordState, lang: str) -> Look:
    """A record's state, in the words of its kind."""
    return Look(state.label.get(lang), "check-circle" if state.final else "flag", Tone(state.tone))


def record_look(row: RecordRow, lang: str) -> tuple[str, Look]:
    """The words for a record's kind, and its state."""
    from fieldapp.domain import kinds  # not before the first paint: badges need the other words of this file there

    kind = kinds.get(row.kind)
    return kind.label.get(lang), record_state_look(kind.states[row.state], lang)


def priority_look(priority: Priority) -> Look:
    """§6.1.3 事件级别."""
    match priority:
        case Priority.CRITICAL:
            return Look(tr("紧急"), "critical", Tone.DANGER)
        case Priority.SEVERE:
            return Look(tr("严重"), "severe", Tone.WARNING)
        case Priority.NORMAL:
            return Look(tr("一般"), "normal", Tone.NEUTRAL)


def time_look(row: OrderRow, now: datetime) -> Look | None:
    """Time to the target of one order; None where there is no target."""
    if row.due_at is None:
        return None
    if row.resolved_at is not None:
        if row.resolved_at <= row.due_at:
            return Look(tr("按时解决"), "check-circle", Tone.SUCCESS)
        return Look(tr("超时解决"), "clock", Tone.NEUTRAL)
    seconds = (row.due_at - now).total_seconds()
    return Look(timewords.left(seconds), "warning" if seconds < 0 else "clock", urgency(share_left(row, now)))


def share_left(row: OrderRow, now: datetime) -> float:
    """How much of the time to the target is left, 0…1; negative when overdue."""
    if row.due_at is None or row.discovered_at is None:
        return 1.0
    whole = (row.due_at - row.discovered_at).total_seconds()
    rest = (row.due_at - now).total_seconds()
    return rest / whole if whole > 0 else (1.0 if rest >= 0 else -1.0)


def urgency(share: float) -> Tone:
    """Red when overdue, amber in the last quarter."""
    if share < 0:
        return Tone.DANGER
    return Tone.WARNING if share < 0.25 else Tone.NEUTRAL


def order_marks(row: OrderRow) -> tuple[Look, ...]:
    """What else a list says about an order: work that is not sent, refused, in conflict, taken away."""
    marks: list[Look] = []
    if row.frozen:
        marks.append(Look(tr("已改派") if row.frozen == "reassigned" else tr("已取消"), "lock", Tone.NEUTRAL))
    if row.parked:
        marks.append(Look(tr("被退回"), "warning", Tone.DANGER))
    elif row.unsent:
        marks.append(Look(tr("待同步"), "cloud-up", Tone.ACCENT))
    if row.conflicts:
        marks.append(Look(tr("{n} 项冲突", n=row.conflicts), "merge", Tone.WARNING))
    return tuple(marks)


def level_word(level: str) -> str:
    """How long a sealed file can be checked (PAdES)."""
    words = {
        "B-B": tr("时间待证明（B-B）"),
        "B-T": tr("时间已证明（B-T）"),
        "B-LT": tr("可长期核验（B-LT）"),
        "B-LTA": tr("长期存档（B-LTA）"),
    }
    return words.get(level, level)
