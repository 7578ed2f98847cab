"""What the cards of all lists share: the ground with selection and focus, words that end in … when the room is short."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle

from fieldapp.ui import theme


def paint_ground(painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
    """Ground and edges of one card in a list."""
    chosen = theme.tokens()
    selected, hovered = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
    painter.fillRect(box, QColor(chosen.accent_soft if selected else chosen.hover if hovered else chosen.surface))
    painter.setPen(QPen(QColor(chosen.line), chosen.border_width))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    if selected:
        painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), QColor(chosen.accent))
    if selected and state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(chosen.focus), 2))
        painter.drawRect(box.adjusted(1, 1, -1, -2))


def paint_words(
    painter: QPainter,
    box: QRectF,
    words: str,
    font: QFont,
    ink: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of words in a box."""
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
