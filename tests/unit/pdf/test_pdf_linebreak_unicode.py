"""Line breaking beside ICU's implementation of Unicode UAX #14 (`lb=strict`): where ICU forbids a break, so do we; each exception
is named here with its reason. We forbid more: GB/T 15834 and whole serials.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import icu
import pytest

from fieldapp.forms.pdf.line_marks import is_never_first, is_never_last
from fieldapp.forms.pdf.linebreak import break_lines, may_break
from tests.unit.pdf.test_pdf_linebreak import half_or_full
from tests.unit.pdf.test_pdf_pages import FULL

NEVER_FIRST = ("CL", "CP", "EX", "IS", "NS", "CJ", "PO", "IN", "CM", "GL")
NEVER_LAST = ("OP", "PR", "GL")
STAY_ATTACHED = frozenset("/\\-\"'")
"""Classes SY, HY, QU in ASCII: also where a line ends after a space, where they may begin the next (a path, an option)."""
MAY_BEGIN = "‘“￥¥€＄→"
"""Beside a word: opening quotation marks, which ICU takes for either half there; signs of money; arrows."""
MAY_END = "’·•→†％"
"""’ is a closing half in Chinese; the others ICU takes for letters. They stay with what stands before; a line may end behind."""

_BY_CLASS = icu.UProperty.LINE_BREAK
_SHORT = icu.UPropertyNameChoice.SHORT_PROPERTY_NAME


def class_of(char: str) -> str:
    name: str = icu.Char.getPropertyValueName(_BY_CLASS, icu.Char.getIntPropertyValue(char, _BY_CLASS), _SHORT)
    return name


def of_class(*classes: str) -> Iterator[str]:
    """Characters of the blocks that Chinese texts draw their marks from."""
    for block in (range(0x21, 0x250), range(0x2007, 0x2600), range(0x3001, 0x3100), range(0xFE30, 0xFFE8)):
        yield from (char for char in map(chr, block) if class_of(char) in classes and unicodedata.category(char)[0] != "C")


def opportunities(text: str) -> set[int]:
    """Where ICU lets a line end, as indices into the text (which stays within the BMP)."""
    found = icu.BreakIterator.createLineInstance(icu.Locale("zh@lb=strict"))
    found.setText(text)
    return set(found)


@pytest.mark.parametrize("name", NEVER_FIRST)
def test_no_mark_of_these_classes_begins_a_line(name: str) -> None:
    chars = list(of_class(name))
    assert chars
    assert [char for char in chars if may_break("字", char) or may_break(" ", char) or not is_never_first(char)] == []


@pytest.mark.parametrize("name", NEVER_LAST)
def test_no_mark_of_these_classes_ends_a_line(name: str) -> None:
    chars = [char for char in of_class(name) if char not in STAY_ATTACHED]
    assert chars
    assert [char for char in chars if may_break(char, "字") or not is_never_last(char)] == []


ALPHABET = (
    "字が，。、；：？！（）《》「」『』【】〔〕“”‘’…—～·/-+=<>%℃℉°′″￥$¥"
    "€#№±×÷≤≥≠≈→①⑫a1ZµΩ.,;:!?()[]{}'\"_&@*|\\~^`々ー％＃＄–‐•§†"
)


@pytest.mark.parametrize("before", ALPHABET, ids=lambda char: f"{ord(char):04X}")
def test_every_pair_of_marks(before: str) -> None:
    torn = ""
    for after in ALPHABET:
        allowed = 1 in opportunities(before + after) and 2 in opportunities(f"字{before}{after}字")
        if may_break(before, after) and not allowed:
            torn += after
    assert before in MAY_END or set(torn) <= set(MAY_BEGIN), f"ICU keeps {before!r} with {torn!r}"


@pytest.mark.parametrize("width", range(24, 100, 5))
def test_lines_of_a_whole_text_end_where_unicode_lets_them(width: int) -> None:
    for paragraph in FULL.split("\n"):
        allowed, at = opportunities(paragraph), 0
        for line in break_lines(paragraph, width, half_or_full)[:-1]:
            at = paragraph.index(line, at) + len(line)
            assert at in allowed or paragraph[at] in MAY_BEGIN, paragraph[at - 8 : at] + "|" + paragraph[at : at + 8]
