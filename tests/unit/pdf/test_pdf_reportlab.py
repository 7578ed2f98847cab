"""What the canvas takes for granted of ReportLab. When one of these fails after an upgrade, read canvas.py and objects.py."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.embedding import EmbeddedFont
from fieldapp.forms.pdf.objects import Stream
from fieldapp.forms.pdf.structure import Artifact, Structure
from fieldapp.forms.pdf.styles import TITLE, VALUE
from tests.support.pdf_bytes import byte_findings
from tests.support.pdf_orders import order
from tests.support.pdf_reading import text_of


def a_page() -> bytes:
    structure = Structure()
    canvas = FormCanvas("zh-CN", structure)
    canvas.write(72, 700, "李旻 𠅤", VALUE, structure.root.add("P"))
    canvas.write(72, 600, "标题", TITLE, structure.root.add("H1"))
    canvas.showPage()
    return canvas.finish()


def test_our_pages_are_clean_where_reportlabs_own_are_not() -> None:
    """The trap itself: were this to pass without us, objects.Stream could go."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 700, "x")
    canvas.save()
    assert any("6.1.7.1" in finding for finding in byte_findings(out.getvalue()))
    assert b"/Helvetica" in out.getvalue()
    assert b"/Trans" in out.getvalue()
    ours = a_page()
    assert byte_findings(ours) == []
    assert b"Helvetica" not in ours
    assert b"/Trans" not in ours


def test_our_fonts_do_not_enter_reportlabs_registry() -> None:
    from reportlab.pdfbase import pdfmetrics

    before = dict(pdfmetrics._fonts)
    a_page()
    assert pdfmetrics._fonts == before
    assert text_of(a_page()).split() == ["李旻", "𠅤", "标题"]


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (Canvas, ("_make_preamble", "showPage", "addLiteral", "doForm", "hasForm", "transform", "saveState", "restoreState")),
        (pdfdoc.PDFDocument(), ("Reference", "addForm", "ID", "thisPageName", "numberToId", "idToObject")),
        (pdfdoc.PDFCatalog, ("__NoDefault__", "__Refs__")),
    ],
)
def test_the_parts_we_build_on_are_there(owner: object, names: tuple[str, ...]) -> None:
    assert [name for name in names if not hasattr(owner, name)] == []


def test_the_documents_id_is_asked_for_once_and_may_be_given() -> None:
    document = pdfdoc.PDFDocument(invariant=1)
    document._ID = b"[<00><00>]"
    assert document.ID() == b"[<00><00>]"


def test_a_page_takes_its_contents_and_fonts_as_given() -> None:
    canvas = FormCanvas("en", Structure())
    canvas.write(10, 10, "A", VALUE, Artifact.LAYOUT)
    canvas.showPage()
    page = canvas.document.idToObject["Page1"]
    assert "BasicFonts" in canvas.document.idToObject
    canvas.finish()
    assert isinstance(page.Contents, Stream)


def test_a_font_codes_characters_in_order_of_use() -> None:
    from fieldapp.forms.pdf.fonts import stack

    found = stack().find("甲")
    assert found is not None
    font = EmbeddedFont(found[0], "F1")
    assert [font.encode("甲乙甲"), font.encode("丙乙")] == ["000100020001", "00030002"]
    assert font.final() == ["0000", "0003", "0002", "0001"], "in the file by glyph: 丙 (U+4E19), 乙 (U+4E59), 甲 (U+7532)"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (b"\nendstream\n", b" endstream\n", "6.1.7.1"),
        (b"%\xe2\xe3\xcf\xd3", b"%abcd", "6.1.2"),
        (b"%%EOF\n", b"%%EOF\nx", "6.1.3"),
        (b"/ID ", b"/IE ", "6.1.3"),
        (b"/XRef", b"/Xref", "6.1.4"),
    ],
)
def test_the_byte_check_finds_what_is_wrong(old: bytes, new: bytes, finding: str) -> None:
    from fieldapp.forms.pdf.render import render

    good = render(order(outcome="refused", reason="-"))
    assert old in good
    bad = good.replace(old, new, 1) if old != b"%%EOF\n" else good.removesuffix(old) + new
    assert any(found.startswith(finding) for found in byte_findings(bad))
