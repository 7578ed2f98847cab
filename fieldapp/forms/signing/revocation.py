"""Reading revocation lists (RFC 5280 §5): what they say of a certificate, and which of them to keep. No pyHanko here.

A list counts only when a certificate that this device knows has signed it. Lists are DER, certificates PEM.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from fieldapp.errors import InputFault
from fieldapp.forms.signing.keys import load_certificates

MAX_LIST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """What the lists at hand say of one certificate, as of `as_of` (the list's thisUpdate; None: there is no list of its
    issuer here). `revoked_at` is None while it stands; `reason` as RFC 5280 names it, empty when none was given."""

    revoked_at: datetime | None = None
    reason: str = ""
    as_of: datetime | None = None
    next_update: datetime | None = None

    @property
    def revoked(self) -> bool:
        return self.revoked_at is not None


def standing(certificate_pem: bytes, issuers_pem: Iterable[bytes], lists: Iterable[bytes]) -> Standing:
    """Look for the certificate, and for those above it, on the lists. `issuers_pem`: chain and roots, in any order.

    A revoked issuer counts like a revoked certificate. Raises InputFault `certificate.unusable`, `crl.unusable`.
    """
    (certificate,) = load_certificates([certificate_pem])
    issuers, known = load_certificates(issuers_pem), [_load(data) for data in lists]
    found = current = _on_list(certificate, issuers, known)
    seen = {certificate}
    while not current.revoked:
        above = _issuer_of(certificate, issuers)
        if above is None or above in seen:
            return found
        seen.add(above)
        certificate, current = above, _on_list(above, issuers, known)
    return current


def newest(held: Iterable[bytes], came: Iterable[bytes], issuers_pem: Iterable[bytes]) -> list[bytes]:
    """Of each known issuer the list with the latest thisUpdate (of one second: the higher number); an old one that is replayed
    changes nothing.

    Lists that no certificate here has signed are passed over. Raises InputFault `crl.unusable` for what is no list.
    """
    issuers = load_certificates(issuers_pem)
    kept: dict[bytes, x509.CertificateRevocationList] = {}
    for data in (*held, *came):
        found = _load(data)
        signer = next((issuer for issuer in issuers if _signed_by(found, issuer)), None)
        if signer is None:
            continue
        key = signer.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        if key not in kept or _age(found) > _age(kept[key]):
            kept[key] = found
    return [item.public_bytes(serialization.Encoding.DER) for item in kept.values()]


def _on_list(
    certificate: x509.Certificate, issuers: Sequence[x509.Certificate], lists: Sequence[x509.CertificateRevocationList]
) -> Standing:
    issuer = _issuer_of(certificate, issuers)
    signed = [item for item in lists if issuer is not None and _signed_by(item, issuer)]
    if not signed:
        return Standing()
    latest = max(signed, key=_age)
    entry = latest.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if entry is None:
        return Standing(as_of=latest.last_update_utc, next_update=latest.next_update_utc)
    return Standing(entry.revocation_date_utc, _reason(entry), latest.last_update_utc, latest.next_update_utc)


def _age(found: x509.CertificateRevocationList) -> tuple[datetime, int]:
    try:
        number = found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        number = 0
    return found.last_update_utc, number


def _reason(entry: x509.RevokedCertificate) -> str:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except x509.ExtensionNotFound:
        return ""


def _issuer_of(certificate: x509.Certificate, issuers: Iterable[x509.Certificate]) -> x509.Certificate | None:
    for issuer in issuers:
        try:
            certificate.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return issuer
    return None


def _signed_by(found: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    if found.issuer != issuer.subject:
        return False
    try:
        return found.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # a key of another kind: TypeError
    except (TypeError, ValueError, UnsupportedAlgorithm):
        return False


def _load(data: bytes) -> x509.CertificateRevocationList:
    try:
        if len(data) > MAX_LIST_BYTES:
            raise ValueError("too large for a revocation list")
        found = x509.load_der_x509_crl(data)
        found.next_update_utc  # noqa: B018  # reads the dates now: a broken one must not surface later
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputFault("crl.unusable", f"a revocation list cannot be read: {error}") from error
    return found
