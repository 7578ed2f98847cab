"""The right column of a record's page: what is missing, what it belongs to, what happened."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.record_state import LinkLine, RecordState
from fieldapp.ui.views.order_side import MOST_ENTRIES, TimelineRow
from fieldapp.ui.views.page_columns import SideColumn
from fieldapp.ui.widgets.common import Line, SectionTitle, clear_layout
from fieldapp.ui.widgets.list_button import ListButton


class RecordSide(SideColumn):
    """`gap_chosen(index)`, `link_chosen(id, is an order)`."""

    gap_chosen = Signal(int)
    link_chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()

    def show_state(self, state: RecordState) -> None:
        missing = state.form.missing if state.form is not None else ()
        key = (missing, state.links, state.timeline)
        if key == self._shown:
            return
        self._shown = key
        clear_layout(self.column)
        if missing:
            self._title(tr("还差 {n} 项", n=len(missing)))
            for index, gap in enumerate(missing):
                button = ListButton((gap.text,), tr("去填写：{field}", field=gap.text), "circle")
                button.clicked.connect(partial(self._on_gap, index))
                self.column.addWidget(button)
            self.column.addWidget(Line())
        if state.links:
            self._title(tr("关联"))
            for line in state.links:
                self.column.addWidget(self._link(line))
            self.column.addWidget(Line())
        self._title(tr("经过"))
        for entry in state.timeline[:MOST_ENTRIES]:
            self.column.addWidget(TimelineRow(entry))
        self.column.addStretch(1)

    def _title(self, words: str) -> None:
        self.column.addWidget(SectionTitle(words))

    def _on_gap(self, index: int, _on: bool = False) -> None:
        self.gap_chosen.emit(index)

    def _link(self, line: LinkLine) -> QPushButton:
        lines = (line.words, line.caption if line.id else tr("{caption}，不在本机", caption=line.caption))
        button = ListButton(lines, tr("打开{words}", words=" ".join(lines)), "orders" if line.is_order else "flag")
        button.setEnabled(bool(line.id))
        button.clicked.connect(lambda _on=False: self.link_chosen.emit(line.id, line.is_order))
        return button
