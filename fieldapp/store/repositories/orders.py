"""Orders and records as held on this machine: the document, the merge base, and the columns that lists read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Text, bindparam, case, delete, func, insert, null, select, text, update

from fieldapp.clock import Clock
from fieldapp.domain import patches
from fieldapp.domain.records import ORDER, Document, OrderSummary
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.store import indexing, search
from fieldapp.store.columns import dump_in_order, to_millis
from fieldapp.store.records import BlobState, Common, OpKind, OpState, StoredOrder
from fieldapp.store.repositories.blobs import Blobs
from fieldapp.store.repositories.conflicts import Conflicts
from fieldapp.store.repositories.drafts import Drafts
from fieldapp.store.repositories.outbox import Outbox
from fieldapp.store.tables import order_links, order_serials, orders

_AT_ONCE = 200
_NAMES = frozenset({"title", "customer", "site", "contact"})
NO_TARGET = datetime(9999, 1, 1, tzinfo=UTC)
_HELD = (orders.c.id, orders.c.doc, orders.c.base, orders.c.base_etag, orders.c.frozen, orders.c.local_only)
_SUMMARY = tuple(field.name for field in fields(OrderSummary) if field.name in orders.c and field.name != "kind")
_LISTED = tuple(orders.c[name] for name in (*_SUMMARY, "due_rank", "search_digest"))

# made once: building a statement costs more than running it
_SELECT_HELD = select(*_HELD).where(orders.c.id == bindparam("known_id"))
_ETAGS = select(orders.c.id, orders.c.base_etag).where(orders.c.id.in_(bindparam("known_ids", expanding=True)))
_SELECT_LISTED = select(orders.c.row, *_LISTED).where(orders.c.id == bindparam("known_id"))
_LAST_ROW = text("SELECT seq FROM sqlite_sequence WHERE name = 'orders'")
_COLUMNS = tuple(column.name for column in orders.columns)
_VALUES = ("CAST(? AS TEXT)" if name == "doc" else "?" for name in _COLUMNS)  # bytes from the line need not become a text first
_INSERT = f"INSERT INTO orders ({', '.join(_COLUMNS)}) VALUES ({', '.join(_VALUES)})"  # noqa: S608 - constants
_UPDATE = update(orders).where(orders.c.row == bindparam("known_row"))
_COMMON = case((orders.c.base_etag.is_(None), orders.c.base), else_=func.coalesce(orders.c.base, orders.c.doc))
_SELECT_COMMON = select(orders.c.id, _COMMON.label("base"), orders.c.base_etag, orders.c.frozen).where(
    orders.c.id.in_(bindparam("known_ids", expanding=True))
)
_APART = select(orders.c.id).where(orders.c.id.in_(bindparam("known_ids", expanding=True)), orders.c.base.is_not(None))
_NEW_BASE = bindparam("new_base", type_=Text())  # named twice: made into text once
_REBASE = (
    update(orders)
    .where(orders.c.id == bindparam("known_id"))
    .values(
        base=case((orders.c.doc == _NEW_BASE, null()), else_=_NEW_BASE), base_etag=bindparam("etag"), updated_at=bindparam("now")
    )
)
_OF_ROW = order_serials.c.order_row == bindparam("known_row")
_SERIALS = select(*order_serials.c).where(_OF_ROW).order_by(order_serials.c.serial)
_DELETE_SERIALS = delete(order_serials).where(_OF_ROW)
_INSERT_SERIAL = insert(order_serials)
_LINKS = select(*order_links.c).where(order_links.c.order_row == bindparam("known_row")).order_by(order_links.c.target_id)
_DELETE_LINKS = delete(order_links).where(order_links.c.order_row == bindparam("known_row"))
_INSERT_LINK = insert(order_links)
_KINDS = select(orders.c.kind, func.count()).group_by(orders.c.kind)


class NewRow(NamedTuple):
    """Ready to be written: all of it but the number."""

    columns: Mapping[str, object]
    folded: str
    summary: OrderSummary

    def values(self, row: int) -> tuple[object, ...]:
        """In the order of the columns."""
        return tuple(row if name == "row" else self.columns.get(name) for name in _COLUMNS)


class Orders:
    """All orders of this device."""

    def __init__(
        self, connection: Connection, clock: Clock, outbox: Outbox, blobs: Blobs, drafts: Drafts, conflicts: Conflicts
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._outbox = outbox
        self._blobs = blobs
        self._drafts = drafts
        self._conflicts = conflicts

    def get(self, order_id: str) -> StoredOrder | None:
        """One order with its merge base, or None."""
        found = self._connection.execute(_SELECT_HELD, {"known_id": order_id}).first()
        if found is None:
            return None
        base = found.base if found.base is not None or found.base_etag is None else found.doc
        return StoredOrder(found.id, found.doc, base, found.base_etag, found.frozen, found.local_only)

    def need(self, order_id: str) -> StoredOrder:
        """The same; raises InputFault `order.unknown` when it is not here."""
        found = self.get(order_id)
        if found is None:
            raise InputFault("order.unknown", f"no order {order_id} in this store", order_id=order_id)
        return found

    def etags(self, order_ids: Sequence[str]) -> dict[str, str | None]:
        """Id → the endpoint's version that is held, of those that are here."""
        found: dict[str, str | None] = {}
        for start in range(0, len(order_ids), _AT_ONCE):
            rows = self._connection.execute(_ETAGS, {"known_ids": order_ids[start : start + _AT_ONCE]})
            found.update({row.id: row.base_etag for row in rows})
        return found

    def ids(self) -> frozenset[str]:
        """Every order held here."""
        return frozenset(self._connection.scalars(select(orders.c.id)))

    def count_by_kind(self) -> dict[str, int]:
        """How many of each kind are held, orders among them."""
        return {kind: number for kind, number in self._connection.execute(_KINDS)}  # noqa: C416 - typed

    def documents(self) -> Iterator[tuple[Document, str | None]]:
        """Every order and why it is frozen (None: it is not), one by one: all of them are too many to hold."""
        query = select(orders.c.doc, orders.c.frozen).where(orders.c.kind == ORDER)
        for row in self._connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
            yield row.doc, row.frozen

    def numbers(self, order_ids: Iterable[str]) -> dict[str, str]:
        """Id → number of those that are here."""
        found = self._connection.execute(select(orders.c.id, orders.c.number).where(orders.c.id.in_(list(order_ids))))
        return {row.id: row.number for row in found}

    def store_edit(self, order: StoredOrder, doc: Document, summary: OrderSummary) -> None:
        """A person's change; what the endpoint had is kept as the merge base from the first change on."""
        now = self._clock.now()
        values: dict[str, object] = {"doc": doc, "updated_at": now, "edited_at": now}
        if order.base is not None:
            values["base"] = order.base
        self._write(order.id, summary, values)

    def store_new(self, doc: Document, summary: OrderSummary) -> None:
        """An order recorded here that the endpoint does not know."""
        now = self._clock.now()
        values = {"id": doc["id"], "doc": doc, "local_only": True, "updated_at": now, "edited_at": now}
        self.add([_new_row(values, summary)])

    def put_pulled(self, order_id: str, doc: Document, base: Document, etag: str, summary: OrderSummary) -> None:
        """What the endpoint sent: `base` is its document, `doc` the same or, where unsent work exists, the merge of both. It
        is ours again if it was frozen; the document's `state` and other derived columns come with `summary`."""
        values: dict[str, object] = {
            "doc": doc,
            "base": None if patches.same(doc, base) else base,
            "base_etag": etag,
            "frozen": None,
            "local_only": False,
            "updated_at": self._clock.now(),
        }
        if not self._write(order_id, summary, values):
            self.add([_new_row({"id": order_id, **values}, summary)])

    def add(self, rows: Sequence[NewRow]) -> None:
        """All in a few statements, which is why their row numbers are given here."""
        if not rows:
            return
        numbered = [*enumerate(rows, (self._connection.scalar(_LAST_ROW) or 0) + 1)]
        # not through SQLAlchemy's types: what they do to a row takes longer than to write it
        self._connection.exec_driver_sql(_INSERT, [new.values(row) for row, new in numbered])
        self._index([(row, new.folded, new.summary) for row, new in numbered])

    def common(self, order_ids: Sequence[str]) -> dict[str, Common]:
        """Id → what was held in common with the endpoint, of those that are here; without the documents."""
        found: dict[str, Common] = {}
        for start in range(0, len(order_ids), _AT_ONCE):
            rows = self._connection.execute(_SELECT_COMMON, {"known_ids": order_ids[start : start + _AT_ONCE]})
            found.update({row.id: Common(row.base, row.base_etag, row.frozen) for row in rows})
        return found

    def rebase(self, taken_over: Sequence[tuple[str, Document, str]]) -> tuple[str, ...]:
        """The endpoint has taken over what we said: of each order (id, base, etag) its version is `base` now. What is held stays,
        and with it the columns; where both are the same text, the document stands for both. Returns the others."""
        now = self._clock.now()
        rows = [{"known_id": one, "new_base": dump_in_order(base), "etag": etag, "now": now} for one, base, etag in taken_over]
        if not rows:
            return ()
        self._connection.execute(_REBASE, rows)
        ids = [row["known_id"] for row in rows]
        parts = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
        return tuple(one for part in parts for one in self._connection.scalars(_APART, {"known_ids": part}))

    def freeze(self, order_id: str, reason: str) -> None:
        """Reassigned or cancelled (`reason`): unsent work becomes a late report. An entry already sent stays as it is until
        its reply; a reply `gone` moves it by `outbox.to_late_report`."""
        order = self.need(order_id)
        self._connection.execute(
            update(orders).where(orders.c.id == order_id).values(frozen=reason, updated_at=self._clock.now())
        )
        for op in reversed(self._outbox.active_of(order_id)):
            if op.state is not OpState.SENT and op.kind is not OpKind.LATE_REPORT:
                self._outbox.to_late_report(op.op_id, reason, order.doc)

    def bring_back(self, doc: Document, summary: OrderSummary, reason: str) -> None:
        """The copy of an order that was taken away is needed once more, frozen: until what was typed on it has arrived."""
        self.put_pulled(doc["id"], doc, doc, "", summary)
        self.freeze(doc["id"], reason)

    def remove(self, order_id: str) -> None:
        """Take the local copy away. Raises RefusedFault `order.unsent` while an entry or a file of it has not arrived at the
        endpoint.
        """
        ops = self._outbox.active_of(order_id)
        files = [blob for blob in self._blobs.of(order_id) if blob.state is not BlobState.UPLOADED]
        if ops or files:
            text = f"order {order_id} has {len(ops)} unsent changes and {len(files)} unsent files"
            raise RefusedFault("order.unsent", text, order_id=order_id, ops=len(ops), files=len(files))
        row = self._connection.scalar(delete(orders).where(orders.c.id == order_id).returning(orders.c.row))
        if row is not None:
            indexing.remove(self._connection, row)
        self._blobs.detach(order_id)
        self._drafts.clear(order_id)
        for conflict in self._conflicts.open(order_id):
            self._conflicts.settle(conflict.id, "other", self._clock.now())

    def _write(self, order_id: str, summary: OrderSummary, values: Mapping[str, object]) -> bool:
        known = self._connection.execute(_SELECT_LISTED, {"known_id": order_id}).mappings().first()
        if known is None:
            return False
        folded = _searchable(summary)
        listed = _columns(summary, folded)
        changed = {name: value for name, value in listed.items() if known[name] != value}  # the rest would rewrite its indexes
        self._connection.execute(_UPDATE, {"known_row": known["row"], **changed, **values})
        if "search_digest" in changed:
            self._rewrite_numbers(known["row"], summary)
            indexing.note(self._connection, [(known["row"], folded, not _NAMES.isdisjoint(changed))])
        return True

    def _index(self, entries: Sequence[tuple[int, str, OrderSummary]]) -> None:
        numbers = [_numbers(row, summary) for row, _, summary in entries]
        for statement, rows in (
            (_INSERT_SERIAL, [serial for serials, _ in numbers for serial in serials]),
            (_INSERT_LINK, [link for _, links in numbers for link in links]),
        ):
            if rows:
                self._connection.execute(statement, rows)
        indexing.note(self._connection, ((row, folded, True) for row, folded, _ in entries))

    def _rewrite_numbers(self, row: int, summary: OrderSummary) -> None:
        """Serial numbers and links, where they are others than before: most changes are of other things."""
        serials, links = _numbers(row, summary)
        for known, forget, add, rows in (
            (_SERIALS, _DELETE_SERIALS, _INSERT_SERIAL, serials),
            (_LINKS, _DELETE_LINKS, _INSERT_LINK, links),
        ):
            if [dict(held) for held in self._connection.execute(known, {"known_row": row}).mappings()] != rows:
                self._connection.execute(forget, {"known_row": row})
                if rows:
                    self._connection.execute(add, rows)


def arrived(order_id: str, written: bytes, etag: str, summary: OrderSummary, now: datetime) -> NewRow:
    """An order that is not held here, as the endpoint sent it; to the letter, for writing it again would cost as much as reading
    it. It sends keys sorted; where one does not, versions that are the same are kept twice."""
    return _new_row({"id": order_id, "doc": written, "base_etag": etag, "updated_at": now}, summary)


def _new_row(values: Mapping[str, object], summary: OrderSummary) -> NewRow:
    folded = _searchable(summary)
    columns = {"local_only": False, **_columns(summary, folded), **values, "kind": summary.kind}
    return NewRow({name: _written(value) for name, value in columns.items()}, folded, summary)


def _written(value: object) -> object:
    """As the column's type writes it."""
    if isinstance(value, datetime):
        return to_millis(value)
    return dump_in_order(value) if isinstance(value, dict) else value


def _numbers(row: int, summary: OrderSummary) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Rows of the serial numbers and of the links, sorted."""
    serials = sorted({search.fold_serial(serial) for serial in summary.serials} - {""})
    return (
        [{"serial": serial, "order_row": row, "kind": summary.kind} for serial in serials],
        [{"target_id": target, "order_row": row} for target in sorted(set(summary.links))],
    )


def _searchable(summary: OrderSummary) -> str:
    """Everything a person may search by, folded."""
    s = summary
    return search.joined((s.number, s.title, s.customer, s.site, s.contact, *s.serials, s.search_text))


def _columns(summary: OrderSummary, folded: str) -> dict[str, object]:
    open_target = summary.due_at if summary.resolved_at is None else None
    return {
        **{name: getattr(summary, name) for name in _SUMMARY},
        "state": str(summary.state),
        "priority": str(summary.priority),
        "due_rank": open_target or NO_TARGET,
        "search_digest": search.digest(folded, (*summary.serials, *summary.links)),
    }
