"""Looking at a store without opening it: no lock, no migration, no mark of a session, nothing written.

For `doctor`, which must not change what it examines and may run beside the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault
from fieldapp.store import backup, opening
from fieldapp.store.backup import Backups
from fieldapp.store.blobs import BlobStore
from fieldapp.store.engine import open_engines
from fieldapp.store.faults import translated
from fieldapp.store.keys import key_check
from fieldapp.store.layout import BACKUPS, BLOBS, FILE_NAME
from fieldapp.store.migrations import runner
from fieldapp.store.queries import Queries
from fieldapp.store.rehearsal import Rehearsal, rehearse
from fieldapp.store.unit_of_work import Work


class StoreView:
    """The reading half of a store. Faults as `Store.open`, raised by the first look."""

    def __init__(self, folder: Path, key: bytes, clock: Clock) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.clock = clock
        self._key = key
        self._engines = open_engines(self.path, key)
        self._backups = Backups(folder / BACKUPS, key)
        self.blobs = BlobStore(folder / BLOBS, key)
        self.queries = Queries(self._view)

    def require_sound(self) -> None:
        """Raises EnvironmentFault `store.missing|store.wrong-key|store.damaged|store.newer|…`."""
        if not self.path.is_file():
            raise EnvironmentFault("store.missing", f"the store's file is gone ({self.path})", path=str(self.path))
        if key_check(self.folder, self._key) is False:
            raise EnvironmentFault("store.wrong-key", f"the store was made with another key ({self.path})", path=str(self.path))
        with self._view() as connection:
            runner.pending(connection)

    def schema(self) -> str:
        """The revision the file has."""
        with self._view() as connection:
            return runner.current_revision(connection) or ""

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with self._view() as connection:
            yield Work(connection, self.clock)

    @contextmanager
    def _view(self) -> Iterator[Connection]:
        with translated(self.path), self._engines.readers.begin() as connection:
            yield connection

    def check(self) -> tuple[str, ...]:
        """As `Store.check`."""
        with translated(self.path):
            return opening.findings(self.path, self._key)

    def rehearse(self) -> Rehearsal | None:
        """As `Store.rehearse`."""
        return rehearse(self.folder, self._key, self.clock)

    def copy_to(self, path: Path) -> Path:
        """As `Store.copy_to`."""
        with translated(path), opening.raw_connection(self._engines.readers) as source:
            backup.copy(source, path, self._key)
        return path

    def newest_backup_at(self) -> datetime | None:
        return self._backups.newest_at()

    def backup_count(self) -> int:
        return len(self._backups.files())

    def close(self) -> None:
        self._engines.dispose()
