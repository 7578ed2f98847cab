"""The endpoint's own timestamp authority: a key and a certificate for nothing else, renewed long before the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from filelock import FileLock

from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault
from fieldapp.files import write_atomically
from fieldapp.itsm.authority import Authority
from fieldapp.itsm.time_authority import TimeAuthority

FILE = "time.pem"
"""Key and certificate in one file: a power cut cannot leave one without the other."""

AT_LEAST = timedelta(days=2 * 365)
"""Every timestamp holds that long before it has to be renewed."""


def open_time_authority(folder: Path, authority: Authority, clock: Clock) -> TimeAuthority:
    """The authority in `folder`; made at the first use, with a new key and certificate when the old one ends within `AT_LEAST`.

    Raises EnvironmentFault `endpoint.authority`.
    """
    issuing = x509.load_pem_x509_certificate(authority.issuing_pem.encode())
    path = folder / FILE
    try:
        found = _read(path)
        if found is None or _is_old(found[1], issuing, clock):
            with FileLock(folder / ".time.lock"):
                found = _read(path)
                if found is None or _is_old(found[1], issuing, clock):
                    found = _make(path, authority)
    except (OSError, ValueError) as error:
        raise EnvironmentFault("endpoint.authority", f"the timestamp authority in {path} cannot be used: {error}") from error
    return TimeAuthority(*found, [issuing], clock)


def _is_old(certificate: x509.Certificate, issuing: x509.Certificate, clock: Clock) -> bool:
    """A certificate that lasts as long as its issuer cannot be bettered."""
    ends = certificate.not_valid_after_utc
    return ends - clock.now() < AT_LEAST and ends < issuing.not_valid_after_utc


def _read(path: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None:
    if not path.exists():
        return None
    data = path.read_bytes()
    key = load_pem_private_key(data, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an EC key")
    return key, x509.load_pem_x509_certificate(data)


def _make(path: Path, authority: Authority) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.certify_time(key.public_key())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    write_atomically(path, pem, private=True)
    return key, certificate
