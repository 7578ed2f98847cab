"""今日: what is due next, what waits for an answer, which calls must be made, what to check before leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Slot

from fieldapp.clock import Clock
from fieldapp.services.overview import TodayView
from fieldapp.store.records import OrderRow, RecoveredOrder, Recovery
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.sync_runner import SyncPhase, SyncState
from fieldapp.ui.i18n import listed, tr
from fieldapp.ui.messages import Words
from fieldapp.ui.services import OrdersService
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.viewmodels.calls import CallLine, call_lines, stage_word
from fieldapp.ui.viewmodels.checks import CheckLine, check_line
from fieldapp.ui.viewmodels.major_due import due_line
from fieldapp.ui.viewmodels.major_lines import Line
from fieldapp.ui.viewmodels.taken import TakenLine, taken_line
from fieldapp.ui.vocabulary import share_left, urgency

TICK_MS = 30_000
FRESH = timedelta(seconds=30)
"""What was read so short a time before the page is shown is not read again; the timetable's first look does it anyway."""
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
class RecoveredLine:
    """An order that was being worked on when the program ended without closing."""

    order_id: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class TodayState:
    """The whole page. `arriving`: the first orders are on their way, nothing can be counted yet; `holds_none`: there never
    were any; `recovered`: None unless the last session ended without closing."""

    loaded: bool = False
    arriving: str = ""
    holds_none: bool = False
    recovered: tuple[RecoveredLine, ...] | None = None
    taken: tuple[TakenLine, ...] = ()
    due: tuple[DueCard, ...] = ()
    due_total: int = 0
    waiting: tuple[OrderRow, ...] = ()
    calls: tuple[CallLine, ...] = ()
    sends_texts: bool = False
    major: tuple[Line, ...] = ()
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


def recovered_lines(recovery: Recovery | None) -> tuple[RecoveredLine, ...] | None:
    """What the session before had saved, by order."""
    if recovery is None:
        return None
    return tuple(RecoveredLine(order.order_id, order.number, _kept(order)) for order in recovery.orders)


def _kept(order: RecoveredOrder) -> str:
    saved = tr("已存 {n} 项", n=len(order.fields)) if order.fields else ""
    typed = tr("{n} 项没写完，原样保留", n=len(order.drafts)) if order.drafts else ""
    return listed(part for part in (saved, typed) if part)


def arriving_words(sync: SyncState) -> str:
    """How far the first sync is; empty when none is under way."""
    if sync.phase is not SyncPhase.RUNNING or sync.last_ok_at is not None:
        return ""
    if sync.step == "pull" and sync.done:
        return tr("已收到 {n} 张派工单…", n=sync.done)
    return tr("正在连接服务器…") if sync.step in ("", "hello") else tr("正在取回派工单…")


def derive(view: TodayView, now: datetime, busy: frozenset[str], notice: Notice | None, arriving: str = "") -> TodayState:
    """The page at a moment."""
    cards = tuple(due_card(row, now) for row in view.due[:DUE_SHOWN])
    return TodayState(
        loaded=True,
        arriving="" if view.counts.orders else arriving,
        holds_none=not view.counts.orders,
        taken=tuple(taken_line(one, now) for one in view.taken),
        due=cards,
        due_total=len(view.due),
        waiting=view.waiting,
        calls=call_lines(view.calls, now),
        sends_texts=view.sends_texts,
        major=tuple(due_line(due, now) for due in view.major),
        checks=tuple(check_line(check) for check in view.checks),
        overdue=sum(row.due_at is not None and row.due_at < now for row in (*view.due, *view.waiting)),
        unsent=view.counts.unsent,
        open_total=len(view.due) + len(view.waiting),
        busy=busy,
        notice=notice,
    )


class TodayViewModel(ViewModel[TodayState]):
    """Reads in jobs; counts down by itself. `changed_something` is called after each step that was written; `seen` is told what
    of the taken orders the person has read."""

    def __init__(
        self,
        orders: OrdersService,
        jobs: Jobs,
        clock: Clock,
        *,
        recovery: Recovery | None = None,
        changed_something: Callable[[], object] = lambda: None,
        seen: Callable[[Sequence[str]], object] = lambda _ids: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(TodayState(recovered=recovered_lines(recovery)), parent)
        self._orders, self._jobs, self._clock, self._changed_something = orders, jobs, clock, changed_something
        self._recovered, self._seen = self.state.recovered, seen
        self._view: TodayView | None = None
        self._busy: frozenset[str] = frozenset()
        self._notice: Notice | None = None
        self._asked = 0
        self._syncing, self._arriving = False, ""
        self._left = False
        self._read_ahead_at: datetime | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.tick)

    def start(self) -> None:
        """The page is in view: read, unless that was done just before, and count down."""
        self._left = False
        self._tick.start()
        read_at, self._read_ahead_at = self._read_ahead_at, None
        if read_at is None or self._clock.now() - read_at > FRESH:
            self.refresh()

    def read_ahead(self) -> None:
        """The page will soon be in view."""
        self._read_ahead_at = self._clock.now()
        self.refresh()

    def stop(self) -> None:
        """Another page is in view, whose time this one would take."""
        self._left = True
        self._tick.stop()

    @Slot()
    def tick(self) -> None:
        """Time has gone on."""
        self._derive()

    @Slot(object)
    def show_sync(self, sync: SyncState) -> None:
        """Follow the sync: say how far the first one is, and read again when one has ended, however it ended."""
        ended = self._syncing and sync.phase is not SyncPhase.RUNNING
        self._syncing = sync.phase is SyncPhase.RUNNING
        self._arriving = arriving_words(sync) or self._arriving  # until what came has been read
        if ended:
            self.refresh()
        elif self._syncing:
            self._derive()

    @Slot()
    def refresh(self) -> None:
        """Read anew, unless nobody looks; an answer that a later question has overtaken, or that comes too late, is not shown."""
        if self._left:
            return
        self._asked += 1
        asked = self._asked
        self._jobs.submit(self._orders.today, lambda view: self._show_view(view, asked), self._failed, lane=CALL_LANE)

    def dismiss_recovered(self) -> None:
        """The person has seen what was recovered."""
        self._recovered = None
        self._derive()

    def acknowledge(self, order_ids: Sequence[str]) -> None:
        """The person has read what was taken away."""
        self._jobs.submit(lambda: self._seen(order_ids), lambda _: self.refresh(), self._failed, lane=CALL_LANE)

    def accept(self, row: OrderRow) -> None:
        """接单."""
        said = Words(tr("已接单：{order}", order=_called(row)), "", tr("客户与地址已可离线查看。"))
        self._step(row.id, lambda: self._orders.accept(row.id), said)

    def decline(self, row: OrderRow, reason: str) -> None:
        """拒绝; the reason goes to the desk."""
        said = Words(tr("已拒绝：{order}", order=_called(row)), "", tr("服务台同步后会另行安排。"))
        self._step(row.id, lambda: self._orders.decline(row.id, reason), said)

    def record_sent(self, line: CallLine) -> None:
        """One tap: the person sent the text with a telephone of his own."""
        order_id = line.call.order_id
        said = Words(tr("已记录：{stage}", stage=stage_word(line.call.stage)))
        self._step(order_id, lambda: self._orders.record_notice(order_id, line.sms_key, "sent", ""), said)

    def hand_over(self, line: CallLine) -> None:
        """One tap: the endpoint sends the text; without a network it goes with the next sync."""
        order_id = line.call.order_id
        said = Words(tr("短信已交服务端发送"), "", tr("没有网络时，同步后发出；结果记入派工单。"))
        self._step(order_id, lambda: self._orders.hand_over(order_id, (line.sms_key,)), said)

    def _step(self, order_id: str, work: Callable[[], object], said: Words) -> None:
        if order_id in self._busy:
            return
        self._busy |= {order_id}
        self._derive()

        def done(_: object) -> None:
            self._busy -= {order_id}
            self._notice = self.notice(Tone.SUCCESS, said)
            self._derive()
            self.refresh()
            self._changed_something()

        def failed(error: Exception) -> None:
            self._busy -= {order_id}
            self._failed(error)
            self.refresh()

        self._jobs.submit(work, done, failed, lane=order_id)

    def _show_view(self, view: TodayView, asked: int) -> None:
        if asked < self._asked or self._left:
            return
        self._view = view
        if not self._syncing:
            self._arriving = ""
        self._derive()

    def _failed(self, error: Exception) -> None:
        self._notice = self.failure(error)
        self._derive()

    def _derive(self) -> None:
        if self._view is None:
            self.show(replace(self.state, notice=self._notice, arriving=self._arriving, recovered=self._recovered))
            return
        state = derive(self._view, self._clock.now(), self._busy, self._notice, self._arriving)
        self.show(replace(state, recovered=self._recovered))


def _called(row: OrderRow) -> str:
    """An order in one line, also where its symptom takes five."""
    return " · ".join(part for part in (row.customer, row.number) if part) or row.title
