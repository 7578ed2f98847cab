"""Paints marks: on the screen and, at full size, into the picture itself. Works in jobs too."""

from __future__ import annotations

import math

from PySide6.QtCore import QBuffer, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF, QTransform

from fieldapp.ui import theme
from fieldapp.ui.widgets.photo.marks import Kind, Mark, Sketch

_RED = QColor("#e5202b")
_WHITE = QColor("#ffffff")
_JPEG_QUALITY = 90

# PySide makes its enums at their first use, and two threads at once crash in that: these are made here, on the GUI thread.
_SOLID, _ROUND, _JOIN, _HATCH = (
    Qt.PenStyle.SolidLine,
    Qt.PenCapStyle.RoundCap,
    Qt.PenJoinStyle.RoundJoin,
    Qt.BrushStyle.BDiagPattern,
)
_NO_PEN, _NO_BRUSH = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush
_SMOOTH, _ANTIALIASING = Qt.TransformationMode.SmoothTransformation, QPainter.RenderHint.Antialiasing
_IGNORE = Qt.AspectRatioMode.IgnoreAspectRatio
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_RGB, _WRITE_ONLY = QImage.Format.Format_RGB32, QBuffer.OpenModeFlag.WriteOnly


def turned(picture: QImage, turns: int) -> QImage:
    """The picture after so many quarter turns to the right."""
    return picture.transformed(QTransform().rotate(90 * turns)) if turns else picture


def finished(picture: QImage, sketch: Sketch) -> QImage:
    """The picture with the marks in its pixels. What was covered is not in them any more, and nothing else of the file is kept:
    no GPS position, no thumbnail made by the camera."""
    result = turned(picture, sketch.turns).convertToFormat(_RGB)
    for mark in sketch.marks:
        if mark.kind is Kind.COVER:
            cover(result, mark)
    painter = QPainter(result)
    painter.setRenderHint(_ANTIALIASING)
    for mark in sketch.marks:
        if mark.kind is not Kind.COVER:
            paint(painter, mark, QRectF(result.rect()))
    painter.end()
    return result


def encoded(picture: QImage, mime: str) -> bytes:
    """As PNG when it was one, else as JPEG. Raises ValueError when Qt cannot."""
    buffer = QBuffer()
    buffer.open(_WRITE_ONLY)
    kind, quality = ("PNG", -1) if mime == "image/png" else ("JPEG", _JPEG_QUALITY)
    if not picture.save(buffer, kind, quality):  # type: ignore[call-overload]  # a device is taken, the stub says a path
        raise ValueError(f"a picture of {picture.width()} × {picture.height()} was not encoded as {kind}")
    data = bytes(buffer.data().data())
    buffer.close()
    return data


def cover(picture: QImage, mark: Mark) -> None:
    """Replace every pixel below the mark by the one mean colour of them all, hatched: one colour says nothing of letters or
    faces, a blur can be undone."""
    area = pixels(mark, picture)
    if area.isEmpty():
        return
    mean = QColor(picture.copy(area).scaled(1, 1, _IGNORE, _SMOOTH).pixelColor(0, 0))
    painter = QPainter(picture)
    painter.fillRect(area, mean)
    painter.fillRect(area, _hatch(mean))
    painter.end()


def paint_cover(painter: QPainter, mark: Mark, box: QRectF) -> None:
    """How a cover looks while it is drawn."""
    area = QRectF(_at(mark.x1, mark.y1, box), _at(mark.x2, mark.y2, box)).normalized()
    grey = QColor("#6d7480")
    painter.fillRect(area, grey)
    painter.fillRect(area, _hatch(grey))


def paint(painter: QPainter, mark: Mark, box: QRectF) -> None:
    """Draw an arrow, a box or a text over the picture that fills `box`: red with a white edge, so that it shows on anything."""
    line = max(2.0, max(box.width(), box.height()) / 260)
    start, end = _at(mark.x1, mark.y1, box), _at(mark.x2, mark.y2, box)
    if mark.kind is Kind.TEXT:
        _paint_text(painter, mark.text, start, box)
        return
    for width, colour in ((line * 2.2, _WHITE), (line, _RED)):
        painter.setPen(QPen(colour, width, _SOLID, _ROUND, _JOIN))
        painter.setBrush(_NO_BRUSH)
        if mark.kind is Kind.BOX:
            painter.drawRect(QRectF(start, end).normalized())
        else:
            _paint_arrow(painter, start, end, line, colour)


def pixels(mark: Mark, picture: QImage) -> QRect:
    """The whole pixels that a mark touches."""
    left, right = sorted((mark.x1 * picture.width(), mark.x2 * picture.width()))
    top, bottom = sorted((mark.y1 * picture.height(), mark.y2 * picture.height()))
    x, y = math.floor(left), math.floor(top)
    return QRect(x, y, math.ceil(right) - x, math.ceil(bottom) - y).intersected(picture.rect())


def _paint_arrow(painter: QPainter, start: QPointF, end: QPointF, line: float, colour: QColor) -> None:
    angle = math.atan2(end.y() - start.y(), end.x() - start.x())
    head = line * 5
    sides = [end - QPointF(math.cos(angle + turn), math.sin(angle + turn)) * head for turn in (0.45, -0.45)]
    painter.drawLine(start, end - QPointF(math.cos(angle), math.sin(angle)) * head * 0.6)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([end, *sides]))


def _paint_text(painter: QPainter, text: str, start: QPointF, box: QRectF) -> None:
    size = max(12, round(max(box.width(), box.height()) / 32))
    font = theme.font(size, bold=True)
    metrics = QFontMetricsF(font)
    room = metrics.boundingRect(QRectF(0, 0, box.width() * 0.8, box.height()), _WRAPPED, text)
    pad = size * 0.3
    room = QRectF(start.x(), start.y(), room.width() + 2 * pad + 2, room.height() + 2 * pad)
    painter.setPen(_NO_PEN)
    painter.setBrush(_RED)
    painter.drawRoundedRect(room, pad, pad)
    painter.setPen(_WHITE)
    painter.setFont(font)
    painter.drawText(room.adjusted(pad, pad, -pad, -pad), _WRAPPED, text)


def _hatch(ground: QColor) -> QBrush:
    ink = QColor(0, 0, 0, 70) if ground.lightness() > 127 else QColor(255, 255, 255, 70)
    return QBrush(ink, _HATCH)


def _at(x: float, y: float, box: QRectF) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())
