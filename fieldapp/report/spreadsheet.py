"""A report as a spreadsheet (.xlsx): a sheet for each table, numbers as numbers, every text as text whatever it begins with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from fieldapp.report.cells import Cell, Column, Kind, Table
from fieldapp.report.content import Dimension, Report
from fieldapp.report.listing import Listing
from fieldapp.report.notes import notes
from fieldapp.report.tables import Tables
from fieldapp.report.words import Words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMATS: Final = {
    Kind.COUNT: "#,##0",
    Kind.RATE: "0.0%",
    Kind.GROWTH: "+0.0%;-0.0%",
    Kind.DURATION: "[h]:mm",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
_DAY_S: Final = 86_400
"""A spreadsheet counts time in days."""
_FORBIDDEN: Final = str.maketrans({char: None for char in (*map(chr, range(32)), "\ufffe", "\uffff") if char not in "\t\n"})
_SHEET_NAME: Final = 31
_NARROW, _WIDE = 9, 48


def to_xlsx(report: Report, words: Words) -> bytes:
    """The workbook. Texts that begin like a formula are marked as text (quote prefix), so that they stay text when somebody
    edits the cell or saves the sheet in another format."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.title = f"{words('title')} {report.quarter}"
    book.properties.creator = "fieldapp"
    for table in _tables(report, words):
        _write(book.create_sheet(_free_name(book.sheetnames, table.title)), table)
    _write_notes(book.create_sheet(words("section.notes")), [words("title"), str(report.quarter), *notes(report, words)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _tables(report: Report, words: Words) -> Iterator[Table]:
    tables, listing = Tables(report, words), Listing(report, words)
    yield tables.summary()
    yield tables.trend()
    yield tables.outlook()
    yield tables.flow()
    yield tables.times()
    for dimension in Dimension:
        yield tables.breakdown(dimension)
    yield tables.quality()
    yield tables.satisfaction()
    yield tables.reclassified()
    yield tables.repeats()
    yield listing.incidents()
    yield listing.withdrawn()


def _free_name(taken: list[str], title: str) -> str:
    """A name as sheets may have: short, without marks, and not there yet."""
    name = "".join(" " if char in "[]:*?/\\" else char for char in title.split("（")[0].split(" (")[0])[:_SHEET_NAME].strip()
    return name if name not in taken else f"{name[: _SHEET_NAME - 3]} {len(taken)}"


def _write(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold, tint, wrap = Font(bold=True), PatternFill("solid", fgColor="EAF0F8"), Alignment(wrap_text=True, vertical="top")
    for index, column in enumerate(table.columns, 1):
        head = sheet.cell(1, index)
        _put_text(head, column.label)
        head.font, head.fill, head.alignment = bold, tint, wrap
        sheet.column_dimensions[get_column_letter(index)].width = _width(column, [row[index - 1] for row in table.rows[:200]])
    for line, row in enumerate(table.rows, 2):
        for index, cell in enumerate(row, 1):
            _put(sheet.cell(line, index), cell)
    sheet.freeze_panes = "B2"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"


def _put(target: Any, cell: Cell) -> None:
    value = cell.value
    if value is None:
        return
    if isinstance(value, str):
        _put_text(target, value)
        return
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)  # a spreadsheet knows no zones; it is the office's time
    elif cell.kind is Kind.DURATION:
        value = value / _DAY_S
    target.value = value
    target.number_format = _FORMATS[cell.kind]


def _put_text(target: Any, text: str) -> None:
    target.value = text.translate(_FORBIDDEN)
    target.data_type = "s"
    if text[:1] in ("=", "+", "-", "@", "\t", "|", "%"):
        target.quotePrefix = True


def _write_notes(sheet: Worksheet, lines: list[str]) -> None:
    from openpyxl.styles import Alignment

    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(lines, 1):
        cell = sheet.cell(number, 1)
        _put_text(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _width(column: Column, shown: list[Cell]) -> int:
    """In characters of the default font; an ideograph takes two."""
    longest = max((_extent(cell.text) for cell in shown), default=0)
    return min(_WIDE, max(_NARROW, _extent(column.label) + 4, longest + 2))


def _extent(text: str) -> int:
    return sum(2 if char >= "\u2e80" else 1 for char in text)
