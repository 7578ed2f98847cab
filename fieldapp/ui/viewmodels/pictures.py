"""Stored pictures as images. Runs in jobs."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

PICTURES = "pictures"
"""The lane in which pictures are decoded: one at a time, so that thirty photos do not take every worker."""

# PySide makes its enums at their first use, and two threads at once crash in that: these are made here, on the GUI thread.
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_READ_ONLY = QBuffer.OpenModeFlag.ReadOnly
_QUARTER_TURN = QImageIOHandler.Transformation.TransformationRotate90


def scaled_picture(data: bytes, size: QSize) -> QImage:
    """A picture within `size`, decoded at that size where the format can; null when it cannot be read."""
    buffer, reader = _reader(data)
    full = reader.size()
    if full.isValid():
        turned = bool(reader.transformation() & _QUARTER_TURN)
        reader.setScaledSize(full.scaled(size.transposed() if turned else size, _KEEP))
    image = reader.read()
    buffer.close()
    return image


def whole_picture(data: bytes) -> QImage:
    """A picture as it was taken, turned upright; null when it cannot be read."""
    buffer, reader = _reader(data)
    image = reader.read()
    buffer.close()
    return image


def _reader(data: bytes) -> tuple[QBuffer, QImageReader]:
    """The buffer must outlive the reader."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(_READ_ONLY)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    return buffer, reader
