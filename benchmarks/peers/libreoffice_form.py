"""LibreOffice Writer without a window: the order as a flat OpenDocument text (made here, not measured), for `soffice`."""

from __future__ import annotations

import base64
import json
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

_SPACES = (
    "office:urn:oasis:names:tc:opendocument:xmlns:office:1.0 style:urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
    "text:urn:oasis:names:tc:opendocument:xmlns:text:1.0 table:urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
    "draw:urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 svg:urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0 "
    "fo:urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0 xlink:http://www.w3.org/1999/xlink "
    "dc:http://purl.org/dc/elements/1.1/ meta:urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
)
WIDTH = 504.6


def _style(name: str, text: str, paragraph: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
        f'<style:text-properties style:font-name="Noto" style:font-name-asian="Noto" {text}/></style:style>'
    )


def _size(points: float, colour: str = "#16202e") -> str:
    return f'fo:font-size="{points}pt" style:font-size-asian="{points}pt" fo:color="{colour}" fo:language="zh" fo:country="CN"'


STYLES = "".join(
    (
        _style("value", _size(9)),
        _style("label", _size(8.5, "#56616f")),
        _style("small", _size(7.5, "#56616f")),
        _style("title", _size(19), 'fo:text-align="center"'),
        _style("page", _size(19), 'fo:break-before="page"'),
        _style("bar", _size(10.5, "#1b4b8a"), 'fo:background-color="#eaf0f8" fo:margin-top="7pt" fo:keep-with-next="always"'),
        _style("newbar", _size(10.5, "#1b4b8a"), 'fo:background-color="#eaf0f8" fo:break-before="page"'),
        _style("caption", _size(9), 'fo:margin-top="3pt" fo:margin-bottom="3pt" fo:keep-with-next="always"'),
    )
)
AUTOMATIC = "".join(
    (
        *(
            f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties fo:padding="3pt" '
            f'fo:border="0.5pt solid #c3ccd7" {more}/></style:style>'
            for name, more in (("cell", ""), ("head", 'fo:background-color="#f5f7fa"'))
        ),
        f'<style:style style:name="table" style:family="table"><style:table-properties style:width="{WIDTH}pt" '
        'table:align="left"/></style:style>',
        '<style:style style:name="image" style:family="graphic"><style:graphic-properties style:wrap="none"/></style:style>',
    )
)


class _Document:
    """Writes the body; column widths become styles on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.body: list[str] = []
        self.columns: dict[float, str] = {}
        self.numbers = count()

    def line(self, style: str, text: str) -> None:
        self.body.append(self.paragraph(style, text))

    def paragraph(self, style: str, text: str) -> str:
        inner = escape(text).replace("  ", ' <text:s text:c="1"/>').replace("\n", "<text:line-break/>")
        return f'<text:p text:style-name="{style}">{inner}</text:p>'

    def table(self, widths: list[float], head: list[str], rows: list[list[str]]) -> None:
        """Cells are paragraphs already."""
        total = sum(widths)
        columns = "".join(f'<table:table-column table:style-name="{self._column(WIDTH * w / total)}"/>' for w in widths)
        top = f"<table:table-header-rows>{self._row(head, 'head')}</table:table-header-rows>" if head else ""
        body = "".join(self._row(row, "cell") for row in rows)
        self.body.append(
            f'<table:table table:name="t{next(self.numbers)}" table:style-name="table">{columns}{top}{body}</table:table>'
        )

    def _row(self, cells: list[str], style: str) -> str:
        made = (
            f'<table:table-cell table:style-name="{"head" if "label" in cell[:40] else style}">{cell}</table:table-cell>'
            for cell in cells
        )
        return f"<table:table-row>{''.join(made)}</table:table-row>"

    def _column(self, width: float) -> str:
        return self.columns.setdefault(round(width, 1), f"c{len(self.columns)}")

    def pairs(self, lines: list[list[list[str]]], label: float = 0.0) -> None:
        for line in lines:
            first = label or (84.0 if len(line) < 3 else 62.0)
            widths = [width for _ in line for width in (first, WIDTH / len(line) - first)]
            cells = [part for name, value in line for part in (self.paragraph("label", name), self.paragraph("value", value))]
            self.table(widths, [], [cells])

    def grid(self, head: list[str], weights: list[float], rows: list[list[str]]) -> None:
        texts = [[self.paragraph("value", text) for text in row] for row in rows]
        self.table(weights, [self.paragraph("label", text) for text in head], texts)

    def image(self, name: str, width: float, height: float) -> str:
        data = base64.b64encode((self.folder / name).read_bytes()).decode()
        return (
            f'<text:p text:style-name="value"><draw:frame draw:style-name="image" text:anchor-type="as-char" '
            f'svg:width="{width}pt" svg:height="{height}pt"><draw:image><office:binary-data>{data}</office:binary-data>'
            "</draw:image></draw:frame></text:p>"
        )

    def xml(self, order: dict[str, Any]) -> str:
        spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in (space.split(":", 1) for space in _SPACES.split()))
        columns = "".join(
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}pt"/></style:style>'
            for width, name in self.columns.items()
        )
        number = '<text:page-number text:select-page="current"/>', "<text:page-count/>"
        footer = f"{escape(order['hash_prefix'])}   第 {number[0]} 页，共 {number[1]} 页"
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text"><office:meta>'
            f"<dc:title>{escape(order['title'])} {order['number']}</dc:title></office:meta>"
            '<office:font-face-decls><style:font-face style:name="Noto" svg:font-family="\'Noto Sans SC\'"/>'
            "</office:font-face-decls>"
            f"<office:styles>{STYLES}</office:styles><office:automatic-styles>{AUTOMATIC}{columns}"
            '<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" '
            'fo:margin-top="12mm" fo:margin-bottom="12mm" fo:margin-left="16mm" fo:margin-right="16mm"/><style:header-style>'
            "<style:header-footer-properties/></style:header-style><style:footer-style><style:header-footer-properties/>"
            "</style:footer-style></style:page-layout></office:automatic-styles><office:master-styles>"
            '<style:master-page style:name="Standard" style:page-layout-name="a4"><style:header><text:p text:style-name="small">'
            f"{escape(order['title'])}   {order['number']}</text:p></style:header>"
            f'<style:footer><text:p text:style-name="small">{footer}</text:p></style:footer></style:master-page>'
            "</office:master-styles>"
            f"<office:body><office:text>{''.join(self.body)}</office:text></office:body></office:document>"
        )


def write(folder: Path, number: int) -> None:
    """`<number>.fodt` beside the order."""
    order = json.loads((folder / f"{number}.json").read_bytes())
    document = _Document(folder)
    _form(document, order)
    _signatures(document, order["signatures"])
    document.line("newbar", f"{order['annex']}  {order['photos'][0]['label']}")
    photos = [
        document.image(photo["file"], 240, 180)
        + document.paragraph("value", photo["heading"])
        + document.paragraph("small", photo["caption"])
        for photo in order["photos"]
    ]
    document.table([1, 1], [], [photos])
    _sheet(document, order["sheet"])
    (folder / f"{number}.fodt").write_text(document.xml(order), encoding="utf-8")


def _form(document: _Document, order: dict[str, Any]) -> None:
    document.line("title", order["title"])
    document.line("value", f"{order['issuer']}   {order['number']}\n{order['revision']}")
    for part in order["blocks"]:
        match part["kind"]:
            case "heading":
                document.line("bar", f"{part['letter']} {part['text']} {part['note']}")
            case "pairs":
                document.pairs(part["lines"])
            case "longtext":
                document.pairs([[[part["label"], part["text"]]]])
            case _:
                columns = part["columns"]
                document.line("caption", part["label"])
                document.grid([column["label"] for column in columns], [column["weight"] for column in columns], part["rows"])


def _signatures(document: _Document, signatures: dict[str, Any]) -> None:
    document.pairs([[row] for row in signatures["rows"]])
    boxes = [document.paragraph("value", box["label"]) + document.image(box["ink"], 240, 68) for box in signatures["boxes"]]
    document.table([1.0] * len(boxes), [], [boxes])
    document.line("small", signatures["covers"])


def _sheet(document: _Document, sheet: dict[str, Any]) -> None:
    document.line("page", sheet["title"])
    texts = document.paragraph("value", sheet["intro"]) + document.paragraph("small", sheet["qr_note"])
    document.table([400, 104], [], [[texts, document.image(sheet["qr"], 78, 78)]])
    document.pairs([[row] for row in sheet["pairs"]], 112)
    document.line("bar", sheet["events_label"])
    document.grid(sheet["events"][0], [28, 36, 36], sheet["events"][1:])
    document.line("small", sheet["claim"])
