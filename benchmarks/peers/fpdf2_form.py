"""fpdf2: cells drawn one after the other, its own tables, fonts parsed and subset with fontTools for every document."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos
from fpdf.fonts import FontFace

COMPLIANCE = "PDF/A-3B" if os.environ.get("PEER_PDFA") else None
LABEL = FontFace(size_pt=8.5, color=(86, 97, 111), fill_color=(245, 247, 250))
WIDTH = 178.0
LINE = 4.6
BELOW = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}


class Form(FPDF):
    def __init__(self, order: dict[str, Any], fonts: Path) -> None:
        super().__init__(enforce_compliance=COMPLIANCE)
        self.order = order
        self.add_font("Noto", fname=fonts / "NotoSansSC-Regular.ttf")
        self.add_font("Hana", fname=fonts / "HanaMinB.ttf")
        self.set_fallback_fonts(["Hana"])
        self.set_title(f"{order['title']} {order['number']}")
        self.set_lang("zh-CN")
        self.set_margins(16, 20, 16)
        self.set_auto_page_break(True, 19)
        self.set_draw_color(195, 204, 215)
        self.set_font("Noto", size=9)
        self.add_page()

    def header(self) -> None:
        if self.page_no() > 1:
            self.set_font("Noto", size=7.5)
            self.set_y(12)
            self.cell(WIDTH / 2, 4, self.order["title"])
            self.cell(WIDTH / 2, 4, self.order["number"], align="R")
            self.set_y(20)
            self.set_font("Noto", size=9)

    def footer(self) -> None:
        self.set_font("Noto", size=7.5)
        self.set_y(-16)
        self.cell(WIDTH / 2, 4, self.order["hash_prefix"])
        self.cell(WIDTH / 2, 4, f"第 {self.page_no()} 页，共 {{nb}} 页", align="R")

    def text_block(self, text: str, size: float = 9, align: str = "L") -> None:
        self.set_font_size(size)
        self.multi_cell(WIDTH, size * 0.5, text, align=align, wrapmode=WrapMode.CHAR, **BELOW)
        self.set_font_size(9)

    def bar(self, text: str, note: str = "") -> None:
        self.ln(2)
        self.set_fill_color(234, 240, 248)
        self.set_text_color(27, 75, 138)
        self.set_font_size(10.5)
        self.cell(WIDTH - 20, 7, text, fill=True)
        self.set_font_size(8.5)
        self.cell(20, 7, note, fill=True, align="R", **BELOW)
        self.set_font_size(9)
        self.set_text_color(22, 32, 46)

    def pairs(self, lines: list[list[list[str]]], label: float = 0.0) -> None:
        for line in lines:
            first = label or (29.6 if len(line) < 3 else 21.9)
            widths = [width for _ in line for width in (first, WIDTH / len(line) - first)]
            with self._table(widths, headed=False) as table:
                row = table.row()
                for name, value in line:
                    row.cell(name, style=LABEL)
                    row.cell(value)

    def grid(self, head: list[str], weights: list[int], rows: list[list[str]]) -> None:
        with self._table([WIDTH * weight / sum(weights) for weight in weights], headed=True) as table:
            for texts in (head, *rows):
                row = table.row()
                for text in texts:
                    row.cell(text)

    def _table(self, widths: list[float], *, headed: bool) -> Any:
        return self.table(
            width=WIDTH,
            col_widths=widths,
            first_row_as_headings=headed,
            headings_style=LABEL,
            line_height=LINE,
            text_align="L",
            wrapmode=WrapMode.CHAR,
            padding=1,
            v_align="T",
        )


def opened(folder: Path) -> Callable[[int], bytes]:
    def make(number: int) -> bytes:
        order = json.loads((folder / f"{number}.json").read_bytes())
        form = Form(order, folder / "fonts")
        _form(form, order)
        _signatures(form, order["signatures"], folder)
        _photos(form, order, folder)
        _sheet(form, order["sheet"], folder)
        return bytes(form.output())

    return make


def _form(form: Form, order: dict[str, Any]) -> None:
    form.text_block(order["title"], 19, "C")
    form.cell(WIDTH / 2, 5, order["issuer"])
    form.cell(WIDTH / 2, 5, order["number"], align="R", **BELOW)
    form.text_block(order["revision"])
    for part in order["blocks"]:
        match part["kind"]:
            case "heading":
                form.bar(f"{part['letter']} {part['text']}", part["note"])
            case "pairs":
                form.pairs(part["lines"])
            case "longtext":
                form.pairs([[[part["label"], part["text"]]]])
            case _:
                form.text_block(part["label"])
                columns = part["columns"]
                form.grid([column["label"] for column in columns], [column["weight"] for column in columns], part["rows"])


def _signatures(form: Form, signatures: dict[str, Any], folder: Path) -> None:
    if form.will_page_break(60):
        form.add_page()
    form.pairs([[row] for row in signatures["rows"]])
    top, width = form.get_y(), WIDTH / len(signatures["boxes"])
    for place, box in enumerate(signatures["boxes"]):
        form.set_xy(16 + place * width, top)
        form.rect(16 + place * width, top, width, 32)
        form.cell(width, 5, box["label"])
        form.image(folder / box["ink"], 16 + place * width + 1, top + 6, h=24)
    form.set_xy(16, top + 33)
    form.text_block(signatures["covers"], 7.5)


def _photos(form: Form, order: dict[str, Any], folder: Path) -> None:
    form.add_page()
    form.bar(f"{order['annex']}  {order['photos'][0]['label']}")
    top = form.get_y() + 3
    for place, photo in enumerate(order["photos"]):
        left = 16 + place * 91
        form.image(folder / photo["file"], left, top, w=87)
        form.set_xy(left, top + 67)
        form.multi_cell(87, 4.5, f"{photo['heading']}\n{photo['caption']}", wrapmode=WrapMode.CHAR)


def _sheet(form: Form, sheet: dict[str, Any], folder: Path) -> None:
    form.add_page()
    form.text_block(sheet["title"], 19)
    top = form.get_y()
    form.image(folder / sheet["qr"], 166, top, w=27)
    form.multi_cell(145, LINE, sheet["intro"], align="L", wrapmode=WrapMode.CHAR, **BELOW)
    form.multi_cell(145, LINE, sheet["qr_note"], align="L", wrapmode=WrapMode.CHAR, **BELOW)
    form.set_y(top + 30)
    form.pairs([[row] for row in sheet["pairs"]], 39.5)
    form.bar(sheet["events_label"])
    form.grid(sheet["events"][0], [28, 36, 36], sheet["events"][1:])
    form.text_block(sheet["claim"], 7.5)
