"""Files by their SHA-256, each encrypted by itself with AES-256-GCM.

On disk: `FAB1`, 12 bytes of nonce, ciphertext with tag; the hash is the associated data, so that no file can stand in for
another. Written to a temporary file, synced, renamed, folder synced: after a power cut a file is whole or not there.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.files import sync_folder, write_atomically
from fieldapp.store.faults import translated
from fieldapp.store.keys import derive

_MAGIC = b"FAB1"
_NONCE_BYTES = 12
_OVERHEAD = len(_MAGIC) + _NONCE_BYTES + 16
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BlobStore:
    """`put`, `get`, `has`, `size`, `remove`; safe to use from several threads."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(derive(key, "blobs"))
        self._durable = False

    def put(self, data: bytes) -> str:
        """Keep the bytes; returns their SHA-256. What is there and whole is not written again.

        Raises EnvironmentFault `disk.full` and the like; nothing half-written stays.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        if self._whole(sha256, data):
            return sha256
        nonce = os.urandom(_NONCE_BYTES)
        sealed = _MAGIC + nonce + self._cipher.encrypt(nonce, data, sha256.encode())
        with translated(path):
            write_atomically(path, sealed)
            sync_folder(self._folder)
            if not self._durable:
                # once: a process that was killed may have made the folder and not come to this
                sync_folder(self._folder.parent)
                self._durable = True
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, checked against the hash. Raises InputFault `blob.unknown`, EnvironmentFault `blob.damaged`."""
        path = self._path(sha256)
        with translated(path):
            try:
                sealed = path.read_bytes()
            except FileNotFoundError as error:
                raise InputFault("blob.unknown", f"no file {sha256} in this store", sha256=sha256) from error
        nonce = sealed[len(_MAGIC) : len(_MAGIC) + _NONCE_BYTES]
        try:
            if not sealed.startswith(_MAGIC):
                raise InvalidTag
            data = self._cipher.decrypt(nonce, sealed[len(_MAGIC) + _NONCE_BYTES :], sha256.encode())
        except (InvalidTag, ValueError) as error:
            raise EnvironmentFault(
                "blob.damaged", f"the stored file {sha256} is damaged ({path})", sha256=sha256, path=str(path)
            ) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EnvironmentFault("blob.damaged", f"the stored file {sha256} is damaged ({path})", sha256=sha256, path=str(path))
        return data

    def has(self, sha256: str) -> bool:
        """True when the file is there (`get` tells whether it is whole)."""
        return self._path(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Its length in bytes before encryption. Raises InputFault `blob.unknown`."""
        path = self._path(sha256)
        with translated(path):
            try:
                return max(0, path.stat().st_size - _OVERHEAD)
            except FileNotFoundError as error:
                raise InputFault("blob.unknown", f"no file {sha256} in this store", sha256=sha256) from error

    def remove(self, sha256: str) -> None:
        """Delete the bytes; only for files that no order, no document and no upload needs any more."""
        path = self._path(sha256)
        with translated(path):
            path.unlink(missing_ok=True)

    def _whole(self, sha256: str, data: bytes) -> bool:
        try:
            return self.get(sha256) == data
        except (InputFault, EnvironmentFault):
            return False

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise InputFault("blob.name", f"not a SHA-256: {sha256[:80]!r}")
        return self._folder / sha256[:2] / sha256
