"""Fonts: every character of GB 18030 has a glyph, what has none is told, and what is embedded is what was asked for."""

from __future__ import annotations

import re

import pytest
import uharfbuzz as hb

from fieldapp.forms.pdf.embedding import to_unicode
from fieldapp.forms.pdf.fonts import missing_glyphs, printable, stack


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("李旻 䶮 㛃 欧阳𠅤 𬭎 𪚥", ""),
        ("A\tB\r\nC", ""),
        ("好😀吗😀", "😀"),
        ("a\x07b", "\x07"),
        ("甲\u202e乙", "\u202e"),
        ("葛\U000e0100", ""),
        ("a\u200bb\ufeff", ""),
        ("\ud800", "\ud800"),
        ("ف", "ف"),
        ("", ""),
    ],
)
def test_missing_glyphs(text: str, missing: str) -> None:
    assert missing_glyphs(text) == missing


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\r\nc\rd", "a    b\nc\nd"),
        ("好😀", "好[U+1F600]"),
        ("a\x07b\u202ec", "a[U+0007]b[U+202E]c"),
        ("葛\U000e0100城", "葛城"),
        ("a\u200bb", "ab"),
        ("a\u2028b", "a\nb"),
    ],
)
def test_printable_shows_what_cannot_be_printed(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_subset_holds_just_the_glyphs_with_the_widths_that_were_laid_out() -> None:
    for text in ("李旻Ag1，", "𠅤"):
        chars = tuple(text)
        found = stack().find(chars[0])
        assert found is not None
        face = found[0]
        subset = face.subset(chars)
        small = hb.Face(subset.data)
        assert small.glyph_count == len(set(subset.gids)) + 1
        assert set(small.table_tags) == {"glyf", "loca", "head", "hhea", "hmtx", "maxp"}
        assert subset.widths == tuple(face.advance(char) for char in chars)
        assert face.subset(chars) == subset


def test_to_unicode_writes_surrogate_pairs_beyond_the_bmp() -> None:
    assert read_back(to_unicode(("李", "𠅤", "𬭎"))) == {1: "李", 2: "𠅤", 3: "𬭎"}


@pytest.mark.parametrize("count", [1, 2, 254, 255, 256, 257, 511, 512, 513, 9000])
def test_to_unicode_has_every_code_in_ranges_of_one_first_byte(count: int) -> None:
    chars = tuple(map(chr, range(0x4E00, 0x4E00 + count)))
    cmap = to_unicode(chars)
    assert read_back(cmap) == dict(enumerate(chars, 1))
    ranges = re.findall(rb"<(..)..> <(..)..> \[", cmap)
    assert all(first == last for first, last in ranges)
    assert [int(number) for number in re.findall(rb"(\d+) beginbfrange", cmap)] == [len(ranges)]
    assert len(ranges) <= 100


def read_back(cmap: bytes) -> dict[int, str]:
    found = {}
    for first, last, targets in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> \[([^]]*)\]", cmap):
        texts = [bytes.fromhex(text.decode()).decode("utf-16-be") for text in re.findall(rb"<([0-9A-F]+)>", targets)]
        assert len(texts) == int(last, 16) - int(first, 16) + 1
        found |= dict(enumerate(texts, int(first, 16)))
    return found
