"""Rotating backups: complete encrypted files made from the live store, each opened and checked before it counts."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp.errors import EnvironmentFault
from fieldapp.files import sync_folder
from fieldapp.store.engine import connect
from fieldapp.store.faults import translated

KEPT = 7
_REGULAR = "orders"
_PARTIAL = ".partial"
_STAMP = "%Y%m%dT%H%M%S%fZ"


class Backups:
    """The backup files of one store folder."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._key = key

    def files(self) -> tuple[Path, ...]:
        """All of them, newest first."""
        return tuple(sorted(self.folder.glob("*.db"), key=lambda path: path.stem.rpartition("-")[2], reverse=True))

    def newest_at(self) -> datetime | None:
        """When the newest was made."""
        newest = next(iter(self.files()), None)
        return None if newest is None else _made_at(newest)

    def make(self, source: sqlcipher.Connection, at: datetime, *, label: str = _REGULAR, keep: int = KEPT) -> Path:
        """Copy the live store (readers and the writer go on), open the copy, check every page, then drop the oldest beyond
        `keep` of this label.

        Raises EnvironmentFault `disk.full`, `store.damaged` (the live store could not be read) or `backup.unreadable`; older
        backups stay in all these cases.
        """
        path = self.folder / f"{label}-{at.strftime(_STAMP)}.db"
        partial = path.with_suffix(_PARTIAL)
        with translated(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._drop_partials()
            try:
                copy(source, partial, self._key)
                found = problem(partial, self._key)
                if found is not None:
                    raise EnvironmentFault("backup.unreadable", f"the backup just made is not readable: {found}", path=str(path))
                _sync(partial)
                partial.replace(path)
                sync_folder(self.folder)
            finally:
                self._drop_partials()
            for old in [file for file in self.files() if file.stem.startswith(f"{label}-")][keep:]:
                old.unlink(missing_ok=True)
        return path

    def _drop_partials(self) -> None:
        for left in self.folder.glob(f"*{_PARTIAL}*"):
            left.unlink(missing_ok=True)


def copy(source: sqlcipher.Connection, path: Path, key: bytes) -> None:
    """The live store as one new file, also while it is being used."""
    target = connect(path, key)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, also while it is being read
    finally:
        target.close()


def problem(path: Path, key: bytes) -> str | None:
    """Why a file is not a whole store; None when every page is authentic and the structure is sound."""
    try:
        connection = connect(path, key)
        try:
            connection.execute("PRAGMA query_only=ON")
            return next(iter(findings(connection)), None)
        finally:
            connection.close()
    except sqlcipher.Error as error:
        return str(error)


def findings(connection: sqlcipher.Connection) -> tuple[str, ...]:
    """What is wrong with an open store: pages that fail authentication, broken structure, no orders table."""
    pages = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    if pages:
        return tuple(pages)
    structure = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    if structure != ["ok"]:
        return tuple(structure)
    if connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'orders'").fetchone() != (1,):
        return ("there is no table of orders",)
    return tuple(f"{row[0]} refers to a missing row of {row[2]}" for row in connection.execute("PRAGMA foreign_key_check"))


def _made_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem.rpartition("-")[2], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
