"""What an office program gets: text stays text, times are times, Chinese is Chinese."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from fieldapp.itsm.sheets import Sheet, to_csv, to_xlsx

AT = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001 - the wall clock of the office
ROW = ("𠅤山", "=1+1", 12, 1.5, AT, None, "两\n行", "a\x00b\x0bc")
SHEET = Sheet("服务台记录表" * 9, ("甲", "乙", "数", "小数", "时间", "空", "长", "怪"), (ROW,))


def test_csv_is_what_excel_opens() -> None:
    data = to_csv(SHEET)
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert text.splitlines()[0] == "甲,乙,数,小数,时间,空,长,怪"
    assert "𠅤山,'=1+1,12,1.5,2026-11-23 09:30,," in text
    assert text.endswith("\r\n")
    assert "\x00" not in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＠"])
def test_no_cell_of_a_csv_is_a_formula(start: str) -> None:
    line = to_csv(Sheet("x", ("a",), ((f"{start}cmd|'/c calc'!A0",),))).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")


@pytest.mark.parametrize("plain", ["客户 = 甲", "0571-8600", "a+b", ""])
def test_other_text_is_left_alone(plain: str) -> None:
    assert to_csv(Sheet("x", ("a",), ((plain,),))).decode("utf-8-sig").split("\r\n")[1].strip('"') == plain


def test_xlsx_reads_back() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(SHEET)))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == list(SHEET.heads)
    cells = sheet[2]
    assert [cell.value for cell in cells] == ["𠅤山", "=1+1", 12, 1.5, AT, None, "两\n行", "abc"]
    assert (cells[1].data_type, cells[4].is_date) == ("s", True)
    assert sheet.freeze_panes == "A2"
