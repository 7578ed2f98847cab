"""An icon on a soft round ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fieldapp.ui import icons, theme
from fieldapp.ui.theme import Tone


class ToneDot(QWidget):
    """For the head of a card or an empty state."""

    def __init__(self, icon: str, tone: Tone = Tone.ACCENT, size: int = 40, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self.setFixedSize(size, size)

    def show_tone(self, icon: str, tone: Tone) -> None:
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chosen.tone_soft(self._tone)))
        painter.drawEllipse(self.rect())
        side = self.width() * 0.5
        target = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        icons.paint(painter, self._icon, target, chosen.tone_ink(self._tone))
