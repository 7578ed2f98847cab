"""How often an article solved something: counted where all orders are, and written into it, so that every device reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from fieldapp.domain import kinds, links, patches
from fieldapp.domain.records import Document, State
from fieldapp.itsm import orders
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.orders import Change

KIND: Final = "knowledge-article"
COUNT: Final = "solved_count"
_SOLVED: Final = frozenset({State.RESOLVED.value, State.CLOSED.value})


def counted(endpoint: Endpoint, connection: Connection, changes: Sequence[Change]) -> list[Change]:
    """The changes about to be saved, with the new counts of the articles that they concern: the orders that name an article and
    are solved. Counted anew each time, so a count that was once wrong does not stay so."""
    result = list(changes)
    concerned = sorted({target for change in changes for target in _concerned(change)})
    if not concerned:
        return result
    orders.hold_feed(endpoint.database, connection)
    for article in orders.load(endpoint.database, connection, concerned).values():
        if article.doc.get("kind") != KIND:
            continue
        place = next((at for at, change in enumerate(result) if change.doc["id"] == article.id), None)
        doc = result[place].doc if place is not None else article.doc
        number = _solved(connection, article.id, changes)
        if doc["answers"].get(COUNT, 0) == number:
            continue
        counted = Change(article, patches.apply(doc, {"answers": {COUNT: number}}))
        if place is None:
            result.append(counted)
        else:
            result[place] = counted
    return result


def _concerned(change: Change) -> set[str]:
    """What an order names, or named until now, when it becomes solved, is opened again, is cancelled, or names something else."""
    if kinds.is_record(change.doc):
        return set()
    before = change.before
    then = _named(before.doc, before.cancelled) if before is not None else set()
    return then ^ _named(change.doc, change.cancelled)


def _named(order: Document, cancelled: bool) -> set[str]:
    return set(links.targets(order)) if order["state"] in _SOLVED and not cancelled else set()


def _solved(connection: Connection, article_id: str, changes: Sequence[Change]) -> int:
    held = {order.id: (order.doc, order.cancelled) for order in orders.linking_to(connection, article_id)}
    fresh = {change.doc["id"]: (change.doc, change.cancelled) for change in changes}
    return sum(article_id in _named(*one) for one in (held | fresh).values() if not kinds.is_record(one[0]))
