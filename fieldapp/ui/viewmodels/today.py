"""今日: what is due next, what waits for an answer, which calls must be made, what to check before leaving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Slot

from fieldapp.clock import Clock
from fieldapp.services.overview import DueCall, TodayView
from fieldapp.store.records import OrderRow
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import aside, listed, tr
from fieldapp.ui.messages import Words
from fieldapp.ui.services import OrdersService
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.viewmodels.checks import CheckLine, check_line
from fieldapp.ui.vocabulary import share_left, urgency

TICK_MS = 30_000
DUE_SHOWN = 6
CALL_LANE = "today"


@dataclass(frozen=True, slots=True)
class DueCard:
    """One order on the way to its target. `share` 0…1 of the time that is left; a full ring when overdue."""

    row: OrderRow
    share: float
    words: str
    caption: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class CallLine:
    """One notice to be given."""

    call: DueCall
    when: str
    who: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class TodayState:
    """The whole page."""

    loaded: bool = False
    due: tuple[DueCard, ...] = ()
    due_total: int = 0
    waiting: tuple[OrderRow, ...] = ()
    calls: tuple[CallLine, ...] = ()
    checks: tuple[CheckLine, ...] = ()
    overdue: int = 0
    unsent: int = 0
    open_total: int = 0
    busy: frozenset[str] = frozenset()
    notice: Notice | None = None


def due_card(row: OrderRow, now: datetime) -> DueCard:
    """One ring."""
    if row.due_at is None:
        return DueCard(row, 1.0, "—", tr("无时限"), Tone.NEUTRAL)
    seconds = (row.due_at - now).total_seconds()
    share = share_left(row, now)
    return DueCard(
        row, share if share > 0 else 1.0, timewords.span(seconds), tr("剩余") if seconds >= 0 else tr("已超时"), urgency(share)
    )


def call_line(call: DueCall, now: datetime) -> CallLine:
    """Whom to tell by when."""
    seconds = (call.due_at - now).total_seconds()
    when = tr("应在 {span}内", span=timewords.span(seconds)) if seconds >= 0 else tr("已迟 {span}", span=timewords.span(seconds))
    who = listed(audience_word(name) for name in call.audiences)
    return CallLine(
        call, when, aside(who, " + ".join(channel_word(name) for name in call.channels)), urgency(-1 if seconds < 0 else 0.1)
    )


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
        "overdue": tr("超时"),
        "resolution": tr("事件解决"),
    }
    return words.get(name.lower(), name)


def derive(view: TodayView, now: datetime, busy: frozenset[str], notice: Notice | None) -> TodayState:
    """The page at a moment."""
    cards = tuple(due_card(row, now) for row in view.due)
    return TodayState(
        loaded=True,
        due=cards[:DUE_SHOWN],
        due_total=len(cards),
        waiting=view.waiting,
        calls=tuple(call_line(call, now) for call in view.calls),
        checks=tuple(check_line(check) for check in view.checks),
        overdue=sum(card.tone is Tone.DANGER for card in cards),
        unsent=view.counts.unsent,
        open_total=len(view.due) + len(view.waiting),
        busy=busy,
        notice=notice,
    )


class TodayViewModel(ViewModel[TodayState]):
    """Reads in jobs; counts down by itself. `changed_something` is called after each step that was written."""

    def __init__(
        self,
        orders: OrdersService,
        jobs: Jobs,
        clock: Clock,
        *,
        changed_something: Callable[[], object] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(TodayState(), parent)
        self._orders, self._jobs, self._clock, self._changed_something = orders, jobs, clock, changed_something
        self._view: TodayView | None = None
        self._busy: frozenset[str] = frozenset()
        self._notice: Notice | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.tick)

    def start(self) -> None:
        """The page is in view: read, and count down."""
        self._tick.start()
        self.refresh()

    def stop(self) -> None:
        self._tick.stop()

    @Slot()
    def tick(self) -> None:
        """Time has gone on."""
        self._derive()

    @Slot()
    def refresh(self) -> None:
        self._jobs.submit(self._orders.today, self._show_view, self._failed, lane=CALL_LANE)

    def accept(self, row: OrderRow) -> None:
        """接单."""
        said = Words(tr("已接单：{title}", title=row.title), "", tr("客户与地址已可离线查看。"))
        self._step(row.id, lambda: self._orders.accept(row.id), said)

    def decline(self, row: OrderRow, reason: str) -> None:
        """拒绝; the reason goes to the desk."""
        said = Words(tr("已拒绝：{title}", title=row.title), "", tr("服务台同步后会另行安排。"))
        self._step(row.id, lambda: self._orders.decline(row.id, reason), said)

    def record_call(self, call: DueCall, outcome: str) -> None:
        """One tap: the notice was sent or the call was made. `outcome`: sent | called."""
        said = Words(tr("已记录：{stage}", stage=stage_word(call.stage)))
        self._step(call.order_id, lambda: self._orders.record_notice(call.order_id, call.notice_key, outcome, ""), said)

    def _step(self, order_id: str, work: Callable[[], None], said: Words) -> None:
        if order_id in self._busy:
            return
        self._busy |= {order_id}
        self._derive()

        def done(_: None) -> None:
            self._busy -= {order_id}
            self._notice = self.notice(Tone.SUCCESS, said)
            self._derive()
            self.refresh()
            self._changed_something()

        def failed(error: Exception) -> None:
            self._busy -= {order_id}
            self._failed(error)

        self._jobs.submit(work, done, failed, lane=order_id)

    def _show_view(self, view: TodayView) -> None:
        self._view = view
        self._derive()

    def _failed(self, error: Exception) -> None:
        self._notice = self.failure(error)
        if self._view is None:
            self.show(replace(self.state, notice=self._notice))
        self._derive()

    def _derive(self) -> None:
        if self._view is not None:
            self.show(derive(self._view, self._clock.now(), self._busy, self._notice))
