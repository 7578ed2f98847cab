"""Revocation lists (RFC 5280 §5): whose they are, and what they say of a certificate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from asn1crypto import crl as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.errors import InputFault
from fieldapp.forms.signing.container import is_canonical as is_canonical_certificate

_SOFT = frozenset({x509.ReasonFlags.affiliation_changed, x509.ReasonFlags.superseded, x509.ReasonFlags.cessation_of_operation})
"""Reasons that say nothing against what was signed before (RFC 3161 §4)."""


class Standing(StrEnum):
    """What is known of a certificate."""

    UNKNOWN = "unknown"
    GOOD = "good"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Revoked:
    """Since when (aware), and whether the reason leaves alone what was signed before that."""

    since: datetime
    soft: bool


class Lists:
    """Every list that is at hand. A list counts for a certificate when its issuer has signed it and it speaks of all its
    certificates."""

    def __init__(self, ders: Iterable[bytes]) -> None:
        self._lists = [x509.load_der_x509_crl(der) for der in dict.fromkeys(ders) if is_canonical(der)]

    def standing(self, certificate: x509.Certificate, issuer: x509.Certificate, moment: datetime) -> Standing | Revoked:
        """GOOD when a list that was still in force at `moment`, or was made later, does not name it. Whatever list names it
        counts, however old."""
        found = Standing.UNKNOWN
        for crl in self._lists:
            if not speaks_for(crl, issuer):
                continue
            entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry is not None:
                return Revoked(entry.revocation_date_utc, _reason(entry) in _SOFT)
            if crl.next_update_utc is not None and crl.next_update_utc >= moment:
                found = Standing.GOOD
        return found

    def standings(self, path: Sequence[bytes], moment: datetime) -> list[Standing | Revoked]:
        """Of every certificate (DER) of a path but the last, which is the root."""
        chain = [x509.load_der_x509_certificate(der) for der in path]
        return [self.standing(one, issuer, moment) for one, issuer in pairwise(chain)]


def is_known(found: Standing | Revoked) -> bool:
    return found is not Standing.UNKNOWN


def speaks_for(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """A whole list (not a part, a difference or somebody else's) with the issuer's signature."""
    try:
        return not any(extension.critical for extension in crl.extensions) and is_signed_by(crl, issuer)
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return False


def is_signed_by(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        if crl.issuer != issuer.subject or not may_sign_lists(issuer):
            return False
        return crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # a key of another kind: TypeError
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature, x509.DuplicateExtension):
        return False


def foreign(certificates: Sequence[bytes], crls: Sequence[bytes], known: Iterable[bytes]) -> int:
    """How many of these (DER) no `known` certificate (DER; roots, and chains proven otherwise) vouches for."""
    vouched = {der: x509.load_der_x509_certificate(der) for der in known}
    open_ones = [der for der in certificates if der not in vouched]
    while found := [
        der for der in open_ones if is_canonical_certificate(der) and any(_issued(one, der) for one in vouched.values())
    ]:
        vouched |= {der: x509.load_der_x509_certificate(der) for der in found}
        open_ones = [der for der in open_ones if der not in vouched]
    lists = [
        der
        for der in crls
        if not (is_canonical(der) and any(is_signed_by(x509.load_der_x509_crl(der), one) for one in vouched.values()))
    ]
    return len(open_ones) + len(lists)


def _issued(issuer: x509.Certificate, der: bytes) -> bool:
    try:
        x509.load_der_x509_certificate(der).verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def may_sign_lists(issuer: x509.Certificate) -> bool:
    try:
        return issuer.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return True


def is_canonical(der: bytes) -> bool:
    """Strict DER, and around what is signed only what follows from it: the algorithm's repetition, a signature without spare
    bits."""
    try:
        x509.load_der_x509_crl(der)
        found = asn1.CertificateList.load(der, strict=True)
        inner = found["tbs_cert_list"]
        content = {"tbs_cert_list": inner, "signature_algorithm": inner["signature"], "signature": found["signature"].native}
        return bool(asn1.CertificateList(content).dump() == der)
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm):
        return False


def load(texts: Sequence[bytes]) -> list[bytes]:
    """DER of lists that come as PEM or DER. InputFault `crl.unusable`."""
    found = []
    for text in texts:
        try:
            pem = b"-----BEGIN" in text[:200]
            found.append((x509.load_pem_x509_crl if pem else x509.load_der_x509_crl)(text).public_bytes(Encoding.DER))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise InputFault("crl.unusable", "a revocation list cannot be read") from error
    return found


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return None
