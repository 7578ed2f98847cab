"""Which font has which character. Big fonts are opened by HarfBuzz (mapped, not parsed) and asked one character at a time.

Noto Sans SC first, HanaMinB for what it lacks (CJK extensions B to F), then DejaVu Sans for signs and the letters of Europe. One
weight only: what is bold is drawn with an outline, because a second weight would cost a tenth of the file for a few dozen glyphs.
No ReportLab here, so that other parts may ask `missing_glyphs` cheaply.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

import uharfbuzz as hb

from fieldapp.paths import resource

_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
"""Joiners, soft hyphens and variation selectors: nothing to print; order.json keeps them."""

_KEPT_TABLES = {"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"}


@dataclass(frozen=True)
class Subset:
    """A font file of a few glyphs. `gids` follows the order of the characters asked for; widths and metrics in 1/1000 em."""

    data: bytes
    gids: tuple[int, ...]
    widths: tuple[float, ...]
    bbox: tuple[float, float, float, float]
    ascent: float
    descent: float


class Face:
    """One font file, shared by all documents of the process; never changes."""

    def __init__(self, file_name: str, postscript_name: str) -> None:
        self.postscript_name = postscript_name
        self._face = hb.Face(hb.Blob.from_file_path(str(resource(f"fonts/{file_name}"))))
        self._font = hb.Font(self._face)
        self._to_mille = float(1000 / self._face.upem)

    def glyph(self, char: str) -> int | None:
        """Index of the glyph in the whole font, None where it has none."""
        found: int | None = self._font.get_nominal_glyph(ord(char))
        return found

    def advance(self, char: str) -> float | None:
        """Width in 1/1000 em, None where the font has no glyph."""
        gid = self.glyph(char)
        return None if gid is None else float(self._font.get_glyph_h_advance(gid)) * self._to_mille

    @cached_property
    def cap_height(self) -> float:
        return float(self._font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)) * self._to_mille

    def subset(self, chars: tuple[str, ...]) -> Subset:
        """A TrueType file with just these characters, all of which the face must have. Same characters, same bytes."""
        request = hb.SubsetInput()
        request.unicode_set.update(map(ord, chars))
        request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        unused = set(self._face.table_tags) - _KEPT_TABLES
        request.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in unused)
        plan = hb.SubsetPlan(self._face, request)
        small = plan.execute()
        renumbered = plan.old_to_new_glyph_mapping
        gids = tuple(renumbered[self.glyph(char)] for char in chars)
        return _measured(small, gids, self._to_mille)


def _measured(small: hb.Face, gids: tuple[int, ...], to_mille: float) -> Subset:
    font = hb.Font(small)
    extents = font.get_font_extents("ltr")
    bbox = struct.unpack(">4h", bytes(small.reference_table("head").data)[36:44])
    return Subset(
        data=bytes(small.blob.data),
        gids=gids,
        widths=tuple(round(font.get_glyph_h_advance(gid) * to_mille, 3) for gid in gids),
        bbox=(bbox[0] * to_mille, bbox[1] * to_mille, bbox[2] * to_mille, bbox[3] * to_mille),
        ascent=extents.ascender * to_mille,
        descent=extents.descender * to_mille,
    )


class FontStack:
    """The fallback order, remembering what was looked up."""

    def __init__(self, *faces: Face) -> None:
        self._faces = faces
        self._known: dict[str, tuple[Face, float] | None] = {}

    def find(self, char: str) -> tuple[Face, float] | None:
        """The first face that has the character and its advance in 1/1000 em."""
        try:
            return self._known[char]
        except KeyError:
            return self._known.setdefault(char, self._look_up(char))

    def _look_up(self, char: str) -> tuple[Face, float] | None:
        if unicodedata.category(char) in {"Cc", "Cs"}:
            return None
        for face in self._faces:
            advance = face.advance(char)
            if advance is not None:
                return face, advance
        return None

    def advance(self, char: str) -> float:
        """Width in 1/1000 em of a character of `printable` text."""
        found = self.find(char)
        return found[1] if found else 0.0


@cache
def stack() -> FontStack:
    """The fonts of every document."""
    return FontStack(
        Face("NotoSansSC-Regular.ttf", "NotoSansSC-Regular"),
        Face("HanaMinB.ttf", "HanaMinB"),
        Face("DejaVuSans-Signs.ttf", "DejaVuSans"),
    )


def missing_glyphs(text: str) -> str:
    """The characters of `text` that no bundled font can print, each once, in order of appearance; "" when all can.

    To be asked before signing. On the page such a character reads as its code, e.g. [U+1F600], never as a blank box.
    """
    find = stack().find
    return "".join(char for char in dict.fromkeys(text) if char not in "\n\r\t" and char not in _DROPPED and find(char) is None)


def printable(text: str) -> str:
    """The text as it goes onto the page: line ends as \\n, tabs as spaces, what has no glyph as its code."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").replace("\u2028", "\n").replace("\u2029", "\n")
    find = stack().find
    if all(char == "\n" or find(char) is not None for char in set(text)):
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\n" or stack().find(char) is not None:
        return "" if char in _DROPPED else char
    return "" if char in _DROPPED else f"[U+{ord(char):04X}]"
