"""Secrets in one file under a passphrase.

argon2id (64 MiB, t=3, p=4, RFC 9106) of the passphrase wraps a random key; that key encrypts the secrets (AES-256-GCM, one
record for all, so that neither names nor lengths of single secrets show). A new passphrase would wrap the same key anew.
"""

from __future__ import annotations

import base64
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.files import write_atomically
from fieldapp.store.keys import KEY_BYTES, new_key

_NONCE_BYTES = 12
_SALT_BYTES = 16
SHORTEST_PASSPHRASE = 8
"""Of a new one."""
_WRAP = b"fieldapp vault key 1"
_SECRETS = b"fieldapp vault secrets 1"
_MEMORY_LIMIT_KIB = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Cost:
    memory_kib: int = 64 * 1024
    time: int = 3
    parallelism: int = 4


class PassphraseVault:
    """The opened file; every change is on disk before the call returns."""

    def __init__(self, path: Path, header: dict[str, Any], key: bytes, secrets: dict[str, str]) -> None:
        self._path = path
        self._header = header
        self._cipher = AESGCM(key)
        self._secrets = secrets
        self._lock = threading.Lock()

    @classmethod
    def create(cls, path: Path, passphrase: str) -> PassphraseVault:
        """A new, empty file. Raises InputFault `vault.empty-passphrase`."""
        if not passphrase:
            raise InputFault("vault.empty-passphrase", "a passphrase is needed where there is no keyring")
        cost, salt, key = _Cost(), os.urandom(_SALT_BYTES), new_key()
        wrapped = _seal(AESGCM(_stretched(passphrase, salt, cost)), key, _WRAP)
        argon = {"memory_kib": cost.memory_kib, "time": cost.time, "parallelism": cost.parallelism, "salt": _text(salt)}
        vault = cls(path, {"version": 1, "argon2id": argon, "wrapped": wrapped}, key, {})
        vault._save({})
        return vault

    @classmethod
    def open(cls, path: Path, passphrase: str) -> PassphraseVault:
        """Raises EnvironmentFault `vault.wrong-passphrase` or `vault.damaged`."""
        try:
            content = json.loads(path.read_bytes())
            argon = content["argon2id"]
            cost = _Cost(int(argon["memory_kib"]), int(argon["time"]), int(argon["parallelism"]))
            salt, wrapped, sealed = _bytes(argon["salt"]), str(content["wrapped"]), str(content["secrets"])
            if content["version"] != 1 or not 8 <= cost.memory_kib <= _MEMORY_LIMIT_KIB or not 0 < cost.time < 100:
                raise ValueError("unknown version or cost")
            stretched = AESGCM(_stretched(passphrase, salt, cost))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EnvironmentFault("vault.damaged", f"cannot read {path}: {error}", path=str(path)) from error
        try:
            key = _opened(stretched, wrapped, _WRAP)
        except (InvalidTag, ValueError) as error:
            raise EnvironmentFault("vault.wrong-passphrase", "the passphrase does not open the vault", path=str(path)) from error
        try:
            secrets = json.loads(_opened(AESGCM(key), sealed, _SECRETS))
        except (InvalidTag, ValueError) as error:
            raise EnvironmentFault("vault.damaged", f"the secrets in {path} are damaged", path=str(path)) from error
        return cls(path, {name: value for name, value in content.items() if name != "secrets"}, key, secrets)

    def get(self, name: str) -> str | None:
        with self._lock:
            return self._secrets.get(name)

    def set(self, name: str, value: str) -> None:
        with self._lock:
            self._save({**self._secrets, name: value})

    def delete(self, name: str) -> None:
        with self._lock:
            self._save({held: value for held, value in self._secrets.items() if held != name})

    def _save(self, secrets: dict[str, str]) -> None:
        sealed = _seal(self._cipher, json.dumps(secrets).encode(), _SECRETS)
        data = json.dumps({**self._header, "secrets": sealed}, indent=1).encode() + b"\n"
        try:
            write_atomically(self._path, data, private=True)
        except OSError as error:
            text = f"cannot write {self._path}: {error.strerror}"
            raise EnvironmentFault("vault.unwritable", text, path=str(self._path)) from error
        self._secrets = secrets


def _stretched(passphrase: str, salt: bytes, cost: _Cost) -> bytes:
    try:
        return hash_secret_raw(
            passphrase.encode(),
            salt,
            time_cost=cost.time,
            memory_cost=cost.memory_kib,
            parallelism=cost.parallelism,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:
        raise ValueError(f"argon2id: {error}") from error


def _seal(cipher: AESGCM, data: bytes, purpose: bytes) -> str:
    nonce = os.urandom(_NONCE_BYTES)
    return _text(nonce + cipher.encrypt(nonce, data, purpose))


def _opened(cipher: AESGCM, sealed: str, purpose: bytes) -> bytes:
    raw = _bytes(sealed)
    return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
