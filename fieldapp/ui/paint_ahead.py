"""Painting what is hidden: its first picture on the screen costs half of it then.

What is made for the first picture and kept: the shapes of glyphs at each size, icons, the places of everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

BANDS = 12
"""Of a page, each painted in a turn of its own: some milliseconds."""


def painted_ahead(hidden: QWidget) -> Iterator[bool]:
    """Paint a widget into a picture that nobody sees, a band a step."""
    ratio = hidden.devicePixelRatio()
    picture = QImage(hidden.size() * ratio, QImage.Format.Format_RGB32)  # as the window's: glyphs are kept for each format
    picture.setDevicePixelRatio(ratio)
    width, height = hidden.width(), hidden.height()
    band = max(1, ceil(height / BANDS))
    for top in range(0, height, band):
        if not isValid(hidden):
            return
        hidden.render(picture, QPoint(0, top), QRegion(0, top, width, band))
        yield True
