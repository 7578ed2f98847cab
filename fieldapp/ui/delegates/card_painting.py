"""What the cards of all lists share: the ground with selection and focus, words that end in … when the room is short."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle

from fieldapp.domain import finding
from fieldapp.ui import theme

MARK_HEIGHT = 2.0


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
        width, half = chosen.focus_width, chosen.focus_width / 2
        painter.setPen(QPen(QColor(chosen.focus), width, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(box.adjusted(half, half, -half, -half - 1))


def paint_words(
    painter: QPainter,
    box: QRectF,
    words: str,
    font: QFont,
    ink: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    mark: str = "",
) -> None:
    """One line of words in a box. `mark`: what was searched for is underlined (at the left side only)."""
    painter.setFont(font)
    painter.setPen(QColor(ink))
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
    under = round(box.center().y() + metrics.height() / 2)
    for start, end in finding.spans(shown, mark) if mark else ():
        left = round(box.left() + metrics.horizontalAdvance(shown[:start]))
        width = round(metrics.horizontalAdvance(shown[start:end]))
        painter.fillRect(QRectF(left, under - MARK_HEIGHT, width, MARK_HEIGHT), QColor(theme.tokens().accent_ink))
