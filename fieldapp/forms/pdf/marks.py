"""Ink and QR code as vector paths."""

from __future__ import annotations

from functools import lru_cache

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import Box, FormCanvas
from fieldapp.forms.signing.ink import Ink
from fieldapp.forms.signing.strokes import Segment, all_segments, fit

_WIDTH_STEP = 0.1
"""Segments whose widths differ by less are drawn as one path."""


def draw_ink(canvas: FormCanvas, ink: Ink, box: Box) -> None:
    """The signature as written, in the largest area of its pad's proportion that fits the box."""
    x, y, width, height = box
    place = fit(ink, width, height)
    left, upper = x + place.x, y + height - place.y
    red, green, blue = styles.SIGNATURE_INK
    operators = [f"q 1 J 1 j {red:.3f} {green:.3f} {blue:.3f} RG"]
    for stroke in all_segments(ink, place.width, place.height):
        operators += _stroke(stroke, left, upper)
    canvas.addLiteral("\n".join([*operators, "Q"]))


def _stroke(segments: tuple[Segment, ...], left: float, upper: float) -> list[str]:
    operators: list[str] = []
    step_before = None
    for segment in segments:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (
            (left + x, upper - y) for x, y in (segment.start, segment.control1, segment.control2, segment.end)
        )
        step = max(1, round(segment.width / _WIDTH_STEP))
        if step != step_before:
            if step_before is not None:
                operators.append("S")
            operators.append(f"{step * _WIDTH_STEP:.1f} w {x0:.2f} {y0:.2f} m")
            step_before = step
        operators.append(f"{x1:.2f} {y1:.2f} {x2:.2f} {y2:.2f} {x3:.2f} {y3:.2f} c")
    operators.append("S")
    return operators


@lru_cache(maxsize=8)
def _modules(content: str) -> tuple[tuple[int, ...], ...]:
    # Imported here: it costs a tenth of a second that an opening program need not spend.
    import segno

    code = segno.make(content, error="m", micro=False, boost_error=False)
    return tuple(tuple(row) for row in code.matrix)


def draw_qr(canvas: FormCanvas, content: str, x: float, y: float, size: float) -> None:
    """A QR code (ISO/IEC 18004, level M) with its lower left corner at x, y; `size` without the quiet zone."""
    rows = _modules(content)
    module = size / len(rows)
    red, green, blue = styles.INK
    operators = [f"{red:.3f} {green:.3f} {blue:.3f} rg"]
    for number, row in enumerate(rows):
        bottom = y + size - (number + 1) * module
        column = 0
        while column < len(row):
            run = column
            while run < len(row) and row[run]:
                run += 1
            if run > column:
                operators.append(f"{x + column * module:.3f} {bottom:.3f} {(run - column) * module:.3f} {module:.3f} re")
            column = run + 1
    canvas.addLiteral("\n".join([*operators, "f"]))
