"""The only place where pyHanko signs. Importing this module costs most of a second: only `seal` does, when it is needed.

PAdES B-B (ETSI EN 319 142-1 §6.3) as a certification signature, DocMDP P=2. Nothing is drawn: the evidence sheet says in print
what the seal says, and an invisible field needs no font.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from asn1crypto import core, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import attributes
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, constants
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from fieldapp.errors import InputFault
from fieldapp.forms.signing import statement as statements
from fieldapp.forms.signing.identity import longest_signature, require_signed
from fieldapp.forms.signing.keys import SignerIdentity, load_certificates

DIGEST = "sha256"


def sign(
    pdf: bytes,
    identity: SignerIdentity,
    *,
    signer_name: str,
    statement: statements.SealStatement,
    signed_at: datetime,
    field: str,
) -> bytes:
    """The PDF with one more revision that holds the seal. InputFault `seal.pdf` when the file cannot take one."""
    with _translated():
        writer = _writer(pdf)
        content = statement.to_bytes()
        signer = _IdentitySigner(identity)
        signer.signed_attr_prov_spec = _SignedAttributes(signer, content)
        meta = PdfSignatureMetadata(
            field_name=field,
            md_algorithm=DIGEST,
            name=signer_name,
            reason=statement.reason,
            certify=True,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            subfilter=SigSeedSubFilter.PADES,
        )
        spec = SigFieldSpec(sig_field_name=field, on_page=-1)
        room = _room(signer, signed_at)
        return asyncio.run(_run(_Sealer(meta, signer, new_field_spec=spec), writer, signed_at, 2 * room))


def room(identity: SignerIdentity, statement: bytes, signed_at: datetime) -> int:
    """Bytes that a countersignature's CMS can have at most."""
    with _translated():
        signer = _IdentitySigner(identity)
        signer.signed_attr_prov_spec = _SignedAttributes(signer, statement)
        return _room(signer, signed_at)


def sign_digest(digest: bytes, identity: SignerIdentity, statement: bytes, signed_at: datetime) -> bytes:
    """The CMS (DER) over a SHA-256, of the same form as a seal's. InputFault `seal.pdf`."""
    with _translated():
        signer = _IdentitySigner(identity)
        signer.signed_attr_prov_spec = _SignedAttributes(signer, statement)
        settings = PdfCMSSignedAttributes(signing_time=signed_at)
        made = signer.async_sign(digest, DIGEST, use_pades=True, signed_attr_settings=settings)
        return bytes(asyncio.run(made).dump())


def _room(signer: Signer, signed_at: datetime) -> int:
    """Most bytes the CMS can have; its length must be known before it is made (ISO 32000-1 §12.8.1): that of one with the longest
    signature the key can give."""
    settings = PdfCMSSignedAttributes(signing_time=signed_at)
    made = signer.async_sign(bytes(32), DIGEST, dry_run=True, use_pades=True, signed_attr_settings=settings)
    return len(asyncio.run(made).dump())


async def _run(sealer: PdfSigner, writer: IncrementalPdfFileWriter, signed_at: datetime, room: int) -> bytes:
    """pyHanko's own phases one by one, because `sign_pdf` takes the time from the operating system."""
    session = sealer.init_signing_session(writer)
    session.system_time = signed_at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
    output = io.BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    await document.perform_signature(
        document_digest=prepared.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=signed_at)
    )
    return output.getvalue()


class _Writer(IncrementalPdfFileWriter):
    def _update_meta(self) -> None:
        """Nothing: pyHanko would rewrite XMP and Info with its own name and the operating system's time."""


class _Sealer(PdfSigner):
    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Only the PAdES extension: for EC keys pyHanko adds ISO/TS 32002 and /Version /2.0, which PDF/A-3 forbids."""
        pdf_out.register_extension(constants.ESIC_EXTENSION_1)


class _StatementAttribute(attributes.CMSAttributeProvider):
    attribute_type = statements.OID

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def build_attr_value(self, dry_run: bool = False) -> core.OctetString:
        return core.OctetString(self._content)


class _SignedAttributes(attributes.SignedAttributeProviderSpec):
    """What PAdES asks for, plus algorithm protection (RFC 6211) and the statement."""

    def __init__(self, signer: Signer, content: bytes) -> None:
        self._signer = signer
        self._content = content

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterable[attributes.CMSAttributeProvider]:
        mechanism = self._signer.get_signature_mechanism_for_digest(digest_algorithm)
        yield attributes.SigningCertificateV2Provider(self._signer.signing_cert)
        yield attributes.CMSAlgorithmProtectionProvider(digest_algorithm, mechanism)
        yield _StatementAttribute(self._content)


class _IdentitySigner(Signer):
    """pyHanko asks here for each signature, wherever the key is."""

    def __init__(self, identity: SignerIdentity) -> None:
        certificates = load_certificates([identity.certificate_pem, *identity.chain_pem])
        own, *others = (x509.Certificate.load(one.public_bytes(serialization.Encoding.DER)) for one in certificates)
        registry = SimpleCertificateStore.from_certs(others)  # type: ignore[no-untyped-call]
        super().__init__(signing_cert=own, cert_registry=registry, embed_roots=False)
        self._identity, self._certificate = identity, certificates[0]

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(longest_signature(self._certificate))
        signature = self._identity.sign(data)
        require_signed(self._identity.certificate_pem, data, signature)
        return signature


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    if reader.encrypted or reader.input_version != (1, 7):
        raise InputFault("seal.pdf", "only a plain PDF 1.7 can be sealed")
    if "/AcroForm" in reader.root:
        raise InputFault("seal.pdf", "the PDF has form fields or a signature already")
    return _Writer.from_reader(reader)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (PdfError, SigningError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise InputFault("seal.pdf", f"the PDF cannot be sealed: {type(error).__name__} {error}") from error
