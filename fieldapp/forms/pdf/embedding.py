"""Fonts inside the file: one CID-keyed TrueType subset per face, made when the document is written and all characters are known.

ReportLab's own TrueType support is not used: it ignores a font whose name was registered before (the second order of a process
lost characters), writes a ToUnicode that is wrong beyond U+FFFF and scaled advances into hmtx, and cuts fonts into pieces of 256.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise

from reportlab.pdfbase import pdfdoc

from fieldapp.forms.pdf.fonts import Face, Subset
from fieldapp.forms.pdf.objects import Array, Dictionary, Name, Stream, hex_string

_FULL_WIDTH = 1000
_SYMBOLIC = 4
_STEM = 80
_CODES_PER_RANGE = 256
"""A range may not leave the codes of one first byte (ISO 32000-1 §9.10.3)."""


class EmbeddedFont:
    """The characters of one face that one document uses. While pages are drawn a character's code is the order of its first use,
    from 1; in the file it is its place among all of them by glyph, which `final` tells when everything is drawn: then the maps to
    glyphs and back to characters are runs that pack to nearly nothing.
    """

    def __init__(self, face: Face, resource_name: str) -> None:
        self.face = face
        self.resource_name = resource_name
        self._codes: dict[str, int] = {}

    def encode(self, text: str) -> str:
        """Hexadecimal character codes for a Tj operator."""
        codes = self._codes
        return "".join([f"{codes.setdefault(char, len(codes) + 1):04X}" for char in text])

    def final(self) -> list[str]:
        """The code in the file for each code of `encode`; the first is of no character."""
        places = {char: f"{place:04X}" for place, char in enumerate(self._by_glyph(), 1)}
        return ["0000", *(places[char] for char in self._codes)]

    def _by_glyph(self) -> tuple[str, ...]:
        return tuple(sorted(self._codes, key=lambda char: (self.face.glyph(char) or 0, char)))

    def object(self, document: pdfdoc.PDFDocument) -> Dictionary:
        """The font dictionary; its parts are added to the document."""
        chars = self._by_glyph()
        subset = self.face.subset(chars)
        name = Name(f"{_tag(subset.data)}+{self.face.postscript_name}")
        descendant = Dictionary(
            {
                "Type": Name("Font"),
                "Subtype": Name("CIDFontType2"),
                "BaseFont": name,
                "CIDSystemInfo": Dictionary(
                    {"Registry": hex_string(b"Adobe"), "Ordering": hex_string(b"Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(_descriptor(document, self.face, subset, name)),
                "DW": _FULL_WIDTH,
                "W": _widths(subset.widths),
                "CIDToGIDMap": document.Reference(_glyph_map(subset.gids)),
            }
        )
        return Dictionary(
            {
                "Type": Name("Font"),
                "Subtype": Name("Type0"),
                "BaseFont": name,
                "Encoding": Name("Identity-H"),
                "DescendantFonts": Array([document.Reference(descendant)]),
                "ToUnicode": document.Reference(Stream(to_unicode(chars))),
            }
        )


def to_unicode(chars: tuple[str, ...]) -> bytes:
    """The CMap from codes 1, 2, 3 … back to characters; those beyond U+FFFF as surrogate pairs (ISO 32000-1 §9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    # Ranges with arrays: without the code in front of every character, half the bytes.
    ends = [0, *range(_CODES_PER_RANGE, len(chars) + 1, _CODES_PER_RANGE), len(chars) + 1]
    ranges = [(max(first, 1), end - 1) for first, end in pairwise(ends) if end > max(first, 1)]
    lines.append(f"{len(ranges)} beginbfrange")
    for first, last in ranges:
        targets = "".join(f"<{char.encode('utf-16-be').hex().upper()}>" for char in chars[first - 1 : last])
        lines.append(f"<{first:04X}> <{last:04X}> [{targets}]")
    lines.append("endbfrange")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _glyph_map(gids: tuple[int, ...]) -> Stream:
    """Two bytes a code, each written as its difference from the code before (PNG's Up)."""
    rows = [gid.to_bytes(2, "big") for gid in (0, *gids)]
    up = (
        b"\x02" + bytes((new - old) & 0xFF for new, old in zip(row, before, strict=True))
        for before, row in pairwise([b"\0\0", *rows])
    )
    return Stream(b"".join(up), {"DecodeParms": Dictionary({"Predictor": 12, "Columns": 2})})


def _tag(data: bytes) -> str:
    """Six capital letters that follow from the subset (ISO 32000-1 §9.6.4), so two subsets of one face never share a name."""
    number = int.from_bytes(hashlib.sha256(data).digest()[:8], "big")
    letters = []
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters.append(chr(ord("A") + rest))
    return "".join(letters)


def _widths(widths: tuple[float, ...]) -> Array:
    """Runs of codes whose width is not the full one: [first [w w …] first [w …]]."""
    runs: list[tuple[int, list[float]]] = []
    for code, width in enumerate(widths, 1):
        if width == _FULL_WIDTH:
            continue
        if not runs or runs[-1][0] + len(runs[-1][1]) != code:
            runs.append((code, []))
        runs[-1][1].append(width)
    return Array([item for first, run in runs for item in (first, Array(run))])


def _descriptor(document: pdfdoc.PDFDocument, face: Face, subset: Subset, name: str) -> Dictionary:
    return Dictionary(
        {
            "Type": Name("FontDescriptor"),
            "FontName": name,
            "Flags": _SYMBOLIC,
            "FontBBox": Array([round(value) for value in subset.bbox]),
            "ItalicAngle": 0,
            "Ascent": round(subset.ascent),
            "Descent": round(subset.descent),
            "CapHeight": round(face.cap_height),
            "StemV": _STEM,
            "FontFile2": document.Reference(Stream(subset.data, {"Length1": len(subset.data)})),
        }
    )
