"""The endpoint's own timestamp authority: a key and a certificate for nothing else, renewed long before the end, and at once when
it was taken back."""

from __future__ import annotations

from collections.abc import Callable
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

Stands = Callable[[x509.Certificate], bool]
"""False for a certificate that was taken back; the first question notes it among those that were issued."""


def open_time_authority(
    folder: Path, authority: Authority, clock: Clock, stands: Stands = lambda _certificate: True
) -> TimeAuthority:
    """The authority in `folder`; made at the first use, with a new key and certificate when the old one ends within `AT_LEAST` or
    does not stand any more.

    Raises EnvironmentFault `endpoint.authority`.
    """

    def fits(found: tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None) -> bool:
        return found is not None and not _is_old(found[1], issuing, clock) and stands(found[1])

    issuing = x509.load_pem_x509_certificate(authority.issuing_pem.encode())
    path = folder / FILE
    try:
        found = _read(path)
        if not fits(found):
            with FileLock(folder / ".time.lock"):
                found = _read(path)
                if not fits(found):
                    found = _make(path, authority, stands)
    except (OSError, ValueError) as error:
        raise EnvironmentFault("endpoint.authority", f"the timestamp authority in {path} cannot be used: {error}") from error
    assert found is not None  # read or made
    return TimeAuthority(*found, [issuing], clock)


def certificate_in_use(folder: Path) -> x509.Certificate | None:
    """The present certificate; None where no timestamp was ever given. Raises EnvironmentFault `endpoint.authority`."""
    try:
        found = _read(folder / FILE)
    except (OSError, ValueError) as error:
        raise EnvironmentFault("endpoint.authority", f"the timestamp authority in {folder} cannot be used: {error}") from error
    return found[1] if found else None


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


def _make(path: Path, authority: Authority, stands: Stands) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.certify_time(key.public_key())
    stands(certificate)  # noted before it is used: none is in the world that could not be taken back
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    write_atomically(path, pem, private=True)
    return key, certificate
