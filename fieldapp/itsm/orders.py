"""Orders and records in the database: reading, writing, and telling every audience's feed about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from fieldapp.domain import kinds, serials
from fieldapp.domain import links as domain_links
from fieldapp.domain.records import ORDER, Document
from fieldapp.itsm.accounts import DESK, EVERYONE, Caller
from fieldapp.itsm.database import Database, next_value
from fieldapp.itsm.tables import attached, counters, feed, links, lookups, orders
from fieldapp.itsm.wire import canonical, parse_stored

ORDER_PREFIX = "WX"
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
        return None if caller.is_desk or kinds.audience(self.doc).holds(caller.user.id) else REASSIGNED


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
    query = select(feed.c.order_id).where(feed.c.audience.in_(caller.audiences), feed.c.order_id == order_id)
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
    linked: list[dict[str, Any]] = []
    for position, change in enumerate(changes, last - len(changes) + 1):
        data = canonical(change.doc)
        order = StoredOrder(change.doc["id"], change.doc, etag_of(data), change.cancelled)
        (new_rows if change.before is None else changed_rows).append(_row(order, data, position))
        told += _told(change.before, order, position)
        files += [{"order_id": order.id, "sha256": sha256} for sha256 in _fresh_files(change.before, order)]
        linked += _fresh_links(change.before, order)
        stored.append(order)
    _unlink(connection, changes)
    kind = connection.dialect.name
    written = ((_INSERT, new_rows), (_UPDATE, changed_rows), (_TELL[kind], told), (_ATTACH[kind], files), (_LINK[kind], linked))
    for statement, rows in written:
        if rows:
            connection.execute(statement, rows)
    _make_findable(connection, changes)
    return stored


def _row(order: StoredOrder, data: bytes, position: int) -> dict[str, Any]:
    return {
        "key": order.id,
        "number": order.doc["number"],
        "doc": data.decode(),
        "etag": order.etag,
        "schema": order.doc["schema"],
        "assignee": order.assignee,
        "cancelled": order.cancelled,
        "position": position,
        "kind": order.doc.get("kind") or ORDER,
        "state": order.doc["state"],
    }


def _told(before: StoredOrder | None, order: StoredOrder, position: int) -> list[dict[str, Any]]:
    removed = CANCELLED if order.cancelled else None
    audiences = {DESK: removed, **dict.fromkeys(_hearers(order), removed)}
    for hearer in _hearers(before) if before is not None else ():
        audiences.setdefault(hearer, removed or REASSIGNED)
    return [
        {"audience": audience, "order_id": order.id, "position": position, "removed": word}
        for audience, word in audiences.items()
    ]


def _hearers(order: StoredOrder) -> list[str]:
    """Whose feeds tell of it, besides the desk's; with everybody's there is no need of one's own."""
    audience = kinds.audience(order.doc)
    return [EVERYONE] if audience.everyone else sorted(audience.people)


def _fresh_links(before: StoredOrder | None, order: StoredOrder) -> list[dict[str, Any]]:
    known = domain_links.targets(before.doc) if before else ()
    return [{"order_id": order.id, "target_id": target} for target in domain_links.targets(order.doc) if target not in known]


def _unlink(connection: Connection, changes: Sequence[Change]) -> None:
    """Links that were taken out."""
    for change in changes:
        gone = set(domain_links.targets(change.before.doc)) - set(domain_links.targets(change.doc)) if change.before else set()
        if gone:
            connection.execute(links.delete().where(links.c.order_id == change.doc["id"], links.c.target_id.in_(sorted(gone))))


def _make_findable(connection: Connection, changes: Sequence[Change]) -> None:
    """Records by the answers that their kind names as keys."""
    for change in changes:
        before = _keys(change.before.doc) if change.before else set()
        now = _keys(change.doc)
        if gone := sorted(before - now):
            connection.execute(lookups.delete().where(lookups.c.order_id == change.doc["id"], lookups.c.value.in_(gone)))
        if fresh := sorted(now - before):
            rows = [{"order_id": change.doc["id"], "value": value, "kind": change.doc["kind"]} for value in fresh]
            connection.execute(insert(lookups), rows)


def _keys(doc: Document) -> set[str]:
    kind = kinds.of(doc)
    names = kind.keys if kind is not None else ()
    return {serials.key(str(doc["answers"].get(name) or "")) for name in names} - {""}


def _fresh_files(before: StoredOrder | None, order: StoredOrder) -> list[str]:
    known = {entry["sha256"] for entry in before.doc.get("attachments", ())} if before else set()
    return sorted({entry["sha256"] for entry in order.doc.get("attachments", ())} - known)


def _upsert(dialect: Any) -> Any:
    statement = dialect.insert(feed)
    fresh = {name: statement.excluded[name] for name in ("position", "removed")}
    return statement.on_conflict_do_update(index_elements=["audience", "order_id"], set_=fresh)


_COLUMNS = ("number", "doc", "etag", "schema", "assignee", "cancelled", "position", "kind", "state")
# built once: putting a statement together costs SQLAlchemy more than SQLite needs to run it
_INSERT = insert(orders).values({"id": bindparam("key"), **{name: bindparam(name) for name in _COLUMNS}})
# no parameter may be called `id`: it would be set, and SQLite then looks through every table that refers to it
_UPDATE = update(orders).where(orders.c.id == bindparam("key")).values({name: bindparam(name) for name in _COLUMNS})
_TELL = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}
_ATTACH = {
    kind: dialect.insert(attached).on_conflict_do_nothing() for kind, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_LINK = {
    kind: dialect.insert(links).on_conflict_do_nothing() for kind, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def of_kind(connection: Connection, kind: str, states: Iterable[str] = (), most: int | None = None) -> list[StoredOrder]:
    """The records of a kind (in these states), latest change first."""
    query = select(orders).where(orders.c.kind == kind).order_by(orders.c.position.desc()).limit(most)
    wanted = list(states)
    return [_stored(row) for row in connection.execute(query.where(orders.c.state.in_(wanted)) if wanted else query)]


def kinds_here(connection: Connection) -> dict[str, dict[str, int]]:
    """How many records there are of each kind, by state; orders are not among them."""
    query = (
        select(orders.c.kind, orders.c.state, func.count()).where(orders.c.kind != ORDER).group_by(orders.c.kind, orders.c.state)
    )
    found: dict[str, dict[str, int]] = {}
    for kind, state, number in connection.execute(query):
        found.setdefault(kind, {})[state] = number
    return found


def linking_to(connection: Connection, target_id: str) -> list[StoredOrder]:
    """What points to a document, oldest change first: records, and orders that name a knowledge article."""
    query = select(orders).join(links, links.c.order_id == orders.c.id).where(links.c.target_id == target_id)
    return [_stored(row) for row in connection.execute(query.order_by(orders.c.position))]


def found_by(database: Database, connection: Connection, kind: str, value: str) -> StoredOrder | None:
    """The record of a kind with this key, its row locked; the first made where two have it."""
    query = select(orders).join(lookups, lookups.c.order_id == orders.c.id)
    query = query.where(lookups.c.kind == kind, lookups.c.value == serials.key(value)).order_by(orders.c.number).limit(1)
    row = connection.execute(database.locked(query)).first()
    return _stored(row) if row else None


def fresh_number(connection: Connection, day: str, prefix: str = ORDER_PREFIX) -> str:
    """The next free number of an order or record, `<prefix>-<day>-nnnnnn`; `day` as YYYYMMDD."""
    while True:
        number = f"{prefix}-{day}-{next_value(connection, 'number'):06d}"
        if connection.execute(select(orders.c.id).where(orders.c.number == number)).first() is None:
            return number


def hold_feed(database: Database, connection: Connection) -> None:
    """Take the feed's counter early, for work that looks something up before it writes (order numbers)."""
    connection.execute(database.locked(select(counters.c.value).where(counters.c.name == "feed"))).first()


def _stored(row: Row[Any]) -> StoredOrder:
    return StoredOrder(row.id, parse_stored(row.doc), row.etag, row.cancelled)
