"""An icon on a card is drawn once and stamped: as sharp as one that is drawn anew, also in a picture finer than the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui import icons

SIDE = 18


class Ground(QWidget):
    def __init__(self, draw: Callable[[QPainter], object]) -> None:
        super().__init__()
        self._draw = draw
        self.resize(SIDE + 12, SIDE + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter)


def picture(qtbot: QtBot, ratio: float, draw: Callable[[QPainter], object]) -> QImage:
    ground = Ground(draw)
    qtbot.addWidget(ground)
    image = QImage(ground.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    ground.render(image)
    return image


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_stamped_icon_is_as_sharp_as_a_drawn_one(qtbot: QtBot, ratio: float) -> None:
    drawn = picture(qtbot, ratio, lambda painter: icons.paint(painter, "clock", QRectF(6, 6, SIDE, SIDE), "#102030"))
    stamped = picture(qtbot, ratio, lambda painter: icons.stamp(painter, "clock", QPointF(6, 6), SIDE, "#102030"))
    assert drawn.size() == stamped.size()
    apart = [
        abs(drawn.pixelColor(x, y).lightness() - stamped.pixelColor(x, y).lightness())
        for x in range(drawn.width())
        for y in range(drawn.height())
    ]
    assert min(drawn.pixelColor(x, y).lightness() for x in range(drawn.width()) for y in range(drawn.height())) < 120
    assert max(apart) <= 4
