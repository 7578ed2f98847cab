"""The program's mark, and the first picture with it. As light as `first_window` says."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from fieldapp.ui import icons, theme
from fieldapp.ui.i18n import tr

MARK = 56
"""Side of the program's mark."""
COLUMN = 480
"""Width of the gate's card; the mark stands above its left end."""
GATE_HEIGHT = 254
"""What the gate takes while it asks nothing: the mark stays where it is when the gate comes."""


class FirstLook(QWidget):
    """Mark and name on the window's ground, where the gate has them."""

    def __init__(self) -> None:
        super().__init__()
        colours = QPalette()
        colours.setColor(QPalette.ColorRole.Window, theme.color("window"))
        colours.setColor(QPalette.ColorRole.WindowText, theme.color("ink"))
        self.setPalette(colours)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.eraseRect(self.rect())  # not filled by Qt: a widget without gaps would leave the window itself unpainted
        left, top = max(24.0, (self.width() - COLUMN) / 2), max(8.0, (self.height() - GATE_HEIGHT) * 0.4)
        paint_mark(painter, QRectF(left, top, MARK, MARK))
        painter.setFont(theme.first_font(theme.FONT_DISPLAY))
        painter.drawText(QPointF(left + MARK + 14, top + MARK * 0.52), tr("现场工单"))


def paint_mark(painter: QPainter, box: QRectF) -> None:
    """The program's mark: the clipboard on the accent."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    icons.paint(painter, "mark", box, theme.color("accent"))
    edge = box.width() * 0.22
    icons.paint(painter, "orders", box.adjusted(edge, edge, -edge, -edge), theme.color("on_accent"))
