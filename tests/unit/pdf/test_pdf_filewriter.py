"""The file as bytes: small objects packed, every one found again, the same cross-references whoever reads them."""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

from fieldapp.forms.pdf.render import render
from tests.support.pdf_bytes import byte_findings
from tests.support.pdf_orders import order


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(order())


def test_only_streams_stand_loose(pdf: bytes) -> None:
    loose = re.findall(rb"(?:\A|\n)\d+ 0 obj\n", pdf)
    assert len(loose) == pdf.count(b"\nendstream\nendobj\n")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [thing for thing in opened.objects if isinstance(thing, pikepdf.Stream)]
        assert len(opened.objects) > len(loose)
        assert len(streams) == len(loose)


def test_every_object_is_found_by_two_readers(pdf: bytes) -> None:
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
        assert opened.check_pdf_syntax() == []
        size = int(opened.trailer.Size)
        for number in range(1, size):
            ours = opened.get_object(number, 0)
            theirs = reader.get_object(IndirectObject(number, 0, reader))
            if isinstance(ours, pikepdf.Dictionary):
                assert set(ours.keys()) == set(theirs), number


def test_cross_references_lead_to_where_objects_begin(pdf: bytes) -> None:
    assert byte_findings(pdf) == []
    start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n\Z", pdf)[0])
    assert re.match(rb"\d+ 0 obj\n<<.*?/Type /XRef", pdf[start:], re.DOTALL)
    shifted = pdf[:9] + b"%shifted by a comment\n" + pdf[9:]
    assert byte_findings(shifted) != [], "the check reads these offsets"


def test_packed_objects_are_in_one_deflated_stream(pdf: bytes) -> None:
    (packed,) = re.findall(rb"/N (\d+)[^>]*/Type /ObjStm[^>]*>>\nstream\n(.*?)\nendstream", pdf, re.DOTALL)
    assert zlib.decompress(packed[1]).count(b"<<") >= int(packed[0]) // 2
