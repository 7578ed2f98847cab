"""Orders in the database: reading, writing, and telling every audience's feed about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from fieldapp.domain.records import Document
from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.database import Database, next_value
from fieldapp.itsm.tables import attached, counters, feed, orders
from fieldapp.itsm.wire import canonical, parse_stored

DESK = "desk"
REASSIGNED, CANCELLED, PURGED = "reassigned", "cancelled", "purged"


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """One order as the endpoint holds it. `etag` is strong and quoted, as in the header."""

    id: str
    doc: Document
    etag: str
    cancelled: bool = False

    @property
    def assignee(self) -> str | None:
        return self.doc.get("assignee")

    def removed_for(self, caller: Caller) -> str | None:
        """Why the caller no longer works on it; None when he does."""
        if self.cancelled:
            return CANCELLED
        return None if caller.is_desk or self.assignee == caller.user.id else REASSIGNED


def etag_of(canonical_doc: bytes) -> str:
    """A strong ETag made from the content alone: after a restore, operations that are sent again lead to the same ones."""
    return f'"{hashlib.sha256(canonical_doc).hexdigest()[:32]}"'


def same_etag(one: str, other: str) -> bool:
    """Compares strongly; a client may keep them with or without the quotes."""
    return one.strip().strip('"') == other.strip().strip('"')


def load(database: Database, connection: Connection, wanted: Iterable[str], *, lock: bool = False) -> dict[str, StoredOrder]:
    """Orders by id. With `lock` their rows stay locked until the transaction ends, taken in one order for all writers."""
    query: Any = select(orders).where(orders.c.id.in_(sorted(set(wanted)))).order_by(orders.c.id)
    rows = connection.execute(database.locked(query) if lock else query)
    return {row.id: _stored(row) for row in rows}


def by_number(connection: Connection, number: str) -> StoredOrder | None:
    row = connection.execute(select(orders).where(orders.c.number == number)).first()
    return _stored(row) if row else None


def known_to(connection: Connection, order_id: str, caller: Caller) -> bool:
    """True when the caller has, or once had, this order: others do not learn that it exists."""
    query = select(feed.c.order_id).where(feed.c.audience == caller.audience, feed.c.order_id == order_id)
    return connection.execute(query).first() is not None


@dataclass(frozen=True, slots=True)
class Change:
    """What an order becomes. `before` None: it is new."""

    before: StoredOrder | None
    doc: Document
    cancelled: bool = False


def save(connection: Connection, before: StoredOrder | None, doc: Document, *, cancelled: bool = False) -> StoredOrder:
    """Write one order; see `save_all`."""
    return save_all(connection, [Change(before, doc, cancelled)])[0]


def save_all(connection: Connection, changes: Sequence[Change]) -> list[StoredOrder]:
    """Write new contents and tell the feed, one position each. All row locks must be held: this takes the feed's counter."""
    last = next_value(connection, "feed", len(changes))
    stored: list[StoredOrder] = []
    new_rows: list[dict[str, Any]] = []
    changed_rows: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    for position, change in enumerate(changes, last - len(changes) + 1):
        data = canonical(change.doc)
        order = StoredOrder(change.doc["id"], change.doc, etag_of(data), change.cancelled)
        (new_rows if change.before is None else changed_rows).append(_row(order, data, position))
        told += _told(change.before, order, position)
        files += [{"order_id": order.id, "sha256": sha256} for sha256 in _fresh_files(change.before, order)]
        stored.append(order)
    kind = connection.dialect.name
    for statement, rows in ((_INSERT, new_rows), (_UPDATE, changed_rows), (_TELL[kind], told), (_ATTACH[kind], files)):
        if rows:
            connection.execute(statement, rows)
    return stored


def _row(order: StoredOrder, data: bytes, position: int) -> dict[str, Any]:
    return {
        "key": order.id,
        "id": order.id,
        "number": order.doc["number"],
        "doc": data.decode(),
        "etag": order.etag,
        "schema": order.doc["schema"],
        "assignee": order.assignee,
        "cancelled": order.cancelled,
        "position": position,
    }


def _told(before: StoredOrder | None, order: StoredOrder, position: int) -> list[dict[str, Any]]:
    removed = CANCELLED if order.cancelled else None
    audiences = {DESK: removed}
    if order.assignee is not None:
        audiences[order.assignee] = removed
    if before is not None and before.assignee is not None:
        audiences.setdefault(before.assignee, removed or REASSIGNED)
    return [
        {"audience": audience, "order_id": order.id, "position": position, "removed": word}
        for audience, word in audiences.items()
    ]


def _fresh_files(before: StoredOrder | None, order: StoredOrder) -> list[str]:
    known = {entry["sha256"] for entry in before.doc.get("attachments", ())} if before else set()
    return sorted({entry["sha256"] for entry in order.doc.get("attachments", ())} - known)


def _upsert(dialect: Any) -> Any:
    statement = dialect.insert(feed)
    fresh = {name: statement.excluded[name] for name in ("position", "removed")}
    return statement.on_conflict_do_update(index_elements=["audience", "order_id"], set_=fresh)


_COLUMNS = ("number", "doc", "etag", "schema", "assignee", "cancelled", "position")
# built once: putting a statement together costs SQLAlchemy more than SQLite needs to run it
_INSERT = insert(orders).values({name: bindparam(name) for name in ("id", *_COLUMNS)})
_UPDATE = update(orders).where(orders.c.id == bindparam("key")).values({name: bindparam(name) for name in _COLUMNS})
_TELL = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}
_ATTACH = {
    kind: dialect.insert(attached).on_conflict_do_nothing() for kind, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def fresh_number(connection: Connection, day: str) -> str:
    """The next free order number, `WX-<day>-nnnnnn`; `day` as YYYYMMDD."""
    while True:
        number = f"WX-{day}-{next_value(connection, 'number'):06d}"
        if connection.execute(select(orders.c.id).where(orders.c.number == number)).first() is None:
            return number


def hold_feed(database: Database, connection: Connection) -> None:
    """Take the feed's counter early, for work that looks something up before it writes (order numbers)."""
    connection.execute(database.locked(select(counters.c.value).where(counters.c.name == "feed"))).first()


def _stored(row: Row[Any]) -> StoredOrder:
    return StoredOrder(row.id, parse_stored(row.doc), row.etag, row.cancelled)
