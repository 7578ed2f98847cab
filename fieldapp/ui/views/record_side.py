"""The right column of a record's page: what is missing, what it belongs to, what happened."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.record_state import LinkLine, RecordState
from fieldapp.ui.views.log_rows import LogRows
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
        self._above = QVBoxLayout()
        self._above.setSpacing(self.column.spacing())
        self.log = LogRows(tr("经过"))
        self.column.addLayout(self._above)
        self.column.addWidget(SectionTitle(tr("经过")))
        self.column.addWidget(self.log)
        self.column.addStretch(1)

    def start_over(self) -> None:
        """Another record is read from its beginning."""
        self.log.start_over()
        self.area.verticalScrollBar().setValue(0)

    def show_state(self, state: RecordState) -> None:
        missing = state.form.missing if state.form is not None else ()
        key = (missing, state.links, state.timeline)
        if key == self._shown:
            return
        self._shown = key
        self.log.show_entries(state.timeline)
        clear_layout(self._above)
        if missing:
            self._title(tr("还差 {n} 项", n=len(missing)))
            for index, gap in enumerate(missing):
                button = ListButton((gap.text,), tr("去填写：{field}", field=gap.text), "circle")
                button.clicked.connect(partial(self._on_gap, index))
                self._above.addWidget(button)
            self._above.addWidget(Line())
        if state.links:
            self._title(tr("关联"))
            for line in state.links:
                self._above.addWidget(self._link(line))
            self._above.addWidget(Line())

    def _title(self, words: str) -> None:
        self._above.addWidget(SectionTitle(words))

    def _on_gap(self, index: int, _on: bool = False) -> None:
        self.gap_chosen.emit(index)

    def _link(self, line: LinkLine) -> QPushButton:
        lines = (line.words, line.caption if line.id else tr("{caption}，不在本机", caption=line.caption))
        button = ListButton(lines, tr("打开{words}", words=" ".join(lines)), "orders" if line.is_order else "flag")
        button.setEnabled(bool(line.id))
        button.clicked.connect(lambda _on=False: self.link_chosen.emit(line.id, line.is_order))
        return button
