"""The look: A4, one accent colour, hairlines, four sizes of type. Lengths in points (1/72 inch), y upwards as in PDF."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4

PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
MARGIN = 16 * MM
TOP = PAGE_HEIGHT - 20 * MM
"""Upper edge of the content of every page; the running header stands above it."""
BOTTOM = 19 * MM
"""Lower edge of the content; the footer stands below it."""
WIDTH = PAGE_WIDTH - 2 * MARGIN

PAD = 4.0
"""Between a cell's rule and its text."""
HAIRLINE = 0.5
BOLD_OUTLINE = 0.03
"""Bold glyphs get an outline of so much of their size, half of it outside: about the stems of a weight of 650."""

Colour = tuple[float, float, float]


def _hex(code: str) -> Colour:
    return (int(code[0:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:6], 16) / 255)


INK = _hex("16202E")
QUIET = _hex("56616F")
ACCENT = _hex("1B4B8A")
ACCENT_TINT = _hex("EAF0F8")
LABEL_TINT = _hex("F5F7FA")
RULE = _hex("C3CCD7")
ALERT = _hex("B3261E")
CAUTION = _hex("8A5A00")
WHITE = _hex("FFFFFF")
SIGNATURE_INK = _hex("0B1F4B")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """`leading` is the distance of base lines."""

    size: float
    leading: float
    colour: Colour = INK
    bold: bool = False


TITLE = TextStyle(19, 26, INK, bold=True)
SUBTITLE = TextStyle(9.5, 14, QUIET)
NUMBER = TextStyle(11, 15, ACCENT, bold=True)
SECTION = TextStyle(10.5, 15, ACCENT, bold=True)
LABEL = TextStyle(8.5, 13, QUIET)
VALUE = TextStyle(9, 13, INK)
HEAD = TextStyle(8.5, 13, INK)
SMALL = TextStyle(7.5, 11, QUIET)
CODE = TextStyle(7.5, 13, INK)
MARK = TextStyle(9, 13, INK, bold=True)
WATERMARK = TextStyle(56, 60, _hex("F0F2F5"), bold=True)
EMPTY = TextStyle(9, 13, _hex("98A1AD"))
CAPTION = TextStyle(9, 15, INK, bold=True)
