"""How soon ink is on the screen after the pointer moved: `python benchmarks/signature_pad.py [POINTS]` (default 1,000 a stroke).

Beside a bare QWidget that keeps its points and draws them as one line, in the same run. A frame's four events (a pen tells 240
times a second) are sent, from the first of them to the end of the paint that shows them; offscreen, milliseconds. CPU is the GUI
thread's.
"""

from __future__ import annotations

import gc
import math
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.ui.widgets.signature_pad import SignaturePad

SIZE = (1100, 420)
STROKES = 3
EVENTS = 4
FRAME_MS = 16.0
Move = Callable[[QWidget, str, QPointF], None]


class Pad(SignaturePad):
    """Ours, telling when it has painted."""

    painted_at = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted_at = time.perf_counter()


class Bare(QWidget):
    """The least that shows a line: all points, drawn anew with every paint."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[QPointF]] = []
        self.painted_at = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent | QTabletEvent):
            self._add(event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.TabletPress), event.position())
            event.accept()
            return True
        if event.type() in (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd):
            self._add(event.type() == QEvent.Type.TouchBegin, event.points()[0].position())  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def _add(self, first: bool, at: QPointF) -> None:
        if first:
            self.lines.append([])
        self.lines[-1].append(at)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setPen(QPen(Qt.GlobalColor.black, 3))
        for line in self.lines:
            painter.drawPolyline(line)
        painter.end()
        self.painted_at = time.perf_counter()


def curve(points: int, row: int) -> Iterator[QPointF]:
    """A signature's scribble over the width of the pad."""
    for at in range(points):
        share = at / points
        x = 60 + share * (SIZE[0] - 120) + 18 * math.cos(share * 150)
        y = SIZE[1] / 2 + (row - STROKES / 2) * 14 + 110 * math.sin(share * 90) * (0.4 + 0.6 * math.sin(share * 7) ** 2)
        yield QPointF(x, y)


_STYLUS = QPointingDevice(
    "pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Pressure | QInputDevice.Capability.Position, 1, 1, "", QPointingDeviceUniqueId(),
)  # fmt: skip


def by_mouse(widget: QWidget, what: str, at: QPointF) -> None:
    kind = {"press": QEvent.Type.MouseButtonPress, "move": QEvent.Type.MouseMove, "release": QEvent.Type.MouseButtonRelease}[what]
    button = Qt.MouseButton.NoButton if what == "move" else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if what == "release" else Qt.MouseButton.LeftButton
    QApplication.sendEvent(widget, QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier))


def by_pen(widget: QWidget, what: str, at: QPointF) -> None:
    kind = {"press": QEvent.Type.TabletPress, "move": QEvent.Type.TabletMove, "release": QEvent.Type.TabletRelease}[what]
    button = Qt.MouseButton.NoButton if what == "move" else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if what == "release" else Qt.MouseButton.LeftButton
    pressure = 0.5 + 0.4 * math.sin(at.x() / 60)
    event = QTabletEvent(kind, _STYLUS, at, at, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, button, held)
    QApplication.sendEvent(widget, event)


def by_finger(screen: QPointingDevice) -> Move:
    def touch(widget: QWidget, what: str, at: QPointF) -> None:
        sequence = QTest.touchEvent(widget, screen, False)
        getattr(sequence, what)(0, QPoint(round(at.x()), round(at.y())), widget)
        sequence.commit(False)

    return touch


def measure(app: QApplication, widget: Pad | Bare, move: Move, points: int) -> tuple[list[float], list[float]]:
    """Events to end of paint, and the CPU time of that, for the last stroke: the others are on the pad by then."""
    widget.resize(*SIZE)
    widget.show()
    app.processEvents()
    took: list[float] = []
    cpu: list[float] = []
    for row in range(STROKES):
        path = list(curve(points, row))
        move(widget, "press", path[0])
        for first in range(1, points, EVENTS):
            began, began_cpu = time.perf_counter(), time.thread_time()
            for at in path[first : first + EVENTS]:
                move(widget, "move", at)
            if row < STROKES - 1:
                continue
            app.processEvents()
            if widget.painted_at > began:
                took.append((widget.painted_at - began) * 1000)
                cpu.append((time.thread_time() - began_cpu) * 1000)
        move(widget, "release", path[-1])
        app.processEvents()
    widget.hide()
    widget.deleteLater()
    app.processEvents()
    return took, cpu


def percentiles(values: list[float]) -> tuple[float, float, float]:
    cut = statistics.quantiles(values, n=100)
    return cut[49], cut[98], max(values)


def main() -> int:
    points = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    app = QApplication([])
    gc.disable()  # as in the program, which collects between events
    screen = QTest.createTouchDevice()
    print(f"{STROKES} strokes of {points} points on {SIZE[0]}×{SIZE[1]}, the last one measured; ms\n")
    print(f"{'':8}{'':12}{'p50':>8}{'p99':>8}{'most':>8}   {'CPU p50':>8}{'CPU p99':>8}   paints")
    late = False
    for name, move in (("mouse", by_mouse), ("pen", by_pen), ("touch", by_finger(screen))):
        figures = {}
        for who, kind in (("fieldapp", Pad), ("bare", Bare)):
            took, cpu = measure(app, kind(), move, points)
            half, most, worst = percentiles(took)
            figures[who] = percentiles(cpu)
            cpu_half, cpu_most, _ = figures[who]
            print(f"{name:8}{who:12}{half:8.2f}{most:8.2f}{worst:8.2f}   {cpu_half:8.2f}{cpu_most:8.2f}   {len(took)}")
            late |= who == "fieldapp" and cpu_most > FRAME_MS
        print(f"{'':8}CPU at p99 {figures['fieldapp'][1] / figures['bare'][1]:.2f} × bare")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
