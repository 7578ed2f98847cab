"""The store as a whole: open, transactions, backup, check, close."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection

from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault
from fieldapp.files import private_folder
from fieldapp.store import backup, indexing, opening, session
from fieldapp.store.blobs import BlobStore
from fieldapp.store.engine import Engines
from fieldapp.store.faults import translated
from fieldapp.store.layout import BACKUPS, BLOBS, FILE_NAME
from fieldapp.store.lock import lock_folder
from fieldapp.store.migrations import runner
from fieldapp.store.queries import Queries
from fieldapp.store.records import Recovery
from fieldapp.store.rehearsal import Rehearsal, rehearse
from fieldapp.store.repositories.outbox import RESEND_WINDOW
from fieldapp.store.turns import Turns
from fieldapp.store.unit_of_work import DISCARDED, Work

_log = logging.getLogger(__name__)

LONG_LOG, LONG_LOG_OF_A_SERIES = 1000, 4000
"""Pages of 4 kB. What a series of transactions writes again and again comes into the file once."""

MOST_WAITING = 10_000
SOME = 200


class Store:
    """Everything the engineer's machine holds. Reads may come from any thread; writes wait for each other."""

    def __init__(self, folder: Path, key: bytes, clock: Clock, lock: FileLock, engines: Engines) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.clock = clock
        self.blobs = BlobStore(folder / BLOBS, key)
        self.queries = Queries(self._shown)
        self._key = key
        self._backups = backup.Backups(folder / BACKUPS, key)
        self._lock = lock
        self._engines = engines
        self._turns = Turns()
        self._parts = indexing.PARTS
        with self.writing() as work:
            self.recovery: Recovery | None = session.begin(work, clock.now())

    @classmethod
    def open(cls, folder: Path, key: bytes, clock: Clock) -> Store:
        """Open the folder's store, or make a new one where there is none. `key`: 32 random bytes from the vault.

        Raises EnvironmentFault: `store.in-use` (another window), `store.wrong-key`, `store.damaged` and `store.missing` (see
        `recovery.recover`; nothing was touched), `store.newer`, `disk.full`, `store.read-only`, `store.io`.
        """
        with translated(folder):
            private_folder(folder)
            lock = lock_folder(folder)
        try:
            engines = opening.open_checked(folder, key, clock)
            try:
                return cls(folder, key, clock, lock, engines)
            except BaseException:
                engines.dispose()
                raise
        except BaseException:
            lock.release()
            raise

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction: committed durably on leaving, rolled back on an exception. Not to be nested, nothing slow inside."""
        with self._turns.first(), translated(self.path), self._engines.writer.begin() as connection:
            yield Work(connection, self.clock)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One consistent view; writing through it fails."""
        with self._view() as connection:
            yield Work(connection, self.clock)

    @contextmanager
    def _shown(self) -> Iterator[Connection]:
        """The same for what screens ask, again and again."""
        with translated(self.path), self._engines.screens.begin() as connection:
            yield connection

    @contextmanager
    def _view(self) -> Iterator[Connection]:
        with translated(self.path), self._engines.readers.begin() as connection:
            yield connection

    def backup(self, keep: int = backup.KEPT) -> Path:
        """Make and check a backup now, keeping the newest `keep`. Takes about as long as reading the file twice; editing goes
        on.
        """
        with translated(self.path), opening.raw_connection(self._engines.readers) as source:
            return self._backups.make(source, self.clock.now(), keep=keep)

    def copy_to(self, path: Path) -> Path:
        """A consistent copy of the database as a new file, encrypted as it is; editing goes on. Returns the path."""
        with translated(path), opening.raw_connection(self._engines.readers) as source:
            backup.copy(source, path, self._key)
        return path

    def backup_due(self, every: timedelta = timedelta(days=1)) -> bool:
        """True when the newest backup is older than that, or comes from the future."""
        newest = self._backups.newest_at()
        return newest is None or not timedelta(0) <= self.clock.now() - newest < every

    def newest_backup_at(self) -> datetime | None:
        """When the newest backup was made; None without one."""
        return self._backups.newest_at()

    def backup_count(self) -> int:
        """How many backups are kept."""
        return len(self._backups.files())

    def check(self) -> tuple[str, ...]:
        """Authenticate every page and check the structure; what is wrong, empty when all is well. 1 s for 165 MB: in the
        background.
        """
        with translated(self.path):
            return opening.findings(self.path, self._key)

    def rehearse(self) -> Rehearsal | None:
        """Restore the newest backup into a folder of its own and open it there; None without a backup. In the background."""
        return rehearse(self.folder, self._key, self.clock)

    def schema(self) -> str:
        """The revision of the file's schema."""
        with self._view() as connection:
            return runner.current_revision(connection) or ""

    def catch_up(self) -> bool:
        """A short step of what saving leaves over: text goes into the indexes of the search, their parts are merged, the WAL is
        brought into the file. True while there is more: for a job, again and again. A step that a power cut takes back is done
        again; whoever saves comes first."""
        self.checkpoint()  # also in a long series of steps, whose commits would have to do it in the end
        if self._parts >= indexing.PARTS:
            with self._stepping() as connection:
                more = indexing.merge(connection)
            if more:
                return True
            self._parts = 0
        with self._view() as connection:
            found = indexing.prepared(connection)
        if found:
            with self._stepping() as connection:
                indexing.put(connection, found)
            self._parts += 1
        return bool(found)

    def waiting(self) -> int:
        """How many orders wait to be indexed."""
        with self._view() as connection:
            return indexing.left(connection)

    def _waiting_at_most(self) -> int:
        with self._view() as connection:
            return indexing.at_most(connection)

    def keep_up(self) -> None:
        """Between the transactions of a long series (a first pull): the WAL stays short, and no more than `MOST_WAITING` orders
        wait to be indexed, for the search looks through all of them."""
        self.checkpoint(in_a_series=True)
        if self._waiting_at_most() > MOST_WAITING and self.waiting() > MOST_WAITING:
            while self._waiting_at_most() > MOST_WAITING - SOME and self.catch_up():
                pass

    def checkpoint(self, *, in_a_series: bool = False) -> None:
        """Bring the WAL into the file when it has become long (`LONG_LOG`), while reading and writing go on."""
        with translated(self.path), opening.raw_connection(self._engines.readers) as connection:
            _, pages, done = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
            if pages - done >= (LONG_LOG_OF_A_SERIES if in_a_series else LONG_LOG):
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    @contextmanager
    def _stepping(self) -> Iterator[Connection]:
        """A transaction in the background, of what is done again when the power goes."""
        with self._turns.last(), translated(self.path), self._engines.unsynced() as connection:
            yield connection

    def tidy(self) -> int:
        """Drop acknowledged outbox entries and uploaded files that nothing needs after the time in which a restored endpoint
        may ask for them again. Returns how many files went."""
        limit = self.clock.now() - RESEND_WINDOW
        with self.writing() as work:
            work.outbox.forget(limit)
            unneeded = work.blobs.forget(limit)
        for sha256 in unneeded:
            self.blobs.remove(sha256)
        self.discard()
        return len(unneeded)

    def discard(self) -> None:
        """Delete the bytes of files that were taken back. What a power cut left is deleted with the next tidying."""
        with self.reading() as work:
            gone = tuple(sha256 for sha256 in work.meta.get(DISCARDED, []) if work.blobs.get(sha256) is None)
        for sha256 in gone:
            self.blobs.remove(sha256)
        with self.writing() as work:
            left = [sha256 for sha256 in work.meta.get(DISCARDED, []) if sha256 not in gone and work.blobs.get(sha256) is None]
            work.meta.set(DISCARDED, left or None)

    def close(self) -> None:
        """Mark the session as ended, close every connection and free the folder for another window."""
        try:
            with self.writing() as work:
                session.end(work)
        except EnvironmentFault as fault:
            _log.warning("the store closes without its mark: %s", fault)
        finally:
            self._engines.dispose()
            self._lock.release()
