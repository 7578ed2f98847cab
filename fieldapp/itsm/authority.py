"""A small certificate authority: root and issuing key on disk, device certificates for engineers (RFC 5280)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from filelock import FileLock

from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault
from fieldapp.files import private_folder, write_atomically
from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.authority_lists import Revoked, signed_list
from fieldapp.itsm.problems import Code, Problem

ROOT_YEARS, ISSUING_YEARS, DEVICE_DAYS, TIME_DAYS = 20, 10, 3 * 365, 5 * 365
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""id-kp-documentSigning (RFC 9336)."""
_BACKDATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Issued:
    """A device certificate, PEM."""

    certificate: str
    serial: str
    chain: tuple[str, ...]


class Authority:
    """Opens the authority in `folder`, making it at the first start. Keys are readable by the owner only."""

    def __init__(self, folder: Path, clock: Clock, name: str = "Fieldapp") -> None:
        self._clock = clock
        self._name = name
        self._folder = folder
        private_folder(folder)
        try:
            with FileLock(folder / ".lock"):
                if not (folder / "issuing.pem").exists():
                    self._make(folder)
            self.root_pem = (folder / "root.pem").read_text("ascii")
            self.issuing_pem = (folder / "issuing.pem").read_text("ascii")
            self._issuing = x509.load_pem_x509_certificate(self.issuing_pem.encode())
        except (OSError, ValueError) as error:
            raise EnvironmentFault(
                "endpoint.authority", f"the certificate authority in {folder} cannot be used: {error}"
            ) from error
        self._key = self._read_key("issuing.key")

    def enrol(self, csr_pem: str, caller: Caller) -> Issued:
        """Issue a certificate for the key in the request. What the request says about its subject is not believed: the subject
        is the logged-in user and device. Raises Problem `invalid` for a request that is broken, forged or not on P-256."""
        key = _key_of(csr_pem)
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self._name),
                x509.NameAttribute(NameOID.COMMON_NAME, caller.user.full_name[:64]),
                x509.NameAttribute(NameOID.USER_ID, caller.user.id),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, caller.device_id),
            ]
        )
        builder = self._builder(subject, self._issuing.subject, key, timedelta(days=DEVICE_DAYS))
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_key_usage(signs_documents=True), critical=True)
        purposes = [DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = builder.add_extension(issuer, critical=False).sign(self._key, hashes.SHA256())
        return Issued(_pem(certificate), f"{certificate.serial_number:x}", (self.issuing_pem,))

    def certify_time(self, key: ec.EllipticCurvePublicKey) -> x509.Certificate:
        """A certificate for the endpoint's own timestamps and nothing else (RFC 3161 §2.3); never longer than the issuer's."""
        name = self._ca_name("Timestamps")
        left = self._issuing.not_valid_after_utc - self._clock.now()
        builder = self._builder(name, self._issuing.subject, key, min(timedelta(days=TIME_DAYS), left))
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_key_usage(signs_documents=True), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return builder.add_extension(issuer, critical=False).sign(self._key, hashes.SHA256())

    def revocation_lists(self, number: int, revoked: Sequence[Revoked]) -> tuple[bytes, bytes]:
        """The lists of the issuing CA and of the root, DER. Nothing below the root but the issuing CA was ever issued, and that
        one is not revoked by this program: its list is empty, but without it no verifier could tell."""
        now = self._clock.now()
        root = x509.load_pem_x509_certificate(self.root_pem.encode())
        return (
            signed_list(self._issuing, self._key, number, now, revoked),
            signed_list(root, self._read_key("root.key"), number, now, ()),
        )

    def _read_key(self, name: str) -> ec.EllipticCurvePrivateKey:
        path = self._folder / name
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError) as error:
            raise EnvironmentFault("endpoint.authority", f"the authority's key {path} cannot be used: {error}") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise EnvironmentFault("endpoint.authority", f"{path} is not an EC key")
        return key

    def _make(self, folder: Path) -> None:
        root_key, issuing_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root_name, issuing_name = self._ca_name("Root CA"), self._ca_name("Issuing CA")
        root = self._ca(root_name, root_name, root_key, root_key, years=ROOT_YEARS, path_length=1)
        issuing = self._ca(issuing_name, root_name, issuing_key, root_key, years=ISSUING_YEARS, path_length=0)
        # issuing.pem comes last: its presence says that the authority is whole
        write_atomically(folder / "root.key", _private_pem(root_key), private=True)
        write_atomically(folder / "issuing.key", _private_pem(issuing_key), private=True)
        write_atomically(folder / "root.pem", _pem(root).encode())
        write_atomically(folder / "issuing.pem", _pem(issuing).encode())

    def _ca_name(self, kind: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self._name),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{self._name} {kind}"),
            ]
        )

    def _ca(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        issuer_key: ec.EllipticCurvePrivateKey,
        *,
        years: int,
        path_length: int,
    ) -> x509.Certificate:
        builder = self._builder(subject, issuer, key.public_key(), timedelta(days=365 * years))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        builder = builder.add_extension(_key_usage(signs_documents=False), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
        return builder.add_extension(authority, critical=False).sign(issuer_key, hashes.SHA256())

    def _builder(
        self, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, lifetime: timedelta
    ) -> x509.CertificateBuilder:
        now: datetime = self._clock.now()
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(now - _BACKDATE).not_valid_after(now + lifetime)


def _key_of(csr_pem: str) -> ec.EllipticCurvePublicKey:
    try:
        request = x509.load_pem_x509_csr(csr_pem.encode())
        key = request.public_key()
        genuine = request.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature) as error:
        raise Problem(Code.INVALID, "csr is not a PKCS#10 request in PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Problem(Code.INVALID, "the key must be EC P-256")
    if not genuine:
        raise Problem(Code.INVALID, "the request is not signed by its own key")
    return key


def _key_usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
