"""Secrets in the operating system's keyring, through a backend named here.

`keyring`'s own choice is not used: it may pick a backend that stores plain text or that asks on standard input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fieldapp.errors import EnvironmentFault
from fieldapp.ids import new_id

_PROBE = "fieldapp probe"


class KeyringVault:
    """One entry name ("service") of the keyring; each secret is a user name below it."""

    def __init__(self, entry: str) -> None:
        self._entry = entry
        with translated():
            self._backend = _backend()

    def get(self, name: str) -> str | None:
        with translated():
            value: str | None = self._backend.get_password(self._entry, name)
            return value

    def set(self, name: str, value: str) -> None:
        with translated():
            self._backend.set_password(self._entry, name, value)

    def delete(self, name: str) -> None:
        with translated():
            if self._backend.get_password(self._entry, name) is not None:
                self._backend.delete_password(self._entry, name)


def keyring_usable() -> bool:
    """True when the platform's keyring is there. Raises EnvironmentFault `vault.locked` when it is there and stays locked."""
    try:
        KeyringVault(_PROBE).get("probe")
    except EnvironmentFault as fault:
        if fault.code == "vault.no-keyring":
            return False
        raise
    return True


def _backend() -> Any:
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Keyring
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring
    else:
        from keyring.backends.SecretService import Keyring
    if not Keyring.viable:
        from keyring.errors import NoKeyringError

        raise NoKeyringError("the platform's keyring does not answer")
    make: Callable[[], Any] = Keyring
    return make()


@contextmanager
def translated() -> Iterator[None]:
    """The keyring's errors as faults: not there · locked · anything else."""
    from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

    try:
        yield
    except (NoKeyringError, InitError) as error:
        raise EnvironmentFault("vault.no-keyring", f"there is no keyring here: {error}") from error
    except KeyringLocked as error:
        raise EnvironmentFault("vault.locked", "the keyring is locked") from error
    except KeyringError as error:
        raise EnvironmentFault("vault.keyring-failed", f"the keyring refused: {error}") from error


def round_trip() -> str:
    """Keep, read and delete a made-up secret in the platform's keyring; the backend's name.

    Raises EnvironmentFault `vault.no-keyring|vault.locked|vault.keyring-failed`.
    """
    vault = KeyringVault(_PROBE)
    secret = new_id()
    vault.set(secret, secret)
    try:
        if vault.get(secret) != secret:
            raise EnvironmentFault("vault.keyring-failed", "the keyring did not keep what it was given")
    finally:
        vault.delete(secret)
    return type(vault._backend).__name__
