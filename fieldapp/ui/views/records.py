"""记录与台账: kinds, search, the list. Typing searches, Enter opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.ui import icons, theme
from fieldapp.ui.delegates.record_card import ROW_HEIGHT, RecordCardDelegate
from fieldapp.ui.i18n import counted, tr
from fieldapp.ui.navigation import Navigator
from fieldapp.ui.viewmodels.records_list import KindChip, RecordsListViewModel, RecordsState
from fieldapp.ui.widgets.card_list import CardList, framed
from fieldapp.ui.widgets.common import Chip, EmptyState, InlineNotice, SecondaryButton, clear_layout
from fieldapp.ui.widgets.flow_layout import FlowLayout
from fieldapp.ui.widgets.search_keys import SearchKeys


class RecordsView(QWidget):
    """The page."""

    def __init__(self, view_model: RecordsListViewModel, navigator: Navigator) -> None:
        super().__init__()
        self._vm, self._navigator = view_model, navigator
        self.setProperty("surface", "window")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_MARGIN, theme.GAP, theme.PAGE_MARGIN, 0)
        column.setSpacing(12)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("搜索编号、内容、设备、派工单号…（Ctrl+F）"))
        self.search.setAccessibleName(tr("搜索记录"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search", theme.color("ink_muted")), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(view_model.search)
        SearchKeys(self.search, self._into_list)
        self.new = SecondaryButton(tr("新建"), "plus", on_click=lambda: view_model.create(navigator.open_record))
        self.new.setShortcut(QKeySequence.StandardKey.New)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.search, 1)
        row.addWidget(self.new)
        column.addLayout(row)
        holder = QWidget()
        self._chips = FlowLayout(holder, gap=theme.GRID)
        self.chips: dict[str, Chip] = {}
        self._known: tuple[KindChip, ...] = ()
        column.addWidget(holder)
        self.notice = InlineNotice()
        column.addWidget(self.notice)
        self.list = CardList(tr("记录列表"), ROW_HEIGHT)
        self.list.setModel(view_model.model)
        self.list.setItemDelegate(RecordCardDelegate(self.list))
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        self.empty = EmptyState("database", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(framed(self.list))
        self._stack.addWidget(self.empty)
        column.addWidget(self._stack, 1)
        column.addSpacing(theme.GAP)
        self._opened = ""
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        view_model.model.modelReset.connect(self._back_to_opened)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def enter(self, argument: str) -> None:
        (self.list if self._opened else self.search).setFocus()
        self._vm.refresh()

    def leave(self) -> bool:
        return True

    def _show(self, state: RecordsState) -> None:
        self._show_chips(state)
        self.new.setVisible(state.may_create)
        if state.notice is not None:
            self.notice.say_words(state.notice.tone, state.notice.words)
        else:
            self.notice.hide()
        if state.shown or not state.loaded:
            self._stack.setCurrentIndex(0)
            return
        words = (
            (tr("没有符合的记录"), tr("换一个词，或看看别的类别。"))
            if state.text
            else (tr("本机还没有这一类记录"), tr("连上网络后会自动取回。"))
        )
        self.empty.show_words("database", *words)
        self._stack.setCurrentIndex(1)

    def _show_chips(self, state: RecordsState) -> None:
        if state.chips != self._known:
            self._known = state.chips
            clear_layout(self._chips)
            self.chips = {}
            for one in state.chips:
                chip = Chip(counted(one.words, one.n))
                chip.clicked.connect(partial(self._on_chip, one.code))
                self.chips[one.code] = chip
                self._chips.addWidget(chip)
        for code, chip in self.chips.items():
            chip.setChecked(code == state.kind)

    def _on_chip(self, code: str, _on: bool = False) -> None:
        self._opened = ""
        self._vm.choose(code)

    def _into_list(self) -> None:
        if self._vm.model.rowCount():
            self.list.setFocus()
            self.list.selectRow(0)

    def _back_to_opened(self) -> None:
        """Back from a record, the list stands where it was left."""
        row = next((row for row, one in enumerate(self._vm.model.records) if one.id == self._opened), None)
        if row is not None:
            self.list.selectRow(row)
            self.list.scrollTo(self._vm.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _open(self, index: QModelIndex) -> None:
        self._opened = self._vm.model.records[index.row()].id
        self._navigator.open_record(self._opened)
