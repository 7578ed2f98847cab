"""Files on disk under their SHA-256. A blob is there once it has its final name; until then it is one device's partial upload."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from fieldapp.files import durable_folder, sync_folder, write_atomically
from fieldapp.itsm.problems import Code, Problem

CHUNK = 256 * 1024
STALE_AFTER_S = 30 * 86400
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BlobStore:
    """`folder/ab/abcd…` complete files, `folder/partial/<device>/<sha256>` uploads under way, `folder/damaged`
    what was not what its name says. Safe with several processes."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._partial = folder / "partial"
        self._max_bytes = max_bytes
        durable_folder(self._partial)
        sync_folder(folder.parent)

    def path(self, sha256: str) -> Path:
        """Where the complete file is or would be. Raises Problem `not-found` for anything that is not a hash."""
        return place(self._folder, sha256)

    def size(self, sha256: str) -> int | None:
        """Bytes of a complete blob, None when it is not complete."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def received(self, sha256: str, device_id: str) -> int:
        """Bytes of this device's partial upload."""
        self.path(sha256)
        try:
            return self._partial_path(sha256, device_id).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, sha256: str, device_id: str, offset: int, data: bytes) -> int:
        """Add bytes at `offset`, which must be where the partial upload ends. Returns the new end."""
        with self._locked(sha256, device_id) as partial:
            end = partial.stat().st_size if partial.exists() else 0
            if offset != end:
                raise _wrong_offset(offset, end)
            if end + len(data) > self._max_bytes:
                raise Problem(Code.TOO_LARGE, f"a blob may have {self._max_bytes} bytes")
            with partial.open("ab") as stream:
                stream.write(data)
            return end + len(data)

    def keep(self, sha256: str, device_id: str) -> int:
        """Make what has been received so far durable; returns its end. Only now may it be acknowledged."""
        with self._locked(sha256, device_id) as partial:
            if not partial.exists():
                return 0
            size = _synced_size(partial)
            sync_folder(partial.parent)
            return size

    def complete(self, sha256: str, device_id: str) -> int:
        """Check the whole file against its name and move it into place. Raises Problem `blob-hash`, the partial is gone then."""
        final = self.path(sha256)
        with self._locked(sha256, device_id) as partial:
            if not partial.exists():
                partial.touch()
            size = _synced_size(partial)
            if _hash(partial) != sha256:
                partial.unlink()
                raise Problem(
                    Code.BLOB_HASH, f"the {size} bytes received do not hash to {sha256}", headers={"Upload-Offset": "0"}
                )
            final.parent.mkdir(exist_ok=True)
            partial.replace(final)
            sync_folder(final.parent)
            sync_folder(self._folder)
        return size

    def put(self, sha256: str, data: bytes) -> None:
        """Store bytes at hand, for the endpoint's own use. Raises ValueError when they are others."""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ValueError(f"not the bytes of {sha256}")
        write_atomically(self.path(sha256), data)
        sync_folder(self._folder)

    def is_whole(self, sha256: str, size: int, *, hashing: bool) -> bool:
        """Is the file here, of this size and (`hashing`) with these bytes? One that is not is set aside in `damaged`: what stands
        under the name would be taken for the file, and the right one could never come."""
        found = self.size(sha256)
        if found is None:
            return False
        if found == size and not (hashing and not self.intact(sha256)):
            return True
        aside = self._folder / "damaged"
        aside.mkdir(exist_ok=True)
        self.path(sha256).replace(aside / sha256)
        return False

    def intact(self, sha256: str) -> bool:
        """Hash the complete file anew."""
        return _hash(self.path(sha256)) == sha256

    def sweep(self) -> None:
        """Drop uploads that nobody has continued for 30 days."""
        limit = time.time() - STALE_AFTER_S
        for path in self._partial.glob("*/*"):
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)

    def _partial_path(self, sha256: str, device_id: str) -> Path:
        return self._partial / device_id / sha256

    @contextmanager
    def _locked(self, sha256: str, device_id: str) -> Iterator[Path]:
        partial = self._partial_path(sha256, device_id)
        durable_folder(partial.parent)
        with FileLock(partial.parent / ".lock"):
            yield partial


def place(folder: Path, sha256: str) -> Path:
    """Where a complete file is or would be in a folder of blobs. Raises Problem `not-found` for anything that is not a hash."""
    if not _SHA256.fullmatch(sha256):
        raise Problem(Code.NOT_FOUND, "a blob is named by 64 lower-case hexadecimal digits")
    return folder / sha256[:2] / sha256


def _wrong_offset(asked: int, end: int) -> Problem:
    return Problem(
        Code.BLOB_OFFSET, f"continue at {end}, not at {asked}", headers={"Upload-Offset": str(end), "Upload-Complete": "?0"}
    )


def _synced_size(path: Path) -> int:
    with path.open("ab") as stream:
        os.fsync(stream.fileno())
        return stream.tell()


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
