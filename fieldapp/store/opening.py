"""Opening a store's file with everything that has to be true before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault
from fieldapp.store import backup
from fieldapp.store.backup import Backups
from fieldapp.store.engine import Engines, connect_live, open_engines
from fieldapp.store.faults import raise_fault, translated
from fieldapp.store.keys import key_check, write_key_check
from fieldapp.store.layout import BACKUPS, FILE_NAME
from fieldapp.store.migrations import runner

BEFORE = "before-"
"""Label of the backup made before an upgrade, with the revision it leads to: what an older program can go back to."""


def open_checked(folder: Path, key: bytes, clock: Clock) -> Engines:
    """Engines over a file that this key opens and that has this program's schema. Faults as `Store.open`; nothing is recreated
    over.
    """
    path = folder / FILE_NAME
    backups = Backups(folder / BACKUPS, key)
    known = key_check(folder, key)
    if known is False:
        raise EnvironmentFault("store.wrong-key", f"the store was made with another key ({path})", path=str(path))
    if not path.exists() and (known or backups.files()):
        raise EnvironmentFault("store.missing", f"the store's file is gone ({path})", path=str(path))
    if known and path.stat().st_size == 0:
        raise EnvironmentFault("store.damaged", f"the store's file is empty ({path})", path=str(path))
    engines = open_engines(path, key)
    try:
        with translated(path):
            _bring_up_to_date(engines, backups, clock, made_before=bool(known), path=path)
            if known is None:
                write_key_check(folder, key)
    except EnvironmentFault as fault:
        engines.dispose()
        if fault.code == "store.damaged" and known is None:
            raise EnvironmentFault("store.wrong-key", f"this key does not open the store ({path})", path=str(path)) from fault
        raise
    except BaseException:
        engines.dispose()
        raise
    return engines


def _bring_up_to_date(engines: Engines, backups: Backups, clock: Clock, *, made_before: bool, path: Path) -> None:
    with engines.readers.begin() as connection:
        current = runner.current_revision(connection)
        todo = runner.pending(connection)
    if current is None and made_before:
        raise EnvironmentFault("store.damaged", f"the store has no schema ({path})", path=str(path))
    if not todo:
        return
    if current is not None:
        with raw_connection(engines.readers) as source:
            backups.make(source, clock.now(), label=f"{BEFORE}{todo[-1].revision}")
    with engines.writer.begin() as connection:
        _upgrade(connection, path)


def _upgrade(connection: Connection, path: Path) -> None:
    """All revisions and a look at what came of them, in the caller's transaction: any failure leaves the old file as it was.

    Raises EnvironmentFault `store.upgrade-failed` for what is not the machine's fault (that has codes of its own).
    """
    try:
        runner.upgrade(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        structure = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
    except Exception as error:
        raise_fault(getattr(error, "orig", error), path)  # a full disk is one also here
        raise EnvironmentFault("store.upgrade-failed", f"the store was not upgraded: {error}", path=str(path)) from error
    if broken or structure != ["ok"]:
        raise EnvironmentFault("store.upgrade-failed", f"the upgrade would leave a broken store ({path})", path=str(path))


def findings(path: Path, key: bytes) -> tuple[str, ...]:
    """What is wrong with the live store, looked at through a new connection: on one that has searched before, SQLite 3.53's
    check of the full-text index takes its outdated cache for damage.
    """
    connection = connect_live(path, key)
    try:
        return backup.findings(connection)
    finally:
        connection.close()


@contextmanager
def raw_connection(engine: Engine) -> Iterator[sqlcipher.Connection]:
    """A connection of the pool without a transaction, for what SQL has no word for."""
    fairy = engine.raw_connection()
    try:
        yield fairy.driver_connection
    finally:
        fairy.close()
