"""Drawing inside one figure of a page: lines and boxes are content of the figure, which says in words what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import Box, FormCanvas
from fieldapp.forms.pdf.elements import text_width
from fieldapp.forms.pdf.fonts import printable
from fieldapp.forms.pdf.marks import enter_figure
from fieldapp.forms.pdf.structure import Node
from fieldapp.forms.pdf.styles import Colour, TextStyle

Point = tuple[float, float]
DASH: Sequence[float] = (3, 2)


class Pen:
    """Lengths in points, y upwards, from the page's corner. Everything can be told apart without colour: by tone, by a hatch, by
    a dashed line."""

    def __init__(self, canvas: FormCanvas, figure: Node, box: Box) -> None:
        enter_figure(canvas, figure, box)
        self._canvas, self._figure = canvas, figure

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self._put(f"{_rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, x: float, y: float, width: float, height: float, colour: Colour, *, dash: Sequence[float] = ()) -> None:
        self._put(f"q {_rgb(colour)} RG 0.8 w {_dash(dash)} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S Q")

    def hatch(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Slanted lines in a frame."""
        lines = [f"q {x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n {_rgb(colour)} RG 0.7 w"]
        start = x - height
        while start < x + width:
            lines.append(f"{start:.2f} {y:.2f} m {start + height:.2f} {y + height:.2f} l S")
            start += 3.2
        self._put(" ".join([*lines, "Q"]))
        self.frame(x, y, width, height, colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float = 0.5, *, dash: Sequence[float] = ()) -> None:
        if len(points) < 2:
            return
        first, *others = (f"{x:.2f} {y:.2f}" for x, y in points)
        self._put(f"q {_rgb(colour)} RG {width:g} w 1 j {_dash(dash)} {first} m {' '.join(f'{p} l' for p in others)} S Q")

    def dot(self, x: float, y: float, colour: Colour, *, hollow: bool = False) -> None:
        """A square mark, filled or not."""
        half = 2.2
        self.box(x - half, y - half, 2 * half, 2 * half, styles.WHITE if hollow else colour)
        self.frame(x - half, y - half, 2 * half, 2 * half, colour)

    def text(self, x: float, y: float, text: str, style: TextStyle, *, align: float = 0.0) -> None:
        """One line with its base line at y; `align` 0 begins at x, 0.5 is centred, 1 ends there."""
        shown = printable(text).replace("\n", " ")
        self._canvas.write(x - align * text_width(shown, style), y, shown, style, self._figure)

    def _put(self, operators: str) -> None:
        self._canvas.addLiteral(operators)


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:.3f}" for part in colour)


def _dash(pattern: Sequence[float]) -> str:
    return f"[{' '.join(f'{part:g}' for part in pattern)}] 0 d"
