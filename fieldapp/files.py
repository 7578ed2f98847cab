"""Durable writes: what is on disk after a power cut is the old file or the whole new one."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

PRIVATE_FOLDER = 0o700
"""What a data folder is made with: entered by its owner only."""


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Temp file, fsync, rename, fsync of the folder: after a crash the file is the old one or the whole new one.

    `private`: readable by the owner only, at no moment by others. Raises OSError naming `path`; nothing half written stays
    behind then.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        durable_folder(path.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600 if private else 0o666), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from error


def durable_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they are there after a power cut, too."""
    missing, place = [], folder
    while not place.exists():
        missing.append(place)
        place = place.parent
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    for made in missing:
        sync_folder(made.parent)


def private_folder(folder: Path) -> None:
    """Make a folder of this program that only its owner may enter; one that is there already is closed to others."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    if os.name != "nt" and folder.stat().st_mode & 0o077:
        folder.chmod(PRIVATE_FOLDER)


def sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no such call for folders and needs none (NTFS journals the rename)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
