"""Pills that say a state: icon, word and tone together."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldapp.domain.records import Priority, State
from fieldapp.ui import theme
from fieldapp.ui.badge_painting import BADGE_HEIGHT, badge_width, paint_badge
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import Look, priority_look, state_look


class Badge(QWidget):
    """One pill."""

    def __init__(self, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(look.word)

    @property
    def look(self) -> Look:
        return self._look

    def show_look(self, look: Look) -> None:
        if look == self._look:
            return
        self._look = look
        self.setAccessibleName(look.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(badge_width(self._look) + 0.5), BADGE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, QPointF(0, 0), self._look)


class StateBadge(Badge):
    """§6.1.2 事件状态."""

    def __init__(self, state: State, *, accepted: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(state_look(state, accepted=accepted), parent=parent)

    def show_state(self, state: State, *, accepted: bool = True) -> None:
        self.show_look(state_look(state, accepted=accepted))


class PriorityBadge(Badge):
    """§6.1.3 事件级别."""

    def __init__(self, priority: Priority, *, parent: QWidget | None = None) -> None:
        super().__init__(priority_look(priority), parent=parent)

    def show_priority(self, priority: Priority) -> None:
        self.show_look(priority_look(priority))


ROOM_FOR_WORDS = 80


class CountdownRing(QWidget):
    """How much of the time to the target is left: a ring, the time in words inside where they fit, the tone of its urgency."""

    def __init__(self, *, size: int = 88, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self._share, self._words, self._caption, self._tone = 1.0, "", "", Tone.NEUTRAL

    def show_time(self, share: float, words: str, caption: str, tone: Tone) -> None:
        """`share` 0…1 of the time that is left; `words` in the middle, `caption` below them."""
        self._share, self._words, self._caption, self._tone = max(0.0, min(1.0, share)), words, caption, tone
        self.setAccessibleName(f"{caption} {words}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 7.0
        ring = self.rect().toRectF().adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
        painter.setPen(QPen(QColor(chosen.line if chosen.border_width == 1 else chosen.hover), width))
        painter.drawEllipse(ring)
        if chosen.border_width > 1:  # where the part that is gone ends, without a ground that stands out
            painter.setPen(QPen(QColor(chosen.line_strong), 1))
            for beside in (-width / 2, width / 2):
                painter.drawEllipse(ring.adjusted(-beside, -beside, beside, beside))
        ink = QColor(chosen.tone_ink(self._tone if self._tone is not Tone.NEUTRAL else Tone.ACCENT))
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if self._share > 0:
            painter.drawArc(ring, 90 * 16, -round(self._share * 360 * 16))
        if self.width() >= ROOM_FOR_WORDS:
            self._paint_words(painter, ink if self._tone is not Tone.NEUTRAL else QColor(chosen.ink))

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        middle = self.rect().toRectF()
        size = theme.FONT_LARGE
        while size > 11 and QFontMetricsF(theme.font(size, bold=True)).horizontalAdvance(self._words) > middle.width() - 26:
            size -= 1
        painter.setFont(theme.font(size, bold=True))
        painter.setPen(ink)
        painter.drawText(middle.translated(0, -8), int(Qt.AlignmentFlag.AlignCenter), self._words)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("ink_muted"))
        painter.drawText(middle.translated(0, 12), int(Qt.AlignmentFlag.AlignCenter), self._caption)
