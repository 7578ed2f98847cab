"""The report's charts on paper: vector, labelled where the eye is, readable in black and white."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import Box, FormCanvas
from fieldapp.forms.pdf.elements import Block, text_width
from fieldapp.forms.pdf.structure import Node
from fieldapp.report.pen import DASH, Pen, Point
from fieldapp.report.series import Ahead, BarChart, Line, LineChart, StackChart

HEIGHT = 132.0
_TITLE_ROOM, _LABEL_ROOM, _TOP_ROOM = 20.0, 14.0, 12.0
_SMALL = styles.SMALL
_STRONG = replace(styles.SMALL, colour=styles.INK, bold=True)
_STACK_HEIGHT, _STACK_LABEL, _STACK_TEXT = 20.0, 74.0, 190.0

Chart = BarChart | LineChart
Paint = Callable[[FormCanvas, float], None]


def side_by_side(charts: Sequence[Chart], section: Node, height: float = HEIGHT) -> Block:
    """Charts sharing the width of the page."""
    gutter = 18.0
    width = (styles.WIDTH - gutter * (len(charts) - 1)) / len(charts)
    figures = [section.add("Figure", alt=chart.alt) for chart in charts]

    def paint(canvas: FormCanvas, top: float) -> None:
        for number, (chart, figure) in enumerate(zip(charts, figures, strict=True)):
            box = (styles.MARGIN + number * (width + gutter), top - height, width, height)
            pen = Pen(canvas, figure, box)
            pen.text(box[0], top - 11, chart.title, _STRONG)
            if isinstance(chart, BarChart):
                _draw_bars(pen, chart, box)
            else:
                _draw_lines(pen, chart, box)

    return Block(height + 4, paint)


def _draw_bars(pen: Pen, chart: BarChart, box: Box) -> None:
    x, y, width, height = box
    above = _TOP_ROOM if chart.ahead is None else 2 * _TOP_ROOM
    base, room = y + _LABEL_ROOM, height - _TITLE_ROOM - _LABEL_ROOM - above + 4
    slots = len(chart.bars) + (chart.ahead is not None)
    step = width / max(slots, 4)
    bar_width = min(step * 0.62, 34.0)
    for number, bar in enumerate(chart.bars):
        middle = x + step * (number + 0.5)
        latest = number == len(chart.bars) - 1
        if bar.value is not None:
            tall = room * bar.value / chart.top
            left = middle - bar_width / 2
            if bar.sure:
                pen.box(left, base, bar_width, tall, styles.ACCENT)
            else:
                pen.hatch(left, base, bar_width, max(tall, 0.5), styles.ACCENT)
            pen.text(middle, base + tall + 3, bar.text, _STRONG if latest else _SMALL, align=0.5)
        pen.text(middle, y + 3, _short(bar.label, slots), _STRONG if latest else _SMALL, align=0.5)
    if chart.ahead is not None:
        _draw_ahead(
            pen, chart.ahead, (x + step * (slots - 0.5), base, bar_width, room / chart.top), _short(chart.ahead.label, slots)
        )
    pen.line([(x, base), (x + step * slots, base)], styles.QUIET)


def _draw_ahead(pen: Pen, ahead: Ahead, place: Box, label: str) -> None:
    """A dashed box, and the interval as a line with ends: `place` is middle, base, width and points a unit."""
    middle, base, width, scale = place
    pen.frame(middle - width / 2, base, width, ahead.middle * scale, styles.INK, dash=DASH)
    low, high = base + ahead.low * scale, base + ahead.high * scale
    pen.line([(middle, low), (middle, high)], styles.INK, 1)
    for end in (low, high):
        pen.line([(middle - 4, end), (middle + 4, end)], styles.INK, 1)
    pen.text(middle, high + 3, f"{ahead.low_text}–{ahead.high_text}", _SMALL, align=0.5)
    pen.text(middle, high + 12, ahead.text, _STRONG, align=0.5)
    pen.text(middle, base - _LABEL_ROOM + 3, f"{label}*", _SMALL, align=0.5)


def _short(label: str, slots: int) -> str:
    """2026Q3 as 26Q3 where many stand side by side."""
    return label[2:] if slots > 8 else label


def _draw_lines(pen: Pen, chart: LineChart, box: Box) -> None:
    x, y, width, height = box
    left, right, base = x + 24, x + width - 8, y + _LABEL_ROOM
    room, floor = height - _TITLE_ROOM - _LABEL_ROOM - _TOP_ROOM - 10, chart.floor
    step = (right - left) / max(len(chart.labels) - 1, 1)

    def at(number: int, value: float) -> Point:
        return left + step * number, base + room * (value - floor) / (1 - floor)

    for tick in (floor, (floor + 1) / 2, 1.0):
        pen.line([(left - 4, at(0, tick)[1]), (right, at(0, tick)[1])], styles.RULE)
        pen.text(left - 6, at(0, tick)[1] - 2.5, f"{tick * 100:.0f} %", _SMALL, align=1)
    for number, line in enumerate(chart.lines):
        colour = styles.ACCENT if number == 0 else styles.INK
        for run in line.runs():
            points = [at(place, value) for place, value in run]
            pen.line(points, colour, 1.2, dash=() if number == 0 else DASH)
            for point in points:
                pen.dot(*point, colour, hollow=number > 0)
    _name_lines(pen, chart.lines, left, y + height - _TITLE_ROOM - 8)
    for index in range(0, len(chart.labels), max(1, len(chart.labels) // 4)):
        pen.text(at(index, floor)[0], y + 3, chart.labels[index][2:], _SMALL, align=0.5)


def _name_lines(pen: Pen, lines: Sequence[Line], x: float, y: float) -> None:
    """Each with its mark and its last value, above the lines."""
    for number, line in enumerate(lines):
        colour = styles.ACCENT if number == 0 else styles.INK
        pen.line([(x, y + 2.5), (x + 14, y + 2.5)], colour, 1.2, dash=() if number == 0 else DASH)
        pen.dot(x + 7, y + 2.5, colour, hollow=number > 0)
        name = f"{line.name} {line.last}"
        pen.text(x + 18, y, name, _SMALL)
        x += 32 + text_width(name, _SMALL)


def stacks(chart: StackChart, section: Node) -> Block:
    """A bar a level, the words and numbers beside it."""
    figure = section.add("Figure", alt=chart.alt)
    height = 18.0 + _STACK_HEIGHT * len(chart.stacks) + 4
    most = max((stack.met + stack.missed + stack.open for stack in chart.stacks), default=0) or 1
    scale = (styles.WIDTH - _STACK_LABEL - _STACK_TEXT) / most

    def paint(canvas: FormCanvas, top: float) -> None:
        pen = Pen(canvas, figure, (styles.MARGIN, top - height, styles.WIDTH, height))
        pen.text(styles.MARGIN, top - 11, chart.title, _STRONG)
        for number, stack in enumerate(chart.stacks):
            y = top - 18 - _STACK_HEIGHT * (number + 1) + 5
            x = styles.MARGIN + _STACK_LABEL
            pen.text(styles.MARGIN, y + 3, stack.label, _STRONG)
            for count, draw in ((stack.met, pen.box), (stack.missed, pen.hatch), (stack.open, pen.frame)):
                if count:
                    draw(x, y, count * scale, 12.0, styles.ALERT if draw == pen.hatch else styles.ACCENT)
                    x += count * scale
            pen.text(x + 6, y + 3, stack.text, _SMALL)

    return Block(height, paint)
