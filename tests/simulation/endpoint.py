"""The real endpoint in this process: its ASGI application, its rules and its tables; the database in memory, no sockets.

Durability is not at issue here (real processes are killed in tests/integration), so nothing waits for a disk.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from argon2 import PasswordHasher
from simulation.hand import SimClock, drive
from sqlalchemy import create_engine, delete, event, select, update
from sqlalchemy.pool import StaticPool

from fieldapp.domain.records import Document
from fieldapp.errors import Fault
from fieldapp.ids import new_ordered_id
from fieldapp.itsm import accounts, database, desk, missing, operations, orders
from fieldapp.itsm import tables as t
from fieldapp.itsm.accounts import Caller, User, add_user
from fieldapp.itsm.app import create_app
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.starts import note_start
from fieldapp.itsm.wire import Batch, decode, encode

PASSWORD = "simulation"
ENGINEERS = ("liming", "wangyan")


class Lasting(sqlite3.Connection):
    """Stands for the file: a process that ends rolls back and leaves it as it is."""

    def close(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")


@dataclass(frozen=True)
class Snapshot:
    """A backup of the endpoint: database and complete files."""

    data: bytes
    files: dict[str, bytes]


class SimEndpoint:
    """Made once per process; `reset` empties it for the next seed."""

    def __init__(self, folder: Path, clock: SimClock, people: tuple[User, ...]) -> None:
        self.clock = clock
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, factory=Lasting)
        engine = create_engine("sqlite+pysqlite://", creator=lambda: self._connection, poolclass=StaticPool)
        event.listen(engine, "connect", database._prepare_sqlite)
        event.listen(engine, "begin", database._begin_sqlite)
        with mock.patch.object(database, "_engine", return_value=engine):
            self.app = create_app(EndpointConfig(folder, access_ttl_s=30 * 86400), clock)
        self.endpoint: Endpoint = self.app.state.endpoint
        # the passwords' slowness is not what is simulated
        accounts._hasher.cache_clear()
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        with mock.patch.object(accounts, "PasswordHasher", return_value=quick):
            for person in people:
                add_user(self.endpoint.database, person, PASSWORD)
        self._folder = folder / "blobs"
        self._empty = self._connection.serialize()

    @property
    def instance(self) -> str:
        return self.endpoint.instance

    def reset(self) -> None:
        self.restore(Snapshot(self._empty, {}))

    # --- what an administrator does ---------------------------------------------------------------

    def backup(self) -> Snapshot:
        files = {path.name: path.read_bytes() for path in self._folder.glob("??/*")}
        return Snapshot(self._connection.serialize(), files)

    def restore(self, snapshot: Snapshot, *, started_anew: bool = True) -> None:
        """Partial uploads are not in a backup. Without a new start the process has the database put back under it."""
        self._connection.deserialize(snapshot.data)
        for path in self._folder.glob("*"):
            if any(path.iterdir()):
                shutil.rmtree(path)
        (self._folder / "partial").mkdir(exist_ok=True)
        for sha256, data in snapshot.files.items():
            self.endpoint.blobs.put(sha256, data)
        if started_anew:
            self.endpoint.watch.forget()
            note_start(self.endpoint.database)
            missing.look(self.endpoint)

    def renew_epoch(self) -> None:
        database.renew_epoch(self.endpoint.database)

    def expire_access(self) -> None:
        """Access tokens are over; the refresh tokens still work."""
        self._write(delete(t.tokens).where(t.tokens.c.kind == accounts.ACCESS))

    def revoke(self) -> None:
        """Nobody is logged in any more."""
        self._write(update(t.logins).values(revoked=True))

    def _write(self, statement: Any) -> None:
        self.endpoint.database.run_writing(lambda connection: connection.execute(statement))

    # --- the wire ---------------------------------------------------------------------------------

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, arrives: int | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request through the whole application: (status, headers, body as sent)."""
        return drive(self.app, method, path, headers, body, arrives)

    # --- the desk ---------------------------------------------------------------------------------

    def dispatch(self, answers: Mapping[str, Any], to: str) -> Document:
        return desk.dispatch(self.endpoint, {"answers": dict(answers)}, to).doc

    def edit(self, order_id: str, patch: Mapping[str, Any], user: User) -> bool:
        """By the wire's own operation, as a desk client does; False when the rules refuse it."""
        with self.endpoint.database.reading() as connection:
            etag = orders.load(self.endpoint.database, connection, [order_id])[order_id].etag
        op = {"op_id": new_ordered_id(), "device_seq": 1, "order": order_id, "base_etag": etag, "patch": patch}
        (result,) = operations.run_batch(self.endpoint, Caller(user, new_ordered_id()), decode(encode({"ops": [op]}), Batch).ops)
        return bool(result["status"] == "applied")

    def act(self, name: str, *arguments: Any) -> bool:
        """`reassign`, `cancel` or `close`; False when the process does not allow it."""
        try:
            getattr(desk, name)(self.endpoint, *arguments)
        except Fault:
            return False
        return True

    # --- looking inside ---------------------------------------------------------------------------

    def docs(self) -> dict[str, orders.StoredOrder]:
        with self.endpoint.database.reading() as connection:
            ids = list(connection.scalars(select(t.orders.c.id)))
            return orders.load(self.endpoint.database, connection, ids)

    def op_ids(self) -> list[str]:
        with self.endpoint.database.reading() as connection:
            return [*connection.scalars(select(t.ops.c.id)), *connection.scalars(select(t.late_reports.c.op_id))]

    def late(self) -> list[Any]:
        with self.endpoint.database.reading() as connection:
            return list(connection.execute(select(t.late_reports)))

    def holds(self, sha256: str) -> bool:
        """The whole file, its bytes hashed anew."""
        path = self.endpoint.blobs.path(sha256)
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
