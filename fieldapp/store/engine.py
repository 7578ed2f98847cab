"""SQLCipher under SQLAlchemy: one connection that writes, a small pool that reads, another for what screens ask.

Reading connections are `query_only`; the writing one begins with BEGIN IMMEDIATE, so that a transaction that can start can
also end. WAL and `synchronous=FULL`: what has been committed survives a power cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp.store import sounds
from fieldapp.store.matching import BEGINS_SO, IS_HEARD

KEY_BYTES = 32
BUSY_TIMEOUT_S = 10.0
READERS = 6
LOG_LIMIT = 8000
"""Pages of 4 kB in the WAL at which a commit brings it into the file after all. `Store.checkpoint` does so much earlier; this is
for a program that has no background."""
_ALWAYS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cipher_memory_security=OFF",  # ON makes full-text search 10 to 30 times slower
    "PRAGMA temp_store=MEMORY",  # nothing readable in temporary files
)
WRITING_CACHE, READING_CACHE, SCREENS_CACHE = 8000, 2000, 14_000
"""kB of each connection. Screens: the index fits that a list of 100,000 orders walks, 12 MB; with less, every walk decrypts all
of it. A sync asks for one order or another and would keep for nothing what it has read."""


def connect(path: Path, key: bytes) -> sqlcipher.Connection:
    """A keyed connection in autocommit mode; the key (32 raw bytes) is first used when the file is first read."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
    connection = sqlcipher.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_S, cached_statements=256
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for pragma in _ALWAYS:
            connection.execute(pragma)
        add_functions(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def add_functions(connection: sqlcipher.Connection) -> None:
    """What the search asks of names that are not indexed yet."""
    connection.create_function(IS_HEARD, 5, sounds.is_heard)
    connection.create_function(BEGINS_SO, 2, sounds.begins_so)


def connect_live(path: Path, key: bytes, *, writing: bool = False, cache: int = READING_CACHE) -> sqlcipher.Connection:
    """A connection to the live store with its durability settings. `cache`: kB."""
    connection = connect(path, key)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{cache}")
        connection.execute(f"PRAGMA wal_autocheckpoint={LOG_LIMIT}" if writing else "PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection


@dataclass(frozen=True, slots=True)
class Engines:
    """The writer and the readers of one file. `screens`: readers for lists and searches."""

    writer: Engine
    readers: Engine
    screens: Engine

    @contextmanager
    def unsynced(self) -> Iterator[Connection]:
        """A transaction whose commit does not wait for the disk: after a power cut it may not have been. For what is made again
        then; what was committed before it, or is after it, waits as ever."""
        self._synchronous("NORMAL")
        try:
            with self.writer.begin() as connection:
                yield connection
        finally:
            try:
                self._synchronous("FULL")
            except BaseException:
                self.writer.dispose()  # the next connection begins with FULL
                raise

    def _synchronous(self, level: str) -> None:
        fairy = self.writer.raw_connection()  # the pool has one
        try:
            assert fairy.driver_connection is not None
            fairy.driver_connection.execute(f"PRAGMA synchronous={level}")
        finally:
            fairy.close()

    def dispose(self) -> None:
        """Close every idle connection."""
        self.screens.dispose()
        self.readers.dispose()
        self.writer.dispose()


def open_engines(path: Path, key: bytes) -> Engines:
    """Engines over the file; nothing is opened before the first use."""
    return Engines(
        writer=_engine(path, key, WRITING_CACHE, writing=True),
        readers=_engine(path, key, READING_CACHE),
        screens=_engine(path, key, SCREENS_CACHE),
    )


def _engine(path: Path, key: bytes, cache: int, *, writing: bool = False) -> Engine:
    def creator() -> Any:
        return connect_live(path, key, writing=writing, cache=cache)

    engine = create_engine(
        "sqlite://",
        creator=creator,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=1 if writing else READERS,
        max_overflow=0,
        pool_use_lifo=True,  # the connection used last has in its cache what is asked for next
        pool_timeout=30,
    )
    statement = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return engine
