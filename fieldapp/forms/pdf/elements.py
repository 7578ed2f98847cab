"""What a page is made of: things with a height that can be drawn, and rows of text cells that can also be cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.fonts import printable, stack
from fieldapp.forms.pdf.linebreak import break_lines
from fieldapp.forms.pdf.structure import Artifact, Tag
from fieldapp.forms.pdf.styles import Colour, TextStyle

_FULL_WIDTH = 1000
_OPENING = frozenset("（〔【《〈「『〖［｛“‘")
_ROW_PAD = 3.0
"""Above and below the text of a row."""
_WHOLE_UP_TO = 6
"""Rows of up to so many lines move to the next page whole."""
_LEAST_LINES = 3
"""A longer row leaves at least so many lines behind, else it begins on the next page."""


class Element(Protocol):
    """Something `paginate` can place. `least` is the smallest useful head of it, its height when it cannot be cut."""

    @property
    def height(self) -> float: ...
    @property
    def least(self) -> float: ...
    @property
    def keep_with_next(self) -> bool: ...
    @property
    def header(self) -> Element | None:
        """To be repeated above when this begins a page."""

    def cut(self, room: float) -> tuple[Element, Element] | None:
        """A head no higher than `room` and the rest; None when it is not to be cut there."""

    def draw(self, canvas: FormCanvas, top: float) -> None:
        """Draw with the upper edge at `top`."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a fixed height, never cut."""

    height: float
    paint: Callable[[FormCanvas, float], None]
    keep_with_next: bool = False
    header: Element | None = None

    @property
    def least(self) -> float:
        return self.height

    def cut(self, room: float) -> None:
        return None

    def draw(self, canvas: FormCanvas, top: float) -> None:
        self.paint(canvas, top)


def gap(height: float) -> Block:
    """White space; `paginate` drops it at the head of a page."""
    return Block(height, _nothing)


def _nothing(canvas: FormCanvas, top: float) -> None:
    pass


def is_gap(element: Element) -> bool:
    return isinstance(element, Block) and element.paint is _nothing


def lay(text: str, style: TextStyle, width: float) -> tuple[str, ...]:
    """Any text as lines no wider than `width` points."""
    find = stack().advance
    return tuple(break_lines(printable(text), width * 1000 / style.size, find))


def text_width(text: str, style: TextStyle) -> float:
    """Of one line of printable text without the space it may end with, in points."""
    return sum(map(stack().advance, text.removesuffix(" "))) * style.size / 1000


def write_lines(canvas: FormCanvas, x: float, top: float, lines: tuple[str, ...], style: TextStyle, tag: Tag) -> None:
    """Lines downwards from `top`; the ideographic box stands in the middle of its line."""
    baseline = _baseline(top, style)
    for line in lines:
        canvas.write(x - _empty_half(line, style), baseline, line, style, tag)
        baseline -= style.leading


def _baseline(top: float, style: TextStyle) -> float:
    return top - (style.leading - style.size) / 2 - 0.88 * style.size


def _empty_half(line: str, style: TextStyle) -> float:
    """Of a full-width opening mark at the head of a line, whose ink stands in the right half of its box: the mark hangs, so that
    the ink of all lines begins at one edge."""
    return style.size / 2 if line[:1] in _OPENING and stack().advance(line[0]) == _FULL_WIDTH else 0.0


def write_right(canvas: FormCanvas, right: float, top: float, text: str, style: TextStyle, tag: Tag) -> None:
    """One line that ends at `right`."""
    canvas.write(right - text_width(text, style), _baseline(top, style), text, style, tag)


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in a ruled box; `x` counts from the left margin. `again` stands in the box when the row goes on on another page.

    `tag` is what the text is content of; what stands there again is an artifact.
    `mark` draws the shape of a priority before the text; `right` sets the text to the right.
    """

    x: float
    width: float
    lines: tuple[str, ...]
    style: TextStyle
    fill: Colour | None = None
    again: tuple[str, ...] = ()
    mark: str | None = None
    right: bool = False
    tag: Tag = Artifact.LAYOUT

    @classmethod
    def of(
        cls,
        x: float,
        width: float,
        text: str,
        style: TextStyle,
        *,
        fill: Colour | None = None,
        again: str = "",
        mark: str | None = None,
        right: bool = False,
        tag: Tag = Artifact.LAYOUT,
    ) -> Cell:
        inner = width - 2 * styles.PAD - (mark_room(style) if mark else 0.0)
        repeated = lay(again, style, inner) if again else ()
        return cls(x, width, lay(text, style, inner), style, fill, repeated, mark, right, tag)

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading + 2 * _ROW_PAD

    def head(self, lines: int) -> Cell:
        return replace(self, lines=self.lines[:lines])

    def rest(self, lines: int) -> Cell:
        if len(self.lines) > lines:
            return replace(self, lines=self.lines[lines:], mark=None)
        return replace(self, lines=self.again, mark=None, tag=Artifact.LAYOUT)

    def draw_text(self, canvas: FormCanvas, top: float) -> None:
        x = styles.MARGIN + self.x + styles.PAD
        if self.right:
            for number, line in enumerate(self.lines):
                write_right(
                    canvas, x + self.width - 2 * styles.PAD, top - number * self.style.leading, line, self.style, self.tag
                )
            return
        if self.mark is not None:
            draw_mark(canvas, self.mark, x, top, self.style)
            x += mark_room(self.style)
        write_lines(canvas, x, top, self.lines, self.style, self.tag)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, as high as the highest. Cut between lines when it is long."""

    cells: tuple[Cell, ...]
    keep_with_next: bool = False
    header: Row | None = None

    @property
    def height(self) -> float:
        return max(cell.height for cell in self.cells)

    @property
    def least(self) -> float:
        longest = max(self.cells, key=lambda cell: cell.height)
        if len(longest.lines) <= _WHOLE_UP_TO:
            return self.height
        return _LEAST_LINES * longest.style.leading + 2 * _ROW_PAD

    def cut(self, room: float) -> tuple[Row, Row] | None:
        if room < self.least or self.height <= room:
            return None
        leading = max(cell.style.leading for cell in self.cells)
        lines = int((room - 2 * _ROW_PAD) / leading)
        if lines < 1:
            return None
        head = replace(self, cells=tuple(cell.head(lines) for cell in self.cells))
        return head, replace(self, cells=tuple(cell.rest(lines) for cell in self.cells), keep_with_next=False)

    def repeated(self) -> Row:
        """The same to look at, without meaning: for the head of a table on its later pages."""
        return replace(self, cells=tuple(replace(cell, tag=Artifact.LAYOUT) for cell in self.cells))

    def draw(self, canvas: FormCanvas, top: float) -> None:
        height = self.height
        for cell in self.cells:
            box = (styles.MARGIN + cell.x, top - height, cell.width, height)
            if cell.fill is not None:
                canvas.fill(box, cell.fill)
            canvas.frame(box)
        for cell in self.cells:
            cell.draw_text(canvas, top - _ROW_PAD)


MARKS = {"CRITICAL": styles.ALERT, "SEVERE": styles.CAUTION, "NORMAL": styles.ACCENT}
"""Priorities are told apart by word and by shape; colour only helps."""


def mark_room(style: TextStyle) -> float:
    """Width of a mark with the space behind it."""
    return style.size * 0.82 + 4


def draw_mark(canvas: FormCanvas, mark: str, x: float, top: float, style: TextStyle) -> None:
    """The shape of a priority: triangle, diamond or square."""
    size = style.size * 0.82
    middle, left = top - style.leading / 2, x
    low, high, centre = middle - size / 2, middle + size / 2, left + size / 2
    shapes = {
        "CRITICAL": ((left, low), (left + size, low), (centre, high)),
        "SEVERE": ((left, middle), (centre, low), (left + size, middle), (centre, high)),
        "NORMAL": ((left + 1, low + 1), (left + size - 1, low + 1), (left + size - 1, high - 1), (left + 1, high - 1)),
    }
    canvas.polygon(shapes[mark], MARKS[mark])


def paragraph(text: str, style: TextStyle, tag: Tag) -> Block:
    """Some lines over the whole width."""
    lines = lay(text, style, styles.WIDTH)

    def paint(canvas: FormCanvas, top: float) -> None:
        write_lines(canvas, styles.MARGIN, top, lines, style, tag)

    return Block(len(lines) * style.leading, paint)
