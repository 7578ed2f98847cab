"""Every character of GB 18030-2022 at level 3 prints with a real glyph; a sample of each part is copied and found again.

Not in it: private use (no agreed meaning), and the scripts of minorities in the four-byte part, which are outside of the levels.
"""

from __future__ import annotations

import io
import random
import subprocess
import unicodedata
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pikepdf
import pytest

from fieldapp.forms.pdf.fonts import missing_glyphs, stack
from fieldapp.forms.pdf.render import render
from tests.support.pdf_orders import order
from tests.support.pdf_reading import assert_conforms, squeezed, text_of

IDEOGRAPHS: dict[str, Iterable[int]] = {
    "4E00–9FEF": range(0x4E00, 0x9FF0),
    "A": range(0x3400, 0x4DB6),
    "compatibility": (0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29),
    "B": range(0x20000, 0x2A6D7),
    "C": range(0x2A700, 0x2B735),
    "D": range(0x2B740, 0x2B81E),
    "E": range(0x2B820, 0x2CEA2),
    "F": range(0x2CEB0, 0x2EBE1),
}
"""Implementation level 3: 87,887 ideographs, among them all of levels 1 and 2, GB 2312, GBK and the 8,105 通用规范汉字."""

RADICALS = (
    *range(0x2F00, 0x2FD6),
    *(0x2E81, 0x2E84, 0x2E88, 0x2E8B, 0x2E8C, 0x2E97, 0x2EA7, 0x2EAA, 0x2EAE, 0x2EB3, 0x2EB6, 0x2EB7, 0x2EBB, 0x2ECA),
)
"""228: of the Kangxi dictionary and of the two-byte part."""

MOVED_IN_2022 = (*range(0xFE10, 0xFE1A), *range(0x9FB4, 0x9FBC), 0x20087, 0x20089, 0x200CC, 0x215D7, 0x2298F, 0x241FE)
"""Private use in the edition of 2005, which Python's codec follows."""


def two_byte_part(codec: str) -> list[str]:
    found = []
    for lead in range(0x81, 0xFF):
        for trail in chain(range(0x40, 0x7F), range(0x80, 0xFF)):
            try:
                found.append(bytes([lead, trail]).decode(codec))
            except UnicodeDecodeError:
                continue
    return [char for char in found if unicodedata.category(char) != "Co"]


def without_glyph(codes: Iterable[int]) -> str:
    """Characters with no glyph, or with one that shows nothing."""
    found = []
    for char in map(chr, codes):
        where = stack().find(char)
        glyph = where[0].glyph(char) if where else None
        extents = where[0]._font.get_glyph_extents(glyph) if where and glyph else None
        if extents is None or not extents.width or not extents.height:
            found.append(char)
    return "".join(found)


def test_every_ideograph_of_level_3_has_a_glyph_that_shows() -> None:
    assert sum(len(list(codes)) for codes in IDEOGRAPHS.values()) == 87_887
    for name, codes in IDEOGRAPHS.items():
        assert without_glyph(codes) == "", name


def test_every_radical_has_a_glyph() -> None:
    assert len(RADICALS) == 228
    assert without_glyph(RADICALS) == ""


@pytest.mark.parametrize(("codec", "count"), [("gb2312", 7_445), ("gbk", 21_791), ("gb18030", 21_872)])
def test_every_character_of_the_two_byte_part_has_a_glyph(codec: str, count: int) -> None:
    chars = two_byte_part(codec)
    assert len(chars) == count
    assert missing_glyphs("".join(chars)) == ""
    assert without_glyph(ord(char) for char in chars if char != "\u3000") == ""


def test_what_moved_out_of_private_use_has_a_glyph() -> None:
    assert without_glyph(MOVED_IN_2022) == ""


def test_what_is_not_covered_is_told() -> None:
    for script, char in {"Korean": "한", "Yi": "ꀀ", "Tibetan": "ཀ", "Mongolian": "ᠠ", "Uyghur": "ئ", "emoji": "😀"}.items():
        assert missing_glyphs(char) == char, script


def sample(seed: int) -> list[str]:
    """Some hundred characters of every part, in any order."""
    chance = random.Random(seed)
    chars = [chr(code) for codes in IDEOGRAPHS.values() for code in chance.sample(list(codes), min(90, len(list(codes))))]
    chars += chance.sample(two_byte_part("gb18030"), 200)
    chars += [chr(code) for code in chance.sample(RADICALS, 40)]
    chance.shuffle(chars)
    return [char for char in chars if not char.isspace()]


@pytest.mark.parametrize("seed", [18030, 2022, 3])
def test_a_sample_is_copied_exactly(seed: int) -> None:
    chars = sample(seed)
    assert len(chars) > 800
    assert sum(ord(char) > 0xFFFF for char in chars) > 400
    text = squeezed(text_of(render(order({"symptom": "".join(chars)})), "-raw"))
    missed = [char for char in chars if char not in text]
    assert missed == []
    wanted = "".join(chars)
    assert wanted[:40] in text
    assert wanted[-40:] in text


def test_names_and_signs_of_elsewhere_print_and_copy() -> None:
    """From the third font, where letters with marks are put together of two glyphs."""
    name = "Łukasz Šťastný Ωμέγα Ђорђе ✓→≒"
    pdf = render(order({"signer_name": name}))
    assert_conforms(pdf)
    assert squeezed(name) in squeezed(text_of(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = {str(font.BaseFont)[8:] for page in opened.pages for font in page.Resources.Font.values()}
    assert "DejaVuSans" in fonts


@pytest.mark.parametrize(("word", "times"), [("欧阳𠅤", 2), ("𪚥", 1), ("李旻 䶮", 1), ("≒两", 1), ("𪚥𪚥", 0)])
def test_words_are_found(word: str, times: int, tmp_path: Path) -> None:
    """By poppler through pdfgrep; beyond the BMP too."""
    path = tmp_path / "order.pdf"
    path.write_bytes(render(order({"customer_comment": "约≒两小时"})))
    done = subprocess.run(["pdfgrep", "--only-matching", word, str(path)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.split("\n")[:-1] == [word] * times
