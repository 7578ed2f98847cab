"""Ink and QR code as vector paths."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import dist

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import Box, FormCanvas
from fieldapp.forms.pdf.structure import Node
from fieldapp.forms.signing.ink import Ink
from fieldapp.forms.signing.strokes import Segment, all_segments, fit

_UNIT = 0.05
"""Ink is written in whole units of so many points, a sixtieth of a millimetre: half the bytes of decimals."""
_WIDTH_STEP = 2
"""Widths are rounded to so many units; neighbouring lines of one width make one path."""
_TOLERANCE = 0.7
"""Points that lie so near (in units) to the line between others are left out, half of a fast pen's; `ink-….json` has them all."""
_STRAIGHT = 20.0
"""Segments shorter than this (in units) are drawn straight: a curve inside one point cannot be told from its chord."""

_TOLERANCE_SQUARED = _TOLERANCE**2
Vertex = tuple[float, float, float]
"""x, y and half the line's width, so that a line that grows or thins keeps enough points to be seen doing so."""


def draw_ink(canvas: FormCanvas, ink: Ink, box: Box, figure: Node) -> None:
    """The signature as written, in the largest area of its pad's proportion that fits the box."""
    enter_figure(canvas, figure, box)
    x, y, width, height = box
    place = fit(ink, width, height)
    left, upper = x + place.x, y + height - place.y
    red, green, blue = styles.SIGNATURE_INK
    operators = [f"q 1 J 1 j {red:.3f} {green:.3f} {blue:.3f} RG {_UNIT} 0 0 {-_UNIT} {left:.2f} {upper:.2f} cm"]
    for stroke in all_segments(ink, place.width / _UNIT, place.height / _UNIT):
        operators += _stroke(stroke)
    canvas.addLiteral("\n".join([*operators, "Q"]))


def _stroke(segments: tuple[Segment, ...]) -> list[str]:
    vertices = _thinned(_vertices(segments))
    operators: list[str] = []
    width_before = None
    for (x0, y0, half0), (x1, y1, half1) in pairwise(vertices):
        width = max(1, round((half0 + half1) / _WIDTH_STEP)) * _WIDTH_STEP
        if width != width_before:
            operators.append(f"{'S ' if operators else ''}{width} w {x0:.0f} {y0:.0f} m")
            width_before = width
        operators.append(f"{x1:.0f} {y1:.0f} l")
    return [*operators, "S"]


def _vertices(segments: tuple[Segment, ...]) -> list[Vertex]:
    """The stroke as corners of a line, long curves divided into pieces that may be straight."""
    x, y = segments[0].start
    found: list[Vertex] = [(x, y, segments[0].width / 2)]
    for segment in segments:
        half = segment.width / 2
        way = dist(segment.start, segment.end)
        if way > _STRAIGHT:
            pieces = 1 + int(way / _STRAIGHT)
            found += [(*_at(segment, piece / pieces), half) for piece in range(1, pieces)]
        x, y = segment.end
        found.append((x, y, half))
    return found


def _at(segment: Segment, t: float) -> tuple[float, float]:
    """The point at 0…1 of a cubic Bézier curve."""
    rest = 1.0 - t
    a, b, c, d = rest * rest * rest, 3 * rest * rest * t, 3 * rest * t * t, t * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = segment.start, segment.control1, segment.control2, segment.end
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _thinned(vertices: list[Vertex]) -> list[Vertex]:
    """Each kept vertex is as far from the one before as all between still lie within the tolerance of the line."""
    kept, start, last = [vertices[0]], 0, len(vertices) - 1
    while start < last:
        end = start + 1
        while end < last and _near(vertices, start, end + 1):
            end += 1
        kept.append(vertices[end])
        start = end
    return kept


def _near(vertices: list[Vertex], start: int, end: int) -> bool:
    """Do all between lie within the tolerance of the line from `start` to `end`? Written out, for there are thousands."""
    ax, ay, aw = vertices[start]
    bx, by, bw = vertices[end]
    dx, dy, dw = bx - ax, by - ay, bw - aw
    length = dx * dx + dy * dy + dw * dw or 1.0
    for x, y, half in vertices[start + 1 : end]:
        x, y, half = x - ax, y - ay, half - aw
        along = (x * dx + y * dy + half * dw) / length
        along = 0.0 if along < 0.0 else 1.0 if along > 1.0 else along
        x, y, half = x - along * dx, y - along * dy, half - along * dw
        if x * x + y * y + half * half > _TOLERANCE_SQUARED:
            return False
    return True


@lru_cache(maxsize=8)
def _modules(content: str) -> tuple[tuple[int, ...], ...]:
    # Imported here: it costs a tenth of a second that an opening program need not spend.
    import segno

    code = segno.make(content, error="m", micro=False, boost_error=False)
    return tuple(tuple(row) for row in code.matrix)


def enter_figure(canvas: FormCanvas, figure: Node, box: Box) -> None:
    """Begin to draw a figure, saying where it is."""
    x, y, width, height = box
    figure.box = (x, y, x + width, y + height)
    canvas.enter(figure)


def draw_qr(canvas: FormCanvas, content: str, x: float, y: float, size: float, figure: Node) -> None:
    """A QR code (ISO/IEC 18004, level M) with its lower left corner at x, y; `size` without the quiet zone.

    The unit is a module and y runs downwards, so that all numbers are small and whole.
    """
    enter_figure(canvas, figure, (x, y, size, size))
    rows = _modules(content)
    module = size / len(rows)
    red, green, blue = styles.INK
    operators = [f"q {red:.3f} {green:.3f} {blue:.3f} rg {module:.4f} 0 0 {-module:.4f} {x:.2f} {y + size:.2f} cm"]
    for number, row in enumerate(rows):
        column = 0
        while column < len(row):
            run = column
            while run < len(row) and row[run]:
                run += 1
            if run > column:
                operators.append(f"{column} {number} {run - column} 1 re")
            column = run + 1
    canvas.addLiteral("\n".join([*operators, "f Q"]))
