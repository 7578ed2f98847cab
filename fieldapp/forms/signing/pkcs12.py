"""A signing identity from a PKCS#12 file (RFC 7292): the private key is decrypted in memory and written nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from fieldapp.errors import InputFault
from fieldapp.forms.signing.identity import path_of, public_key
from fieldapp.forms.signing.keys import load_certificates

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, repr=False)
class FileIdentity:
    """An opened PKCS#12 file."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate_pem: bytes
    chain_pem: tuple[bytes, ...]
    roots_pem: tuple[bytes, ...]

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def open_file(data: bytes, password: str, issuers_pem: bytes = b"") -> FileIdentity:
    """Open the bytes of a file; `issuers_pem` are certificates that the file itself does not hold.

    Raises InputFault `pkcs12.password` (wrong password, or damaged: the format does not tell them apart), `pkcs12.unusable`
    (no PKCS#12, or no key with its certificate in it), `certificate.unusable`, `seal.key-mismatch`.
    """
    if not data.startswith(b"\x30") or len(data) > MAX_BYTES:
        raise InputFault("pkcs12.unusable", "this is not a PKCS#12 file")
    try:
        key, own, others = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except ValueError as error:
        raise InputFault("pkcs12.password", "the password of the PKCS#12 file is wrong, or the file is damaged") from error
    except (TypeError, UnsupportedAlgorithm) as error:
        raise InputFault("pkcs12.unusable", f"the PKCS#12 file cannot be used: {error}") from error
    if own is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise InputFault("pkcs12.unusable", "the PKCS#12 file holds no private key with its certificate")
    if public_key(own) != key.public_key():
        raise InputFault("seal.key-mismatch", "the certificate belongs to another key")
    chain, roots = path_of(own, [*others, *load_certificates([issuers_pem] if issuers_pem else [])])
    return FileIdentity(key, own.public_bytes(Encoding.PEM), chain, roots)
