"""The root certificates that a person trusts, kept as PEM files in a folder of their own: for checking without being logged in.

A root is public; what counts is that nobody else can put one there, so the folder is private. `enrolled-*` came with the login at
the company's server, `chosen-*` was picked by a person. A copy is kept: the file it came from may be on a stick.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.errors import EnvironmentFault, Fault, InputFault
from fieldapp.files import private_folder, write_atomically
from fieldapp.forms.signing.keys import CertificateInfo, describe, load_certificates

FOLDER = "trust"
ENROLLED, CHOSEN = "enrolled", "chosen"


@dataclass(frozen=True, slots=True)
class Root:
    """One trusted root. `enrolled`: it came from the company's server with the login, nobody picked it by hand."""

    pem: bytes
    info: CertificateInfo
    enrolled: bool


class TrustFolder:
    """Reads and writes `<data folder>/trust`. Raises EnvironmentFault `disk.failed` when it cannot be written."""

    def __init__(self, data_folder: Path) -> None:
        self._folder = data_folder / FOLDER

    def roots(self) -> tuple[Root, ...]:
        """Those of the login first; a file that is no certificate is passed over. One certificate counts once."""
        found: dict[str, Root] = {}
        for origin in (ENROLLED, CHOSEN):
            for path in sorted(self._folder.glob(f"{origin}-*.pem")):
                with suppress(OSError, Fault):
                    pem = path.read_bytes()
                    info = describe(pem)
                    found.setdefault(info.fingerprint, Root(pem, info, origin == ENROLLED))
        return tuple(found.values())

    def add(self, pem: bytes) -> int:
        """Trust every certificate of a PEM text; gives how many there are. Raises InputFault `trust.no-certificate`."""
        try:
            pems = _apart(pem)
        except InputFault as fault:
            raise InputFault("trust.no-certificate", fault.text) from fault
        if not pems:
            raise InputFault("trust.no-certificate", "there is no certificate in the file")
        for one in pems:
            self._write(CHOSEN, one)
        return len(pems)

    def remove(self, fingerprint: str) -> None:
        """No longer trust a certificate that a person had picked."""
        self._path(CHOSEN, fingerprint).unlink(missing_ok=True)

    def keep_enrolled(self, pems: Sequence[bytes]) -> None:
        """Make these the roots of the login; earlier ones go."""
        wanted = [one for pem in pems for one in _apart(pem)]
        paths = {self._path(ENROLLED, describe(one).fingerprint): one for one in wanted}
        for path, one in paths.items():
            if not path.exists():
                self._write(ENROLLED, one)
        for path in self._folder.glob(f"{ENROLLED}-*.pem"):
            if path not in paths:
                path.unlink(missing_ok=True)

    def _path(self, origin: str, fingerprint: str) -> Path:
        return self._folder / f"{origin}-{fingerprint[:32]}.pem"

    def _write(self, origin: str, pem: bytes) -> None:
        path = self._path(origin, describe(pem).fingerprint)
        try:
            private_folder(self._folder)
            write_atomically(path, pem, private=True)
        except OSError as error:
            raise EnvironmentFault("disk.failed", f"cannot write {path}: {error.strerror}", path=str(path)) from error


def _apart(pem: bytes) -> list[bytes]:
    return [certificate.public_bytes(Encoding.PEM) for certificate in load_certificates([pem])]
