"""Keys: the store key in the vault, and what is derived from it."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldapp.errors import EnvironmentFault
from fieldapp.files import write_atomically

KEY_BYTES = 32
CHECK_NAME = "store.key-check"


def derive(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"fieldapp {purpose} 1".encode()).derive(key)


def new_key() -> bytes:
    """A random store key."""
    return secrets.token_bytes(KEY_BYTES)


def key_check(folder: Path, key: bytes) -> bool | None:
    """Whether this is the key that the folder's store was made with; None when the folder does not say.

    A wrong key and a damaged first page give the same error from SQLCipher; this tells them apart.
    """
    try:
        known = (folder / CHECK_NAME).read_bytes().strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EnvironmentFault("store.io", f"cannot read {folder / CHECK_NAME}: {error}", path=str(folder)) from error
    return hmac.compare_digest(known, _fingerprint(key))


def write_key_check(folder: Path, key: bytes) -> None:
    """Remember which key the store is made with (a derived value that does not reveal it)."""
    write_atomically(folder / CHECK_NAME, _fingerprint(key) + b"\n")


def _fingerprint(key: bytes) -> bytes:
    return derive(key, "key check").hex().encode()
