"""Drawing a badge: shared by the badge widget and by the card delegate of lists."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from fieldapp.ui import icons, theme
from fieldapp.ui.vocabulary import Look

BADGE_HEIGHT = 26
_ICON = 15
_PAD = 9
_GAP = 4


def badge_width(look: Look) -> float:
    """Width in logical pixels."""
    return _width_of(look.word) + 2 * _PAD + _ICON + _GAP


@lru_cache(maxsize=256)
def _width_of(word: str) -> float:
    return QFontMetricsF(theme.font(theme.FONT_CAPTION, bold=True)).horizontalAdvance(word)


def paint_badge(painter: QPainter, corner: QPointF, look: Look, *, outlined: bool = False) -> float:
    """Paint with `corner` as the top left corner; gives the width used. `outlined` sets it off from a toned ground."""
    chosen = theme.tokens()
    width = badge_width(look)
    ink = QColor(chosen.tone_ink(look.tone))
    box = QRectF(corner.x(), corner.y(), width, BADGE_HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = outlined or chosen.border_width > 1
    painter.setPen(QPen(ink, 1.25) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(chosen.tone_soft(look.tone)))
    inset = 0.75 if outlined else 0.0
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), BADGE_HEIGHT / 2, BADGE_HEIGHT / 2)
    icons.stamp(painter, look.icon, QPointF(box.left() + _PAD, box.top() + (BADGE_HEIGHT - _ICON) / 2), _ICON, ink)
    painter.setFont(theme.font(theme.FONT_CAPTION, bold=True))
    painter.setPen(ink)
    words = box.adjusted(_PAD + _ICON + _GAP, 0, 0, 0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), look.word)
    painter.restore()
    return width
