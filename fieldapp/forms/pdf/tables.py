"""Label/value pairs, long texts and tables as rows of ruled cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.elements import Block, Cell, Element, Row, lay, text_width, write_lines
from fieldapp.forms.pdf.structure import Node
from fieldapp.forms.presentation import Grid, LongText, Pair, Pairs
from fieldapp.forms.schema import FieldType, Width

_LABEL_WIDTH = 84.0
_NARROW_LABEL_WIDTH = 62.0
_SIXTHS = {Width.THIRD: 2, Width.HALF: 3, Width.FULL: 6}
_ROOMY = 3
"""A value of more lines than this in a part of the row gets the whole row."""
_WIDEST_WISH = 240.0
_LONGEST_WORD = styles.WIDTH / 4
"""A longer serial may be torn in a table that is full."""
_FEW = 8 * styles.VALUE.size
_WORDS = re.compile(r"[!-~]+")
_COLUMNS = 6
"""Of a table of pairs, as assistive software sees it: rows of one, two and three pairs, the answers spanning what is left."""
_NUMERIC = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.DURATION})


def pair_rows(block: Pairs, marks: Mapping[str, str], table: Node) -> list[Row]:
    """Pairs of one width side by side, sharing the row evenly. `marks`: field id → priority shape; `table` gets the rows."""
    lines: list[list[Pair]] = []
    used = full = 6
    for item in block.items:
        sixths = _sixths(item)
        if used + sixths > full or sixths != _sixths(lines[-1][0]):
            lines.append([])
            used = 0
        lines[-1].append(item)
        used += sixths
    return [_pair_row(line, marks, table.add("TR")) for line in lines]


def _sixths(item: Pair) -> int:
    sixths = _SIXTHS[item.width]
    room = styles.WIDTH * sixths / 6 - _LABEL_WIDTH - 2 * styles.PAD
    if "\n" in item.value or text_width(item.value[:400], styles.VALUE) > _ROOMY * room:
        return 6
    return sixths


def _pair_row(line: Sequence[Pair], marks: Mapping[str, str], row: Node) -> Row:
    cells: list[Cell] = []
    x = 0.0
    width = styles.WIDTH / len(line)
    label = _LABEL_WIDTH if len(line) < 3 else _NARROW_LABEL_WIDTH
    for item in line:
        cells.append(_label(x, label, item.label, row))
        mark = marks.get(item.field)
        style = styles.MARK if mark else styles.EMPTY if item.empty else styles.VALUE
        answer = row.add("TD", span=_COLUMNS // len(line) - 1)
        cells.append(Cell.of(x + label, width - label, item.value, style, mark=mark, tag=answer))
        x += width
    return Row(tuple(cells))


def long_text_row(block: LongText, table: Node) -> Row:
    """The question on the left, the answer on the right; goes on over pages."""
    return labelled_row(block.label, block.text, table)


def labelled_row(
    label: str, text: str, table: Node, *, label_width: float = _LABEL_WIDTH, style: styles.TextStyle = styles.VALUE
) -> Row:
    """One question over the whole width."""
    row = table.add("TR")
    head = _label(0, label_width, label, row)
    answer = row.add("TD", span=_COLUMNS - 1)
    return Row((head, Cell.of(label_width, styles.WIDTH - label_width, text, style, tag=answer)))


def note_row(label: str, text: str, table: Node, *, keep_with_next: bool = False) -> Row:
    """A question answered by a remark."""
    return replace(labelled_row(label, text, table), keep_with_next=keep_with_next)


def _label(x: float, width: float, text: str, row: Node) -> Cell:
    head = row.add("TH", scope="Row")
    return Cell.of(x, width, text, styles.LABEL, fill=styles.LABEL_TINT, again=text, tag=head)


def grid_elements(block: Grid, section: Node) -> Iterator[Element]:
    """A caption, the head and the rows; the head is repeated on every page."""
    table = section.add("Table")
    widths = column_widths(block)
    numeric = [column.type in _NUMERIC for column in block.columns]
    yield _caption(block.label, table.add("Caption"))
    yield from table_rows([column.label for column in block.columns], block.rows, widths, numeric, table)


def table_rows(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], numeric: Sequence[bool], table: Node
) -> Iterator[Row]:
    """The head, then the rows, which repeat it on every page they begin."""
    head = Row(_cells(heads, widths, numeric, table.add("TR"), head=True), keep_with_next=True)
    yield head
    again = head.repeated()
    for row in rows:
        yield Row(_cells(row, widths, numeric, table.add("TR"), head=False), header=again)


def _cells(texts: Sequence[str], widths: Sequence[float], numeric: Sequence[bool], row: Node, *, head: bool) -> tuple[Cell, ...]:
    cells, x = [], 0.0
    style, fill = (styles.HEAD, styles.LABEL_TINT) if head else (styles.VALUE, None)
    for text, width, right in zip(texts, widths, numeric, strict=True):
        tag = row.add("TH", scope="Column") if head else row.add("TD")
        cells.append(Cell.of(x, width, text, style, fill=fill, right=right, tag=tag))
        x += width
    return tuple(cells)


def _caption(text: str, tag: Node) -> Block:
    lines = lay(text, styles.CAPTION, styles.WIDTH)

    def paint(canvas: FormCanvas, top: float) -> None:
        write_lines(canvas, styles.MARGIN, top - 3, lines, styles.CAPTION, tag)

    return Block(len(lines) * styles.CAPTION.leading + 6, paint, keep_with_next=True)


def column_widths(block: Grid) -> list[float]:
    """Every column what its texts want where there is room, else a fair share, but no word or serial is torn that need not be;
    together the width of the page.
    """
    wishes = [_wish(block, index) for index in range(len(block.columns))]
    spare = styles.WIDTH - sum(wishes)
    if spare >= 0:
        total = sum(column.weight for column in block.columns)
        return [wish + spare * column.weight / total for wish, column in zip(wishes, block.columns, strict=True)]
    least = [min(wish, _least(block, index)) for index, wish in enumerate(wishes)]
    room = styles.WIDTH - sum(least)
    if room < 0:
        least, room = [0.0] * len(wishes), styles.WIDTH
    wanted = [wish - width for wish, width in zip(wishes, least, strict=True)]
    level = _level(sorted(wanted), room)
    return [width + min(want, level) for width, want in zip(least, wanted, strict=True)]


def _level(ascending: Sequence[float], room: float) -> float:
    """The width at which the wide columns are cut off so that all fit in `room`, the narrow ones keeping their wish."""
    for number, wish in enumerate(ascending):
        share = room / (len(ascending) - number)
        if wish > share:
            return share
        room -= wish
    return room


def _least(block: Grid, index: int) -> float:
    """Room for the longest word or serial of the column that is not longer than a column should be, and for a few ideographs."""
    words = {word for row in block.rows for word in _WORDS.findall(row[index])}
    widths = [text_width(word, styles.VALUE) for word in words]
    return max([_FEW, *(width for width in widths if width <= _LONGEST_WORD)]) + 2 * styles.PAD + 1


def _wish(block: Grid, index: int) -> float:
    """Room for the longest text of the column, up to a bound."""
    texts = [max(row[index].split("\n"), key=len)[:60] for row in block.rows]
    widest = max([text_width(block.columns[index].label, styles.HEAD), *(text_width(text, styles.VALUE) for text in texts)])
    return min(widest, _WIDEST_WISH) + 2 * styles.PAD + 1
