"""Where an input method opens its list of candidates: at the field in which somebody types.

Qt notes the field's place when it gets the focus, and does not see that the page has scrolled or that something above it has
grown since; the list would open somewhere else on the page.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QInputMethod, QTransform
from PySide6.QtWidgets import QApplication


class CandidatePlace(QObject):
    """Looks again whenever the text cursor moves, which it does with each key."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._method: QInputMethod = QApplication.inputMethod()
        self._method.cursorRectangleChanged.connect(self._look)

    def _look(self) -> None:
        field = QApplication.focusWidget()
        if field is None:
            return
        corner = field.mapTo(field.window(), QPoint(0, 0))
        now = QTransform.fromTranslate(corner.x(), corner.y())
        if now != self._method.inputItemTransform():
            self._method.setInputItemTransform(now)  # says so once more, and then it is right
            self._method.setInputItemRectangle(field.rect())
