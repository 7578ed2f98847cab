"""What stands where content is about to come: pale bars in the shape of a card, so that nothing jumps when it arrives."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.common import Card

ROW = 68
BAR = 40
LABEL = 10


class _Bars(QWidget):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows
        self.setFixedHeight(28 + rows * ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface_sunken"))
        half = (self.width() - 16) / 2
        painter.drawRoundedRect(QRectF(0, 0, min(180.0, half), 20), 6, 6)
        for row in range(self._rows):
            for column in range(2):
                left, top = column * (half + 16), 40 + row * ROW
                painter.drawRoundedRect(QRectF(left, top, 72, LABEL), 5, 5)
                painter.drawRoundedRect(QRectF(left, top + LABEL + 6, half, BAR - LABEL), 6, 6)


class Skeleton(QWidget):
    """Cards of pale bars. `rows` of each card; still, so that it does not ask for attention."""

    def __init__(self, *rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("正在读取…"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        for count in rows:
            card = Card()
            card.body.addWidget(_Bars(count))
            column.addWidget(card)


def waiting_page() -> QWidget:
    """In place of what was shown before until the new is read: never another order's content under this one's name."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(24, 24, 24, 24)
    column.addWidget(Skeleton(4, 3))
    column.addStretch(1)
    return holder
