"""Where people sign: pen, finger or mouse, drawn as it is written.

Finished curve segments go into a backing image and only the rectangle they touch is repainted; the last, still moving segment is
drawn on top. What is kept are normalised points (forms/signing/ink.py): a resize, a rotation or another scale draws them anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QHideEvent,
    QImage,
    QInputDevice,
    QInputEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldapp.forms.signing import strokes as geometry
from fieldapp.forms.signing.ink import Ink, PointerKind
from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.ink_recorder import InkRecorder
from fieldapp.ui.widgets.pointer_samples import PointerSamples

_INK = QColor("#10182b")
_PAPER = QColor("#ffffff")
_GUIDE = QColor("#b3bccb")
_HINT = QColor("#6b7688")
_EDGE = QColor("#8793a6")
_FOCUS = QColor("#0b5fce")
_PALM_SHARE = 0.09
"""A touch whose contact is wider than this share of the pad's width is a palm."""


class SignaturePad(QWidget):
    """Always dark ink on white, in every theme: it is paper. `changed` follows every finished, undone or cleared stroke."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._samples = PointerSamples(clock)
        self._recorder = InkRecorder()
        self._image = QImage()
        self._drawn = 0
        self._width_before: float | None = None
        self._touch_id: int | None = None
        self._read_only = False
        self.hint = tr("请在此签名")
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 120)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("签名区"))
        self._describe()

    # what others ask for

    def sizeHint(self) -> QSize:
        return QSize(720, 260)

    def is_blank(self) -> bool:
        return self._recorder.blank

    def ink(self) -> Ink:
        """What has been written so far; raises nothing, may be blank (forms/signing/ink.judge decides)."""
        if self._recorder.blank:
            self._recorder.width, self._recorder.height = self._frame().width(), self._frame().height()
        return self._recorder.ink()

    def set_ink(self, ink: Ink) -> None:
        self._recorder.load(ink)
        self._after_edit()

    def undo(self) -> None:
        if self._recorder.undo():
            self._touch_id = None
            self._after_edit()

    def clear(self) -> None:
        if not self._recorder.blank:
            self._recorder.clear()
            self._touch_id = None
            self._after_edit()

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        self.setCursor(Qt.CursorShape.ArrowCursor if on else Qt.CursorShape.CrossCursor)

    # input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._by_hand(event):
            self._begin(PointerKind.MOUSE, event, event.position(), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._recorder.kind is PointerKind.MOUSE and self._by_hand(event):
            self._extend(event, event.position(), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._recorder.kind is PointerKind.MOUSE and event.button() == Qt.MouseButton.LeftButton and self._by_hand(event):
            self._finish(event, event.position(), None)

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()
        if event.pointerType() == QPointingDevice.PointerType.Eraser:
            if event.type() == QEvent.Type.TabletPress:
                self.undo()
            return
        pressure = event.pressure() if event.device().hasCapability(QInputDevice.Capability.Pressure) else None
        if event.type() == QEvent.Type.TabletPress:
            self._drop_touch()
            self._begin(PointerKind.PEN, event, event.position(), pressure)
        elif self._recorder.kind is not PointerKind.PEN:
            return
        elif event.type() == QEvent.Type.TabletMove:
            self._extend(event, event.position(), pressure)
        else:
            # the pressure of lifting is nothing: the line would end in a hair
            self._finish(event, event.position(), self._last_pressure())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and event.type() in _TOUCH:
            self._on_touch(event)
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _on_touch(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._drop_touch()
            return
        if event.type() == QEvent.Type.TouchBegin and self._recorder.kind is PointerKind.TOUCH:
            self._finish_lost()
        for point in event.points():
            state = point.state()
            if state == QEventPoint.State.Pressed:
                self._touch_down(event, point)
            elif point.id() != self._touch_id:
                continue
            elif state == QEventPoint.State.Released:
                self._finish(event, point.position(), None)
                self._touch_id = None
            elif state == QEventPoint.State.Updated:
                self._extend(event, point.position(), None)

    def _touch_down(self, event: QTouchEvent, point: QEventPoint) -> None:
        """The first finger writes; a second one, a palm, and anything while the pen is down are ignored."""
        palm = point.ellipseDiameters().width() > _PALM_SHARE * self.width()
        if self._recorder.writing or self._touch_id is not None or palm:
            return
        if self._begin(PointerKind.TOUCH, event, point.position(), None):
            self._touch_id = point.id()

    def _drop_touch(self) -> None:
        """The hand that holds the pen touched first, or the system took the touch away: what it drew goes."""
        if self._recorder.kind is PointerKind.TOUCH:
            self._recorder.points = []
            self._recorder.end()
            self._after_edit()
        self._touch_id = None

    @staticmethod
    def _by_hand(event: QMouseEvent) -> bool:
        """False for the mouse events that Qt makes up from touch and pen."""
        return event.source() == Qt.MouseEventSource.MouseEventNotSynthesized

    def _last_pressure(self) -> float | None:
        points = self._recorder.points
        return points[-1].pressure / 1000 if points else None

    # writing

    def _begin(self, kind: PointerKind, event: QInputEvent, at: QPointF, pressure: float | None) -> bool:
        frame = self._frame()
        if self._recorder.kind is kind:  # its end never came: another window took it away
            self._finish_lost()
        if self._read_only or self._recorder.writing or not frame.contains(at):
            return False
        first = self._recorder.blank
        if not self._recorder.begin(kind, frame.width(), frame.height(), self._samples.begin(event.timestamp())):
            self._samples.end()
            return False
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drawn, self._width_before = 0, None
        self._extend(event, at, pressure)
        if first:
            self.update()
        return True

    def _extend(self, event: QInputEvent, at: QPointF, pressure: float | None) -> None:
        frame = self._frame()
        before = self._tail_rect()
        local = at - frame.topLeft()
        made = self._samples.at(event.timestamp())
        if not self._recorder.add(local.x(), local.y(), pressure, made, frame.width(), frame.height()):
            return
        self.update(before.united(self._draw_settled(ended=False)).united(self._tail_rect()))

    def _finish(self, event: QInputEvent, at: QPointF, pressure: float | None) -> None:
        self._extend(event, at, pressure)
        self.update(self._tail_rect().united(self._draw_settled(ended=True)))
        self._recorder.end()
        self._samples.end()
        self._describe()
        self.changed.emit()

    def _finish_lost(self) -> None:
        self.update(self._tail_rect().united(self._draw_settled(ended=True)))
        self._recorder.end()
        self._samples.end()
        self._touch_id = None

    def _after_edit(self) -> None:
        self._samples.end()
        self._redraw()
        self.update()
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        count = len(self._recorder.strokes)
        self.setAccessibleDescription(tr("已写 {n} 笔", n=count) if count else self.hint)

    # drawing

    def _frame(self) -> QRectF:
        """The writing area: the whole pad while it is blank, afterwards the largest area of the ink's proportion."""
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        recorder = self._recorder
        if recorder.blank or recorder.width <= 0 or recorder.height <= 0 or whole.isEmpty():
            return whole
        place = geometry.fit(recorder.ink_size(), whole.width(), whole.height())
        return QRectF(whole.x() + place.x, whole.y() + place.y, place.width, place.height)

    def _draw_settled(self, *, ended: bool) -> QRect:
        """Draw the segments that can no longer change into the image; gives the rectangle that was touched."""
        points = self._recorder.points
        frame = self._frame()
        settled = max(1, len(points) - 1) if ended else max(0, len(points) - 2)
        touched = QRect()
        if self._drawn >= settled or not points:
            return touched
        painter = self._painter(frame)
        while self._drawn < settled:
            segment = geometry.segment(points, self._drawn, self._width_before, frame.width(), frame.height())
            self._width_before = segment.width
            touched = touched.united(_stroke_segment(painter, segment, frame))
            self._drawn += 1
        painter.end()
        return touched

    def _tail(self) -> geometry.Segment | None:
        points = self._recorder.points
        if not points or self._drawn >= max(1, len(points) - 1):
            return None
        frame = self._frame()
        return geometry.segment(points, self._drawn, self._width_before, frame.width(), frame.height())

    def _tail_rect(self) -> QRect:
        tail = self._tail()
        return QRect() if tail is None else _bounds(tail, self._frame())

    def _painter(self, frame: QRectF) -> QPainter:
        self._ready_image()
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(frame.topLeft())
        return painter

    def _ready_image(self) -> None:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._image.size() != size or self._image.devicePixelRatioF() != ratio:
            self._redraw()

    def _redraw(self) -> None:
        """Draw everything anew from the points: after a resize, an undo, a change of scale. A stroke in progress goes on."""
        ratio = self.devicePixelRatioF()
        self._image = QImage((self.size() * ratio).expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(Qt.GlobalColor.transparent)
        frame = self._frame()
        painter = self._painter(frame)
        for stroke in self._recorder.strokes:
            for segment in geometry.segments(stroke.points, frame.width(), frame.height()):
                _stroke_segment(painter, segment, frame)
        painter.end()
        self._drawn, self._width_before = 0, None
        self._draw_settled(ended=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.size().isEmpty():
            self._redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        self._samples.end()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._ready_image()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = event.rect()
        painter.fillRect(dirty, theme.color("surface"))
        frame = self._frame()
        lined, thick = theme.tokens().border_width > 1, theme.tokens().focus_width
        edge = QPen(theme.color("line_strong"), 2) if lined else QPen(_EDGE, 1)
        focus = QPen(theme.color("focus") if lined else _FOCUS, thick)
        painter.setPen(focus if self.hasFocus() and not self._read_only else edge)
        painter.setBrush(_PAPER)
        painter.drawRoundedRect(frame, 8, 8)
        self._paint_guide(painter, frame)
        ratio = self._image.devicePixelRatioF()
        source = QRectF(dirty.x() * ratio, dirty.y() * ratio, dirty.width() * ratio, dirty.height() * ratio)
        painter.drawImage(QRectF(dirty), self._image, source)
        tail = self._tail()
        if tail is not None:
            painter.translate(frame.topLeft())
            _stroke_segment(painter, tail, frame)
        painter.end()

    def _paint_guide(self, painter: QPainter, frame: QRectF) -> None:
        y = frame.bottom() - frame.height() * 0.24
        inset = frame.width() * 0.06
        lined = theme.tokens().border_width > 1
        painter.setPen(QPen(theme.color("line_strong") if lined else _GUIDE, 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(frame.left() + inset, y), QPointF(frame.right() - inset, y))
        if self._recorder.blank:
            font = self.font()
            font.setPixelSize(max(15, round(frame.height() * 0.11)))
            painter.setFont(font)
            painter.setPen(theme.color("ink_muted") if lined else _HINT)
            painter.drawText(frame.adjusted(0, 0, 0, -frame.height() * 0.3), Qt.AlignmentFlag.AlignCenter, self.hint)


_TOUCH = frozenset({QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel})


def _stroke_segment(painter: QPainter, segment: geometry.Segment, frame: QRectF) -> QRect:
    path = QPainterPath(QPointF(*segment.start))
    if segment.start == segment.end:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_INK)
        painter.drawEllipse(QPointF(*segment.start), segment.width / 2, segment.width / 2)
    else:
        path.cubicTo(QPointF(*segment.control1), QPointF(*segment.control2), QPointF(*segment.end))
        pen = QPen(_INK, segment.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    return _bounds(segment, frame)


def _bounds(segment: geometry.Segment, frame: QRectF) -> QRect:
    """The widget's pixels a segment can touch: the hull of its four points and half the line's width."""
    xs = [segment.start[0], segment.control1[0], segment.control2[0], segment.end[0]]
    ys = [segment.start[1], segment.control1[1], segment.control2[1], segment.end[1]]
    room = segment.width / 2 + 2
    box = QRectF(QPointF(min(xs) - room, min(ys) - room), QPointF(max(xs) + room, max(ys) + room))
    return box.translated(frame.topLeft()).toAlignedRect()
