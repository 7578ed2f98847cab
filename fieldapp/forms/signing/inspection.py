"""What pyHanko finds in a file: its signatures, one by one, and its attachments. Only `verify` imports this, when it must."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import InvalidCertificateError
from pyhanko_certvalidator.path import ValidationPath

from fieldapp.errors import InputFault
from fieldapp.forms.signing import attachments, container, statement
from fieldapp.forms.signing.keys import CertificateInfo, Validity, describe_certificate
from fieldapp.forms.signing.verdict import Finding, SignatureInfo

# What these two would log comes back as a result and becomes a finding.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_MIB = 1024 * 1024
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=32 * _MIB),
    document_budget=DocumentDecodeBudget(base_allowance=64 * _MIB, max_ratio=20),
)
_CMS_FAULTS = (SignatureValidationError, CMSExtractionError, CMSStructuralError)
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


@dataclass(frozen=True, slots=True)
class Inspection:
    """Signatures in the order in which they were made, the embedded files by name, and what was wrong with either."""

    signatures: tuple[SignatureInfo, ...]
    files: dict[str, bytes]
    problems: tuple[Finding, ...]


def inspect(pdf: bytes, roots: Sequence[bytes]) -> Inspection:
    """Read a whole file; `roots` are DER certificates. Whatever pyHanko raises on a broken file goes through."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True, decode_limits=_LIMITS)
    if reader.encrypted:
        return Inspection((), {}, (Finding("pdf.encrypted"),))
    trusted = [x509.Certificate.load(root) for root in roots]
    problems: list[Finding] = []
    signatures: list[SignatureInfo] = []
    for embedded in reader.embedded_signatures:
        try:
            info, found = _Check(pdf, embedded, trusted).run()
        except _CMS_FAULTS:
            info = SignatureInfo(str(embedded.fq_name), None, None, intact=False, whole_file=False, trusted=False, statement=None)
            found = [Finding("signature.form", "attributes")]
        signatures.append(info)
        problems += found
    files, found = attachments.collect(reader)
    return Inspection(tuple(signatures), files, (*problems, *found))


class _Check:
    """One signature."""

    def __init__(self, pdf: bytes, embedded: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> None:
        self._pdf = pdf
        self._embedded = embedded
        self._roots = roots
        self._problems: list[Finding] = []

    def run(self) -> tuple[SignatureInfo, list[Finding]]:
        hole = self._hole()
        signed_at = self._signed_at()
        certificate = describe_certificate(load_der_x509_certificate(self._embedded.signer_cert.dump()))
        status = self._validate(signed_at)
        intact = status is not None and status.intact and status.valid
        trusted = intact and status is not None and self._trusted(status, certificate, signed_at)
        if hole is not None and trusted and status is not None and status.validation_path is not None:
            self._check_container(hole, status.validation_path)
        info = SignatureInfo(
            field=str(self._embedded.fq_name),
            certificate=certificate,
            signed_at=signed_at,
            intact=intact,
            whole_file=hole is not None,
            trusted=trusted,
            statement=self._statement(),
        )
        return info, self._problems

    def _note(self, code: str, detail: str = "") -> None:
        self._problems.append(Finding(code, detail))

    def _hole(self) -> bytes | None:
        """The bytes that the signature leaves out; None (and a finding) unless it covers everything else in the file."""
        numbers = list(self._embedded.byte_range)
        if len(numbers) == 4 and all(isinstance(number, int) for number in numbers):
            start, first, second, rest = (int(number) for number in numbers)
            if start == 0 and 0 < first < second and rest > 0 and second + rest == len(self._pdf):
                return self._pdf[first:second]
        self._note("signature.coverage")
        return None

    def _signed_at(self) -> datetime | None:
        moment = self._embedded.self_reported_timestamp
        if moment is None or moment.tzinfo is None:
            self._note("signature.time")
            return None
        return moment.astimezone(UTC)

    def _validate(self, signed_at: datetime | None) -> PdfSignatureStatus | None:
        context = ValidationContext(
            trust_roots=self._roots,
            allow_fetching=False,
            moment=signed_at or datetime(1970, 1, 1, tzinfo=UTC),
            best_signature_time=signed_at,
        )
        check = async_validate_pdf_signature(self._embedded, context, key_usage_settings=_USAGE, skip_diff=True)
        try:
            status: PdfSignatureStatus = asyncio.run(check)
        except _CMS_FAULTS:
            self._note("signature.form", "attributes")
            return None
        if not status.intact:
            self._note("signature.broken")
        elif not status.valid:
            self._note("signature.forged")
        return status

    def _trusted(self, status: PdfSignatureStatus, certificate: CertificateInfo, signed_at: datetime | None) -> bool:
        validity = certificate.validity(signed_at) if signed_at else Validity.VALID
        if validity is Validity.EXPIRED:
            self._note("certificate.expired")
        elif validity is Validity.NOT_YET:
            self._note("certificate.not-yet-valid")
        elif status.trust_problem_indic is not None or status.validation_path is None:
            self._note("certificate.untrusted" if _may_sign(self._embedded.signer_cert) else "certificate.usage")
        else:
            return True
        return False

    def _check_container(self, hole: bytes, path: ValidationPath) -> None:
        try:
            der = container.split(hole)
            if bytes.fromhex(hole[1:-1].decode("ascii")) != self._embedded.pkcs7_content:
                raise container.NotCanonical("place")
            container.check(der, list(path.iter_certs(include_root=True))[::-1])
        except container.NotCanonical as error:
            self._note("signature.form", str(error))

    def _statement(self) -> statement.SealStatement | None:
        """The signed attribute; a second one of its kind, or a second value, makes it unreadable."""
        values = [
            value
            for attribute in self._embedded.signer_info["signed_attrs"]
            if attribute["type"].dotted == statement.OID
            for value in attribute["values"]
        ]
        if not values:
            self._note("statement.missing")
            return None
        try:
            if len(values) == 1:
                return statement.parse(bytes(values[0].native))
        except (InputFault, TypeError, ValueError):
            pass
        self._note("statement.unreadable")
        return None


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        _USAGE.validate(certificate)
    except InvalidCertificateError:
        return False
    return True
