"""派工单: search, filters, the list. Typing searches, Enter opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.clock import Clock
from fieldapp.domain.records import Priority, State
from fieldapp.store.records import Sort
from fieldapp.ui import icons, theme
from fieldapp.ui.delegates.order_card import ROW_HEIGHT, OrderCardDelegate
from fieldapp.ui.i18n import tr
from fieldapp.ui.models.orders_model import ID_ROLE
from fieldapp.ui.navigation import Navigator
from fieldapp.ui.viewmodels.orders_list import OrdersListViewModel, OrdersState, Period
from fieldapp.ui.vocabulary import priority_look, state_look
from fieldapp.ui.widgets.card_list import CardList, framed
from fieldapp.ui.widgets.common import Chip, EmptyState, InlineNotice, PrimaryButton, SecondaryButton, Text


class OrdersView(QWidget):
    """The page."""

    def __init__(
        self, view_model: OrdersListViewModel, navigator: Navigator, clock: Clock, *, category_of: Callable[[str], str] = str
    ) -> None:
        super().__init__()
        self._vm, self._navigator = view_model, navigator
        self.setProperty("surface", "window")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_MARGIN, theme.GAP, theme.PAGE_MARGIN, 0)
        column.setSpacing(12)
        column.addLayout(self._search_row())
        column.addLayout(self._filter_row())
        self.notice = InlineNotice()
        column.addWidget(self.notice)
        self.list = CardList(tr("派工单列表"), ROW_HEIGHT)
        self.list.setModel(view_model.model)
        self.list.setItemDelegate(OrderCardDelegate(clock.now, category_of, self.list))
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        self.empty = EmptyState("inbox", "", action=SecondaryButton(tr("清除筛选"), "close", on_click=self._clear))
        self._stack = QStackedWidget()
        self._stack.addWidget(framed(self.list))
        self._stack.addWidget(self.empty)
        column.addWidget(self._stack, 1)
        column.addSpacing(theme.GAP)
        QShortcut(QKeySequence.StandardKey.Find, self, self._focus_search)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def enter(self, argument: str) -> None:
        self._vm.refresh()
        self.search.setFocus()

    def leave(self) -> bool:
        return True

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("搜索单号、客户、地址、故障、序列号、拼音首字母…（Ctrl+F）"))
        self.search.setAccessibleName(tr("搜索派工单"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search", theme.color("ink_muted")), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._vm.search)
        self.search.returnPressed.connect(self._into_list)
        self.sort = _combo(
            tr("排序"),
            (
                (tr("按剩余时间"), Sort.DUE),
                (tr("按发现时间"), Sort.DISCOVERED),
                (tr("按最近修改"), Sort.UPDATED),
                (tr("按单号"), Sort.NUMBER),
            ),
        )
        self.sort.currentIndexChanged.connect(lambda _: self._vm.choose(sort=Sort(self.sort.currentData())))
        self.new_order = PrimaryButton(tr("新建现场工单"), "plus", on_click=self._create)
        self.new_order.setShortcut(QKeySequence.StandardKey.New)
        self.new_order.setToolTip(tr("客户当场报修时新建，离线可用（Ctrl+N）"))
        row.addWidget(self.search, 1)
        row.addWidget(self.sort)
        row.addWidget(self.new_order)
        return row

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        self.states: dict[State, Chip] = {}
        for state in State:
            chip = Chip(state_look(state).word, on_toggle=lambda _on: self._choose_states())
            self.states[state] = chip
            row.addWidget(chip)
        self.unsent = Chip(tr("待同步"), on_toggle=lambda on: self._vm.choose(unsent_only=on))
        row.addWidget(self.unsent)
        row.addStretch(1)
        self.total = Text("", "muted")
        row.addWidget(self.total)
        row.addSpacing(theme.GRID)
        priorities: list[tuple[str, object]] = [(tr("全部级别"), None)]
        priorities += [(priority_look(priority).word, priority) for priority in Priority]
        self.priority = _combo(tr("事件级别"), priorities)
        self.priority.currentIndexChanged.connect(lambda _: self._choose_priority())
        periods = (
            (tr("全部日期"), Period.ANY),
            (tr("今天"), Period.TODAY),
            (tr("近 7 天"), Period.WEEK),
            (tr("近 30 天"), Period.MONTH),
            (tr("近三个月"), Period.QUARTER),
        )
        self.period = _combo(tr("发现时间"), periods)
        self.period.currentIndexChanged.connect(lambda _: self._vm.choose(period=Period(self.period.currentData())))
        row.addWidget(self.priority)
        row.addWidget(self.period)
        return row

    @Slot(object)
    def _show(self, state: OrdersState) -> None:
        self.total.setText("" if state.total is None else tr("共 {n:,} 条", n=state.total))
        if state.counts is not None:
            for key, chip in self.states.items():
                count = state.counts.by_state.get(key, 0)
                chip.setText(f"{state_look(key).word} {count}" if count else state_look(key).word)
        if state.total == 0:
            if state.filtered:
                self.empty.show_words("search", tr("没有符合条件的派工单"), tr("换个关键词，或清除筛选再看。"))
            else:
                self.empty.show_words("inbox", tr("还没有派工单"), tr("联网同步后，派给你的工单会出现在这里。"))
        self._stack.setCurrentIndex(1 if state.total == 0 else 0)
        if state.notice is not None:
            self.notice.say_words(state.notice.tone, state.notice.words)

    def _choose_states(self) -> None:
        self._vm.choose(states=frozenset(state for state, chip in self.states.items() if chip.isChecked()))

    def _choose_priority(self) -> None:
        chosen = self.priority.currentData()
        self._vm.choose(priorities=frozenset() if chosen is None else frozenset({Priority(chosen)}))

    def _clear(self) -> None:
        for chip in (*self.states.values(), self.unsent):
            chip.setChecked(False)
        self.priority.setCurrentIndex(0)
        self.period.setCurrentIndex(0)
        self.search.clear()
        self._vm.clear()

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _into_list(self) -> None:
        if self.list.model().rowCount():
            self.list.setFocus()
            self.list.selectRow(0)

    def _create(self) -> None:
        self._vm.create_on_site(self._navigator.open_order)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        order_id = index.data(ID_ROLE)
        if order_id:
            self._navigator.open_order(order_id)


def _combo(name: str, options: Iterable[tuple[str, object]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    for words, value in options:
        combo.addItem(words, value)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo
