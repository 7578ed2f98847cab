"""Rules every signing identity has to keep, wherever its key is: path to the root, kind of key, life, signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.signing.keys import SignerIdentity, Validity, describe_certificate, load_certificates, may_sign

MIN_RSA_BITS = 2048
CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)


def require_usable(identity: SignerIdentity, at: datetime) -> None:
    """What would make every verification refuse the seal is refused before it is made.

    Raises InputFault `certificate.unusable` (not one certificate, 国密 or another kind of key), RefusedFault
    `seal.certificate-usage|seal.certificate-expired|seal.certificate-not-yet-valid`.
    """
    certificate, *others = load_certificates([identity.certificate_pem])
    if others:
        raise InputFault("certificate.unusable", f"one certificate is expected, {1 + len(others)} found")
    public_key(certificate)
    if not may_sign(certificate):
        raise RefusedFault("seal.certificate-usage", "the certificate is not for signing documents")
    info = describe_certificate(certificate)
    match info.validity(at):
        case Validity.EXPIRED:
            raise RefusedFault("seal.certificate-expired", "the certificate has expired", not_after=info.not_after)
        case Validity.NOT_YET:
            raise RefusedFault("seal.certificate-not-yet-valid", "the certificate is not valid yet", not_before=info.not_before)
        case Validity.VALID:
            pass


def public_key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    """The certificate's key. Raises InputFault `certificate.unusable` for a kind that is not supported."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputFault("certificate.unusable", f"the kind of key in the certificate is not supported: {error}") from error
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, CURVES):
        return key
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= MIN_RSA_BITS:
        return key
    raise InputFault("certificate.unusable", "the certificate needs an EC (P-256, P-384, P-521) or RSA (2048 bits or more) key")


def longest_signature(certificate: x509.Certificate) -> int:
    """Bytes that a signature of the certificate's key can have: two numbers in DER (ECDSA), or one as long as the key (RSA)."""
    key = public_key(certificate)
    length = (key.key_size + 7) // 8
    return length if isinstance(key, rsa.RSAPublicKey) else 2 * (length + 3) + 3


def require_signed(certificate_pem: bytes, data: bytes, signature: bytes) -> None:
    """Raises InputFault `seal.key-mismatch` when the signature is not one by the certificate's key."""
    (certificate,) = load_certificates([certificate_pem])
    key = public_key(certificate)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise InputFault("seal.key-mismatch", "the certificate belongs to another key") from error


def path_of(own: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """(chain, roots) in PEM: of what came with a certificate only what leads from it to its root, in this order."""
    chain: list[bytes] = []
    current = own
    while not _self_signed(current):
        above = next((other for other in others if other != current and _issued(current, other)), None)
        if above is None:
            return tuple(chain), ()
        if _self_signed(above):
            return tuple(chain), (above.public_bytes(Encoding.PEM),)
        chain.append(above.public_bytes(Encoding.PEM))
        others = [other for other in others if other != above]  # two that certify each other must not go round for ever
        current = above
    return tuple(chain), (own.public_bytes(Encoding.PEM),)


def _self_signed(certificate: x509.Certificate) -> bool:
    return certificate.issuer == certificate.subject and _issued(certificate, certificate)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
