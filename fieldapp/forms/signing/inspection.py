"""What pyHanko finds in a file: its signatures, one by one, and its attachments. Only `verify` imports this, when it must.

A file here is a layer with all that is below it, as it stood when its last signature was made.
"""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

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

from fieldapp.errors import InputFault
from fieldapp.forms.signing import container, statement
from fieldapp.forms.signing.crls import Lists, Revoked, Standing
from fieldapp.forms.signing.keys import CertificateInfo, Validity, describe_certificate, may_sign
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
_CLOCK_AHEAD = timedelta(minutes=5)
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """A signature and what is wrong with it. `path`: its proven chain (DER), signer first, root last; empty when there is
    none."""

    info: SignatureInfo
    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    path: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a signature is judged by: roots, revocation lists, and the moment by which it is proven to have been there."""

    roots: list[x509.Certificate]
    lists: Lists
    proven_at: datetime | None


def open_file(pdf: bytes) -> PdfFileReader:
    """Whatever pyHanko raises on a broken file goes through, here and below."""
    return PdfFileReader(io.BytesIO(pdf), strict=True, decode_limits=_LIMITS)


def signatures(pdf: bytes, reader: PdfFileReader, around: Surroundings) -> list[Judged]:
    """Every signature in the file as one over all of it; a second one below it therefore is a finding."""
    return [_judge(pdf, embedded, around) for embedded in reader.embedded_signatures]


def last_signature(pdf: bytes, around: Surroundings) -> Judged:
    """The newest one of a file with several layers."""
    return _judge(pdf, open_file(pdf).embedded_regular_signatures[-1], around)


def _judge(pdf: bytes, embedded: EmbeddedPdfSignature, around: Surroundings) -> Judged:
    try:
        return _Check(pdf, embedded, around).run()
    except _CMS_FAULTS:
        info = SignatureInfo(str(embedded.fq_name), None, None, intact=False, whole_file=False, trusted=False, statement=None)
        return Judged(info, (Finding("signature.form", "attributes"),))


class _Check:
    """One signature."""

    def __init__(self, pdf: bytes, embedded: EmbeddedPdfSignature, around: Surroundings) -> None:
        self._pdf = pdf
        self._embedded = embedded
        self._around = around
        self._problems: list[Finding] = []
        self._notes: list[Finding] = []

    def run(self) -> Judged:
        hole = self._hole()
        signed_at = self._signed_at()
        certificate = describe_certificate(load_der_x509_certificate(self._embedded.signer_cert.dump()))
        moment, proven_at = self._moment(certificate, signed_at)
        status = self._validate(moment)
        intact = status is not None and status.intact and status.valid
        path: tuple[x509.Certificate, ...] = ()
        if intact and status is not None and self._trusted(status, certificate, moment):
            assert status.validation_path is not None
            path = tuple(status.validation_path.iter_certs(include_root=True))[::-1]
        ders = tuple(item.dump() for item in path)
        if hole is not None and path:
            self._check_container(hole, path)
        info = SignatureInfo(
            field=str(self._embedded.fq_name),
            certificate=certificate,
            signed_at=signed_at,
            intact=intact,
            whole_file=hole is not None,
            trusted=bool(path),
            statement=self._statement(),
            proven_at=proven_at,
            revocation=self._revocation(ders, moment, proven_at),
        )
        return Judged(info, tuple(self._problems), tuple(self._notes), ders)

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

    def _moment(self, certificate: CertificateInfo, signed_at: datetime | None) -> tuple[datetime | None, datetime | None]:
        """When the certificate is judged, and since when the signature is proven: by a timestamp, unless that came too late to
        say anything of a certificate that had expired by then."""
        proven_at = self._around.proven_at
        if proven_at is None:
            self._notes.append(Finding("note.time"))
            return signed_at, None
        if certificate.validity(proven_at) is Validity.EXPIRED:
            self._notes.append(Finding("note.timestamp-late"))
            return signed_at, None
        if signed_at is not None and signed_at > proven_at + _CLOCK_AHEAD:
            self._notes.append(Finding("note.clock-ahead"))
        return proven_at, proven_at

    def _revocation(self, path: tuple[bytes, ...], moment: datetime | None, proven_at: datetime | None) -> Standing:
        """Of the signer and all above him but the root. Without a proven time nothing tells a seal made before from one made
        after."""
        standings = [] if moment is None else self._around.lists.standings(path, moment)
        revoked = [found.since for found in standings if isinstance(found, Revoked)]
        if any(proven_at is None or since <= proven_at for since in revoked):
            since = min(revoked).date().isoformat()
            self._note("certificate.revoked" if proven_at else "certificate.revoked-unproven", since)
            return Standing.REVOKED
        if not standings or Standing.UNKNOWN in standings:
            self._notes.append(Finding("note.revocation"))
            return Standing.UNKNOWN
        return Standing.GOOD

    def _validate(self, moment: datetime | None) -> PdfSignatureStatus | None:
        context = ValidationContext(
            trust_roots=self._around.roots,
            allow_fetching=False,
            moment=moment or datetime(1970, 1, 1, tzinfo=UTC),
            best_signature_time=moment,
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

    def _trusted(self, status: PdfSignatureStatus, certificate: CertificateInfo, moment: datetime | None) -> bool:
        validity = certificate.validity(moment) if moment else Validity.VALID
        if validity is Validity.EXPIRED:
            self._note("certificate.expired")
        elif validity is Validity.NOT_YET:
            self._note("certificate.not-yet-valid")
        elif not may_sign(load_der_x509_certificate(self._embedded.signer_cert.dump())):
            self._note("certificate.usage")
        elif status.trust_problem_indic is not None or status.validation_path is None:
            self._note("certificate.untrusted")
        else:
            return True
        return False

    def _check_container(self, hole: bytes, path: tuple[x509.Certificate, ...]) -> None:
        try:
            der = container.split(hole)
            if bytes.fromhex(hole[1:-1].decode("ascii")) != self._embedded.pkcs7_content:
                raise container.NotCanonical("place")
            container.check(der, path)
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
