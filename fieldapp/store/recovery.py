"""When a store does not open: put it aside, never over it, and let the newest good backup take its place."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from fieldapp.clock import Clock
from fieldapp.files import sync_folder, write_atomically
from fieldapp.store.backup import Backups, problem
from fieldapp.store.faults import translated
from fieldapp.store.keys import CHECK_NAME, write_key_check
from fieldapp.store.layout import BACKUPS, FILE_NAME, QUARANTINE, SIDE_FILES
from fieldapp.store.lock import lock_folder


@dataclass(frozen=True, slots=True)
class Recovered:
    """Where the unreadable files are now, and which backup took their place (None: the store starts empty)."""

    quarantined: Path
    restored_from: Path | None


def recover(folder: Path, key: bytes, clock: Clock) -> Recovered:
    """Move the store's files (and backups that do not open either) to `quarantine/` and restore the newest good backup. Call
    it only after `Store.open` said `store.damaged` or `store.missing` and a person agreed.

    Raises EnvironmentFault `store.in-use`, `disk.full` and the like; whatever happens, no file is deleted.
    """
    with translated(folder):
        lock = lock_folder(folder)
        try:
            aside = folder / QUARANTINE / clock.now().strftime("%Y%m%dT%H%M%S%fZ")
            aside.mkdir(parents=True)
            for name in (FILE_NAME, *SIDE_FILES):
                _move(folder / name, aside)
            source = _newest_good(folder, key, aside)
            if source is None:
                _move(folder / CHECK_NAME, aside)
                return Recovered(aside, None)
            write_atomically(folder / FILE_NAME, source.read_bytes())
            write_key_check(folder, key)
            return Recovered(aside, source)
        finally:
            lock.release()


def _newest_good(folder: Path, key: bytes, aside: Path) -> Path | None:
    for path in Backups(folder / BACKUPS, key).files():
        if problem(path, key) is None:
            return path
        _move(path, aside)
    return None


def _move(path: Path, aside: Path) -> None:
    if path.exists():
        shutil.move(path, aside / path.name)
        sync_folder(path.parent)
        sync_folder(aside)
