"""One record as a card in a list: its badge, its title, two lines; selection and focus as in every other list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldapp.ui import theme
from fieldapp.ui.badge_painting import BADGE_HEIGHT, paint_badge
from fieldapp.ui.delegates.card_painting import paint_ground, paint_words
from fieldapp.ui.models.orders_model import WORDS_ROLE
from fieldapp.ui.models.records_model import ROW_ROLE, RecordRow

ROW_HEIGHT = 96
_SIDE = 20


class RecordCardDelegate(QStyledItemDelegate):
    """Paints `RecordRow`s."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(320, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, RecordRow):
            return
        box = QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, box, state)
        self._card(painter, box, row, index.data(WORDS_ROLE), bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _card(self, painter: QPainter, box: QRectF, row: RecordRow, mark: str, selected: bool) -> None:
        chosen = theme.tokens()
        left, right, top = box.left() + _SIDE, box.right() - _SIDE, box.top() + 12
        used = paint_badge(painter, QPointF(left, top), row.look, outlined=selected)
        side_font, room = theme.font(), 0.0
        if row.side:
            room = QFontMetricsF(side_font).horizontalAdvance(row.side) + 12
            side = QRectF(right - room, top, room, BADGE_HEIGHT)
            paint_words(painter, side, row.side, side_font, chosen.ink_muted, Qt.AlignmentFlag.AlignRight)
        title_left = left + used + 10
        title = QRectF(title_left, top, right - room - title_left, BADGE_HEIGHT)
        paint_words(painter, title, row.title, theme.font(16, bold=True), chosen.ink, mark=mark)
        second = QRectF(left, top + 29, right - left, 22)
        paint_words(painter, second, row.second, theme.font(), QColor(chosen.ink).name(), mark=mark)
        third = QRectF(left, top + 52, right - left, 20)
        paint_words(painter, third, row.third, theme.font(theme.FONT_CAPTION), chosen.ink_muted, mark=mark)
