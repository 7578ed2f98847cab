"""One order as a card in the list: what is wrong, where, how long is left; every state with icon and word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldapp.store.records import OrderRow
from fieldapp.ui import icons, theme
from fieldapp.ui.badge_painting import BADGE_HEIGHT, badge_width, paint_badge
from fieldapp.ui.delegates.card_painting import paint_ground, paint_words
from fieldapp.ui.models.orders_model import ROW_ROLE, WORDS_ROLE
from fieldapp.ui.vocabulary import Look, order_marks, priority_look, state_look, time_look

ROW_HEIGHT = 104
_SIDE = 20
_TIME_ROOM = 190


class OrderCardDelegate(QStyledItemDelegate):
    """Paints `OrderRow`s. `now` gives the time that the countdown is measured from, `category_of` a category's words."""

    def __init__(
        self, now: Callable[[], datetime], category_of: Callable[[str], str] = str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now, self._category_of = now, category_of

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(320, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        row = index.data(ROW_ROLE)
        box = QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, box, state)
        if isinstance(row, OrderRow):
            self._card(painter, box, row, index.data(WORDS_ROLE), bool(state & QStyle.StateFlag.State_Selected))
        else:
            self._placeholder(painter, box)
        painter.restore()

    def _card(self, painter: QPainter, box: QRectF, row: OrderRow, mark: str, selected: bool) -> None:
        chosen = theme.tokens()
        left, right, top = box.left() + _SIDE, box.right() - _SIDE, box.top() + 13
        used = paint_badge(painter, QPointF(left, top), priority_look(row.priority), outlined=selected)
        title_left = left + used + 10
        title = QRectF(title_left, top, right - _TIME_ROOM - title_left, BADGE_HEIGHT)
        paint_words(painter, title, row.title or row.number, theme.font(16, bold=True), chosen.ink, mark=mark)
        self._time(painter, QRectF(right - _TIME_ROOM, top, _TIME_ROOM, BADGE_HEIGHT), row)
        badges_left = self._badges(painter, right, top + 36, row, selected)
        second = QRectF(left, top + 31, badges_left - 16 - left, 22)
        where = " · ".join(part for part in (row.customer, row.site) if part)
        paint_words(painter, second, where, theme.font(), chosen.ink_muted, mark=mark)
        third = QRectF(left, top + 55, badges_left - 16 - left, 20)
        parts = (row.number, self._category_of(row.category), row.contact)
        words = "   ".join(part for part in parts if part)
        paint_words(painter, third, words, theme.font(theme.FONT_CAPTION), chosen.ink_muted, mark=mark)

    def _time(self, painter: QPainter, box: QRectF, row: OrderRow) -> None:
        look = time_look(row, self._now())
        if look is None:
            return
        chosen = theme.tokens()
        font = theme.font(bold=True)
        ink = chosen.tone_ink(look.tone)
        width = QFontMetricsF(font).horizontalAdvance(look.word)
        icons.stamp(painter, look.icon, QPointF(box.right() - width - 24, box.top() + 4), 18, ink)
        paint_words(painter, box, look.word, font, ink, Qt.AlignmentFlag.AlignRight)

    def _badges(self, painter: QPainter, right: float, top: float, row: OrderRow, selected: bool) -> float:
        looks: list[Look] = [state_look(row.state, accepted=row.accepted), *order_marks(row)]
        for look in looks:
            right -= badge_width(look)
            paint_badge(painter, QPointF(right, top), look, outlined=selected)
            right -= 8
        return right

    def _placeholder(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface_sunken"))
        for line, width in enumerate((0.35, 0.5, 0.2)):
            painter.drawRoundedRect(QRectF(box.left() + _SIDE, box.top() + 18 + line * 26, box.width() * width, 14), 7, 7)
