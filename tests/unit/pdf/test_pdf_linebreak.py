"""Line breaking: Chinese customs kept, words whole, nothing lost."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.forms.pdf.line_marks import is_never_first, is_never_last
from fieldapp.forms.pdf.linebreak import break_lines


def half_or_full(char: str) -> float:
    return 2.0 if unicodedata.east_asian_width(char) in "WFA" else 1.0


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("甲乙丙丁", 4, ["甲乙", "丙丁"]),
        ("甲乙丙，丁", 6, ["甲乙", "丙，丁"]),
        ("甲乙（丙丁）", 6, ["甲乙", "（丙", "丁）"]),
        ("甲乙。”丙", 8, ["甲乙。”", "丙"]),
        ("设备SN-12345重启", 10, ["设备", "SN-12345重", "启"]),
        ("the quick brown fox", 9, ["the quick ", "brown fox"]),
        ("a\n\nb", 9, ["a", "", "b"]),
        ("甲   ", 4, ["甲"]),
        ("ab   cd", 4, ["ab ", "cd"]),
        ("ab  \n  cd", 4, ["ab", "  cd"]),
        ("  甲", 8, ["  甲"]),
        ("ABCDEFGHIJ", 4, ["ABCD", "EFGH", "IJ"]),
        ("AB-DEFGHIJ", 4, ["AB-", "DEFG", "HIJ"]),
        ("甲乙……丙", 6, ["甲", "乙……", "丙"]),
        ("￥100元", 4, ["￥10", "0元"]),
        ("。。。。。", 4, ["。。", "。。", "。"]),
        ("宽", 1, ["宽"]),
        ("甲3．乙", 3, ["甲", "3．", "乙"]),
        ("甲乙——丙", 6, ["甲", "乙——", "丙"]),
        ("甲乙/丙丁", 5, ["甲", "乙/丙", "丁"]),
        ("电压24 V正", 7, ["电压", "24 V正"]),
        ("内存 16 GB，可", 9, ["内存 ", "16 GB，可"]),
        ("共 12 台", 5, ["共 12 ", "台"]),
        ("接地≤4Ω好", 7, ["接地", "≤4Ω好"]),
        ("温度-18.5℃", 9, ["温", "度-18.5℃"]),
        ("室温25°C以下", 8, ["室温", "25°C以", "下"]),
        ("ABCDEFGHIJ，乙", 10, ["ABCDEFGHI", "J，乙"]),
        ("见 /etc/hosts", 12, ["见 ", "/etc/hosts"]),
        ("don’t甲", 6, ["don’t", "甲"]),
    ],
)
def test_known_lines(text: str, width: float, lines: list[str]) -> None:
    assert break_lines(text, width, half_or_full) == lines


ALPHABET = st.sampled_from("甲乙丙，。（）「」“”…—Aa09-/_. \n")


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=60), st.integers(4, 30))
def test_nothing_but_spaces_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = break_lines(text, width, half_or_full)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    for line in lines:
        assert sum(map(half_or_full, line.removesuffix(" "))) <= width + 0.01 or len(line.strip(" ")) <= 1


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("甲乙丙，。（）「」"), max_size=60))
def test_marks_stand_where_they_may_unless_nothing_else_fits(text: str) -> None:
    width = 20
    lines = break_lines(text, width, half_or_full)
    for before, after in pairwise(lines):
        if not after or not before:
            continue
        forced = len(before) == width // 2
        assert forced or not (is_never_first(after[0]) or is_never_last(before[-1]))


def test_five_thousand_characters_are_quick_and_whole() -> None:
    text = "长" * 2500 + "X" * 2500
    assert "".join(break_lines(text, 80, half_or_full)) == text
