"""Certificate revocation lists (RFC 5280 §5) as the authority signs them. What is on them comes from `revocation`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

LIST_LIFE = timedelta(days=7)
"""From thisUpdate to nextUpdate: as long as a device may be without a network before its list is called old."""


class Reason(StrEnum):
    """Why a certificate was revoked, in the words of the command line (RFC 5280 §5.3.1)."""

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "key-compromise"
    AFFILIATION_CHANGED = "affiliation-changed"
    SUPERSEDED = "superseded"
    CESSATION = "cessation-of-operation"


_FLAGS = {
    Reason.KEY_COMPROMISE: x509.ReasonFlags.key_compromise,
    Reason.AFFILIATION_CHANGED: x509.ReasonFlags.affiliation_changed,
    Reason.SUPERSEDED: x509.ReasonFlags.superseded,
    Reason.CESSATION: x509.ReasonFlags.cessation_of_operation,
}
"""An unspecified reason is left out of the entry, as §5.3.1 asks."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """One entry; `serial` is hexadecimal."""

    serial: str
    at: datetime
    reason: Reason


def signed_list(
    issuer: x509.Certificate, key: ec.EllipticCurvePrivateKey, number: int, now: datetime, entries: Iterable[Revoked]
) -> bytes:
    """The complete list of one issuer in DER. Entries stay on it beyond the certificate's end: a PDF is checked for longer."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).last_update(now).next_update(now + LIST_LIFE)
    builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    own = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    builder = builder.add_extension(own, critical=False)
    for entry in entries:
        builder = builder.add_revoked_certificate(_entry(entry))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _entry(revoked: Revoked) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(int(revoked.serial, 16)).revocation_date(revoked.at)
    flag = _FLAGS.get(revoked.reason)
    return (builder.add_extension(x509.CRLReason(flag), critical=False) if flag else builder).build()
