"""What the keys do in a search above a list, the same on every page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class SearchKeys(QObject):
    """Enter and Down go to what was found; Escape empties the search."""

    def __init__(self, search: QLineEdit, into_found: Callable[[], object]) -> None:
        super().__init__(search)
        self._search, self._into_found = search, into_found
        search.returnPressed.connect(into_found)
        search.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self._into_found()
                return True
            if event.key() == Qt.Key.Key_Escape and self._search.text():
                self._search.clear()
                return True
        return super().eventFilter(watched, event)
