"""An engineer's device in this process: the real store, client and engine; the database in memory outlives its crashes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulation.hand import SimClock
from simulation.line import Crash, Line
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher
from support.sync_device import CATALOG, PROFILE, MemoryVault

from fieldapp.clock import to_wire
from fieldapp.domain import kinds, patches
from fieldapp.domain.records import Document
from fieldapp.forms.summary import summarise
from fieldapp.ids import new_id, new_ordered_id
from fieldapp.itsm.accounts import User
from fieldapp.store.engine import Engines
from fieldapp.store.migrations import runner
from fieldapp.store.store import Store
from fieldapp.store.unit_of_work import Work
from fieldapp.sync import engine
from fieldapp.sync.client import Client
from fieldapp.sync.report import SyncReport
from fieldapp.sync.run import PORTIONS
from fieldapp.sync.tokens import TokenStore

KEY = bytes(range(32))


class NoLock:
    """The folder is this simulation's own."""

    def release(self) -> None:
        pass


class CrashingStore(Store):
    """Ends the process at its `crash_at`-th commit, just before or just after it."""

    crash_at = 0
    crash_after = False
    commits = 0

    @contextmanager
    def writing(self) -> Iterator[Work]:
        self.commits += 1
        now = self.commits == self.crash_at
        with super().writing() as work:
            yield work
            if now and not self.crash_after:
                raise Crash("before a commit")
        if now and self.crash_after:
            raise Crash("after a commit")


class Lasting(sqlcipher.Connection):  # type: ignore[misc]
    """Stands for the file: a process that ends rolls back and leaves it as it is."""

    def close(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")


class Memory:
    """A database in memory with the engine's own schema; `load` makes it a copy of another one."""

    def __init__(self) -> None:
        self.connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False, factory=Lasting)
        for pragma in ("foreign_keys=ON", "recursive_triggers=ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.engines = Engines(writer=self._engine(), readers=self._engine(), screens=self._engine())

    def _engine(self) -> Engine:
        made = create_engine("sqlite://", creator=lambda: self.connection, module=sqlcipher, poolclass=StaticPool)

        @event.listens_for(made, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

        return made

    def lay_out(self) -> None:
        with self.engines.writer.begin() as connection:
            runner.upgrade(connection)

    def load(self, other: Any) -> None:
        other.backup(self.connection)


class SimDevice:
    """`name` for the reader of a log. `vault` and `memory` survive a crash, everything else is made anew. `ever`: what was on
    this device when somebody looked."""

    def __init__(self, name: str, user: User, folder: Path, clock: SimClock, line: Line) -> None:
        self.name, self.user, self.folder, self.clock, self.line = name, user, folder, clock, line
        self.device_id = new_id()
        self.vault = MemoryVault()
        self.memory = Memory()
        self.memory.lay_out()
        self.portions = PORTIONS
        self.actor = {"id": user.id, "name": user.full_name, "role": user.role.value}
        self.ever: set[str] = set()
        self.start()

    def start(self) -> None:
        """The program starts (again)."""
        self.store = CrashingStore(self.folder, KEY, self.clock, NoLock(), self.memory.engines)  # type: ignore[arg-type]
        self.line.ahead = None
        self.client = Client(self.line, self.device_id, self.name, TokenStore(self.vault))  # type: ignore[arg-type]

    def sync(self, chance: Any, crash_at: int = 0, *, crash_after: bool = False) -> SyncReport | None:
        """One run; None when the process died in it (and has been started again)."""
        self.store.commits, self.store.crash_at, self.store.crash_after = 0, crash_at, crash_after
        try:
            return engine.run_once(self.store, self.client, CATALOG, PROFILE, self.clock, chance=chance, portions=self.portions)
        except Crash:
            self.start()
            return None
        finally:
            self.store.crash_at = 0

    # --- what a person does -----------------------------------------------------------------------

    def look(self) -> None:
        """What is there now has been seen: `ever`."""
        with self.store.reading() as work:
            self.ever |= work.orders.ids()

    def read_notices(self) -> None:
        """知道了: everything that is said to have been taken away."""
        with self.store.writing() as work:
            work.taken.seen([word.order_id for word in work.taken.unseen()])

    def change(self, order_id: str, patch: dict[str, Any]) -> None:
        with self.store.writing() as work:
            doc = patches.apply(work.orders.need(order_id).doc, patch)
            work.change(order_id, patch, self.summary(doc), doc)

    def create(self) -> str:
        """An order recorded on site."""
        order_id, at = new_id(), to_wire(self.clock.now())
        doc = {"id": order_id, "number": None, "schema": 1, "form": {"id": "maintenance-work-order", "version": 1}}
        doc |= {"assignee": self.user.id, "state": "DISPATCHED", "created_at": at, "answers": {"customer_unit": "现场"}}
        doc |= {"events": [self.event("created", {})], "attachments": []}
        with self.store.writing() as work:
            work.create(self.summary(doc), doc)
        return order_id

    def record(self, kind: str) -> str:
        """A record of another kind, as the use case makes it."""
        record_id, at = new_id(), to_wire(self.clock.now())
        form = CATALOG.latest(kinds.get(kind).form)
        doc = {"id": record_id, "number": f"{kinds.get(kind).prefix}-{record_id[:6].upper()}", "kind": kind, "schema": 1}
        doc |= {"form": {"id": form.id, "version": form.version}, "assignee": None, "state": kinds.get(kind).initial[0]}
        doc |= {"created_at": at, "answers": {"title": "反复断线"}, "events": [self.event("created", {})], "attachments": []}
        with self.store.writing() as work:
            work.create(self.summary(doc), doc)
        return record_id

    def event(self, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        at = to_wire(self.clock.now())
        return {"id": new_ordered_id(), "kind": kind, "at": at, "server_at": at, "actor": self.actor, "data": data}

    def summary(self, doc: Document) -> Any:
        return summarise(CATALOG.get(doc["form"]["id"], doc["form"]["version"]), doc, PROFILE, self.clock.now())

    def docs(self) -> dict[str, Document]:
        """What is held here, the frozen ones too."""
        with self.store.reading() as work:
            return {order_id: work.orders.need(order_id).doc for order_id in sorted(work.orders.ids())}
