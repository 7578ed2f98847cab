"""Timestamp authorities and revocation lists for tests: one whose clock is set at will, and the one that comes with OpenSSL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from fieldapp.forms.signing import tokens
from fieldapp.forms.signing.extend import Stamper
from fieldapp.itsm.time_authority import TimeAuthority
from tests.support.signing_ca import SIGNED_AT, YEAR, Authority, with_list

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
TIME_ONLY = (ExtendedKeyUsageOID.TIME_STAMPING,)


@dataclass(frozen=True)
class SetClock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def time_certificate(
    company: Authority,
    key: Key,
    span: tuple[datetime, datetime] = (SIGNED_AT - YEAR, SIGNED_AT + 3 * YEAR),
    *,
    purposes: Sequence[ObjectIdentifier] = TIME_ONLY,
    critical: bool = True,
) -> x509.Certificate:
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "时间戳")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(company.intermediate.subject)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(span[0]).not_valid_after(span[1])
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=critical)
    builder = with_list(builder, f"{company.lists_at}/issuing.crl" if company.lists_at else "")
    return builder.sign(company.key, hashes.SHA256())


def stamper_of(authority: TimeAuthority) -> Stamper:
    def stamp(digest: bytes) -> bytes:
        asked = tokens.query(digest)
        return tokens.granted(authority.answer(asked.der), asked)

    return stamp


@dataclass(frozen=True)
class Times:
    """One authority, asked at any moment."""

    company: Authority
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def at(self, moment: datetime) -> Stamper:
        return stamper_of(TimeAuthority(self.key, self.certificate, [self.company.intermediate], SetClock(moment)))


def times(company: Authority, **certificate: object) -> Times:
    key = ec.generate_private_key(ec.SECP256R1())
    return Times(company, key, time_certificate(company, key, **certificate))  # type: ignore[arg-type]


def revocation_lists(
    company: Authority,
    revoked: Mapping[int, tuple[datetime, x509.ReasonFlags | None]] | None = None,
    *,
    made: datetime = SIGNED_AT + timedelta(days=1),
) -> tuple[bytes, bytes]:
    """Of the issuing authority, with the revoked serial numbers on it, and of the root."""
    builder = x509.CertificateRevocationListBuilder().last_update(made).next_update(made + timedelta(days=7))
    issuing = builder.issuer_name(company.intermediate.subject)
    for serial, (since, reason) in (revoked or {}).items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        issuing = issuing.add_revoked_certificate(entry.build())
    root = builder.issuer_name(company.root.subject)
    signed = (issuing.sign(company.key, hashes.SHA256()), root.sign(company.root_key, hashes.SHA256()))
    return signed[0].public_bytes(Encoding.DER), signed[1].public_bytes(Encoding.DER)


CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/chain.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
"""


class OpenSslAuthority:
    """`openssl ts` with its own certificate; its clock is the machine's."""

    def __init__(self, folder: Path, company: Authority, key: Key | None = None) -> None:
        self.folder = folder
        key = key or ec.generate_private_key(ec.SECP256R1())
        folder.mkdir(parents=True, exist_ok=True)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "tsa.key").write_bytes(pem)
        (folder / "tsa.pem").write_bytes(time_certificate(company, key).public_bytes(Encoding.PEM))
        (folder / "chain.pem").write_bytes(company.intermediate.public_bytes(Encoding.PEM) + company.root_pem)
        (folder / "serial").write_text("01\n")
        (folder / "tsa.conf").write_text(CONFIG.format(folder=folder))

    def reply(self, query: bytes) -> bytes:
        return reply(self.folder, query)

    def stamp(self, digest: bytes) -> bytes:
        asked = tokens.query(digest)
        return tokens.granted(self.reply(asked.der), asked)


def reply(folder: Path, query: bytes) -> bytes:
    """What `openssl ts -reply` says to a query."""
    (folder / "query.tsq").write_bytes(query)
    command = ["openssl", "ts", "-reply", "-config", folder / "tsa.conf", "-queryfile", folder / "query.tsq"]
    return subprocess.run(command, capture_output=True, check=True).stdout


class OpenSslServer:
    """`with OpenSslServer(folder, company) as server: … server.url`: `openssl ts` behind HTTP, in another process."""

    def __init__(self, folder: Path, company: Authority) -> None:
        OpenSslAuthority(folder, company)
        self.folder = folder
        self.url = ""

    def __enter__(self) -> OpenSslServer:
        command = [sys.executable, Path(__file__).with_name("tsa_server.py"), self.folder]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}/tsr"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
