"""知识库: search at the top, what was found on the left, the article on the right. Typing searches, Enter reads."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.ui import icons, theme
from fieldapp.ui.delegates.record_card import ROW_HEIGHT, RecordCardDelegate
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import Navigator
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.knowledge import KnowledgeState, KnowledgeViewModel
from fieldapp.ui.widgets.block_view import BlockView
from fieldapp.ui.widgets.card_list import CardList, framed
from fieldapp.ui.widgets.common import Chip, EmptyState, InlineNotice, PrimaryButton, SecondaryButton, Text
from fieldapp.ui.widgets.common.quiet import QuietComboBox
from fieldapp.ui.widgets.search_keys import SearchKeys

BESIDE_FROM = 860
"""Page width from which list and article stand side by side; below, Enter opens the article's own page."""
LIST_WIDTH = 400
READING_ZOOM = 90


class KnowledgePage(QWidget):
    """A Page of the shell; its argument is the order for which something is looked up, or nothing."""

    def __init__(self, model: KnowledgeViewModel, navigator: Navigator) -> None:
        super().__init__()
        self.model, self._navigator = model, navigator
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_MARGIN, theme.GAP, theme.PAGE_MARGIN, theme.GAP)
        column.setSpacing(12)
        column.addLayout(self._search_row())
        self.notice = InlineNotice()
        column.addWidget(self.notice)
        self.list = CardList(tr("知识条目列表"), ROW_HEIGHT)
        self.list.setModel(model.model)
        self.list.setItemDelegate(RecordCardDelegate(self.list))
        self.list.clicked.connect(self._read)
        self.list.activated.connect(self._read)
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._choose(now))
        self.empty = EmptyState("sparkle", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(framed(self.list))
        self._stack.addWidget(self.empty)
        self.reading = _Reading(model, navigator)
        self.reading.back.clicked.connect(lambda _on=False: self._show_alone(False))
        self._alone = self._marking = False
        self.search.textChanged.connect(lambda _text: self._show_alone(False))
        body = QHBoxLayout()
        body.setSpacing(theme.GAP)
        body.addWidget(self._stack, 2)
        body.addWidget(self.reading, 3)
        column.addLayout(body, 1)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        QShortcut(QKeySequence("Alt+Left"), self, navigator.back)
        model.changed.connect(self.apply)
        model.model.modelReset.connect(lambda: self._mark(model.state))
        model.written.connect(navigator.open_record)
        self.apply(model.state)

    def enter(self, argument: str) -> None:
        self._show_alone(False)
        self.model.begin(argument)
        self.search.setFocus()
        self.search.selectAll()

    def leave(self) -> bool:
        return True

    def apply(self, state: KnowledgeState) -> None:
        """Show a state."""
        nothing = state.total == 0
        self._stack.setCurrentIndex(1 if nothing else 0)
        if nothing:
            self.empty.show_words("sparkle", *_nothing(state), Tone.NEUTRAL)
        if state.notice is None:
            self.notice.hide()
        else:
            self.notice.say_words(state.notice.tone, state.notice.words)
        self.write.set_kind("secondary" if state.order_id else "primary")  # then to use one is the next step
        self._fit()
        self._mark(state)
        self.reading.show_state(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """With nothing found there is nothing to read beside it."""
        narrow, found = self.width() < BESIDE_FROM, self.model.state.total != 0
        alone = narrow and found and self._alone
        self.reading.setVisible(found and (alone or not narrow))
        self.reading.back.setVisible(alone)
        self._stack.setVisible(not alone)

    def _show_alone(self, on: bool) -> None:
        self._alone = on
        self._fit()

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("搜索现象、型号、告警码、关键词…（Ctrl+F）"))
        self.search.setAccessibleName(tr("搜索知识库"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search", theme.color("ink_muted")), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.model.search)
        SearchKeys(self.search, self.list_focus)
        self.unfinished = Chip(tr("草稿与待审核"), on_toggle=self.model.show_unfinished)
        self.write = PrimaryButton(tr("新写一条"), "plus", on_click=self.model.write)
        row.addWidget(self.search, 1)
        row.addWidget(self.unfinished)
        row.addWidget(self.write)
        return row

    def list_focus(self) -> None:
        """From the search into what was found."""
        self.list.setFocus()
        if self.model.model.rowCount() and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.model.index(0, 0))

    def _mark(self, state: KnowledgeState) -> None:
        """Where no row is chosen, that of what stands beside the list is."""
        if self.reading.isHidden():
            return
        found = [one.id for one in self.model.model.records]
        if state.article is not None and state.article.id in found and not self.list.selectionModel().hasSelection():
            self._marking = True
            self.list.selectRow(found.index(state.article.id))
            self._marking = False

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not self._marking:
            self.model.choose(self.model.model.records[index.row()].id)

    def _read(self, index: QModelIndex) -> None:
        """On a narrow window there is no room beside the list: what may be of use to an order is read in its place, with the
        button that names it there."""
        if not self.reading.isHidden() or not index.isValid():
            return
        if self.model.state.order_id:
            self._show_alone(True)
            self.reading.use.setFocus()
        else:
            self._navigator.open_record(self.model.model.records[index.row()].id)


class _Reading(QWidget):
    """One article, and what can be done with it."""

    def __init__(self, model: KnowledgeViewModel, navigator: Navigator) -> None:
        super().__init__()
        self.model, self._navigator = model, navigator
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.title = Text("", "section", wrap=True)
        self.paper = BlockView(_no_picture)
        self.paper.set_zoom(READING_ZOOM)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(tr("知识条目"))
        self.area.setProperty("reads", True)
        self.area.setWidget(self.paper)
        self.use = PrimaryButton(tr("用于此单"), "check", on_click=lambda: self._with(model.use))
        self.drop = SecondaryButton(tr("没有帮助，取消引用"), "undo", on_click=lambda: self._with(model.leave_out))
        self.open = SecondaryButton(tr("打开条目"), "arrow-right", on_click=lambda: self._with(navigator.open_record))
        self.back = SecondaryButton(tr("回到列表"), "arrow-left")
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addWidget(self.open)
        buttons.addStretch(1)
        buttons.addWidget(self.drop)
        buttons.addWidget(self.use)
        self.edition = QuietComboBox()
        self.edition.setAccessibleName(tr("版本"))
        self.edition.activated.connect(model.choose_edition)
        column.addWidget(self.title)
        column.addWidget(self.edition)
        column.addWidget(self.area, 1)
        column.addLayout(buttons)

    def show_state(self, state: KnowledgeState) -> None:
        article, for_order = state.article, bool(state.order_id)
        for part in (self.title, self.edition, self.area, self.open):
            part.setVisible(article is not None)
        self.use.setVisible(article is not None and for_order and not article.used)
        self.drop.setVisible(article is not None and for_order and article.used)
        for button in (self.use, self.drop):
            button.setEnabled(not state.busy)
        if article is not None:
            self.title.setText(article.title or article.number)
            self._show_editions(state)
            self.paper.show_blocks(state.blocks)

    def _show_editions(self, state: KnowledgeState) -> None:
        if [self.edition.itemText(index) for index in range(self.edition.count())] != list(state.editions):
            self.edition.clear()
            self.edition.addItems(list(state.editions))
        self.edition.setCurrentIndex(state.chosen)
        self.edition.setEnabled(len(state.editions) > 1)

    def _with(self, act: object) -> None:
        article = self.model.state.article
        if article is not None and callable(act):
            act(article.id)


def _no_picture(_sha256: str, _size: QSize, _show: object) -> None:
    """Articles have files, no photos."""


def _nothing(state: KnowledgeState) -> tuple[str, str]:
    if state.text.strip():
        return tr("没有这样的条目"), tr("换个说法，或少写几个字；解决之后请把办法写进来。")
    if state.unfinished:
        return tr("没有草稿，也没有待审核的条目"), ""
    return tr("知识库还是空的"), tr("同步后服务台发布的条目会在这里；解决了新问题，也请写一条。")
