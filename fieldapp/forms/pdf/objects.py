"""PDF objects where ReportLab 5.1.0 has none that PDF/A accepts. Built on its document model, without patching it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import deflate
from reportlab.pdfbase import pdfdoc

_LEVEL = 10
"""4 % less than zlib's best level makes, for 13 ms. And libdeflate comes with us, zlib with the machine: the same order packed by
another zlib would be other bytes."""

Name = pdfdoc.PDFName
Array = pdfdoc.PDFArrayCompact
Dictionary = pdfdoc.PDFDictionary


class Stream(pdfdoc.PDFObject):
    """A stream with an end-of-line before `endstream`, as ISO 19005-3 §6.1.7.1 asks; ReportLab's own PDFStream writes none."""

    __RefOnly__ = 1

    def __init__(self, data: bytes, entries: Mapping[str, Any] | None = None, *, compress: bool = True) -> None:
        self._data = deflate.zlib_compress(data, _LEVEL) if compress else data
        self._entries = dict(entries or {})
        if compress:
            self._entries["Filter"] = Name("FlateDecode")

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Dictionary and data, with a line end behind each."""
        head: bytes = Dictionary({**self._entries, "Length": len(self._data)}).format(document)
        return head + b"\nstream\n" + self._data + b"\nendstream\n"


def text(value: str) -> pdfdoc.PDFString:
    """A text string; UTF-16 with byte order mark where Latin-1 does not do."""
    return pdfdoc.PDFString(value)


def hex_string(data: bytes) -> pdfdoc.PDFText:
    """A byte string."""
    return pdfdoc.PDFText(data, enc="raw")
