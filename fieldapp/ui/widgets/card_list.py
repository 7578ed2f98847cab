"""A list of cards: one column, painted by a delegate, quick with any number of rows."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QVBoxLayout, QWidget


class CardList(QTableView):
    """Up, Down, Page and Enter work, Tab leaves the list. A table, because QListView asks for every index at a reset. With the
    focus a row is marked, the one Enter opens; so it is after the rows have changed."""

    def __init__(self, name: str, row_height: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.verticalHeader().setMinimumSectionSize(row_height)
        self._row = 0

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelAboutToBeReset.connect(self._remember)
            model.modelReset.connect(self._mark)
            model.rowsInserted.connect(self._mark)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:  # a click marks its own row
            self._mark()

    def _remember(self) -> None:
        self._row = max(0, self.currentIndex().row()) if self.hasFocus() else 0

    def _mark(self) -> None:
        rows = self.model().rowCount()
        if self.hasFocus() and rows and not self.selectionModel().hasSelection():
            self.selectRow(min(max(self._row, self.currentIndex().row()), rows - 1))


def framed(inner: QWidget) -> QFrame:
    """The list on a card."""
    frame = QFrame()
    frame.setObjectName("Card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(1, 8, 1, 8)
    box.addWidget(inner)
    return frame
