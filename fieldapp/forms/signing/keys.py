"""The device's key, the request by which it becomes an engineer's certificate, and what a certificate says. No pyHanko here.

In requests and certificates the user's id stands in the subject's UID (RFC 4519 §2.39), the device's id in its serialNumber
(RFC 4519 §2.31). All PEM texts are bytes; a chain is a tuple of PEM texts, the issuer of the engineer's certificate first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fieldapp.errors import InputFault

MAX_PEM_BYTES = 200_000


class Validity(StrEnum):
    """A certificate's place in time."""

    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRED = "expired"


class SignerIdentity(Protocol):
    """What seals: a certificate, the certificates between it and the root, and a key that may be anywhere. The key's kind is
    the certificate's; `roots_pem` are roots that came with it, for checking what this very device has sealed."""

    @property
    def certificate_pem(self) -> bytes: ...

    @property
    def chain_pem(self) -> tuple[bytes, ...]: ...

    @property
    def roots_pem(self) -> tuple[bytes, ...]: ...

    def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 of `data`: for EC keys ECDSA in DER (RFC 3279 §2.2.3), for RSA keys PKCS#1 v1.5."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """The device's own private key with the engineer's certificate from the endpoint."""

    key_pem: bytes
    certificate_pem: bytes
    chain_pem: tuple[bytes, ...] = ()
    roots_pem: tuple[bytes, ...] = ()

    def sign(self, data: bytes) -> bytes:
        """Raises InputFault `key.unusable`."""
        return load_key(self.key_pem).sign(data, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """What a certificate says of its holder; `fingerprint` is the SHA-256 of the DER form, `serial` is hexadecimal."""

    common_name: str
    user_id: str
    device_id: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    fingerprint: str

    def validity(self, moment: datetime) -> Validity:
        """Whether `moment` (aware) lies within the certificate's life."""
        if moment < self.not_before:
            return Validity.NOT_YET
        return Validity.VALID if moment <= self.not_after else Validity.EXPIRED


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """Who asks for a certificate, as `request_certificate` wrote it; the request's own signature has been checked."""

    common_name: str
    user_id: str
    device_id: str


def new_key() -> bytes:
    """A fresh EC P-256 private key, PKCS#8 PEM without a password: it is for the vault, never for a plain file."""
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def request_certificate(key_pem: bytes, *, common_name: str, user_id: str, device_id: str) -> bytes:
    """A PKCS#10 request (RFC 2986) in PEM. InputFault `key.unusable` or `request.invalid` (an empty or over-long name)."""
    key = load_key(key_pem)
    try:
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, common_name),
                x509.NameAttribute(NameOID.USER_ID, user_id),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, device_id),
            ]
        )
    except ValueError as error:
        raise InputFault("request.invalid", f"certificate request: {error}") from error
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM)


def describe_request(csr_pem: bytes) -> RequestInfo:
    """Who asks, for the authority. InputFault `request.invalid`: unreadable, not proven, not EC P-256, a name missing."""
    try:
        request = x509.load_pem_x509_csr(_limited(csr_pem))
        proven = request.is_signature_valid
        key = request.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputFault("request.invalid", "certificate request: not readable") from error
    if not proven or not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise InputFault("request.invalid", "certificate request: not signed by an EC P-256 key of its own")
    found = RequestInfo(*(_named(request.subject, oid) for oid in (NameOID.COMMON_NAME, NameOID.USER_ID, NameOID.SERIAL_NUMBER)))
    if not (found.common_name and found.user_id and found.device_id):
        raise InputFault("request.invalid", "certificate request: name, user or device is missing")
    return found


def fingerprint(cert_pem: bytes) -> str:
    """SHA-256 of the certificate's DER form, lower-case hex. InputFault `certificate.unusable`."""
    return describe(cert_pem).fingerprint


def describe(cert_pem: bytes) -> CertificateInfo:
    """What one certificate says. InputFault `certificate.unusable` when the text is not exactly one certificate."""
    certificates = load_certificates([cert_pem])
    if len(certificates) != 1:
        raise InputFault("certificate.unusable", f"one certificate is expected, {len(certificates)} found")
    return describe_certificate(certificates[0])


def describe_certificate(certificate: x509.Certificate) -> CertificateInfo:
    """The same for a certificate that is already loaded."""
    subject = certificate.subject
    return CertificateInfo(
        common_name=_named(subject, NameOID.COMMON_NAME),
        user_id=_named(subject, NameOID.USER_ID),
        device_id=_named(subject, NameOID.SERIAL_NUMBER),
        issuer=_named(certificate.issuer, NameOID.COMMON_NAME) or certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        fingerprint=hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest(),
    )


def may_sign(certificate: x509.Certificate) -> bool:
    """False when the certificate says that its key is for something else than signing documents (RFC 5280 §4.2.1.3)."""
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        purposes = None
    if purposes is not None and list(purposes) == [ExtendedKeyUsageOID.TIME_STAMPING]:
        return False
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(usage.digital_signature or usage.content_commitment)


def load_key(key_pem: bytes) -> ec.EllipticCurvePrivateKey:
    """The private key; InputFault `key.unusable` when it is not an unencrypted EC P-256 key in PEM."""
    try:
        key = serialization.load_pem_private_key(_limited(key_pem), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise InputFault("key.unusable", "the device's key cannot be read") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise InputFault("key.unusable", "the device's key is not an EC P-256 key")
    return key


def load_certificates(pems: Iterable[bytes]) -> list[x509.Certificate]:
    """Every certificate of all texts, in order; each text holds one or more. InputFault `certificate.unusable`."""
    found: list[x509.Certificate] = []
    for pem in pems:
        try:
            found += x509.load_pem_x509_certificates(_limited(pem))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise InputFault("certificate.unusable", "a certificate cannot be read") from error
    return found


def _limited(pem: bytes) -> bytes:
    if len(pem) > MAX_PEM_BYTES:
        raise ValueError("too large for a key or a certificate")
    return pem


def _named(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """The attribute's text, or nothing when it is missing or there twice."""
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if len(values) == 1 else ""
