"""Sealed PDFs for tests: the renderer's file, and small ones put together by hand so that their parts can disagree."""

from __future__ import annotations

import functools
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from fieldapp.domain.records import Actor, Role
from fieldapp.forms.evidence import Evidence, InkRecord
from fieldapp.forms.pdf.render import render
from fieldapp.forms.signing import pades
from fieldapp.forms.signing.ink import Ink
from fieldapp.forms.signing.keys import Identity, fingerprint
from fieldapp.forms.signing.seal import seal
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.paths import resource
from tests.support import pdf_orders
from tests.support.signing_ca import SIGNED_AT, Authority, authority

ORDER = json.dumps(
    {"number": "WX-20261122-000137", "customer_unit": "欧阳𠅤测试单位"}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode()


_XMP = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    b"<rdf:Description rdf:about=''/></rdf:RDF></x:xmpmeta>"
)


@functools.cache
def demo_ink() -> Ink:
    return Ink.parse(Path(resource("demo/signature.ink.json")).read_bytes())


@functools.cache
def company() -> Authority:
    return authority()


@functools.cache
def engineer() -> Identity:
    return company().engineer()


def evidence_for(identity: Identity, order: bytes = ORDER, expected: int = 1) -> Evidence:
    return Evidence(
        order_id="0b0f9a0e-5c1c-4b0e-8a4e-3f0f6c7d8e9f",
        number="WX-20261122-000137",
        revision=1,
        form_id="maintenance-work-order",
        form_version=1,
        snapshot_sha256=hashlib.sha256(order).hexdigest(),
        operator=Actor("eng-001", "李旻", Role.ENGINEER),
        device_id="3f0e7a52-8f6e-4d53-9f0c-6a9f0f1f7c11",
        device_name="LAPTOP-01",
        app_version="0.1.0",
        outcome="signed",
        inks=(InkRecord("customer_signature", demo_ink().sha256),),
        certificate=fingerprint(identity.certificate_pem),
        signatures_expected=expected,
    )


def small_pdf(files: Sequence[tuple[str, bytes]]) -> bytes:
    """One page with vector drawing and the files attached, in the way the renderer attaches them; names may repeat."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(b"1 0 0 RG 50 50 m 500 700 l S")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, ToUnicode=pdf.make_stream(b"begincmap endcmap"))
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    pdf.Root.Metadata = pdf.make_stream(_XMP, Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo = pdf.make_indirect(Dictionary(Producer=String("fieldapp")))
    entries: list[object] = []
    specs = []
    for name, data in sorted(files, key=lambda item: item[0]):
        stream = pdf.make_stream(
            data, Type=Name.EmbeddedFile, Subtype=Name("/application/json"), Params=Dictionary(Size=len(data))
        )
        spec = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(name),
                UF=String(name),
                AFRelationship=Name.Data,
                EF=Dictionary(F=stream, UF=stream),
            )
        )
        specs.append(spec)
        entries += [String(name), spec]
    pdf.Root.AF = Array(specs)
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(entries)))
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        force_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()


@dataclass(frozen=True)
class Parts:
    """Everything that goes into a sealed file; tests change one part and see whether the verdict notices."""

    order: bytes
    evidence: Evidence
    inks: Mapping[str, bytes]
    identity: Identity
    statement: SealStatement

    def files(self) -> list[tuple[str, bytes]]:
        inks = [(f"ink-{field}.json", data) for field, data in self.inks.items()]
        return [("order.json", self.order), ("evidence.json", self.evidence.to_bytes()), *inks]

    def sealed(self, files: Sequence[tuple[str, bytes]] | None = None) -> bytes:
        return self.seal_over(small_pdf(self.files() if files is None else files))

    def seal_over(self, pdf: bytes) -> bytes:
        """Past the check of the certificate that `seal` makes: `verify` must notice by itself."""
        return pades.sign(pdf, self.identity, signer_name="李旻", statement=self.statement, signed_at=SIGNED_AT, field="Engineer")

    def but(self, **changes: object) -> Parts:
        return replace(self, **changes)  # type: ignore[arg-type]


def parts(identity: Identity | None = None) -> Parts:
    who = identity or engineer()
    evidence = evidence_for(who)
    return Parts(ORDER, evidence, {"customer_signature": demo_ink().to_bytes()}, who, SealStatement.of(evidence))


@functools.cache
def rendered() -> tuple[bytes, Evidence]:
    """A believable order as the renderer prints it, unsigned, and its evidence."""
    source = pdf_orders.order(certificate=fingerprint(engineer().certificate_pem))
    return render(source), source.evidence


@functools.cache
def sealed_pdf() -> bytes:
    """The same sealed by the engineer: a good file, made once per test run."""
    pdf, evidence = rendered()
    return seal(pdf, engineer(), signer_name="李旻", statement=SealStatement.of(evidence), signed_at=SIGNED_AT)
