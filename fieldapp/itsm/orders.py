"""Orders in the database: reading, writing, and telling every audience's feed about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

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


def save(connection: Connection, before: StoredOrder | None, doc: Document, *, cancelled: bool = False) -> StoredOrder:
    """Write the new content and tell the feed. Call it after all row locks are taken: it takes the feed's counter."""
    data = canonical(doc)
    order = StoredOrder(doc["id"], doc, etag_of(data), cancelled)
    position = next_value(connection, "feed")
    values = {
        "number": doc["number"],
        "doc": data.decode(),
        "etag": order.etag,
        "schema": doc["schema"],
        "assignee": order.assignee,
        "cancelled": cancelled,
        "position": position,
    }
    if before is None:
        connection.execute(insert(orders).values(id=order.id, **values))
    else:
        connection.execute(update(orders).where(orders.c.id == order.id).values(**values))
    _tell(connection, before, order, position)
    _note_attachments(connection, before, order)
    return order


def _tell(connection: Connection, before: StoredOrder | None, order: StoredOrder, position: int) -> None:
    removed = CANCELLED if order.cancelled else None
    audiences = {DESK: removed}
    if order.assignee is not None:
        audiences[order.assignee] = removed
    if before is not None and before.assignee is not None:
        audiences.setdefault(before.assignee, removed or REASSIGNED)
    for audience, word in audiences.items():
        place = (feed.c.audience == audience) & (feed.c.order_id == order.id)
        if connection.execute(update(feed).where(place).values(position=position, removed=word)).rowcount == 0:
            connection.execute(insert(feed).values(audience=audience, order_id=order.id, position=position, removed=word))


def _note_attachments(connection: Connection, before: StoredOrder | None, order: StoredOrder) -> None:
    known = {entry["sha256"] for entry in before.doc.get("attachments", ())} if before else set()
    fresh = {entry["sha256"] for entry in order.doc.get("attachments", ())} - known
    if fresh:
        connection.execute(insert(attached), [{"order_id": order.id, "sha256": sha256} for sha256 in sorted(fresh)])


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
