"""Earlier orders of the site and its devices, beside the form."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.order_history import VisitLine
from fieldapp.ui.widgets.common import GhostButton, Line, SectionTitle, clear_layout
from fieldapp.ui.widgets.list_button import ListButton

FIRST = 3
"""Shown at once; the others at a tap."""


class VisitsPanel(QWidget):
    """`chosen(order id)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._visits: tuple[VisitLine, ...] = ()
        self._all = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        self._title = SectionTitle("")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.more = GhostButton("", "chevron-down", flush="left", on_click=self._show_all)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Line())
        self.hide()

    def show_visits(self, visits: tuple[VisitLine, ...]) -> None:
        if visits != self._visits:
            self._visits, self._all = visits, False
            self._fill()
        self.setVisible(bool(visits))

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _fill(self) -> None:
        clear_layout(self._rows)
        self._title.setText(tr("历史 · {n} 单", n=len(self._visits)))
        for visit in self._visits if self._all else self._visits[:FIRST]:
            self._rows.addWidget(self._row(visit))
        hidden = len(self._visits) - FIRST
        self.more.setVisible(hidden > 0 and not self._all)
        self.more.set_words(tr("其余 {n} 单", n=max(0, hidden)))

    def _row(self, visit: VisitLine) -> QWidget:
        button = VisitButton(visit)
        button.clicked.connect(partial(self.chosen.emit, visit.order_id))
        return button


class VisitButton(ListButton):
    """What it was, what helped, when: a button of two or three lines."""

    def __init__(self, visit: VisitLine) -> None:
        about = " · ".join(part for part in (visit.when, visit.mark) if part)
        lines = [" ".join(part.split()) for part in (visit.title, visit.note, about) if part]
        super().__init__(lines, tr("打开历史单：{words}", words=" ".join(lines)))
