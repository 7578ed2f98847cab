"""What is said about a serial number."""

from __future__ import annotations

import pytest

from fieldapp.domain import serials


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("ＳＮ－１２３", "SN-123"), (" DS-2CD\r\n", "DS-2CD"), ("21023\t5A", "21023 5A"), ("", ""), ("SN123", "SN123")],
)
def test_tidy(typed: str, plain: str) -> None:
    assert serials.tidy(typed) == plain


@pytest.mark.parametrize(
    ("text", "odd"),
    [("DS-2CD3T/A.1:2", ""), ("序列12号", "序列号"), ("SN\u200b12", "\u200b"), ("A–B–C", "–"), ("O0l1", ""), ("", "")],
)
def test_odd_characters(text: str, odd: str) -> None:
    assert serials.odd_characters(text) == odd


def row(row_id: str, **cells: object) -> dict[str, object]:
    return {"_id": row_id, **cells}


def test_doubled_compares_without_case_width_and_marks() -> None:
    rows = [row("a", sn="SN-1 2"), row("b", sn="ｓｎ１２"), row("c", sn="SN-13"), row("d"), row("e", sn="--"), row("f", sn="--")]
    assert serials.doubled(rows, ["sn"]) == {("a", "sn"), ("b", "sn")}


def test_the_same_number_in_two_columns_of_one_row_is_another_rules_business() -> None:
    assert serials.doubled([row("a", old="1", new="1")], ["old", "new"]) == frozenset()
