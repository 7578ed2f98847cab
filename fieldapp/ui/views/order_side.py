"""The right column of the order page: what the next step still needs, sealed documents, the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from fieldapp.ui import timewords
from fieldapp.ui.i18n import dotted, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.form_state import MissingItem
from fieldapp.ui.viewmodels.order_state import OrderState
from fieldapp.ui.views.log_rows import LogRows
from fieldapp.ui.views.order_coach import CoachPanel
from fieldapp.ui.views.order_handoffs import HandoffPanel
from fieldapp.ui.views.order_visits import VisitsPanel
from fieldapp.ui.views.page_columns import WIDTH, SideColumn
from fieldapp.ui.vocabulary import level_word
from fieldapp.ui.widgets.common import IconText, Line, SecondaryButton, SectionTitle, Text, clear_layout
from fieldapp.ui.widgets.list_button import ListButton

if TYPE_CHECKING:
    from fieldapp.services.detail import SealedDocument

WIDEST = 352
"""Pixels; wider than a side column is only where the words on its buttons need it."""


class OrderSide(SideColumn):
    """`gap_chosen(index)` of the missing list, `unprintable_chosen(index)` of what the PDF gives as codes,
    `document_chosen(sha256)`; `knowledge_wanted()`; `coach`, `visits` and `handoffs` have signals of their own."""

    gap_chosen = Signal(int)
    unprintable_chosen = Signal(int)
    document_chosen = Signal(str)
    knowledge_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = self.column
        self._gap_title = SectionTitle("")
        self._gaps, self._coded, self._documents = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._gaps.setSpacing(0)
        self._coded.setSpacing(0)
        column.addWidget(self._gap_title)
        column.addLayout(self._gaps)
        column.addLayout(self._coded)
        column.addWidget(Line())
        self.coach, self.visits, self.handoffs = CoachPanel(), VisitsPanel(), HandoffPanel()
        column.addWidget(self.coach)
        self.knowledge = SecondaryButton(tr("查知识库"), "sparkle", on_click=self.knowledge_wanted.emit)
        column.addWidget(self.knowledge)
        column.addWidget(self.handoffs)
        column.addLayout(self._documents)
        column.addWidget(self.visits)
        self._past, self.log = SectionTitle(tr("经过")), LogRows(tr("经过"))
        column.addWidget(self._past)
        column.addWidget(self.log)
        column.addStretch(1)
        self.holder.installEventFilter(self)
        self._shown: tuple[object, ...] = ()
        self._sealed: tuple[SealedDocument, ...] = ()

    def start_over(self) -> None:
        """Another order is read from its beginning."""
        self.log.start_over()
        self.area.verticalScrollBar().setValue(0)
        clear_layout(self._documents)
        self._sealed = ()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Words that grew must not push the buttons out at the right."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.holder:
            room = self.holder.minimumSizeHint().width() + self.area.verticalScrollBar().sizeHint().width()
            self.set_width(min(WIDEST, max(WIDTH, room)))
        return super().eventFilter(watched, event)

    def show_state(self, state: OrderState) -> None:
        self.coach.show_state(state.coach, busy=bool(state.busy))
        self.visits.show_visits(state.history.visits)
        self.handoffs.show_state(state.handoffs, busy=bool(state.busy))
        coded = () if state.form is None or state.read_only else state.form.unprintable
        key = (state.form.missing if state.form else (), state.primary, coded)
        if key != self._shown:
            self._shown = key
            self._show_gaps(state)
            self._show_coded(coded)
        self._past.setVisible(state.beside)
        if state.beside:  # hand-offs and earlier orders stand between: what is below them would be pushed down
            self._show_documents(state.documents)
            self.log.show_entries(state.timeline)

    def _show_gaps(self, state: OrderState) -> None:
        clear_layout(self._gaps)
        missing = state.form.missing if state.form else ()
        step = state.primary.words if state.primary else ""
        if not step:
            self._gap_title.setText(tr("没有待办步骤"))
            return
        if not missing:
            self._gap_title.setText(tr("下一步：{step}", step=step))
            self._gaps.addWidget(IconText("check-circle", tr("所需内容已齐"), tone=Tone.SUCCESS))
            return
        self._gap_title.setText(tr("{step}还差 {n} 项", step=step, n=len(missing)))
        for index, gap in enumerate(missing):
            button = self._jump_button("circle", gap.text, tr("去填写：{field}", field=gap.text))
            button.clicked.connect(lambda _on=False, place=index: self.gap_chosen.emit(place))
            self._gaps.addWidget(button)

    def _show_coded(self, items: tuple[MissingItem, ...]) -> None:
        """Characters without a glyph: told before anybody signs, and not in the way of it."""
        clear_layout(self._coded)
        if items:
            self._coded.addWidget(Text(tr("PDF 里只能印成编码的字符"), "caption", wrap=True))
        for index, item in enumerate(items):
            button = self._jump_button("warning", item.text, tr("去修改：{field}", field=item.text))
            button.clicked.connect(lambda _on=False, place=index: self.unprintable_chosen.emit(place))
            self._coded.addWidget(button)

    def _jump_button(self, icon: str, text: str, name: str) -> QPushButton:
        return ListButton((text,), name, icon, "warning_ink")

    def _show_documents(self, documents: tuple[SealedDocument, ...]) -> None:
        if documents == self._sealed:
            return
        self._sealed = documents
        clear_layout(self._documents)
        if not documents:
            return
        self._documents.addWidget(SectionTitle(tr("已封存的 PDF")))
        for document in documents:
            at = timewords.local(document.sealed_at).strftime("%m-%d %H:%M")
            version = tr("第 {n} 版 · {at}", n=document.revision, at=at)
            worth = level_word(document.level)
            if document.superseded_by_revision:
                worth = tr("已被第 {n} 版取代", n=document.superseded_by_revision)
            elif document.superseded_by:
                worth = tr("已被取代")
            elif document.voided:
                worth = tr("签名已作废")
            button = ListButton((version, worth), tr("打开 PDF {words}", words=dotted((version, worth))), "pdf")
            button.clicked.connect(lambda _on=False, sha256=document.sha256: self.document_chosen.emit(sha256))
            self._documents.addWidget(button)
        self._documents.addWidget(Line())
