"""Durable, never overwriting writes on any folder, and what the disk's errors are called."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fieldapp.errors import EnvironmentFault
from fieldapp.files import sync_folder

_FAULTS = {
    errno.ENOSPC: ("disk.full", "the disk is full"),
    errno.EDQUOT: ("disk.full", "the disk quota is used up"),
    errno.EFBIG: ("disk.full", "no larger file may be written"),
    errno.EROFS: ("archive.read-only", "the archive cannot be written"),
    errno.EACCES: ("archive.read-only", "access to the archive is not allowed"),
    errno.EPERM: ("archive.read-only", "access to the archive is not allowed"),
}
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL})


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of the file system leave as EnvironmentFault `disk.full|archive.read-only|archive.io`."""
    try:
        yield
    except OSError as error:
        code, text = _FAULTS.get(error.errno or 0, ("archive.io", f"the archive's disk failed: {error.strerror}"))
        raise EnvironmentFault(code, f"{text} ({path})", path=str(path)) from error


def write_new(folder: Path, stem: str, data: bytes, *, durable: bool = True) -> Path:
    """A new file in `folder` that nobody else writes to; gone again when it cannot be written whole."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.{os.getpid()}-{secrets.token_hex(4)}"
    try:
        with path.open("xb") as stream:
            stream.write(data)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise
    return path


def place(source: Path, target: Path) -> bool:
    """Give a finished file its final name, durably and read-only; False when the name is taken, or somebody else has just done it
    and taken the source away. Nobody ever sees half of it.

    A hard link is the one way that cannot overwrite; where the share has none, the name is looked at first, then renamed to (the
    names hold the content's hash, so that even a lost race replaces a file by its equal).
    """
    make_folder(target.parent)
    if os.name != "nt":  # there a read-only file could not lose its first name again
        with suppress(OSError):
            source.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if target.exists() or not source.exists():
            return False
        source.rename(target)
    sync_folder(target.parent)
    return True


def make_folder(folder: Path) -> None:
    """The folder and those above it, durably."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def create_whole(folder: Path, target: Path, data: bytes) -> bool:
    """Create `target` with all its bytes at once unless it is there. Not fsynced: it has to outlive its process only."""
    temporary = write_new(folder, ".new", data, durable=False)
    try:
        try:
            os.link(temporary, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            with target.open("xb") as stream:
                stream.write(data)
    except FileExistsError:
        return False
    finally:
        with suppress(OSError):
            temporary.unlink()
    return True


def read_plain(path: Path) -> bytes:
    """The bytes of a plain file; a link or a folder is an OSError, so that no entry is answered from elsewhere."""
    _require_plain(path)
    return path.read_bytes()


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a plain file; OSError as in `read_plain`."""
    _require_plain(path)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _require_plain(path: Path) -> None:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.EINVAL, "not a plain file", str(path))
