"""今日: the day at a glance. Answers to dispatches and records of calls are given in place."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.store.records import OrderRow
from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import MAJOR, ORDERS, OVERDUE, SYNC, UNFINISHED, Navigator
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.calls import CallLine
from fieldapp.ui.viewmodels.today import TodayState, TodayViewModel
from fieldapp.ui.views.line_cards import LineRow
from fieldapp.ui.views.recovered_card import RecoveredCard
from fieldapp.ui.views.taken_card import TakenCard
from fieldapp.ui.views.today_parts import CallHands, CallRow, CheckRow, DueTile, Figure, WaitingCard
from fieldapp.ui.widgets.card_column import CardColumn
from fieldapp.ui.widgets.common import Card, EmptyState, GhostButton, InlineNotice, ScrollPage, Text, clear_layout

DUE_COLUMNS = 2
LEFT_NEEDS = 640
"""Pixels; in less the words beside the buttons of a dispatch stand one below the other."""
SHOWN_FIRST = 2
"""Dispatches and calls shown before more are asked for; the page must stay one glance."""
SHOWN_MORE = 20


class TodayView(ScrollPage):
    """The page: figures, then what is due and waiting on the left, calls and checks on the right."""

    def __init__(self, view_model: TodayViewModel, navigator: Navigator, sync_now: Callable[[], object]) -> None:
        super().__init__()
        self._vm, self._navigator = view_model, navigator
        self._shown: TodayState | None = None
        self._said = 0
        self._waiting_shown = self._calls_shown = SHOWN_FIRST
        self.notice = InlineNotice()
        self.column.addWidget(self.notice)
        self.recovered = RecoveredCard(navigator.open_order, view_model.dismiss_recovered)
        self.column.addWidget(self.recovered)
        self.taken = TakenCard(navigator.open_order, view_model.acknowledge)
        self.column.addWidget(self.taken)
        self._figures()
        self._columns = QHBoxLayout()
        self._columns.setSpacing(theme.GAP)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(theme.GAP)
        right.setSpacing(theme.GAP)
        self.waiting = Card(tr("等待接单"))
        self.more_waiting = GhostButton("", "chevron-down", flush="right", on_click=self._show_more_waiting)
        self.waiting.head.addWidget(self.more_waiting)
        self.due = Card(tr("最先到期"))
        self.due.head.addWidget(
            GhostButton(tr("全部派工单"), "arrow-right", flush="right", on_click=lambda: navigator.open_page(ORDERS))
        )
        self._due_grid = QGridLayout()
        self._due_grid.setSpacing(12)
        self.due.body.addLayout(self._due_grid)
        self.calls = Card(tr("应通报"))
        self.more_calls = GhostButton("", "chevron-down", flush="right", on_click=self._show_more_calls)
        self.calls.head.addWidget(self.more_calls)
        self.checks = Card(tr("出发前检查"))
        self.fetch = GhostButton(tr("获取最新"), "download", flush="right", on_click=sync_now)
        self.checks.head.addWidget(self.fetch)
        for card in (self.waiting, self.due):
            left.addWidget(card)
        self.major = Card(tr("重大事件"))
        self.major.head.addWidget(
            GhostButton(tr("打开"), "arrow-right", flush="right", on_click=lambda: navigator.open_page(MAJOR))
        )
        for card in (self.major, self.calls, self.checks):
            right.addWidget(card)
        left.addStretch(1)
        right.addStretch(1)
        self._columns.addLayout(left)
        self._columns.addLayout(right)
        self.column.addLayout(self._columns)
        self.column.addStretch(1)
        self.waiting_cards = CardColumn(self.waiting.body, self, self._fit)
        self.call_rows = CardColumn(self.calls.body, self, self._fit)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def enter(self, argument: str) -> None:
        self._vm.start()

    def read_ahead(self) -> None:
        """Fill the page before it is shown."""
        self._vm.read_ahead()

    @property
    def filled(self) -> bool:
        """What was read is shown."""
        return self._vm.state.loaded and self.waiting_cards.complete and self.call_rows.complete

    def leave(self) -> bool:
        self._vm.stop()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Both columns side by side where there is room for what is in them, else one below the other: nothing is pushed out at
        the right."""
        left, right = (self._columns.itemAt(place).minimumSize().width() for place in range(2))
        fits = max(left, LEFT_NEEDS) + right + theme.GAP + 2 * theme.PAGE_MARGIN <= self.viewport().width()
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        for place, share in enumerate((5, 3) if fits else (0, 0)):
            self._columns.setStretch(place, share)

    def _figures(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.open_figure = Figure("orders", tr("未完成"), lambda: self._navigator.open_page(ORDERS, UNFINISHED))
        self.overdue_figure = Figure("warning", tr("已超时"), lambda: self._navigator.open_page(ORDERS, OVERDUE))
        self.calls_figure = Figure("phone", tr("应通报"), lambda: self.ensureWidgetVisible(self.calls))
        self.unsent_figure = Figure("cloud-up", tr("待同步"), lambda: self._navigator.open_page(SYNC))
        for figure in (self.open_figure, self.overdue_figure, self.calls_figure, self.unsent_figure):
            row.addWidget(figure, 1)
        self.column.addLayout(row)

    @Slot(object)
    def _show(self, state: TodayState) -> None:
        before, self._shown = self._shown, state
        self.recovered.show_lines(state.recovered)
        self.taken.show_lines(state.taken)
        self._show_figures(state)
        if before is None or (before.waiting, before.busy, before.loaded) != (state.waiting, state.busy, state.loaded):
            self._show_waiting(state)
        if before is None or _due_of(before) != _due_of(state):
            self._show_due(state)
        if before is None or _calls_of(before) != _calls_of(state):
            self._show_calls(state)
        if before is None or before.major != state.major:
            self.major.setVisible(bool(state.major))
            _fill(self.major.body, [LineRow(line, lambda _do: None, busy=False) for line in state.major])
        if before is None or before.checks != state.checks:
            rows = [CheckRow(line) for line in state.checks]
            _fill(self.checks.body, [*rows] or [Text(tr("正在检查…"), "muted")])
            widest = max((row.name.sizeHint().width() for row in rows), default=0)
            for row in rows:
                row.name.setMinimumWidth(max(row.name.minimumWidth(), widest))  # what was found begins in one line
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)

    def _show_figures(self, state: TodayState) -> None:
        known = state.loaded and not state.holds_none
        for figure, count, tone in (
            (self.open_figure, state.open_total, Tone.ACCENT),
            (self.overdue_figure, state.overdue, Tone.DANGER if state.overdue else Tone.SUCCESS),
            (self.calls_figure, len(state.calls), Tone.WARNING if state.calls else Tone.SUCCESS),
            (self.unsent_figure, state.unsent, Tone.ACCENT if state.unsent else Tone.SUCCESS),
        ):
            figure.show_count(count if known else None, tone if known else Tone.NEUTRAL)

    def _show_waiting(self, state: TodayState) -> None:
        shown = state.waiting[: self._waiting_shown]
        self.waiting.setVisible(bool(shown))
        self.waiting.title.setText(tr("等待接单 · {n}", n=len(state.waiting)))
        _offer_rest(self.more_waiting, len(state.waiting) - len(shown))
        self.waiting_cards.show([((row, row.id in state.busy), partial(self._waiting_card, row, state.busy)) for row in shown])

    def _waiting_card(self, row: OrderRow, busy: frozenset[str]) -> WaitingCard:
        return WaitingCard(row, self._vm.accept, self._vm.decline, self._navigator.open_order, busy=row.id in busy)

    def _show_due(self, state: TodayState) -> None:
        clear_layout(self._due_grid)
        if not state.due:
            self._due_grid.addWidget(_nothing_due(state), 0, 0)
            return
        for position, card in enumerate(state.due):
            tile = DueTile(card, self._navigator.open_order)
            self._due_grid.addWidget(tile, position // DUE_COLUMNS, position % DUE_COLUMNS)
        for column in range(DUE_COLUMNS):
            self._due_grid.setColumnStretch(column, 1)

    def _show_calls(self, state: TodayState) -> None:
        shown = state.calls[: self._calls_shown]
        self.calls.title.setText(tr("应通报 · {n}", n=len(state.calls)) if state.calls else tr("应通报"))
        _offer_rest(self.more_calls, len(state.calls) - len(shown))
        nothing = tr("正在读取…") if _waits(state) else tr("没有到时的通报。")
        self.call_rows.show(
            [self._call_row(line, state, last=line is shown[-1]) for line in shown]
            or [(nothing, partial(Text, nothing, "muted"))]
        )

    def _call_row(self, line: CallLine, state: TodayState, *, last: bool) -> tuple[Hashable, Callable[[], QWidget]]:
        busy = line.call.order_id in state.busy
        hands = CallHands(self._vm.record_sent, self._vm.hand_over, self._navigator.open_order)
        make = partial(CallRow, line, hands, sends_texts=state.sends_texts, busy=busy, last=last)
        return (line, state.sends_texts, busy, last), make

    def _show_more_waiting(self) -> None:
        self._waiting_shown += SHOWN_MORE
        self._show_waiting(self._vm.state)

    def _show_more_calls(self) -> None:
        self._calls_shown += SHOWN_MORE
        self._show_calls(self._vm.state)


def _fill(layout: QVBoxLayout, widgets: list[QWidget]) -> None:
    clear_layout(layout)
    for widget in widgets:
        layout.addWidget(widget)


def _offer_rest(button: GhostButton, count: int) -> None:
    button.setVisible(count > 0)
    button.set_words(tr("再显示 {n} 条", n=min(count, SHOWN_MORE)))


def _waits(state: TodayState) -> bool:
    """Nothing is read yet, or the first orders are still on their way: what they ask for is not known."""
    return not state.loaded or bool(state.arriving)


def _calls_of(state: TodayState) -> tuple[object, ...]:
    return state.calls, _waits(state), state.busy, state.sends_texts


def _due_of(state: TodayState) -> tuple[object, ...]:
    return state.due, state.loaded, state.arriving, state.holds_none


def _nothing_due(state: TodayState) -> EmptyState:
    """Why no tile is there: not read yet, on its way, never any, or really nothing to do."""
    if state.arriving:
        return EmptyState("sync", tr("首次同步，正在取回派工单"), state.arriving, tone=Tone.ACCENT)
    if not state.loaded:
        return EmptyState("today", tr("正在读取…"))
    if state.holds_none:
        return EmptyState("inbox", tr("本机还没有派工单"), tr("连上网络后会自动取回；也可以点“立即同步”。"))
    return EmptyState("today", tr("今天没有到期的工单"), tr("新的派单会出现在这里。"), tone=Tone.SUCCESS)
