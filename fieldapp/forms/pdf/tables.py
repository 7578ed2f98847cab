"""Label/value pairs, long texts and tables as rows of ruled cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.elements import Block, Cell, Element, Row, lay, text_width, write_lines
from fieldapp.forms.presentation import Grid, LongText, Pair, Pairs
from fieldapp.forms.schema import FieldType, Width

_LABEL_WIDTH = 84.0
_NARROW_LABEL_WIDTH = 62.0
_SIXTHS = {Width.THIRD: 2, Width.HALF: 3, Width.FULL: 6}
_ROOMY = 3
"""A value of more lines than this in a part of the row gets the whole row."""
_WIDEST_WISH = 240.0
_NUMERIC = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.DURATION})


def pair_rows(block: Pairs, marks: dict[str, str]) -> list[Row]:
    """Pairs of one width side by side, sharing the row evenly. `marks`: field id → priority shape."""
    lines: list[list[Pair]] = []
    used = full = 6
    for item in block.items:
        sixths = _sixths(item)
        if used + sixths > full or sixths != _sixths(lines[-1][0]):
            lines.append([])
            used = 0
        lines[-1].append(item)
        used += sixths
    return [_pair_row(line, marks) for line in lines]


def _sixths(item: Pair) -> int:
    sixths = _SIXTHS[item.width]
    room = styles.WIDTH * sixths / 6 - _LABEL_WIDTH - 2 * styles.PAD
    if "\n" in item.value or text_width(item.value[:400], styles.VALUE) > _ROOMY * room:
        return 6
    return sixths


def _pair_row(line: Sequence[Pair], marks: dict[str, str]) -> Row:
    cells: list[Cell] = []
    x = 0.0
    width = styles.WIDTH / len(line)
    label = _LABEL_WIDTH if len(line) < 3 else _NARROW_LABEL_WIDTH
    for item in line:
        cells.append(_label(x, label, item.label))
        mark = marks.get(item.field)
        style = styles.MARK if mark else styles.EMPTY if item.empty else styles.VALUE
        cells.append(Cell.of(x + label, width - label, item.value, style, mark=mark))
        x += width
    return Row(tuple(cells))


def long_text_row(block: LongText) -> Row:
    """The question on the left, the answer on the right; goes on over pages."""
    return Row(
        (
            _label(0, _LABEL_WIDTH, block.label),
            Cell.of(_LABEL_WIDTH, styles.WIDTH - _LABEL_WIDTH, block.text, styles.VALUE),
        )
    )


def note_row(label: str, text: str, *, keep_with_next: bool = False) -> Row:
    """A question answered by a remark."""
    return replace(long_text_row(LongText("", label, text)), keep_with_next=keep_with_next)


def _label(x: float, width: float, text: str) -> Cell:
    return Cell.of(x, width, text, styles.LABEL, fill=styles.LABEL_TINT, again=text)


def grid_elements(block: Grid) -> Iterator[Element]:
    """A caption, the head and the rows; the head is repeated on every page."""
    widths = column_widths(block)
    numeric = [column.type in _NUMERIC for column in block.columns]
    head = Row(_cells([column.label for column in block.columns], widths, styles.HEAD, numeric, fill=True), keep_with_next=True)
    yield _caption(block.label)
    yield head
    for row in block.rows:
        yield Row(_cells(row, widths, styles.VALUE, numeric, fill=False), header=head)


def _cells(
    texts: Sequence[str], widths: Sequence[float], style: styles.TextStyle, numeric: Sequence[bool], *, fill: bool
) -> tuple[Cell, ...]:
    cells, x = [], 0.0
    for text, width, right in zip(texts, widths, numeric, strict=True):
        cells.append(Cell.of(x, width, text, style, fill=styles.LABEL_TINT if fill else None, right=right))
        x += width
    return tuple(cells)


def _caption(text: str) -> Block:
    lines = lay(text, styles.CAPTION, styles.WIDTH)

    def paint(canvas: FormCanvas, top: float) -> None:
        write_lines(canvas, styles.MARGIN, top - 3, lines, styles.CAPTION)

    return Block(len(lines) * styles.CAPTION.leading + 6, paint, keep_with_next=True)


def column_widths(block: Grid) -> list[float]:
    """Every column what its texts want where there is room, else a fair share; together the width of the page."""
    wishes = [_wish(block, index) for index in range(len(block.columns))]
    spare = styles.WIDTH - sum(wishes)
    if spare >= 0:
        total = sum(column.weight for column in block.columns)
        return [wish + spare * column.weight / total for wish, column in zip(wishes, block.columns, strict=True)]
    level = _level(sorted(wishes))
    return [min(wish, level) for wish in wishes]


def _level(ascending: Sequence[float]) -> float:
    """The width at which the wide columns are cut off so that all fit, the narrow ones keeping their wish."""
    room = styles.WIDTH
    for number, wish in enumerate(ascending):
        share = room / (len(ascending) - number)
        if wish > share:
            return share
        room -= wish
    return room


def _wish(block: Grid, index: int) -> float:
    """Room for the longest text of the column, up to a bound."""
    texts = [max(row[index].split("\n"), key=len)[:60] for row in block.rows]
    widest = max([text_width(block.columns[index].label, styles.HEAD), *(text_width(text, styles.VALUE) for text in texts)])
    return min(widest, _WIDEST_WISH) + 2 * styles.PAD + 1
