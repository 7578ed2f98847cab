"""The surface a photo is drawn on: pen, finger, mouse or keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.photo.drawing import paint, paint_cover, turned
from fieldapp.ui.widgets.photo.marks import Kind, Mark, Sketch

_STEP = 0.02
_FIRST = 0.3
"""Where a mark made with the keyboard begins; it ends as far from the other side."""


class PhotoCanvas(QWidget):
    """Shows `sketch` over a picture; `changed` follows each finished step, `undo` takes it back. `wordless()`: words were to
    be put here, and none are written yet."""

    changed = Signal()
    wordless = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tool = Kind.ARROW
        self.words = ""
        self._picture = QImage()
        self._drawn = QPixmap()
        self._states: list[Sketch] = [Sketch()]
        self._moving: Mark | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("照片画面"))
        self.setAccessibleDescription(tr("空格放一个标记，方向键移动，Shift 加方向键改变大小"))

    @property
    def sketch(self) -> Sketch:
        return self._states[-1]

    @property
    def can_undo(self) -> bool:
        return len(self._states) > 1

    def sizeHint(self) -> QSize:
        return QSize(800, 600)

    def show_picture(self, picture: QImage) -> None:
        """Another photo, or none; nothing is drawn on it yet."""
        self._picture, self._states, self._moving = picture, [Sketch()], None
        self._draw_ground()
        self.changed.emit()

    def turn(self) -> None:
        self._keep(self.sketch.turn())
        self._draw_ground()

    def undo(self) -> None:
        if self.can_undo:
            self._states.pop()
            self._draw_ground()
            self.changed.emit()

    def frame(self) -> QRectF:
        """Where the picture is on this surface."""
        size = turned_size(self._picture.size(), self.sketch.turns).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._picture.isNull():
            return
        x, y = self._share(event.position())
        self._moving = Mark(self.tool, x, y, x, y, self.words if self.tool is Kind.TEXT else "")
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._moving is not None:
            x, y = self._share(event.position())
            here = self._moving
            self._moving = Mark(here.kind, *((x, y) if here.kind is Kind.TEXT else (here.x1, here.y1)), x, y, here.text)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark, self._moving = self._moving, None
        if mark is not None:
            self._add(mark)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        right, down = _ARROWS.get(Qt.Key(event.key()), (0.0, 0.0))
        if event.key() == Qt.Key.Key_Space and not self._picture.isNull():
            mark = Mark(self.tool, _FIRST, _FIRST, 1 - _FIRST, 1 - _FIRST, self.words if self.tool is Kind.TEXT else "")
            self._add(mark)
        elif event.key() == Qt.Key.Key_Escape and self._moving is not None:
            self._moving = None
            self.update()
        elif (right or down) and self.sketch.marks:
            last = self.sketch.marks[-1]
            bigger = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._states[-1] = self.sketch.change_last(last.stretched(right, down) if bigger else last.moved(right, down))
            self.update()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_ground()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("surface_sunken"))
        if self._picture.isNull():
            return
        frame = self.frame()
        painter.drawPixmap(frame.topLeft(), self._drawn)
        marks = self.sketch.marks if self._moving is None else (*self.sketch.marks, self._moving)
        for mark in sorted(marks, key=lambda mark: mark.kind is not Kind.COVER):
            (paint_cover if mark.kind is Kind.COVER else paint)(painter, mark, frame)
        if self.hasFocus():
            width, half = theme.tokens().focus_width, theme.tokens().focus_width / 2
            painter.setPen(QPen(theme.color("focus"), width, j=Qt.PenJoinStyle.MiterJoin))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().toRectF().adjusted(half, half, -half, -half))

    def _add(self, mark: Mark) -> None:
        if mark.worth_keeping:
            self._keep(self.sketch.add(mark))
        elif mark.kind is Kind.TEXT:
            self.wordless.emit()

    def _keep(self, sketch: Sketch) -> None:
        self._states.append(sketch)
        self.update()
        self.changed.emit()

    def _share(self, place: QPointF) -> tuple[float, float]:
        frame = self.frame()
        x = (place.x() - frame.left()) / max(1.0, frame.width())
        y = (place.y() - frame.top()) / max(1.0, frame.height())
        return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))

    def _draw_ground(self) -> None:
        """The picture at the size it is shown in, made once for many strokes."""
        if not self._picture.isNull():
            ratio = self.devicePixelRatioF()
            size = (self.frame().size() * ratio).toSize()
            mode = Qt.TransformationMode.SmoothTransformation
            shown = turned(self._picture, self.sketch.turns).scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
            self._drawn = QPixmap.fromImage(shown)
            self._drawn.setDevicePixelRatio(ratio)
        self.update()


_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


def turned_size(size: QSize, turns: int) -> QSize:
    return size.transposed() if turns % 2 else size
