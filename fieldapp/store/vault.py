"""Where secrets are: the operating system's keyring, or `vault.json` under a passphrase where there is none. Never in the clear.

A folder decides once, by the small file it gets then: `vault-keyring.json` names the keyring entry (each folder has its own),
`vault.json` holds the encrypted secrets. A folder that uses the keyring never falls back to a passphrase: the store key
would be a new one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from fieldapp.errors import EnvironmentFault
from fieldapp.files import write_atomically
from fieldapp.ids import new_id
from fieldapp.store.keys import KEY_BYTES, new_key
from fieldapp.store.layout import BACKUPS, FILE_NAME, VAULT_FILE, VAULT_MARKER
from fieldapp.store.vault_file import PassphraseVault
from fieldapp.store.vault_keyring import KeyringVault, keyring_usable

STORE_KEY = "store-key"

Passphrase = Callable[[bool], str]
"""Asks for the passphrase; True when it is to be chosen for a new vault, False when an existing one is to be opened."""


class Vault(Protocol):
    """Secrets by name; values are text. Faults are EnvironmentFault `vault.*`."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None: ...


def open_vault(folder: Path, passphrase: Passphrase | None = None) -> Vault:
    """The folder's vault; made on first use, in the keyring when one answers.

    Raises EnvironmentFault: `vault.locked` (the keyring stays locked), `vault.no-keyring` (the folder uses one that is not
    there, or there is none and `passphrase` is None), `vault.passphrase-needed`, `vault.wrong-passphrase`, `vault.damaged`,
    `vault.unwritable`.
    """
    marker = folder / VAULT_MARKER
    if marker.exists():
        vault = KeyringVault(_entry(marker))
        vault.get(STORE_KEY)
        return vault
    if (folder / VAULT_FILE).exists():
        if passphrase is None:
            raise EnvironmentFault("vault.passphrase-needed", f"{folder / VAULT_FILE} opens with a passphrase", path=str(folder))
        return PassphraseVault.open(folder / VAULT_FILE, passphrase(False))
    if keyring_usable():
        entry = f"fieldapp {new_id()}"
        _written(marker, json.dumps({"version": 1, "entry": entry}).encode() + b"\n")
        return KeyringVault(entry)
    if passphrase is None:
        raise EnvironmentFault("vault.no-keyring", "there is no keyring here and no passphrase instead", path=str(folder))
    return PassphraseVault.create(folder / VAULT_FILE, passphrase(True))


def store_key(vault: Vault, folder: Path) -> bytes:
    """The store's key, made on first use.

    Raises EnvironmentFault `vault.key-lost` when `folder` has a store but the vault no key: a new key would not open it.
    """
    held = vault.get(STORE_KEY)
    if held is not None:
        try:
            key = bytes.fromhex(held)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise EnvironmentFault("vault.damaged", "the vault's store key is not a key")
        return key
    if (folder / FILE_NAME).exists() or (folder / BACKUPS).exists():
        raise EnvironmentFault("vault.key-lost", f"the vault has no key for the store in {folder}", path=str(folder))
    key = new_key()
    vault.set(STORE_KEY, key.hex())
    if vault.get(STORE_KEY) != key.hex():
        raise EnvironmentFault("vault.damaged", "the vault did not keep the store key")
    return key


def _entry(marker: Path) -> str:
    try:
        entry = json.loads(marker.read_bytes())["entry"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentFault("vault.damaged", f"cannot read {marker}: {error}", path=str(marker)) from error
    if not isinstance(entry, str):
        raise EnvironmentFault("vault.damaged", f"{marker} names no keyring entry", path=str(marker))
    return entry


def _written(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data, private=True)
    except OSError as error:
        raise EnvironmentFault("vault.unwritable", f"cannot write {path}: {error.strerror}", path=str(path)) from error
