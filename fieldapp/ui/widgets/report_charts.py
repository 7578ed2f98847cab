"""The report's charts on the screen, painted in the theme's colours and readable without them. What a chart shows is also its
description for the screen reader, and stands in the table beside it.

Not QtCharts: that is GPL, and this is not.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldapp.report.series import Ahead, BarChart, LineChart, StackChart
from fieldapp.ui import theme

_AXIS, _HEAD = 24.0, 26.0
_WIDEST_BAR = 44.0
_MARK = 4.0
_STACK_ROW = 34


class _Chart(QWidget):
    """A widget that paints; it takes no focus: whoever reads with keys reads the table."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(420, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self._height)

    def tell(self, title: str, alt: str) -> None:
        self.setAccessibleName(title)
        self.setAccessibleDescription(alt)
        self.setToolTip(alt)
        self.update()

    def painter(self) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.FONT_CAPTION))
        return painter


class BarChartView(_Chart):
    """Bars, the newest with its number in bold, hatched where the quarter is not whole; the forecast dashed with its interval."""

    def __init__(self, height: int = 210) -> None:
        super().__init__(height)
        self._chart: BarChart | None = None

    def show_chart(self, chart: BarChart) -> None:
        self._chart = chart
        self.tell(chart.title, chart.alt)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        chart, painter = self._chart, self.painter()
        slots = len(chart.bars) + (chart.ahead is not None)
        step = self.width() / max(slots, 4)
        width = min(step * 0.62, _WIDEST_BAR)
        base = self.height() - _AXIS
        scale = (base - _HEAD - (18 if chart.ahead else 0)) / chart.top
        for number, bar in enumerate(chart.bars):
            latest = number == len(chart.bars) - 1
            middle = step * (number + 0.5)
            if bar.value is not None:
                box = QRectF(middle - width / 2, base - bar.value * scale, width, bar.value * scale)
                _fill(painter, box, theme.color("accent"), hatched=not bar.sure)
                _words(painter, middle, box.top() - 4, bar.text, bold=latest)
            _words(painter, middle, self.height() - 6.0, _short(bar.label, slots), bold=latest, muted=not latest)
        if chart.ahead is not None:
            _paint_ahead(painter, chart.ahead, QPointF(step * (slots - 0.5), base), width, scale)
            _words(painter, step * (slots - 0.5), self.height() - 6.0, f"{_short(chart.ahead.label, slots)}*", muted=True)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(QPointF(0, base), QPointF(step * slots, base))


class LineChartView(_Chart):
    """Rates: the first line solid with filled marks, the second dashed with hollow ones; named above with their last value."""

    def __init__(self, height: int = 210) -> None:
        super().__init__(height)
        self._chart: LineChart | None = None

    def show_chart(self, chart: LineChart) -> None:
        self._chart = chart
        self.tell(chart.title, chart.alt)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        chart, painter = self._chart, self.painter()
        left, right, top, base = 52.0, self.width() - 16.0, _HEAD + 14, self.height() - _AXIS - 4
        step = (right - left) / max(len(chart.labels) - 1, 1)

        def at(index: int, value: float) -> QPointF:
            return QPointF(left + step * index, base - (base - top) * (value - chart.floor) / (1 - chart.floor))

        for tick in (chart.floor, (1 + chart.floor) / 2, 1.0):
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(at(0, tick), QPointF(right, at(0, tick).y()))
            _words(painter, left - 10, at(0, tick).y() + 5, f"{tick * 100:.0f} %", muted=True, align=1)
        x = left
        for number, line in enumerate(chart.lines):
            for run in line.runs():
                _paint_line(painter, [at(place, value) for place, value in run], second=number > 0)
            _paint_line(painter, [QPointF(x, 12), QPointF(x + 24, 12)], second=number > 0)
            name = f"{line.name} {line.last}"
            _words(painter, x + 34, 17, name, align=0)
            x += 64 + painter.fontMetrics().horizontalAdvance(name)
        for index in range(0, len(chart.labels), max(1, len(chart.labels) // 4)):
            _words(painter, at(index, chart.floor).x(), self.height() - 6.0, _short(chart.labels[index], 9), muted=True)


class StackChartView(_Chart):
    """A bar a level: in target filled, missed hatched, still in time framed; in words beside it."""

    def __init__(self) -> None:
        super().__init__(_STACK_ROW)
        self._chart: StackChart | None = None

    def show_chart(self, chart: StackChart) -> None:
        self._chart = chart
        self._height = max(1, len(chart.stacks)) * _STACK_ROW
        self.updateGeometry()
        self.tell(chart.title, chart.alt)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        painter = self.painter()
        stacks = self._chart.stacks
        most = max((one.met + one.missed + one.open for one in stacks), default=0) or 1
        painter.setFont(theme.font(theme.FONT_CAPTION, bold=True))
        label = max((painter.fontMetrics().horizontalAdvance(one.label) for one in stacks), default=0) + 20.0
        beside = max((painter.fontMetrics().horizontalAdvance(one.text) for one in stacks), default=0) + 20.0
        scale = max(0.0, self.width() - label - beside) / most
        for number, stack in enumerate(stacks):
            top, x = number * _STACK_ROW + 7.0, label
            _words(painter, 0, top + 15, stack.label, bold=True, align=0)
            for count, colour, hatched in ((stack.met, "accent", False), (stack.missed, "danger_ink", True)):
                _fill(painter, QRectF(x, top, count * scale, 20), theme.color(colour), hatched=hatched)
                x += count * scale
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if stack.open:
                painter.drawRect(QRectF(x, top, stack.open * scale, 20))
            _words(painter, x + stack.open * scale + 10, top + 15, stack.text, muted=True, align=0)


def _fill(painter: QPainter, box: QRectF, colour: QColor, *, hatched: bool) -> None:
    if box.width() <= 0 or box.height() <= 0:
        return
    painter.setPen(QPen(colour, 1) if hatched else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern))
    painter.drawRect(box)


def _paint_ahead(painter: QPainter, ahead: Ahead, foot: QPointF, width: float, scale: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("ink"), 1, Qt.PenStyle.DashLine))
    painter.drawRect(QRectF(foot.x() - width / 2, foot.y() - ahead.middle * scale, width, ahead.middle * scale))
    painter.setPen(QPen(theme.color("ink"), 1.5))
    low, high = foot.y() - ahead.low * scale, foot.y() - ahead.high * scale
    painter.drawLine(QPointF(foot.x(), low), QPointF(foot.x(), high))
    for end in (low, high):
        painter.drawLine(QPointF(foot.x() - 5, end), QPointF(foot.x() + 5, end))
    _words(painter, foot.x(), high - 5, f"{ahead.low_text}–{ahead.high_text}", muted=True)
    _words(painter, foot.x(), high - 22, ahead.text, bold=True)


def _paint_line(painter: QPainter, points: list[QPointF], *, second: bool) -> None:
    colour = theme.color("ink" if second else "accent")
    painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine if second else Qt.PenStyle.SolidLine))
    painter.drawPolyline(points)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(theme.color("surface") if second else colour)
    for point in points:
        painter.drawRect(QRectF(point.x() - _MARK, point.y() - _MARK, 2 * _MARK, 2 * _MARK))


def _words(
    painter: QPainter, x: float, y: float, text: str, *, bold: bool = False, muted: bool = False, align: float = 0.5
) -> None:
    """One line with its base line at y; kept inside the widget."""
    painter.setFont(theme.font(theme.FONT_CAPTION, bold=bold))
    painter.setPen(theme.color("ink_muted" if muted else "ink"))
    width = painter.fontMetrics().horizontalAdvance(text)
    room = painter.device().width() / painter.device().devicePixelRatio() - width
    painter.drawText(QPointF(max(0.0, min(x - align * width, room)), y), text)


def _short(label: str, slots: int) -> str:
    """2026Q3 as 26Q3 where many stand side by side."""
    return label[2:] if slots > 8 else label
