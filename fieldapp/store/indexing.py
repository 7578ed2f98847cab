"""What the indexes of the search do not hold yet, and how it gets into them.

A transaction that saves only notes the folded text (table `unindexed`); the search looks there too (`store/matching`), and passes
over what the indexes still say of such an order. `put` then takes a few of them into the indexes, `merge` a few pages of the
parts that this leaves behind: each a short transaction of its own, after which the search finds what it found before. FTS5's own
merging, which comes once in so many saves and then takes hundreds of pages, is off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, text

from fieldapp.store import search, sounds
from fieldapp.store.tables import SEARCH_TABLE, SOUNDS_TABLE, orders, unindexed

CHUNK = 16
"""Orders that are indexed in one transaction, 0.4 ms each."""

MERGED = 32
"""Pages that are merged in one transaction."""

PARTS = 8
"""After so many transactions it is asked whether something is to be merged. FTS5 merges 16 parts of one age (`usermerge`)."""

_NOTE = text(
    "INSERT INTO unindexed(order_row, named, text) VALUES (:row, :named, :text) "
    "ON CONFLICT(order_row) DO UPDATE SET named = named OR excluded.named, text = excluded.text"
)
_NAMES = (orders.c.customer, orders.c.title, orders.c.site, orders.c.contact)
_NEXT = (
    select(*unindexed.c, *_NAMES).join(orders, orders.c.row == unindexed.c.order_row).order_by(unindexed.c.order_row).limit(CHUNK)
)
_NOW = (
    select(*unindexed.c, *_NAMES)
    .join(orders, orders.c.row == unindexed.c.order_row)
    .where(unindexed.c.order_row.in_(bindparam("rows", expanding=True)))
)
_DONE = delete(unindexed).where(unindexed.c.order_row == bindparam("row"))
_LEFT = select(func.count()).select_from(unindexed)
_NEXT_BUT = text("SELECT 1 FROM unindexed LIMIT 1 OFFSET :number")
_SPAN = text("SELECT (SELECT max(order_row) FROM unindexed) - (SELECT min(order_row) FROM unindexed) + 1")
_MERGES = tuple(text(f"INSERT INTO {table}({table}, rank) VALUES ('merge', {MERGED})") for table in (SEARCH_TABLE, SOUNDS_TABLE))  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Prepared:
    """An order as it was noted, with what goes into the indexes; None: that one holds it already."""

    noted: Row[*tuple[Any, ...]]
    written: str | None
    heard: sounds.Tokens | None


def note(connection: Connection, entries: Iterable[tuple[int, str, bool]]) -> None:
    """To be indexed: row number and folded text of each, and whether its names are new."""
    connection.execute(_NOTE, [{"row": row, "text": folded, "named": named} for row, folded, named in entries])


def left(connection: Connection) -> int:
    """How many orders are still to be indexed."""
    return connection.scalar(_LEFT) or 0


def at_most(connection: Connection) -> int:
    """No more than so many: told without reading all of them."""
    return connection.scalar(_SPAN) or 0


def more_than(connection: Connection, number: int) -> bool:
    """Whether more than so many wait, without reading more of them than that."""
    return connection.scalar(_NEXT_BUT, {"number": number}) is not None


def prepared(connection: Connection) -> tuple[Prepared, ...]:
    """The next ones, cut into what is indexed: the slow part, for which nobody has to wait. In the order of their rows: against
    it FTS5 would write out each alone."""
    return tuple(
        Prepared(
            noted,
            None if noted.text is None else search.bigrams(noted.text),
            sounds.tokens(noted.customer, noted.title, noted.site, noted.contact) if noted.named else None,
        )
        for noted in connection.execute(_NEXT)
    )


def put(connection: Connection, found: Sequence[Prepared]) -> None:
    """Index them; one that was changed or taken away meanwhile is left for the next time."""
    now = {noted.order_row: noted for noted in connection.execute(_NOW, {"rows": [one.noted.order_row for one in found]})}
    same = [one for one in found if now.get(one.noted.order_row) == one.noted]
    if same:
        search.put(connection, [(one.noted.order_row, one.written) for one in same if one.written is not None])
        sounds.put(connection, [(one.noted.order_row, one.heard) for one in same if one.heard is not None])
        connection.execute(_DONE, [{"row": one.noted.order_row} for one in same])


def remove(connection: Connection, row: int) -> None:
    """Forget an order that is taken away; its note goes with its row."""
    search.remove(connection, row)
    sounds.remove(connection, row)


def merge(connection: Connection) -> bool:
    """Bring some pages of one index's parts together; False when there was nothing to do."""
    driver = connection.connection.driver_connection
    assert driver is not None
    for statement in _MERGES:
        before = driver.total_changes
        connection.execute(statement)
        if driver.total_changes - before >= 2:  # documented by FTS5: less means that nothing was to be done
            return True
    return False
