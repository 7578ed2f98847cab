"""Opening the endpoint's database (SQLite or PostgreSQL) and its two kinds of transaction."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, insert, inspect, literal, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from fieldapp import ids
from fieldapp.errors import EnvironmentFault
from fieldapp.files import PRIVATE_FOLDER
from fieldapp.itsm import tables
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.duties import BEFORE_DUTIES, to_text

log = logging.getLogger(__name__)
T = TypeVar("T")

ATTEMPTS = 5
COUNTERS = ("feed", "number", "crl", "timetable")
_SERIALISATION = {"40001", "40P01"}
"""SQLSTATE of a serialization failure and of a deadlock: the whole transaction may simply be tried again."""


class PutBackError(Exception):
    """The database stands before a moment that this process has already seen: it was put back while the process went on."""


class Watching(Protocol):
    """Who looks before anything is written (`starts.Watch`)."""

    def look(self, connection: Connection) -> None:
        """Raises PutBackError."""

    def mark_anew(self) -> None:
        """What follows is another history."""


class Database:
    """One engine. `run_writing` is the only way to write; it tries again when another writer was in the way."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.watch: Watching | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent snapshot."""
        with self.engine.connect() as connection:
            yield connection

    def run_writing(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction and commit; `work` must be safe to run again from the start."""
        if self.watch is None:
            return self.run_unwatched(work)
        look = self.watch.look

        def watched(connection: Connection) -> T:
            look(connection)
            return work(connection)

        try:
            return self.run_unwatched(watched)
        except PutBackError:
            self.watch.mark_anew()
            return self.run_unwatched(watched)

    def run_unwatched(self, work: Callable[[Connection], T]) -> T:
        """The same without a look at the database first: for what the watch itself writes."""
        for attempt in range(ATTEMPTS):
            try:
                with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
                    return work(connection)
            except (IntegrityError, OperationalError) as error:
                if attempt + 1 == ATTEMPTS or not _worth_another_try(error):
                    raise
                log.info("transaction tried again: %s", error.orig)
                time.sleep(0.02 * 2**attempt)
        raise AssertionError("unreachable")

    def locked(self, statement: Any) -> Any:
        """Row locks where the database has them; SQLite's writer already holds the whole file."""
        return statement if self.is_sqlite else statement.with_for_update()

    def close(self) -> None:
        self.engine.dispose()


def _worth_another_try(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    state = getattr(error.orig, "sqlstate", None)
    return state in _SERIALISATION or "database is locked" in str(error.orig) or error.connection_invalidated


def open_database(config: EndpointConfig) -> Database:
    """Open and, at the first start, lay out the database.

    Raises EnvironmentFault `endpoint.database` when it cannot be opened, `endpoint.layout` when a newer program made it.
    """
    try:
        config.data_dir.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        database = Database(_engine(config.url))
        _lay_out(database)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise _not_opened(config.url, error) from error
    layout = read_meta(database, "layout")
    if layout != tables.LAYOUT:
        database.close()
        raise EnvironmentFault("endpoint.layout", f"the database has layout {layout}, this program knows {tables.LAYOUT}")
    return database


@contextmanager
def looked_into(config: EndpointConfig) -> Iterator[Connection]:
    """A look at the database of an endpoint, running or not, that changes nothing: not laid out, no start noted.

    Raises EnvironmentFault `endpoint.database`.
    """
    try:
        engine = _engine_for_looking(config.url)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise _not_opened(config.url, error) from error


def _engine_for_looking(url: str) -> Engine:
    known = make_url(url)
    if known.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, execution_options={"postgresql_readonly": True})
    path = Path(known.database or "").resolve()
    # beside a database that nobody has open SQLite would leave files of its own, perhaps as another account than the endpoint's
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    return create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=30),
        poolclass=NullPool,
        hide_parameters=True,
    )


def _not_opened(url: str, error: Exception) -> EnvironmentFault:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    return EnvironmentFault("endpoint.database", f"cannot open {_without_password(url)}: {reason}")


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the database"


def _engine(url: str) -> Engine:
    # the text of an error goes into the log, the values of its statement (names, telephone numbers, texts) must not
    size: dict[str, Any] = {"pool_size": 20, "max_overflow": 30, "hide_parameters": True}
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, **size)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, **size)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # the driver's own transaction handling would start them late; _begin_sqlite does it instead
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _lay_out(database: Database) -> None:
    def work(connection: Connection) -> None:
        if not database.is_sqlite:
            # several workers start at once; the lock is released at commit
            connection.execute(text("SELECT pg_advisory_xact_lock(7316008)"))
        _bring_up_to_date(connection)
        fresh_duties = not inspect(connection).has_table("duties")
        tables.metadata.create_all(connection)
        if fresh_duties:
            _give_duties(connection)
        if connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == "instance")).first() is None:
            first = {"instance": ids.new_id(), "epoch": ids.new_id(), "layout": tables.LAYOUT}
            connection.execute(insert(tables.meta), [{"name": name, "value": value} for name, value in first.items()])
        known = set(connection.execute(select(tables.counters.c.name)).scalars())
        fresh = [{"name": name, "value": 0} for name in COUNTERS if name not in known]
        if fresh:
            connection.execute(insert(tables.counters), fresh)

    database.run_writing(work)


def _bring_up_to_date(connection: Connection) -> None:
    """Layout 1 knew only orders. New tables need nothing here, `create_all` adds them; a column does."""
    if not inspect(connection).has_table("meta"):
        return
    here = tables.meta.c.name == "layout"
    if connection.execute(select(tables.meta.c.value).where(here)).scalar_one_or_none() != "1":
        return
    for name, usual in (("kind", "order"), ("state", "")):
        connection.execute(text(f"ALTER TABLE orders ADD COLUMN {name} TEXT NOT NULL DEFAULT '{usual}'"))
    read = "doc::json->>'state'" if connection.dialect.name == "postgresql" else "json_extract(doc, '$.state')"
    connection.execute(text(f"UPDATE orders SET state = {read}"))  # noqa: S608 - constants
    for index in tables.orders.indexes:
        if index.name == "orders_by_kind":
            index.create(connection)
    connection.execute(update(tables.meta).where(here).values(value="2"))


def _give_duties(connection: Connection) -> None:
    """Desk accounts that are older than duties keep what they could do."""
    people = select(tables.users.c.id, literal(to_text(BEFORE_DUTIES))).where(tables.users.c.role == "desk")
    connection.execute(insert(tables.duties).from_select(["user_id", "held"], people))


def read_meta(database: Database, name: str) -> str:
    """`instance`, `epoch` or `layout`."""
    with database.reading() as connection:
        return str(connection.execute(_FACT, {"fact": name}).scalar_one())


def renew_epoch(database: Database) -> str:
    """Say that this database came back from a backup: every cursor handed out before is void (sync rule 7)."""
    epoch = ids.new_id()
    database.run_writing(lambda c: c.execute(update(tables.meta).where(tables.meta.c.name == "epoch").values(value=epoch)))
    return epoch


def next_value(connection: Connection, counter: str, steps: int = 1) -> int:
    """Advance a counter by `steps` and return where it stands; its row stays locked until the transaction ends."""
    return int(connection.execute(_ADVANCE, {"counter": counter, "steps": steps}).scalar_one())


_FACT = select(tables.meta.c.value).where(tables.meta.c.name == bindparam("fact"))
_ADVANCE = (
    update(tables.counters)
    .where(tables.counters.c.name == bindparam("counter"))
    .values(value=tables.counters.c.value + bindparam("steps"))
    .returning(tables.counters.c.value)
)
