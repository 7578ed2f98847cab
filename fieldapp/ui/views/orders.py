"""派工单: search, filters, the list. Typing searches, Enter opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldapp.clock import Clock
from fieldapp.domain.records import Priority, State
from fieldapp.store.records import Sort
from fieldapp.ui import icons, theme
from fieldapp.ui.delegates.order_card import ROW_HEIGHT, OrderCardDelegate
from fieldapp.ui.i18n import counted, tr
from fieldapp.ui.models.orders_model import ID_ROLE
from fieldapp.ui.navigation import INTAKE, OVERDUE, UNFINISHED, Navigator
from fieldapp.ui.viewmodels.orders_list import OrdersListViewModel, OrdersState, Period
from fieldapp.ui.viewmodels.saved_views import URGENT, SavedView, overdue, unfinished
from fieldapp.ui.views.view_picker import ViewKeeper, ViewPicker, delete_button, keep_button
from fieldapp.ui.vocabulary import priority_look, state_look
from fieldapp.ui.widgets.card_list import CardList, framed
from fieldapp.ui.widgets.common import Chip, EmptyState, InlineNotice, PrimaryButton, SecondaryButton, Text
from fieldapp.ui.widgets.common.quiet import QuietComboBox
from fieldapp.ui.widgets.flow_layout import FlowLayout
from fieldapp.ui.widgets.search_keys import SearchKeys

SEARCH_NEEDS = 400
"""Pixels of the search with what it found."""
LOW = 560
"""Pixels of the page's height below which what is chosen from waits behind a button."""


class OrdersView(QWidget):
    """The page. Built at once, or by `step` while nobody waits; `complete` builds the rest."""

    def __init__(
        self,
        view_model: OrdersListViewModel,
        navigator: Navigator,
        clock: Clock,
        *,
        category_of: Callable[[str], str] = str,
        categories: Sequence[str] = (),
        in_steps: bool = False,
    ) -> None:
        super().__init__()
        self._vm, self._navigator = view_model, navigator
        self._categories = [(category_of(code), code) for code in categories]
        self.setProperty("surface", "window")
        self._built = False
        self._steps = self._build(clock, category_of)
        if not in_steps:
            self.complete()

    def step(self) -> int:
        """Build a bit more; 0 when everything is there."""
        return next(self._steps, 0)

    def complete(self) -> None:
        """Build what is left, now."""
        for _ in self._steps:
            pass

    def _build(self, clock: Clock, category_of: Callable[[str], str]) -> Iterator[int]:
        view_model = self._vm
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_MARGIN, theme.GAP, theme.PAGE_MARGIN, 0)
        column.setSpacing(12)
        self._make_search()
        yield True
        self._make_filters()
        yield True
        self.filters = QWidget()
        choices = QVBoxLayout(self.filters)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(12)
        self._lines = tuple(QHBoxLayout() for _ in range(3))
        self._narrow: bool | None = None
        for line, where in zip(self._lines, (column, choices, choices), strict=True):
            line.setSpacing(theme.GRID)
            where.addLayout(line)
        column.addWidget(self.filters)
        self._arrange()
        yield True
        self.keeper = ViewKeeper()
        self.keeper.named.connect(self._keep_view)
        self.keeper.asking.connect(lambda on: self.new_order.set_kind("secondary" if on else "primary"))
        column.addWidget(self.keeper)
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
        self._opened = ""
        QShortcut(QKeySequence.StandardKey.Find, self, self._focus_search)
        for number in range(9):
            QShortcut(QKeySequence(f"Alt+{number + 1}"), self, partial(self.picker.take, number))
        view_model.changed.connect(self._show)
        view_model.model.modelReset.connect(self._back_to_opened)
        self._built = True
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):  # while it grew
            self._arrange()
            self._make_room()
        self._show(view_model.state)

    def enter(self, argument: str) -> None:
        if argument in (UNFINISHED, OVERDUE):
            self._show_choice(overdue() if argument == OVERDUE else unfinished())
        else:
            self._vm.come_into_view()
        (self.list if self._opened else self.search).setFocus()

    def read_ahead(self) -> None:
        """Fill the list before it is shown."""
        self._vm.refresh()

    @property
    def filled(self) -> bool:
        """The first rows are there, and how many there are."""
        return self._vm.state.counts is not None

    def leave(self) -> bool:
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._built:
            self._arrange()
            self._make_room()

    def _arrange(self) -> None:
        """Two lines where there is room; else the search has one of its own, what is chosen from a list the second, and the
        states that are tapped the third."""
        beside = (self.picker, self.keep, self.sort, self.new_order)
        room = self.width() - 2 * theme.PAGE_MARGIN
        narrow = SEARCH_NEEDS + sum(part.sizeHint().width() + theme.GRID for part in beside) > room
        if narrow is self._narrow:
            return
        self._narrow = narrow
        first, second, third = self._lines
        for line in self._lines:
            while line.count():
                line.takeAt(0)
        shares = {self.picker: 20, self.sort: 20, self.priority: 20, self.category: 22, self.period: 17}  # as their words need
        filters = (self.priority, self.category, self.period)
        first.addWidget(self.search, 1)
        views = (self.picker, self.sort)
        for part in (self.total, *(() if narrow else (self.picker,)), self.keep, self.forget, *(() if narrow else (self.sort,))):
            first.addWidget(part)
        first.addWidget(self.more)
        first.addWidget(self.new_order)
        (third if narrow else second).addWidget(self._chips, 1)
        for combo in (*(views if narrow else ()), *filters):
            second.addWidget(combo, shares[combo] if narrow else 0, Qt.AlignmentFlag(0) if narrow else Qt.AlignmentFlag.AlignTop)
        for combo in shares:
            combo.setSizePolicy(QSizePolicy.Policy.Ignored if narrow else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _make_room(self) -> None:
        """On a low window there would be filters where orders should be."""
        low = self.height() < LOW
        self.more.setVisible(low)
        self.filters.setVisible(not low or self.more.isChecked())

    def _make_search(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("搜索单号、客户、故障、序列号，或拼音…（Ctrl+F）"))
        self.search.setAccessibleName(tr("搜索派工单"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search", theme.color("ink_muted")), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._vm.search)
        SearchKeys(self.search, self._into_list)
        self.picker = ViewPicker(self._vm)
        self.picker.chosen.connect(self._show_view)
        self.keep, self.forget = keep_button(), delete_button()
        self.keep.clicked.connect(lambda: self.keeper.ask())
        self.forget.clicked.connect(self.picker.delete)
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
        self.more = Chip(tr("筛选"), on_toggle=lambda _on: self._make_room())
        self.new_order = PrimaryButton(tr("新建现场工单"), "plus", on_click=self._create)
        self.new_order.setShortcut(QKeySequence.StandardKey.New)
        self.new_order.setToolTip(tr("客户当场报修时新建，离线可用（Ctrl+N）"))
        self.total = Text("", "muted")

    def _make_filters(self) -> None:
        self.states: dict[State, Chip] = {}
        self._chips = QWidget()
        flow = FlowLayout(self._chips, gap=theme.GRID)  # on a narrow window in two lines
        for state in State:
            chip = Chip(state_look(state).word, on_toggle=lambda _on: self._choose_states())
            self.states[state] = chip
            flow.addWidget(chip)
        self.unsent = Chip(tr("待同步"), on_toggle=lambda on: self._vm.choose(unsent_only=on))
        self.overdue = Chip(tr("已超时"), on_toggle=lambda on: self._vm.choose(overdue_only=on))
        for chip in (self.unsent, self.overdue):
            flow.addWidget(chip)
        self._levels = (frozenset[Priority](), URGENT, *(frozenset({priority}) for priority in Priority))
        priorities: list[tuple[str, object]] = [(tr("全部级别"), 0), (tr("紧急与严重"), 1)]
        priorities += [(priority_look(priority).word, place) for place, priority in enumerate(Priority, 2)]
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
        self.category = _combo(tr("事件分类"), [(tr("全部分类"), ""), *self._categories])
        self.category.currentIndexChanged.connect(lambda _: self._vm.choose(category=str(self.category.currentData())))
        if not self._categories:
            self.category.hide()
        self.category.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.category.setMinimumContentsLength(8)

    @Slot(object)
    def _show(self, state: OrdersState) -> None:
        looking_on = tr("刚收到的派工单还在查找…") if state.looking_on else ""
        self.total.setText(looking_on if state.total is None else tr("共 {n:,} 条", n=state.total))
        if state.counts is not None:
            for key, chip in self.states.items():
                count = state.counts.by_state.get(key, 0)
                chip.setText(counted(state_look(key).word, count) if count else state_look(key).word)
                chip.setVisible(bool(count) or chip.isChecked())
        if state.total == 0:
            if state.filtered:
                self.empty.show_words("search", tr("没有符合条件的派工单"), tr("换个关键词，或清除筛选再看。"))
            else:
                self.empty.show_words("inbox", tr("还没有派工单"), tr("联网同步后，派给你的工单会出现在这里。"))
        self._stack.setCurrentIndex(1 if state.total == 0 else 0)
        self.picker.follow(state)
        self.more.setText(counted(tr("筛选"), state.filters) if state.filters else tr("筛选"))
        current = self.picker.current
        self.keep.setVisible(current is None)
        self.forget.setVisible(current is not None and current.own)
        if state.notice is not None:
            self.notice.say_words(state.notice.tone, state.notice.words)

    def _choose_states(self) -> None:
        self._vm.choose(states=frozenset(state for state, chip in self.states.items() if chip.isChecked()))

    def _choose_priority(self) -> None:
        self._vm.choose(priorities=self._levels[self.priority.currentData()])

    def _clear(self) -> None:
        self._show_choice(OrdersState(sort=self._vm.state.sort))

    def _show_view(self, view: SavedView) -> None:
        self.keeper.hide()
        self._show_choice(view.chosen)

    def _keep_view(self, name: str) -> None:
        self.picker.save(name, self._vm.state)
        self._show(self._vm.state)

    def _show_choice(self, chosen: OrdersState) -> None:
        """Every control as chosen, and the list after it, asked for once."""
        controls = (
            *self.states.values(),
            self.unsent,
            self.overdue,
            self.priority,
            self.category,
            self.period,
            self.sort,
            self.search,
        )
        for control in controls:
            control.blockSignals(True)
        for state, chip in self.states.items():
            chip.setChecked(state in chosen.states)
        self.unsent.setChecked(chosen.unsent_only)
        self.overdue.setChecked(chosen.overdue_only)
        self.priority.setCurrentIndex(self._levels.index(chosen.priorities) if chosen.priorities in self._levels else 0)
        self.category.setCurrentIndex(max(0, self.category.findData(chosen.category)))
        self.period.setCurrentIndex(max(0, self.period.findData(chosen.period)))
        self.sort.setCurrentIndex(max(0, self.sort.findData(chosen.sort)))
        self.search.setText(chosen.text)
        for control in controls:
            control.blockSignals(False)
        self._vm.show_choice(chosen)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _into_list(self) -> None:
        if self.list.model().rowCount():
            self.list.setFocus()
            self.list.selectRow(0)

    def _back_to_opened(self) -> None:
        """Back from an order, the list stands where it was left."""
        row = self._vm.model.row_of(self._opened) if self._opened else None
        if row is not None:
            self.list.selectRow(row)
            self.list.scrollTo(self._vm.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _create(self) -> None:
        self._navigator.open_page(INTAKE)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        order_id = index.data(ID_ROLE)
        if order_id:
            self._opened = order_id
            self._navigator.open_order(order_id)


def _combo(name: str, options: Iterable[tuple[str, object]]) -> QComboBox:
    combo = QuietComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    for words, value in options:
        combo.addItem(words, value)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo
