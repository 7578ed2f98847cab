"""What the endpoint has acknowledged of late: one receipt for each order or record, the newest first."""

from __future__ import annotations

from sqlalchemy import Connection, case, func, select

from fieldapp.domain.records import ORDER
from fieldapp.store.records import BlobState, Receipt
from fieldapp.store.tables import blobs, documents, order_blobs, orders, outbox

LOOKED_THROUGH = 500
"""Acknowledged entries that are looked through: an order that was sent many times is one receipt."""


def receipts(connection: Connection, limit: int) -> tuple[Receipt, ...]:
    """At most `limit`; an order that is no longer here is left out."""
    newest = (
        select(outbox.c.order_id, outbox.c.acknowledged_at)
        .where(outbox.c.acknowledged_at.is_not(None))
        .order_by(outbox.c.acknowledged_at.desc())
        .limit(LOOKED_THROUGH)
    )
    moments: dict[str, object] = {}
    for order_id, at in connection.execute(newest):
        moments.setdefault(order_id, at)
    ids = list(moments)[:limit]
    names = {
        row.id: row
        for row in connection.execute(select(orders.c.id, orders.c.number, orders.c.title).where(orders.c.id.in_(ids)))
    }
    kinds = {row.id: row.kind for row in connection.execute(select(orders.c.id, orders.c.kind).where(orders.c.id.in_(ids)))}
    files, archived = _files(connection, ids), _archived(connection, ids)
    return tuple(
        Receipt(
            order_id,
            names[order_id].number,
            names[order_id].title,
            kinds.get(order_id, ORDER),
            moments[order_id],  # type: ignore[arg-type]  # the column is a Moment
            *files.get(order_id, (0, 0)),
            archived.get(order_id, ""),
        )
        for order_id in ids
        if order_id in names
    )


def _files(connection: Connection, ids: list[str]) -> dict[str, tuple[int, int]]:
    """How many files an order has, and how many of them have arrived."""
    done = func.sum(case((blobs.c.state == BlobState.UPLOADED.value, 1), else_=0))
    statement = (
        select(order_blobs.c.order_id, func.count(), done)
        .join(blobs, blobs.c.sha256 == order_blobs.c.sha256)
        .where(order_blobs.c.order_id.in_(ids))
        .group_by(order_blobs.c.order_id)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(statement)}


def _archived(connection: Connection, ids: list[str]) -> dict[str, str]:
    """The name of the last sealed PDF that has arrived, byte for byte: the endpoint checks the hash."""
    statement = (
        select(documents.c.order_id, documents.c.name)
        .join(blobs, blobs.c.sha256 == documents.c.sha256)
        .where(documents.c.order_id.in_(ids), blobs.c.state == BlobState.UPLOADED.value)
        .order_by(documents.c.revision, documents.c.sealed_at)
    )
    return {row.order_id: row.name for row in connection.execute(statement)}
