"""Which orders a list shows, in its order.

Either an index that is sorted as asked is walked, up to as many as are wanted: at once where many fit, 50 ms for 100,000 orders
where few do. So where some condition holds for few orders (`FEW`), those are looked up and sorted instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, Select, func, select, text
from sqlalchemy.exc import OperationalError

from fieldapp.store import indexing
from fieldapp.store.matching import Found, Noted, Words
from fieldapp.store.records import OrderFilter, Sort
from fieldapp.store.tables import ACTIVE, orders

T = TypeVar("T", bound=tuple[object, ...])
FEW = 500
HEAD = 4
"""Times as many rows of the list as are wanted are looked at for what stands in many."""
SPANS, APART = 8, 500
"""An index of the search is asked for rows of a list in so many parts at the most, cut where so many rows lie between them: to
begin costs as much as passing over some hundred hits."""
STEPS = 20_000
"""Of SQLite's machine, between two questions whether the answer is still wanted: about a millisecond."""
NO_WORDS = Words("", Noted.NONE)
_BETWEEN = "\x1f"
_UNSENT = text(f"orders.id IN (SELECT order_id FROM outbox WHERE {ACTIVE})")  # noqa: S608 - constants
_OF_KIND = text("+orders.kind = :kind")
_SORTS: dict[Sort, tuple[ColumnElement[object], ...]] = {
    Sort.DUE: (orders.c.due_rank, orders.c.number),
    Sort.DISCOVERED: (orders.c.discovered_at.desc(), orders.c.number.desc()),
    Sort.UPDATED: (orders.c.updated_at.desc(), orders.c.number.desc()),
    Sort.NUMBER: (orders.c.number,),
}


def ids(connection: Connection, wanted: OrderFilter, sort: Sort, most: int | None = None) -> tuple[str, ...]:
    """Ids of what fits; what only sounds like the text comes last."""
    words = _words(connection, wanted)
    among = few(connection, wanted, words)
    if among is not None and not among.rows:
        return ()
    statement, order = ids_statement(wanted, sort, words, among), words.order()
    if order is not None:
        rows = connection.execute(statement.add_columns(order.label("how"))).all()
        return tuple(row.id for row in sorted(rows, key=attrgetter("how"))[:most])
    if most is not None:
        return tuple(connection.scalars(statement.limit(most)))
    # one long text instead of 100,000 rows: half the time, and the interpreter is free for the window meanwhile
    together = connection.scalar(select(func.group_concat(statement.subquery().c.id, _BETWEEN)))
    return tuple(together.split(_BETWEEN)) if together else ()


def first_ids(
    connection: Connection, wanted: OrderFilter, sort: Sort, most: int, *, indexed_only: bool = False
) -> tuple[str, ...]:
    """The same as the first `most` of `ids`, found without the others. `indexed_only`: of those that the indexes know."""
    found: dict[str, None] = {}
    words = _words(connection, wanted, indexed_only=indexed_only)
    short = words.is_short
    among = None if short else few(connection, wanted, words)
    for tier in words.tiers():
        limit = most + len(found)
        ids = _at_the_head(connection, wanted, sort, limit, words, tier) if among is None else None
        if ids is None:
            if short:
                short, among = False, few(connection, wanted, words)
            ids = _first_of(connection, wanted, sort, limit, words, tier, among)
        found.update(dict.fromkeys(ids))
        if len(found) >= most:
            break
    return tuple(found)[:most]


def _words(connection: Connection, wanted: OrderFilter, *, indexed_only: bool = False) -> Words:
    if not wanted.text or not indexing.more_than(connection, 0):
        return Words(wanted.text, Noted.NONE)
    return Words(wanted.text, Noted.LEFT_OUT if indexed_only else Noted.LOOKED_THROUGH)


def _first_of(
    connection: Connection, wanted: OrderFilter, sort: Sort, most: int, words: Words, tier: Found | None, among: Few | None
) -> Sequence[str]:
    """Ids of the first rows that also belong to the tier. `among`: what `few` found for all tiers."""
    if tier is not None and among is None:
        among = _few_of(connection, [(tier.at_most(FEW + 1), tier)])
    elif tier is not None and among is not None:
        among = replace(among, rows=sorted(_those_of(connection, tier, among.rows)))
    if among is not None and not among.rows:
        return ()
    statement = ids_statement(wanted, sort, words, among)
    if tier is not None and among is None:
        statement = statement.where(tier.condition())
    return connection.scalars(statement.limit(most)).all()


def _at_the_head(
    connection: Connection, wanted: OrderFilter, sort: Sort, most: int, words: Words, tier: Found | None
) -> Sequence[str] | None:
    """What stands in many orders is found among the first of the list: the index is asked which of those it has, and SQLite
    keeps no table of all its hits. None where too few are among them, or where more than a text is asked for."""
    texts = [*words.conditions(), *([tier] if tier is not None else [])]
    limit = most * HEAD
    if not limit or not texts or replace(wanted, text="") != OrderFilter(kind=wanted.kind):
        return None
    statement = ids_statement(OrderFilter(kind=wanted.kind), sort).add_columns(orders.c.row)
    head = [(row.id, row.row) for row in connection.execute(statement.limit(limit))]
    left = {row for _, row in head}
    for found in texts:
        left = _those_of(connection, found, sorted(left), parts=1 if words.is_short else SPANS)
        if len(left) < most and len(head) == limit:
            return None
    return [order_id for order_id, row in head if row in left][:most]


def _those_of(connection: Connection, found: Found, rows: Sequence[int], parts: int = SPANS) -> set[int]:
    """Which of the rows, sorted, the search names; asked in some parts where they lie apart."""
    wide = sorted(range(1, len(rows)), key=lambda at: rows[at] - rows[at - 1], reverse=True)[: parts - 1]
    cuts = [0, *sorted(at for at in wide if rows[at] - rows[at - 1] > APART), len(rows)]
    return {row for start, end in pairwise(cuts) if end > start for row in connection.scalars(found.of(rows[start:end]))}


@dataclass(frozen=True, slots=True)
class Few:
    """Rows of all that some condition leaves over. `by`: this one, of the text, which need not be asked of them again."""

    rows: list[int]
    by: Found | None = None


def few(connection: Connection, wanted: OrderFilter, words: Words) -> Few | None:
    """What some condition leaves over, where that is few."""
    sources: list[tuple[Executable, Found | None]]
    sources = [(found.at_most(FEW + 1), found) for found in words.conditions()]
    if wanted.states:
        sources.append((states_statement(wanted).limit(FEW + 1), None))
    if wanted.due_before is not None:
        overdue = select(orders.c.row).where(orders.c.kind == wanted.kind, orders.c.due_rank < wanted.due_before)
        sources.insert(0, (overdue.limit(FEW + 1), None))
    return _few_of(connection, sources)


def _few_of(connection: Connection, sources: Sequence[tuple[Executable, Found | None]]) -> Few | None:
    for source, found in sources:
        rows = set(connection.scalars(source))
        if len(rows) <= FEW:
            return Few(sorted(rows), found)
    return None


def states_statement(wanted: OrderFilter) -> Select[int]:
    """Rows in one of the states."""
    return select(orders.c.row).where(orders.c.kind == wanted.kind, orders.c.state.in_([str(state) for state in wanted.states]))


def ids_statement(wanted: OrderFilter, sort: Sort, words: Words = NO_WORDS, among: Few | None = None) -> Select[str]:
    """The statement of `ids`; `among`: only these rows come into question. They are looked up then: SQLite believes that a kind
    has few orders and would walk all of it, so the kind is hidden from its choice of an index."""
    by = among.by if among is not None else None
    found = [condition.condition(seek=among is None) for condition in words.conditions() if condition != by]
    statement = select(orders.c.id).where(*found).order_by(*_SORTS[sort])
    if among is None:
        statement = statement.where(orders.c.kind == wanted.kind)
    else:
        statement = statement.where(orders.c.row.in_(among.rows), _OF_KIND.bindparams(kind=wanted.kind))
    for column, values in (
        (orders.c.state, [str(state) for state in wanted.states]),
        (orders.c.priority, [str(priority) for priority in wanted.priorities]),
        (orders.c.category, list(wanted.categories)),
    ):
        if values:
            statement = statement.where(column.in_(values))
    if wanted.assignee is not None:
        statement = statement.where(orders.c.assignee == wanted.assignee)
    if wanted.since is not None:
        statement = statement.where(orders.c.discovered_at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(orders.c.discovered_at < wanted.until)
    if wanted.due_before is not None:
        statement = statement.where(orders.c.due_rank < wanted.due_before, orders.c.frozen.is_(None))
    return statement.where(_UNSENT) if wanted.unsent_only else statement


def never() -> bool:
    """Nobody cancels."""
    return False


def until_cancelled(connection: Connection, cancelled: Callable[[], bool], work: Callable[[], T]) -> T | tuple[()]:
    """What the work finds; empty, soon after `cancelled` says so: a list that is not wanted any more keeps no core busy."""
    if cancelled is never:
        return work()
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(cancelled, STEPS)
    try:
        return work()
    except OperationalError:
        if cancelled():
            return ()
        raise
    finally:
        driver.set_progress_handler(None, 0)
