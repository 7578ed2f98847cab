"""The store as a whole: open, transactions, close."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection

from fieldapp.clock import Clock
from fieldapp.store.blobs import BlobStore
from fieldapp.store.engine import Engines, open_engines
from fieldapp.store.faults import translated
from fieldapp.store.lock import lock_folder
from fieldapp.store.migrations import runner
from fieldapp.store.queries import Queries
from fieldapp.store.unit_of_work import Work

FILE_NAME = "orders.db"


class Store:
    """Everything the engineer's machine holds. Reads may come from any thread; writes wait for each other."""

    def __init__(self, folder: Path, key: bytes, clock: Clock, lock: FileLock, engines: Engines) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.clock = clock
        self.blobs = BlobStore(folder / "blobs", key)
        self._key = key
        self._lock = lock
        self._engines = engines
        self.queries = Queries(self._connection)
        self._writing = threading.Lock()
        self._writer: int | None = None

    @classmethod
    def open(cls, folder: Path, key: bytes, clock: Clock) -> Store:
        """Open the folder's store, or make a new one where there is none. `key`: 32 random bytes from the vault.

        Raises EnvironmentFault: `store.in-use` (another window), `store.wrong-key`, `store.damaged` (see `recovery.recover`),
        `store.missing` (its backups are there, it is not), `store.newer`, `disk.full`, `store.read-only`, `store.io`.
        """
        with translated(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = lock_folder(folder)
        engines = open_engines(folder / FILE_NAME, key)
        try:
            with translated(folder / FILE_NAME):
                _migrate(engines)
            return cls(folder, key, clock, lock, engines)
        except BaseException:
            engines.dispose()
            lock.release()
            raise

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction: committed durably on leaving, rolled back on an exception. Not to be nested, and nothing slow
        inside.
        """
        me = threading.get_ident()
        if self._writer == me:
            raise RuntimeError("a transaction of this thread is open already")
        with self._writing, translated(self.path):
            self._writer = me
            try:
                with self._engines.writer.begin() as connection:
                    yield Work(connection, self.clock)
            finally:
                self._writer = None

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One consistent view; writing through it fails."""
        with self._connection() as connection:
            yield Work(connection, self.clock)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with translated(self.path), self._engines.readers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection and free the folder for another window."""
        try:
            self._engines.dispose()
        finally:
            self._lock.release()


def _migrate(engines: Engines) -> None:
    with engines.writer.begin() as connection:
        runner.upgrade(connection)
