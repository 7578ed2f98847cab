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
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

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
    edits the cell."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
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


def _write(sheet: WriteOnlyWorksheet, table: Table) -> None:
    """Row by row: thousands of incidents would take a hundred megabytes as cells of a workbook."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for index, column in enumerate(table.columns, 1):
        shown = [row[index - 1] for row in table.rows[:200]]
        sheet.column_dimensions[get_column_letter(index)].width = _width(column, shown)
    sheet.freeze_panes = "B2"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    bold, tint, wrap = Font(bold=True), PatternFill("solid", fgColor="EAF0F8"), Alignment(wrap_text=True, vertical="top")
    heads = [_text(sheet, column.label) for column in table.columns]
    for head in heads:
        head.font, head.fill, head.alignment = bold, tint, wrap
    sheet.append(heads)
    for row in table.rows:
        sheet.append([_cell(sheet, cell) for cell in row])


def _cell(sheet: WriteOnlyWorksheet, cell: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    value = cell.value
    if value is None:
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)  # a spreadsheet knows no zones; it is the office's time
    elif cell.kind is Kind.DURATION:
        value = value / _DAY_S
    made = WriteOnlyCell(sheet, value)
    made.number_format = _FORMATS[cell.kind]
    return made


def _text(sheet: WriteOnlyWorksheet, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    clean = text.translate(_FORBIDDEN)
    made = WriteOnlyCell(sheet, clean)
    made.data_type = "s"
    if clean[:1] in ("=", "+", "-", "@", "\t", "|", "%"):
        made.quotePrefix = True
    return made


def _write_notes(sheet: WriteOnlyWorksheet, lines: list[str]) -> None:
    from openpyxl.styles import Alignment

    sheet.column_dimensions["A"].width = 110
    for line in lines:
        cell = _text(sheet, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append([cell])


def _width(column: Column, shown: list[Cell]) -> int:
    """In characters of the default font; an ideograph takes two."""
    longest = max((_extent(cell.text) for cell in shown), default=0)
    return min(_WIDE, max(_NARROW, _extent(column.label) + 4, longest + 2))


def _extent(text: str) -> int:
    return sum(2 if char >= "\u2e80" else 1 for char in text)
