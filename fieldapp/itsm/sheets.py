"""Tables for office programs: CSV that Excel opens with Chinese text, and XLSX. No cell can become a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from fieldapp.forms.values import clean_text

Cell = str | int | float | datetime | None
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), and what some make of it."""
LONGEST: Final = 32_000
"""Characters that a cell of Excel holds, a little less."""
TIME: Final = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Times are naive, on the office's wall clock."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, lines ending in CR LF. A text that begins like a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.heads)
    for row in sheet.rows:
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(sheet: Sheet) -> bytes:
    """One worksheet: a bold first line that stays in sight, texts as texts whatever they begin with, times as times."""
    book = Workbook(write_only=True)
    made = book.create_sheet(sheet.title[:31])
    made.freeze_panes = "A2"
    for index, head in enumerate(sheet.heads, 1):
        longest = max([len(head), *(len(str(row[index - 1] or "")) for row in sheet.rows[:200])])
        made.column_dimensions[get_column_letter(index)].width = min(60, max(10, 1.8 * min(longest, 34)))
    heads = [WriteOnlyCell(made, head) for head in sheet.heads]
    for cell in heads:
        cell.font = Font(bold=True)
    made.append(heads)
    for row in sheet.rows:
        made.append([_cell(made, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: Cell) -> Cell:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if not isinstance(value, str):
        return value
    text = clean_text(value)
    return f"'{text}" if text.lstrip().startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text


def _cell(sheet: object, value: Cell) -> WriteOnlyCell:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, clean_text(value)[:LONGEST])
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text="\n" in value or len(value) > 34)
        return cell
    cell = WriteOnlyCell(sheet, value)
    cell.alignment = Alignment(vertical="top")
    if isinstance(value, datetime):
        cell.number_format = TIME
    return cell
