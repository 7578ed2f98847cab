"""Objects → file. What has no stream of its own is packed into one object stream, found by a cross-reference stream
(ISO 32000-1 §7.5.7, §7.5.8): the tags of an order are hundreds of small objects, and loose they would be a third of the file.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportlab.pdfbase import pdfdoc

from fieldapp.forms.pdf.objects import Array, Name, Stream

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_FREE, _LOOSE, _PACKED = 0, 1, 2
"""Types of entries in a cross-reference stream."""

Entry = tuple[int, int, int]


def write_file(document: pdfdoc.PDFDocument) -> bytes:
    """A drawn document as bytes; its `_ID` must be given. Takes the place of ReportLab's writer, which knows neither stream."""
    document.Catalog.Outlines = None
    root, info = document.Reference(document.Catalog), document.Reference(document.info)
    parts, size = [_HEADER], len(_HEADER)
    packed: dict[int, bytes] = {}
    entries: dict[int, Entry] = {0: (_FREE, 0, 0xFFFF)}

    def put(number: int, body: bytes) -> None:
        nonlocal size
        entries[number] = (_LOOSE, size, 0)
        parts.append(b"%d 0 obj\n" % number + body + b"endobj\n")
        size += len(parts[-1])

    number = 1
    while number in document.numberToId:  # formatting one object may bring others
        thing = document.idToObject[document.numberToId[number]]
        body: bytes = pdfdoc.format(thing, document, toplevel=1)
        if isinstance(thing, Stream):
            put(number, body)
        else:
            packed[number] = body.strip()
        number += 1
    put(number, _object_stream(packed).format(document))
    entries |= {member: (_PACKED, number, index) for index, member in enumerate(packed)}
    start = size
    trailer = {"Type": Name("XRef"), "Root": root, "Info": info, "ID": document.ID()}
    put(number + 1, _cross_references(entries | {number + 1: (_LOOSE, start, 0)}, trailer).format(document))
    return b"".join([*parts, b"startxref\n%d\n%%%%EOF\n" % start])


def _object_stream(packed: Mapping[int, bytes]) -> Stream:
    places, at = [], 0
    for number, body in packed.items():
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(places) + b"\n"
    return Stream(head + b"\n".join(packed.values()), {"Type": Name("ObjStm"), "N": len(packed), "First": len(head)})


def _cross_references(entries: Mapping[int, Entry], trailer: Mapping[str, object]) -> Stream:
    """Rows of type, offset or stream, and index; each written as its difference from the row before (PNG's Up)."""
    wide = (max(second for _, second, _ in entries.values()).bit_length() + 7) // 8
    widths = (1, wide, 2)
    before = bytes(sum(widths))
    rows = []
    for number in range(len(entries)):
        row = b"".join(value.to_bytes(width, "big") for value, width in zip(entries[number], widths, strict=True))
        rows.append(b"\x02" + bytes((new - old) & 0xFF for new, old in zip(row, before, strict=True)))
        before = row
    parameters = pdfdoc.PDFDictionary({"Predictor": 12, "Columns": len(before)})
    return Stream(b"".join(rows), {**trailer, "Size": len(entries), "W": Array(list(widths)), "DecodeParms": parameters})
