"""What screens ask: frozen rows, each question answered by an index.

A list asks for the first rows of its filter (`first_rows`), then for all ids (`order_ids`), and then for the rows it shows
(`order_rows`); documents are not read for any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, literal, select, text

from fieldapp.domain.records import ORDER, Priority, State
from fieldapp.store import indexing, listing, search
from fieldapp.store.outbox_view import outbox_items
from fieldapp.store.receipts import receipts
from fieldapp.store.records import (
    Conflict,
    Counts,
    OpState,
    OrderFilter,
    OrderRow,
    OutboxItem,
    Receipt,
    RecordRow,
    Sort,
    TakenAway,
)
from fieldapp.store.repositories.conflicts import to_conflict
from fieldapp.store.repositories.taken import unseen
from fieldapp.store.tables import ACTIVE, WAITING, blobs, conflicts, order_links, order_serials, orders, outbox

_ROW = tuple(orders.c[field.name] for field in fields(OrderRow) if field.name in orders.c)
_STATE = _ROW.index(orders.c.state)
_RECORD_ROW = tuple(orders.c[field.name] for field in fields(RecordRow) if field.name in orders.c and field.name != "kind")
_ACTIVE = text(f"outbox.{ACTIVE}")
_CUSTOMERS = text(
    "WITH RECURSIVE name(it) AS (SELECT min(customer) FROM orders WHERE kind = 'order' AND customer > '' UNION ALL "
    "SELECT (SELECT min(customer) FROM orders WHERE kind = 'order' AND customer > it) FROM name WHERE it IS NOT NULL) "
    "SELECT it FROM name WHERE it IS NOT NULL"
)
_CHUNK = 500
HISTORY_LIMIT = 50
MANY_WAIT = 500
"""20 µs each where they are only read, three times as much where they are heard."""
RECORDS_LIMIT = 500


class Queries:
    """Reading for screens; may be used from any thread."""

    def __init__(self, connection: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connection = connection

    def order_ids(
        self,
        wanted: OrderFilter | None = None,
        sort: Sort = Sort.DUE,
        most: int | None = None,
        cancelled: Callable[[], bool] = listing.never,
    ) -> tuple[str, ...]:
        """Ids of the orders that fit, in order; those that only sound like the text come last. A text in which nothing can be
        searched for restricts nothing. Nothing once `cancelled` says so (asked every millisecond, from this thread)."""
        with self._connection() as connection:
            return listing.until_cancelled(
                connection, cancelled, lambda: listing.ids(connection, wanted or OrderFilter(), sort, most)
            )

    def first_rows(
        self,
        wanted: OrderFilter,
        sort: Sort,
        most: int,
        cancelled: Callable[[], bool] = listing.never,
        *,
        indexed_only: bool = False,
    ) -> tuple[OrderRow, ...]:
        """The rows of the first `most` of `order_ids`, without finding the others; fewer are all there are. `indexed_only`: a
        text is not looked for in what `many_wait` to be indexed, so that `order_ids` may find more, also between these."""

        def found() -> tuple[OrderRow, ...]:
            ids = listing.first_ids(connection, wanted, sort, most, indexed_only=indexed_only)
            rows = _rows(connection, ids)
            return tuple(rows[order_id] for order_id in ids)

        with self._connection() as connection:
            return listing.until_cancelled(connection, cancelled, found)

    def many_wait(self) -> bool:
        """So many orders wait to be indexed that looking through them takes longer than a key should."""
        with self._connection() as connection:
            return indexing.more_than(connection, MANY_WAIT)

    def order_rows(self, ids: Sequence[str]) -> tuple[OrderRow, ...]:
        """Rows of these orders in the order given; ids that are not here (any more) are left out."""
        found: dict[str, OrderRow] = {}
        with self._connection() as connection:
            for at in range(0, len(ids), _CHUNK):
                found.update(_rows(connection, ids[at : at + _CHUNK]))
        return tuple(found[order_id] for order_id in ids if order_id in found)

    def search(self, query: str, kind: str = ORDER) -> tuple[str, ...]:
        """Ids of the orders (or records of another kind) that hold all words of the query, latest change first; none for an
        empty query."""
        if search.match_expression(query) is None:
            return ()
        return self.order_ids(OrderFilter(text=query, kind=kind), Sort.UPDATED)

    def record_rows(
        self, kind: str, text: str = "", *, states: Iterable[str] = (), sort: Sort = Sort.UPDATED, most: int = RECORDS_LIMIT
    ) -> tuple[RecordRow, ...]:
        """Records of one kind that hold all words of the text and are in one of the states, at most `most`."""
        wanted = OrderFilter(text=text, states=frozenset(states), kind=kind)
        with self._connection() as connection:
            ids = listing.ids(connection, wanted, sort, most)
            return _in_order(_record_rows(connection, ids, kind), ids)

    def records_linked_to(self, target_id: str) -> tuple[RecordRow, ...]:
        """The records that point to an order or record, oldest first."""
        with self._connection() as connection:
            ids = tuple(connection.scalars(links_statement(target_id)))
            return _in_order(_record_rows(connection, ids), ids)

    def records(self, ids: Sequence[str]) -> tuple[RecordRow, ...]:
        """Rows of these records in the order given; what is not here, or is an order, is left out."""
        with self._connection() as connection:
            return _in_order(_record_rows(connection, ids), ids)

    def records_by_serial(self, kind: str, serial: str) -> tuple[RecordRow, ...]:
        """Records of a kind that name this serial number, latest change first."""
        rows = select(order_serials.c.order_row).where(
            order_serials.c.serial == search.fold_serial(serial), order_serials.c.kind == kind
        )
        statement = select(orders.c.id).where(orders.c.row.in_(rows)).order_by(orders.c.updated_at.desc()).limit(HISTORY_LIMIT)
        with self._connection() as connection:
            ids = tuple(connection.scalars(statement))
            return _in_order(_record_rows(connection, ids, kind), ids)

    def record_counts(self, kind: str) -> dict[str, int]:
        """How many records of a kind are in each state; states without one are left out."""
        statement = select(orders.c.state, func.count()).where(orders.c.kind == kind).group_by(orders.c.state)
        with self._connection() as connection:
            return {state: number for state, number in connection.execute(statement)}  # noqa: C416 - typed

    def outbox_items(self) -> tuple[OutboxItem, ...]:
        """Waiting work by order, oldest first: entries without the endpoint's acknowledgement, and files not there yet."""
        with self._connection() as connection:
            return outbox_items(connection)

    def receipts(self, limit: int = 10) -> tuple[Receipt, ...]:
        """What the endpoint has acknowledged, the newest first."""
        with self._connection() as connection:
            return receipts(connection, limit)

    def conflicts(self, order_id: str | None = None) -> tuple[Conflict, ...]:
        """Open conflicts of one order or of all."""
        statement = (
            select(conflicts).where(conflicts.c.settled_at.is_(None)).order_by(conflicts.c.order_id, conflicts.c.created_at)
        )
        if order_id is not None:
            statement = statement.where(conflicts.c.order_id == order_id)
        with self._connection() as connection:
            return tuple(to_conflict(row) for row in connection.execute(statement).mappings())

    def taken_away(self) -> tuple[TakenAway, ...]:
        """What the endpoint took away and nobody has seen yet, the newest first."""
        with self._connection() as connection:
            return unseen(connection)

    def counts(self) -> Counts:
        """Numbers for badges."""
        with self._connection() as connection:
            by_state = dict.fromkeys(State, 0)
            for state, number in connection.execute(counts_statement()):
                by_state[State(state)] = number
            unsent = connection.scalar(select(func.count(outbox.c.order_id.distinct())).where(_ACTIVE)) or 0
            parked = outbox.c.state == OpState.PARKED.value
            return Counts(
                orders=sum(by_state.values()),
                by_state=by_state,
                unsent=unsent,
                parked=connection.scalar(select(func.count(outbox.c.order_id.distinct())).where(_ACTIVE, parked)) or 0,
                blobs_waiting=connection.scalar(select(func.count()).select_from(blobs).where(text(f"blobs.{WAITING}"))) or 0,
                conflicts=connection.scalar(select(func.count()).select_from(conflicts).where(conflicts.c.settled_at.is_(None)))
                or 0,
            )

    def customers(self) -> tuple[str, ...]:
        """The names of all customers, each once: one look-up a name, however many orders it has."""
        with self._connection() as connection:
            return tuple(connection.scalars(_CUSTOMERS))

    def history(self, customer: str, serials: Iterable[str] = (), *, since: datetime | None = None) -> tuple[OrderRow, ...]:
        """Orders of this customer or with one of these serial numbers, latest discovery first (at most `HISTORY_LIMIT`)."""
        with self._connection() as connection:
            ids = tuple(connection.scalars(history_statement(customer, serials, since)))
            found = _rows(connection, ids)
        return tuple(found[order_id] for order_id in ids)


def counts_statement() -> Select[str, int]:
    """Orders by state, from an index."""
    return select(orders.c.state, func.count()).where(orders.c.kind == ORDER).group_by(orders.c.state)


def links_statement(target_id: str) -> Select[str]:
    """The statement of `Queries.records_linked_to`."""
    rows = select(order_links.c.order_row).where(order_links.c.target_id == target_id)
    return select(orders.c.id).where(orders.c.row.in_(rows)).order_by(orders.c.row)


def history_statement(customer: str, serials: Iterable[str], since: datetime | None) -> Select[str]:
    """The statement of `Queries.history`: two index look-ups joined by row."""
    wanted = sorted({search.fold_serial(serial) for serial in serials} - {""})
    rows = select(orders.c.row).where(orders.c.kind == ORDER, orders.c.customer == customer, orders.c.customer != "")
    by_serial = select(order_serials.c.order_row).where(order_serials.c.serial.in_(wanted), order_serials.c.kind == ORDER)
    statement = select(orders.c.id).where(orders.c.row.in_(rows.union(by_serial) if wanted else rows))
    if since is not None:
        statement = statement.where(orders.c.discovered_at >= since)
    return statement.order_by(orders.c.discovered_at.desc(), orders.c.number.desc()).limit(HISTORY_LIMIT)


def rows_statement(ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """The columns of `OrderRow` that the orders table has."""
    return select(*_ROW).where(orders.c.id.in_(ids), orders.c.kind == ORDER)


def _rows(connection: Connection, ids: Sequence[str]) -> dict[str, OrderRow]:
    waiting, disputed = _open_work(connection, ids)
    rows = connection.execute(rows_statement(ids))
    return {row[0]: _order_row(row, waiting.get(row[0], ()), disputed.get(row[0], 0)) for row in rows}


def _record_rows(connection: Connection, ids: Sequence[str], kind: str | None = None) -> dict[str, RecordRow]:
    """Rows of records; where their kind is known it is not read from behind the documents."""
    waiting, disputed = _open_work(connection, ids)
    if kind is None:
        statement = select(*_RECORD_ROW, orders.c.kind).where(orders.c.id.in_(ids), orders.c.kind != ORDER)
    else:
        statement = select(*_RECORD_ROW, literal(kind).label("kind")).where(orders.c.id.in_(ids), orders.c.kind == kind)
    rows = connection.execute(statement).mappings()
    return {
        row["id"]: RecordRow(
            **row,
            unsent=row["id"] in waiting,
            parked=OpState.PARKED.value in waiting.get(row["id"], ()),
            conflicts=disputed.get(row["id"], 0),
        )
        for row in rows
    }


def _in_order(found: dict[str, RecordRow], ids: Sequence[str]) -> tuple[RecordRow, ...]:
    return tuple(found[record_id] for record_id in ids if record_id in found)


def _open_work(connection: Connection, ids: Sequence[str]) -> tuple[dict[str, set[str]], dict[str, int]]:
    """By id: the states of the outbox entries on their way, and how many conflicts are open."""
    states: dict[str, set[str]] = {}
    active = select(outbox.c.order_id, outbox.c.state).where(_ACTIVE, outbox.c.order_id.in_(ids))
    for order_id, state in connection.execute(active):
        states.setdefault(order_id, set()).add(state)
    open_ones = conflicts.c.settled_at.is_(None) & conflicts.c.order_id.in_(ids)
    grouped = select(conflicts.c.order_id, func.count()).where(open_ones).group_by(conflicts.c.order_id)
    return states, {order_id: number for order_id, number in connection.execute(grouped)}  # noqa: C416 - typed


def _order_row(row: Row[*tuple[Any, ...]], op_states: Collection[str], disputed: int) -> OrderRow:
    """By place, as in `_ROW`: by name it took twice as long, of which a list in motion has the window wait for a part."""
    values = [*row, bool(op_states), OpState.PARKED.value in op_states, disputed]
    values[_STATE], values[_STATE + 1] = State(values[_STATE]), Priority(values[_STATE + 1])
    return OrderRow(*values)
