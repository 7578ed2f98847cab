"""What somebody might do to a sealed file: incremental updates as other tools write them, and cruder things. Bytes to bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject

Attack = Callable[[bytes], bytes]


def _update(change: Callable[[IncrementalPdfFileWriter], None]) -> Attack:
    def attack(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        assert out.getvalue().startswith(pdf)
        return out.getvalue()

    return attack


def _stream(writer: IncrementalPdfFileWriter, data: bytes, **entries: str) -> generic.IndirectObject:
    values = {pdf_name(f"/{key}"): pdf_name(value) for key, value in entries.items()}
    return writer.add_object(generic.StreamObject(dict_data=values, stream_data=data))


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    writer.mark_update(reference)
    return page


def _overlay(writer: IncrementalPdfFileWriter) -> None:
    page = _page(writer)
    drawn = _stream(writer, b"1 1 1 rg 0 0 595 842 re f")
    page[pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), drawn])


def _annotation(writer: IncrementalPdfFileWriter) -> None:
    page = _page(writer)
    note = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/FreeText"), "/Contents": pdf_string("已付清")}
    box = generic.ArrayObject(generic.NumberObject(number) for number in (0, 0, 200, 50))
    annotation = generic.DictionaryObject({pdf_name(key): value for key, value in note.items()} | {pdf_name("/Rect"): box})
    annotations = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
    page[pdf_name("/Annots")] = generic.ArrayObject([*annotations, writer.add_object(annotation)])


def _swapped_json(writer: IncrementalPdfFileWriter) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    at = next(index for index in range(0, len(names), 2) if names[index] == "order.json")
    stream = _stream(writer, b'{"number":"WX-1"}', Type="/EmbeddedFile")
    names[at + 1][pdf_name("/EF")] = generic.DictionaryObject({pdf_name("/F"): stream, pdf_name("/UF"): stream})
    writer.mark_update(names.raw_get(at + 1))


def _xmp(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/Metadata")] = _stream(
        writer, b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>x</x:xmpmeta>", Type="/Metadata", Subtype="/XML"
    )
    writer.update_root()


def _info(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): pdf_string("another title")}))


def _appearance(writer: IncrementalPdfFileWriter) -> None:
    widget = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    drawn = _stream(writer, b"0 0 100 100 re f", Type="/XObject", Subtype="/Form")
    widget.get_object()[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): drawn})
    writer.mark_update(widget)


def _to_unicode(writer: IncrementalPdfFileWriter) -> None:
    fonts = _page(writer)["/Resources"]["/Font"]
    reference = fonts.raw_get(next(iter(fonts)))
    reference.get_object()[pdf_name("/ToUnicode")] = _stream(writer, b"begincmap 1 beginbfchar <41> <5B57> endbfchar endcmap")
    writer.mark_update(reference)


def _extra_page(writer: IncrementalPdfFileWriter) -> None:
    drawn = _stream(writer, b"0 0 100 100 re f")
    box = generic.ArrayObject(generic.NumberObject(number) for number in (0, 0, 595, 842))
    writer.insert_page(PageObject(contents=drawn, media_box=box, resources=generic.DictionaryObject()))


def _javascript(writer: IncrementalPdfFileWriter) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert('x')")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)
    writer.update_root()


def _validation_store(writer: IncrementalPdfFileWriter) -> None:
    """What a later B-LT update would add; tolerated only once it can be told apart from everything else."""
    writer.root[pdf_name("/DSS")] = writer.add_object(generic.DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")}))
    writer.update_root()


UPDATES: dict[str, Attack] = {
    "overlay": _update(_overlay),
    "annotation": _update(_annotation),
    "swapped_json": _update(_swapped_json),
    "xmp": _update(_xmp),
    "info": _update(_info),
    "appearance": _update(_appearance),
    "to_unicode": _update(_to_unicode),
    "extra_page": _update(_extra_page),
    "javascript": _update(_javascript),
    "validation_store": _update(_validation_store),
    "nothing": _update(lambda writer: writer.update_root()),
}


def resaved(pdf: bytes) -> bytes:
    """Opened and saved by qpdf: the same to look at, another file."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def stripped(pdf: bytes) -> bytes:
    """The signature taken out, everything else kept."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root.AcroForm
        del document.Root.Perms
        for page in document.pages:
            page.Annots = pikepdf.Array()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.7")
    return out.getvalue()


def encrypted(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))
    return out.getvalue()


def hole(pdf: bytes) -> tuple[int, int]:
    """Where the container of the last signature stands: from `<` to behind `>`."""
    numbers = re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", pdf)[-1]
    return int(numbers[1]), int(numbers[2])


def wrapped(pdf: bytes) -> bytes:
    """Signature wrapping: every signed byte keeps its place in the digest, the attacker's own signature dictionary claims a wider
    hole, and the signed startxref now falls into that hole, on a cross-reference table of the attacker's."""
    start, end = hole(pdf)
    table_at, first_table = (int(re.findall(pattern, pdf)[-1]) for pattern in (rb"startxref\s+(\d+)", rb"/Prev (\d+)"))
    root = re.findall(rb"/Pages (\d+) 0 R", pdf)[-1]
    free = int(re.findall(rb"/Size (\d+)", pdf)[-1])

    def intruder(length: int) -> bytes:
        ranges = b"[0 %d %d %d]" % (start, end + length, len(pdf) - end)
        objects = {
            free: b"<< /Type /Catalog /Pages %s 0 R /AcroForm << /SigFlags 3 /Fields [%d 0 R] >> >>" % (root, free + 1),
            free + 1: b"<< /FT /Sig /T (Engineer) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /V %d 0 R >>" % (free + 2),
            free + 2: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20261122143000Z)"
            b" /ByteRange %s /Contents %s >>" % (ranges, pdf[start:end]),
        }
        trailer = b"trailer << /Root %d 0 R /Size %d /Prev %d /ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF\n" % (
            free,
            free + 3,
            first_table,
            table_at,
        )
        head = b"xref\n%d 3\n" % free
        body, offsets, at = b"", [], table_at + len(head) + 3 * 20 + len(trailer)
        for number, content in objects.items():
            offsets.append(at + len(body))
            body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        table = head + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        return b" " * (table_at - end) + table + trailer + body

    length = len(intruder(10_000))
    assert len(intruder(length)) == length
    return pdf[:end] + intruder(length) + pdf[end:]


def flipped(pdf: bytes, at: int, bit: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ (1 << bit)]) + pdf[at + 1 :]
