"""Ink and QR code as vector paths."""

from __future__ import annotations

from functools import lru_cache
from math import dist

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import Box, FormCanvas
from fieldapp.forms.signing.ink import Ink
from fieldapp.forms.signing.strokes import Segment, all_segments, fit

_UNIT = 0.05
"""Ink is written in whole units of so many points, a sixtieth of a millimetre: half the bytes of decimals."""
_WIDTH_STEP = 2
"""Widths are rounded to so many units; neighbouring segments of one width make one path."""
_STRAIGHT = 20.0
"""Segments shorter than this (in units) are drawn straight: a curve inside one point cannot be told from its chord."""


def draw_ink(canvas: FormCanvas, ink: Ink, box: Box) -> None:
    """The signature as written, in the largest area of its pad's proportion that fits the box."""
    x, y, width, height = box
    place = fit(ink, width, height)
    left, upper = x + place.x, y + height - place.y
    red, green, blue = styles.SIGNATURE_INK
    operators = [f"q 1 J 1 j {red:.3f} {green:.3f} {blue:.3f} RG {_UNIT} 0 0 {-_UNIT} {left:.2f} {upper:.2f} cm"]
    for stroke in all_segments(ink, place.width / _UNIT, place.height / _UNIT):
        operators += _stroke(stroke)
    canvas.addLiteral("\n".join([*operators, "Q"]))


def _stroke(segments: tuple[Segment, ...]) -> list[str]:
    operators: list[str] = []
    width_before = None
    for segment in segments:
        width = max(1, round(segment.width / _WIDTH_STEP)) * _WIDTH_STEP
        x0, y0 = segment.start
        x3, y3 = segment.end
        if width != width_before:
            operators.append(f"{'S ' if operators else ''}{width} w {x0:.0f} {y0:.0f} m")
            width_before = width
        if dist(segment.start, segment.end) < _STRAIGHT:
            operators.append(f"{x3:.0f} {y3:.0f} l")
        else:
            (x1, y1), (x2, y2) = segment.control1, segment.control2
            operators.append(f"{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f} {x3:.0f} {y3:.0f} c")
    return [*operators, "S"]


@lru_cache(maxsize=8)
def _modules(content: str) -> tuple[tuple[int, ...], ...]:
    # Imported here: it costs a tenth of a second that an opening program need not spend.
    import segno

    code = segno.make(content, error="m", micro=False, boost_error=False)
    return tuple(tuple(row) for row in code.matrix)


def draw_qr(canvas: FormCanvas, content: str, x: float, y: float, size: float) -> None:
    """A QR code (ISO/IEC 18004, level M) with its lower left corner at x, y; `size` without the quiet zone.

    The unit is a module and y runs downwards, so that all numbers are small and whole.
    """
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
