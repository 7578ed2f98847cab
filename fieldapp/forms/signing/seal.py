"""The seal on site, offline: the unsigned PDF in, the sealed file out. What it vouches for is its `SealStatement`."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives import serialization

from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.signing.keys import Identity, Validity, describe, load_certificates, load_key
from fieldapp.forms.signing.statement import SealStatement

__all__ = ["Identity", "SealStatement", "preload", "seal"]


def preload() -> None:
    """Import what sealing needs (most of a second): for a background thread, some time before the first seal."""
    from fieldapp.forms.signing import pades  # noqa: F401


def seal(
    pdf: bytes,
    identity: Identity,
    *,
    signer_name: str,
    statement: SealStatement,
    signed_at: datetime,
    field: str = "Engineer",
) -> bytes:
    """Seal an unsigned PDF 1.7; `signed_at` is aware and is stated, not proven, until a timestamp is added.

    Raises InputFault `seal.pdf`, `key.unusable`, `certificate.unusable`, `seal.key-mismatch`; RefusedFault
    `seal.certificate-expired` or `seal.certificate-not-yet-valid`, because every verification would refuse such a seal.
    """
    if signed_at.tzinfo is None:
        raise ValueError("a naive datetime has no place in a seal")
    _check_identity(identity, signed_at)
    from fieldapp.forms.signing import pades

    return pades.sign(pdf, identity, signer_name=signer_name, statement=statement, signed_at=signed_at, field=field)


def _check_identity(identity: Identity, signed_at: datetime) -> None:
    info = describe(identity.certificate_pem)
    (certificate,) = load_certificates([identity.certificate_pem])
    public = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if load_key(identity.key_pem).public_key().public_bytes(*public) != certificate.public_key().public_bytes(*public):
        raise InputFault("seal.key-mismatch", "the certificate belongs to another key")
    match info.validity(signed_at):
        case Validity.EXPIRED:
            raise RefusedFault("seal.certificate-expired", "the certificate has expired", not_after=info.not_after)
        case Validity.NOT_YET:
            raise RefusedFault("seal.certificate-not-yet-valid", "the certificate is not valid yet", not_before=info.not_before)
        case Validity.VALID:
            pass
