"""What makes the file PDF/A-3b (ISO 19005-3): output intent, XMP metadata, associated files, an ID made from the content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape

from reportlab.pdfbase import pdfdoc

from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.objects import Array, Dictionary, Name, Stream, hex_string, text
from fieldapp.paths import resource

PRODUCER = "fieldapp, ReportLab"


@dataclass(frozen=True, slots=True)
class Metadata:
    """The same words in the document information and in XMP, each made `plain` before. `created` is aware."""

    title: str
    author: str
    subject: str
    creator: str
    created: datetime
    language: str


@dataclass(frozen=True, slots=True)
class AssociatedFile:
    """A file carried inside. `relationship` as in ISO 32000-2 §7.11.3: Data, Source, Supplement …"""

    name: str
    data: bytes
    description: str
    relationship: str
    mime: str = "application/json"


def dress(canvas: FormCanvas, metadata: Metadata, files: Sequence[AssociatedFile], identity: bytes) -> None:
    """Give a drawn document all that PDF/A-3b wants. `identity` is hashed into the file's /ID."""
    document = canvas.document
    catalog = document.Catalog
    # ReportLab writes only the catalogue keys it knows; this is its own list, extended for this one document.
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
    catalog.OutputIntents = Array([document.Reference(_output_intent(document))])
    catalog.Metadata = document.Reference(
        Stream(xmp(metadata), {"Type": Name("Metadata"), "Subtype": Name("XML")}, compress=False)
    )
    catalog.ViewerPreferences = Dictionary({"DisplayDocTitle": "true"})
    specs = [
        (file.name, document.Reference(_file_spec(document, file, metadata.created)))
        for file in sorted(files, key=lambda f: f.name)
    ]
    catalog.AF = Array([spec for _, spec in specs])
    names = Array([item for name, spec in specs for item in (text(name), spec)])
    catalog.Names = Dictionary({"EmbeddedFiles": Dictionary({"Names": names})})
    document.info = _Info(metadata)
    digest = hashlib.sha256(identity).hexdigest()[:32].encode("ascii")
    document._ID = b"\n[<" + digest + b"><" + digest + b">]\n"


class _Info(pdfdoc.PDFObject):
    """Document information without the fields ReportLab adds and XMP would have to repeat. It asks for no clock."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata
        self.invariant = 1

    def digest(self, signature: object) -> None:
        """ReportLab mixes the information into an ID that is replaced here."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        metadata = self._metadata
        moment = text(pdf_date(metadata.created))
        entries = {
            "Title": text(metadata.title),
            "Author": text(metadata.author),
            "Subject": text(metadata.subject),
            "Creator": text(metadata.creator),
            "Producer": text(PRODUCER),
            "CreationDate": moment,
            "ModDate": moment,
        }
        formatted: bytes = Dictionary(entries).format(document)
        return formatted


def pdf_date(moment: datetime) -> str:
    """ISO 32000-1 §7.9.4."""
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"D:{moment:%Y%m%d%H%M%S}{sign}{hours:02d}'{rest:02d}'"


def xmp(metadata: Metadata) -> bytes:
    """The XMP packet, read-only: without the padding for edits in place, which would break the seal."""
    moment = metadata.created.isoformat(timespec="seconds")

    def alternatives(value: str) -> str:
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt>'

    body = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
        "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"
        "<dc:format>application/pdf</dc:format>\n"
        f"<dc:language><rdf:Bag><rdf:li>{escape(metadata.language)}</rdf:li></rdf:Bag></dc:language>\n"
        f"<dc:title>{alternatives(metadata.title)}</dc:title>\n"
        f"<dc:description>{alternatives(metadata.subject)}</dc:description>\n"
        f"<dc:creator><rdf:Seq><rdf:li>{escape(metadata.author)}</rdf:li></rdf:Seq></dc:creator>\n"
        f"<xmp:CreatorTool>{escape(metadata.creator)}</xmp:CreatorTool>\n"
        f"<xmp:CreateDate>{moment}</xmp:CreateDate>\n<xmp:ModifyDate>{moment}</xmp:ModifyDate>\n"
        f"<pdf:Producer>{escape(PRODUCER)}</pdf:Producer>\n"
        "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
    )
    return (body + '<?xpacket end="r"?>').encode()


def plain(value: str) -> str:
    """One line without control characters, so that the document information and XMP say exactly the same."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


@cache
def _icc() -> bytes:
    return resource("icc/sRGB.icc").read_bytes()


def _output_intent(document: pdfdoc.PDFDocument) -> Dictionary:
    return Dictionary(
        {
            "Type": Name("OutputIntent"),
            "S": Name("GTS_PDFA1"),
            "OutputConditionIdentifier": text("sRGB"),
            "Info": text("sRGB IEC61966-2.1"),
            "RegistryName": text("http://www.color.org"),
            "DestOutputProfile": document.Reference(Stream(_icc(), {"N": 3})),
        }
    )


def _file_spec(document: pdfdoc.PDFDocument, file: AssociatedFile, created: datetime) -> Dictionary:
    # The checksum is MD5 by ISO 32000-1 §7.11.4; what counts is the SHA-256 on the evidence sheet.
    checksum = hashlib.md5(file.data, usedforsecurity=False).digest()
    parameters = {"Size": len(file.data), "ModDate": text(pdf_date(created)), "CheckSum": hex_string(checksum)}
    entries = {"Type": Name("EmbeddedFile"), "Subtype": "/" + file.mime.replace("/", "#2F"), "Params": Dictionary(parameters)}
    embedded = document.Reference(Stream(file.data, entries))
    return Dictionary(
        {
            "Type": Name("Filespec"),
            "F": text(file.name),
            "UF": text(file.name),
            "Desc": text(file.description),
            "AFRelationship": Name(file.relationship),
            "EF": Dictionary({"F": embedded, "UF": embedded}),
        }
    )
