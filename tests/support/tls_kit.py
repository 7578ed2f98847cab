"""A company CA for servers, with every way to get their certificates wrong."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fieldapp.sync.pins import pin_of

DAY = datetime.timedelta(days=1)
HERE = (x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")))


@dataclass(frozen=True)
class Held:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def pin(self) -> str:
        return pin_of(self.certificate.public_bytes(serialization.Encoding.DER))

    def context(self, folder: Path, *above: Held) -> ssl.SSLContext:
        """A server that shows this certificate and those `above` it."""
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = folder / f"{self.certificate.serial_number:x}.pem"
        file.write_bytes(private + b"".join(one.pem for one in (self, *above)))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def issued(
    name: str,
    by: Held | None,
    *,
    names: tuple[x509.GeneralName, ...] = (),
    days: tuple[int, int] = (-1, 30),
    authority: bool = False,
) -> Held:
    """`by` None: signed with its own key. `days`: from when to when it is valid, counted from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signer = (by.certificate.subject, by.key) if by else (subject, key)
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now + days[0] * DAY).not_valid_after(now + days[1] * DAY)
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return Held(builder.sign(signer, hashes.SHA256()), key)


class Kit:
    """Root, intermediate and the sound server's certificate of one company."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = issued("company root", None, authority=True)
        self.intermediate = issued("company issuing", self.root, authority=True)
        self.ca_file = folder / "company.pem"
        self.ca_file.write_bytes(self.root.pem)
        self.good = self.server()

    def server(self, name: str = "localhost", names: tuple[x509.GeneralName, ...] = HERE, **more: tuple[int, int]) -> Held:
        return issued(name, self.intermediate, names=names, **more)

    def context(self, server: Held) -> ssl.SSLContext:
        """The server with its whole chain."""
        return server.context(self.folder, self.intermediate)
