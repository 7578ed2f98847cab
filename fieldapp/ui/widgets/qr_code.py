"""A QR code on the screen: black on white in every theme, as scanners want it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

Modules = tuple[tuple[bool, ...], ...]
QUIET = 4
"""Modules of white around the code."""


class QrCode(QWidget):
    """Draws modules as large as whole pixels allow: a blurred edge is what a scanner stumbles over."""

    def __init__(self, side: int, name: str) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self.setAccessibleName(name)
        self._modules: Modules = ()

    def show_modules(self, modules: Modules) -> None:
        self._modules = modules
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._modules:
            return
        scale = self.devicePixelRatioF()
        count = len(self._modules) + 2 * QUIET
        step = max(1, int(self.width() * scale) // count) / scale
        left = (self.width() - step * count) / 2 + QUIET * step
        for row, line in enumerate(self._modules):
            for column, black in enumerate(line):
                if black:
                    painter.fillRect(QRectF(left + column * step, left + row * step, step, step), Qt.GlobalColor.black)
