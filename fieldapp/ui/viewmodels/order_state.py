"""What the order page shows around its form: header, next action, timeline, what was saved. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldapp.domain.records import JSON, Priority, State
from fieldapp.domain.status import Risk
from fieldapp.domain.workflow import Action
from fieldapp.forms.schema import Step
from fieldapp.ui import timewords
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words, explain, explain_code
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.autosave import SaveKind, SaveState
from fieldapp.ui.viewmodels.coach import CoachState, derive_coach
from fieldapp.ui.viewmodels.form_state import FormState, derive_form
from fieldapp.ui.viewmodels.order_handoffs import HandoffState
from fieldapp.ui.viewmodels.order_history import HistoryState
from fieldapp.ui.viewmodels.order_standing import sent_back_words, void_words
from fieldapp.ui.viewmodels.taken import reason_words, what_words
from fieldapp.ui.viewmodels.timeline import Entry, tell

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail, SealedDocument


class Phase(StrEnum):
    """Whether there is something to show yet."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The time to the target: `share` 0…1 of it that is left (a full ring when overdue), words, the tone of its urgency."""

    share: float
    words: str
    caption: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Header:
    """The top of the page."""

    number: str
    customer: str
    title: str
    state: State
    accepted: bool
    priority: Priority | None
    time_left: TimeLeft | None


@dataclass(frozen=True, slots=True)
class NextAction:
    """The one primary button. `gaps` > 0: something is missing, and a click goes to the first gap instead."""

    action: Action
    words: str
    icon: str
    gaps: int = 0
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class SaveLine:
    """The line at the bottom left."""

    icon: str
    words: str
    tone: Tone | None
    retry: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Something said in place above the form."""

    tone: Tone
    words: Words


@dataclass(frozen=True, slots=True)
class OrderState:
    """Everything the order page shows, as one value."""

    phase: Phase
    order_id: str = ""
    failure: Words | None = None
    detail: OrderDetail | None = None
    header: Header | None = None
    form: FormState | None = None
    timeline: tuple[Entry, ...] = ()
    primary: NextAction | None = None
    secondary: tuple[Action, ...] = ()
    correctable: tuple[str, ...] = ()
    documents: tuple[SealedDocument, ...] = ()
    saved: SaveLine = field(default_factory=lambda: save_line(SaveState()))
    locked: Words | None = None
    sent_back: Words | None = None
    void: Words | None = None
    message: Message | None = None
    busy: str = ""
    undoable: tuple[bool, bool] = (False, False)
    """Whether there is something to undo, and to do again."""
    coach: CoachState = field(default_factory=CoachState)
    history: HistoryState = field(default_factory=HistoryState)
    handoffs: HandoffState = field(default_factory=HandoffState)
    beside: bool = False
    """Whether earlier orders and hand-offs have been read."""

    @property
    def read_only(self) -> bool:
        return self.locked is not None


SECONDARY = (Action.DECLINE, Action.HOLD, Action.LEAVE)
"""Shown beside the primary action while the process allows them; notes, time correction and the preview always."""

_STEPS = {
    Action.ACCEPT: Step.ACCEPT,
    Action.DEPART: Step.ACCEPT,
    Action.ARRIVE: Step.ACCEPT,
    Action.START: Step.START,
    Action.RESUME: Step.START,
    Action.RESOLVE: Step.RESOLVE,
    Action.CONFIRM: Step.RESOLVE,
}
"""Whose missing answers are listed. The customer's own answers are asked in the customer's view, not here."""


def derive_order(
    detail: OrderDetail,
    unsaved: Mapping[str, JSON],
    save: SaveState,
    now: datetime,
    lang: str,
    *,
    message: Message | None,
    busy: str,
    undoable: tuple[bool, bool] = (False, False),
) -> OrderState:
    """The page of one order at `now`."""
    step = None if detail.frozen else _STEPS.get(detail.primary)
    form = derive_form(detail, unsaved, step, now, lang)
    return OrderState(
        phase=Phase.READY,
        order_id=detail.id,
        detail=detail,
        header=_header(detail, now),
        form=form,
        timeline=tell(detail.events, detail.definition, lang, detail.read_at.tzinfo),
        primary=next_action(detail, len(form.missing)),
        secondary=() if detail.frozen else tuple(action for action in SECONDARY if detail.actions.get(action, "no") is None),
        correctable=() if detail.frozen else _correctable(detail),
        documents=detail.documents,
        saved=save_line(save),
        locked=_lock(detail),
        sent_back=sent_back_words(detail, lang),
        void=void_words(detail, lang),
        message=message,
        busy=busy,
        undoable=undoable,
        coach=derive_coach(detail, now),
    )


def next_action(detail: OrderDetail, gaps: int) -> NextAction | None:
    """The next step of the process; None where there is none for the engineer."""
    if detail.frozen or detail.primary not in ACTION_LOOKS:
        return None
    words, icon = action_words(detail.primary)
    asks = detail.primary is Action.RESOLVE
    why_not = explain_code(detail.blocked).line if detail.blocked else ""
    return NextAction(detail.primary, words, icon, gaps if asks else 0, why_not)


def action_words(action: Action) -> tuple[str, str]:
    """Words and icon of a step."""
    looks = {
        Action.ACCEPT: (tr("接单"), "check"),
        Action.DEPART: (tr("出发"), "car"),
        Action.ARRIVE: (tr("到达"), "pin"),
        Action.START: (tr("开始处理"), "wrench"),
        Action.RESUME: (tr("恢复处理"), "play"),
        Action.RESOLVE: (tr("完成处理"), "check-circle"),
        Action.CONFIRM: (tr("客户确认"), "signature"),
        Action.SEAL: (tr("归档"), "shield"),
        Action.DECLINE: (tr("拒绝"), "close"),
        Action.HOLD: (tr("挂起"), "pause"),
        Action.LEAVE: (tr("离场"), "home"),
    }
    return looks[action]


ACTION_LOOKS = frozenset(
    {
        Action.ACCEPT,
        Action.DEPART,
        Action.ARRIVE,
        Action.START,
        Action.RESUME,
        Action.RESOLVE,
        Action.CONFIRM,
        Action.SEAL,
        Action.LEAVE,
    }
)


def save_line(save: SaveState) -> SaveLine:
    """`已保存 10:42:07` and its relatives."""
    match save.kind:
        case SaveKind.PENDING | SaveKind.SAVING:
            return SaveLine("save", tr("正在保存…"), None)
        case SaveKind.FAILED:
            reason = explain(save.error).what if save.error is not None else ""
            return SaveLine("warning", tr("未能保存：{reason}", reason=reason), Tone.DANGER, retry=True)
        case SaveKind.SAVED:
            at = timewords.local(save.at).strftime("%H:%M:%S") if save.at else ""
            return SaveLine("check-circle", tr("已保存 {at}", at=at) if at else tr("已保存"), Tone.SUCCESS)


def time_left(due_at: datetime, clock_from: datetime, now: datetime, *, at_risk: bool) -> TimeLeft:
    """The ring of the header."""
    seconds = (due_at - now).total_seconds()
    whole = (due_at - clock_from).total_seconds()
    share = seconds / whole if whole > 0 else 0.0
    if seconds < 0:
        return TimeLeft(1.0, timewords.span(seconds), tr("已超时"), Tone.DANGER)
    tone = Tone.WARNING if at_risk else Tone.NEUTRAL
    return TimeLeft(min(1.0, share), timewords.span(seconds), tr("剩余"), tone)


def _header(detail: OrderDetail, now: datetime) -> Header:
    answers, status = detail.doc.get("answers", {}), detail.status
    symptom = str(answers.get("symptom") or "").strip().splitlines()
    running = status.resolved_at is None and status.closed_at is None and not detail.frozen
    return Header(
        number=detail.number,
        customer=str(answers.get("customer_unit") or tr("（未填客户单位）")),
        title=symptom[0] if symptom else "",
        state=status.state,
        accepted=status.accepted_at is not None,
        priority=status.priority,
        time_left=time_left(status.due_at, status.clock_from, now, at_risk=status.risk is not Risk.NONE) if running else None,
    )


def _correctable(detail: OrderDetail) -> tuple[str, ...]:
    from fieldapp.ui.viewmodels.form_state import ONE_TAP_TIMES

    answers = detail.doc.get("answers", {})
    return tuple(name for name in ONE_TAP_TIMES if answers.get(name))


def _lock(detail: OrderDetail) -> Words | None:
    """Why nothing can be typed."""
    if detail.frozen and detail.taken is not None:
        what = tr("此单{what}，只能查看。", what=what_words(detail.taken, detail.read_at))
        return Words(what, reason_words(detail.taken), tr("您做过的工作会作为补报送达服务台。"))
    if detail.frozen == "reassigned":
        return Words(tr("此单已改派给别人，只能查看。"), tr("您做过的工作会作为补报送达服务台。"))
    if detail.frozen:
        return Words(tr("此单已取消，只能查看。"), tr("您做过的工作会作为补报送达服务台。"))
    if detail.status.state is State.CLOSED:
        return Words(tr("此单已关闭，只能查看。"))
    return None
