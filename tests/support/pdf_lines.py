"""Where everything on the pages stands, read back from the drawing operators: lines of text, pictures. For golden files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; x and y of its base line in points."""

    page: int
    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """The matrix that an image is drawn with, and its pixels as stored."""

    page: int
    matrix: tuple[float, ...]
    pixels: tuple[int, int]


def lines_of(pdf: bytes) -> list[Line]:
    """Every line in the order it is drawn; fonts are read through their ToUnicode, as a copying reader does."""
    found: list[Line] = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages, 1):
            fonts = {name: _characters(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
            found += _lines(number, page, fonts)
    return found


def _lines(number: int, page: pikepdf.Page, fonts: dict[str, dict[int, str]]) -> Iterator[Line]:
    x = y = size = 0.0
    text, font = "", ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BT":
                text = ""
            case "Td":
                x, y = float(operands[0]), float(operands[1])
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Tj":
                codes = bytes(operands[0])
                text += "".join(fonts[font][int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))
            case "ET":
                yield Line(number, round(x, 1), round(y, 1), size, text)


def pictures_of(pdf: bytes) -> list[PlacedPicture]:
    """Every image in the order it is drawn."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages, 1):
            matrix: tuple[float, ...] = ()
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "cm":
                    matrix = tuple(round(float(value), 1) for value in operands)
                elif str(operator) == "Do":
                    image = page.Resources.XObject[str(operands[0])]
                    found.append(PlacedPicture(number, matrix, (int(image.Width), int(image.Height))))
    return found


def as_text(lines: list[Line]) -> str:
    """One line a line: page, place, size, text; hashes left out. What a golden file holds."""
    rows = []
    for line in lines:
        text = re.sub(r"[0-9a-f]{16,64}", "<hash>", line.text)
        rows.append(f"{line.page} {line.x:6.1f} {line.y:6.1f} {line.size:4g}  {text}")
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _characters(cmap: bytes) -> dict[int, str]:
    found = {}
    for first, _, targets in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> \[([^]]*)\]", cmap):
        texts = (bytes.fromhex(text.decode()).decode("utf-16-be") for text in re.findall(rb"<([0-9A-F]+)>", targets))
        found |= dict(enumerate(texts, int(first, 16)))
    return found
