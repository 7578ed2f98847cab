"""What everybody has to print: believable orders as frozen snapshots for us, and the same as plain lists for the others.

The lists are our own `presentation.blocks`, the words of the signature block and the evidence sheet, ready to be set; photos are
JPEG files, ink and QR code are SVG files. `python -m benchmarks.peers.content FOLDER COUNT` writes them, each order with other
texts of the same length and the same characters, so that nobody prints from memory.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import segno

from fieldapp.forms.evidence import Evidence
from fieldapp.forms.pdf.captions import captions
from fieldapp.forms.pdf.elements import Row
from fieldapp.forms.pdf.evidence_page import evidence_elements, qr_content
from fieldapp.forms.pdf.render import RenderInput
from fieldapp.forms.pdf.signatures import signature_elements
from fieldapp.forms.pdf.structure import Node
from fieldapp.forms.pdf.times import offset_of
from fieldapp.forms.presentation import Pair, Pairs, Photos, SignatureBlock, blocks
from fieldapp.forms.signing.ink import Ink
from fieldapp.forms.signing.strokes import all_segments, fit
from tests.support.pdf_orders import ANSWERS, jpeg, order, photo_rows

_FREE_TEXT = ("address", "symptom", "affected_business", "cause", "solution", "customer_comment")
_PER_ROW = {"third": 3, "half": 2, "full": 1}
WORDS = captions("zh")


def order_number(number: int) -> str:
    return f"WX-20261122-{number:06d}"


def source(number: int) -> RenderInput:
    """The order of that number: two photos, two signatures."""
    rows, store = photo_rows([jpeg(1600, 1200, seed=n) for n in (1, 2)])
    changed = {name: _turned(ANSWERS[name], number) for name in _FREE_TEXT}
    return order({**changed, "photos": rows}, photos=store, number=order_number(number))


def _turned(text: str, number: int) -> str:
    place = number % len(text)
    return text[place:] + text[:place]


def plain(asked: RenderInput) -> dict[str, Any]:
    """The same order as lists of texts; lengths and order as we print them."""
    shown = blocks(asked.definition, asked.snapshot.content, asked.lang, "print")
    evidence = asked.evidence
    signatures = [block for block in shown if isinstance(block, SignatureBlock)]
    return {
        "title": asked.definition.title.get(asked.lang),
        "issuer": asked.issuer,
        "number": evidence.number,
        "revision": WORDS("revision", revision=evidence.revision),
        "hash_prefix": WORDS("hash_prefix", hash=evidence.snapshot_sha256[:16]),
        "blocks": [_block(block) for block in shown if not isinstance(block, SignatureBlock)],
        "signatures": {
            "rows": _rows(signature_elements(signatures, asked.inks, evidence, WORDS, Node("Sect"))),
            "boxes": [{"label": block.label, "ink": f"ink-{block.field}.svg"} for block in signatures],
            "covers": WORDS("signature_covers", hash=evidence.snapshot_sha256),
        },
        "annex": WORDS("annex"),
        "photos": [_photo(n, block) for block in shown if isinstance(block, Photos) for n in range(len(block.items))],
        "sheet": _sheet(
            evidence, offset_of(asked.snapshot.content["frozen_at"]), {block.field: block.label for block in signatures}
        ),
    }


def _block(block: Any) -> dict[str, Any]:
    match block:
        case Pairs(items):
            runs = groupby(items, lambda pair: pair.width)
            return {"kind": "pairs", "lines": [line for width, run in runs for line in _lines(width, list(run))]}
        case Photos(_, label, items):
            return {"kind": "pairs", "lines": [[[label, WORDS("annex_note", count=len(items))]]]}
        case _:
            return {"kind": type(block).__name__.lower(), **asdict(block)}


def _lines(width: str, items: list[Pair]) -> list[list[list[str]]]:
    pairs, per_row = [[item.label, item.value] for item in items], _PER_ROW[width]
    return [pairs[start : start + per_row] for start in range(0, len(pairs), per_row)]


def _photo(number: int, block: Photos) -> dict[str, str]:
    item = block.items[number]
    heading = " · ".join((WORDS("photo_number", number=number + 1), item.tag, item.taken_at))
    return {"file": f"{item.sha256}.jpg", "heading": heading, "caption": item.caption, "label": block.label}


def _rows(elements: list[Any]) -> list[list[str]]:
    """The cells of ruled rows, their lines put together again."""
    return [["".join(cell.lines) for cell in element.cells] for element in elements if isinstance(element, Row)]


def _sheet(evidence: Evidence, offset: str, labels: dict[str, str]) -> dict[str, Any]:
    rows = _rows(evidence_elements(evidence, labels, offset, WORDS, Node("Document")))
    return {
        "title": WORDS("evidence_title"),
        "intro": WORDS("evidence_intro"),
        "qr_note": WORDS("qr_note"),
        "qr": "qr.svg",
        "pairs": [row for row in rows if len(row) == 2],
        "events_label": WORDS("events"),
        "events": [row for row in rows if len(row) == 3],
        "claim": WORDS("evidence_claim"),
    }


def ink_svg(ink: Ink) -> str:
    """The curves we draw, one path and one width a stroke: a little less than we do."""
    width, height = 240.0, 68.0
    place = fit(ink, width, height)
    paths = []
    for stroke in all_segments(ink, place.width, place.height):
        start = "M{:.1f} {:.1f}".format(*stroke[0].start)
        curves = (f"C{_at(part.control1)} {_at(part.control2)} {_at(part.end)}" for part in stroke)
        paths.append(f'<path d="{start}{"".join(curves)}"/>')
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="240pt" height="68pt" viewBox="0 0 240 68">'
    style = 'fill="none" stroke="#0b1f4b" stroke-width="1.2" stroke-linecap="round"'
    return f'{head}<g {style} transform="translate({place.x:.1f} {place.y:.1f})">{"".join(paths)}</g></svg>'


def _at(position: tuple[float, float]) -> str:
    return f"{position[0]:.1f} {position[1]:.1f}"


def write(folder: Path, count: int) -> None:
    for number in range(count):
        asked = source(number)
        (folder / f"{number}.json").write_text(json.dumps(plain(asked), ensure_ascii=False, indent=1), encoding="utf-8")
        (folder / f"{number}.snapshot.json").write_bytes(asked.snapshot.data)
        (folder / f"{number}.evidence.json").write_bytes(asked.evidence.to_bytes())
    for field, ink in asked.inks.items():
        (folder / f"ink-{field}.json").write_bytes(ink.to_bytes())
        (folder / f"ink-{field}.svg").write_text(ink_svg(ink), encoding="utf-8")
    for photo in plain(asked)["photos"]:
        (folder / photo["file"]).write_bytes(asked.photo(photo["file"].removesuffix(".jpg")))
    code = BytesIO()
    segno.make_qr(qr_content(asked.evidence)).save(code, kind="svg", xmldecl=False, svgns=True, border=0, unit="pt", scale=3)
    (folder / "qr.svg").write_bytes(code.getvalue())


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
