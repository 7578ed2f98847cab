"""WeasyPrint: the order as HTML and CSS. Fonts come through fontconfig, which the benchmark points at ours alone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/a-3b" if os.environ.get("PEER_PDFA") else None

STYLE = """
@page { size: A4; margin: 20mm 16mm 19mm; font: 7.5pt "Noto Sans SC", HanaMinB; color: #56616f;
  @top-left { content: string(title); } @top-right { content: string(number); }
  @bottom-left { content: string(hash); } @bottom-right { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; } }
@page :first { @top-left { content: none; } @top-right { content: none; } }
body { font: 9pt/13pt "Noto Sans SC", HanaMinB; color: #16202e; margin: 0; }
h1 { font-size: 19pt; line-height: 26pt; font-weight: normal; text-align: center; margin: 0; string-set: title content(); }
.head { display: flex; justify-content: space-between; border-bottom: 1.4pt solid #1b4b8a; color: #56616f; }
.number { font-size: 11pt; color: #1b4b8a; string-set: number content(); }
.hash { string-set: hash content(); font-size: 0; line-height: 0; position: absolute; }
h2 { background: #eaf0f8; border-left: 3pt solid #1b4b8a; color: #1b4b8a; font: 10.5pt/20pt "Noto Sans SC"; margin: 7pt 0 0;
  padding-left: 7pt; break-after: avoid; display: flex; justify-content: space-between; }
h2 small { color: #56616f; font-size: 8.5pt; padding-right: 4pt; }
h3 { font-size: 9pt; font-weight: normal; margin: 3pt 0; break-after: avoid; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: 0; }
th, td { border: 0.5pt solid #c3ccd7; padding: 3pt 4pt; text-align: left; vertical-align: top; font-weight: normal;
  white-space: pre-wrap; overflow-wrap: anywhere; }
th { background: #f5f7fa; color: #56616f; font-size: 8.5pt; }
.small { font-size: 7.5pt; color: #56616f; } .together { break-inside: avoid; } .page { break-before: page; }
.ink img { height: 68pt; } .photos td { border: none; } .photos img { width: 100%; } .sheet th { width: 112pt; }
img { image-orientation: none; } .intro td { border: none; } .intro img { width: 78pt; }
"""


def opened(folder: Path) -> Callable[[int], bytes]:
    fonts = FontConfiguration()
    style = CSS(string=STYLE, font_config=fonts)

    def make(number: int) -> bytes:
        order = json.loads((folder / f"{number}.json").read_bytes())
        html = HTML(string=_document(order), base_url=folder.as_uri() + "/")
        return html.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)

    return make


def _row(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def _pairs(lines: list[list[list[str]]], kind: str = "") -> str:
    made = []
    for line in lines:
        width = 84 if len(line) < 3 else 62
        cells = "".join(f'<th style="width:{width}pt">{escape(label)}</th><td>{escape(value)}</td>' for label, value in line)
        made.append(f'<table class="{kind}"><tr>{cells}</tr></table>')
    return "".join(made)


def _grid(head: list[str], weights: list[int], rows: list[list[str]]) -> str:
    columns = "".join(f'<col style="width:{100 * weight / sum(weights):.2f}%">' for weight in weights)
    body = "".join(f"<tr>{_row('td', row)}</tr>" for row in rows)
    return f"<table>{columns}<thead><tr>{_row('th', head)}</tr></thead><tbody>{body}</tbody></table>"


def _small(text: str) -> str:
    return f'<span class="small">{escape(text)}</span>'


def _bar(text: str, note: str = "") -> str:
    return f"<h2><span>{escape(text)}</span><small>{escape(note)}</small></h2>"


def _block(part: dict[str, Any]) -> str:
    match part["kind"]:
        case "heading":
            return _bar(f"{part['letter']} {part['text']}", part["note"])
        case "pairs":
            return _pairs(part["lines"])
        case "longtext":
            return _pairs([[[part["label"], part["text"]]]])
        case _:
            columns = part["columns"]
            grid = _grid([column["label"] for column in columns], [column["weight"] for column in columns], part["rows"])
            return f"<h3>{escape(part['label'])}</h3>{grid}"


def _document(order: dict[str, Any]) -> str:
    signatures, sheet = order["signatures"], order["sheet"]
    boxes = "".join(f'<td>{escape(box["label"])}<br><img src="{box["ink"]}"></td>' for box in signatures["boxes"])
    photos = "".join(
        f'<td><img src="{photo["file"]}"><br>{escape(photo["heading"])}<br>{_small(photo["caption"])}</td>'
        for photo in order["photos"]
    )
    return "".join(
        (
            f'<html lang="zh-CN"><title>{escape(order["title"])} {order["number"]}</title><body>',
            f'<span class="hash">{order["hash_prefix"]}</span><h1>{escape(order["title"])}</h1>',
            f'<div class="head"><span>{escape(order["issuer"])}<br>{order["revision"]}</span>',
            f'<span class="number">{order["number"]}</span></div>',
            *map(_block, order["blocks"]),
            f'<div class="together">{_pairs([[row] for row in signatures["rows"]])}',
            f'<table class="ink"><tr>{boxes}</tr></table><p class="small">{escape(signatures["covers"])}</p></div>',
            f'<div class="page">{_bar(order["annex"] + "  " + order["photos"][0]["label"])}',
            f'<table class="photos"><tr>{photos}</tr></table></div>',
            f'<div class="page" style="font-size:19pt;line-height:26pt">{escape(sheet["title"])}</div>',
            f'<table class="intro"><tr><td>{escape(sheet["intro"])}<br>{_small(sheet["qr_note"])}</td>',
            f'<td style="width:78pt"><img src="{sheet["qr"]}"></td></tr></table>',
            _pairs([[row] for row in sheet["pairs"]], "sheet"),
            _bar(sheet["events_label"]),
            _grid(sheet["events"][0], [28, 36, 36], sheet["events"][1:]),
            f'<p class="small">{escape(sheet["claim"])}</p></body></html>',
        )
    )
