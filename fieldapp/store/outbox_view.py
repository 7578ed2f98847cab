"""The sync centre's list: what waits, by order, with sizes and how far its files have got."""

from __future__ import annotations

from sqlalchemy import Connection, case, func, select, text

from fieldapp.domain.records import ORDER
from fieldapp.store.columns import dump
from fieldapp.store.records import BlobState, Op, OutboxItem
from fieldapp.store.repositories.outbox import to_op
from fieldapp.store.tables import ACTIVE, WAITING, blobs, order_blobs, orders, outbox

_ACTIVE = text(f"outbox.{ACTIVE}")


def outbox_items(connection: Connection) -> tuple[OutboxItem, ...]:
    """One item for each order with an active entry or a file to upload; orders with entries first, oldest entry first."""
    ops: dict[str, list[Op]] = {}
    for row in connection.execute(select(outbox).where(_ACTIVE).order_by(outbox.c.seq)).mappings():
        op = to_op(row)
        ops.setdefault(op.order_id, []).append(op)
    waiting = text(f"blobs.{WAITING}")
    with_files = select(order_blobs.c.order_id).join(blobs, blobs.c.sha256 == order_blobs.c.sha256).where(waiting)
    for order_id in connection.scalars(with_files.distinct().order_by(order_blobs.c.order_id)):
        ops.setdefault(order_id, [])
    names = _names(connection, list(ops))
    files = _files(connection, list(ops))
    nothing = (0, 0, 0, 0)
    return tuple(_item(key, tuple(some), names.get(key, ("", "", ORDER)), files.get(key, nothing)) for key, some in ops.items())


def _item(order_id: str, ops: tuple[Op, ...], names: tuple[str, str, str], files: tuple[int, int, int, int]) -> OutboxItem:
    number, title, kind = names
    total, done, bytes_total, bytes_done = files
    return OutboxItem(
        order_id=order_id,
        number=number,
        title=title,
        ops=ops,
        payload_size=sum(len(dump(op.payload).encode()) for op in ops),
        blobs_total=total,
        blobs_done=done,
        bytes_total=bytes_total,
        bytes_done=bytes_done,
        kind=kind,
    )


def _names(connection: Connection, ids: list[str]) -> dict[str, tuple[str, str, str]]:
    found = connection.execute(select(orders.c.id, orders.c.number, orders.c.title).where(orders.c.id.in_(ids))).all()
    work_orders = set(connection.scalars(select(orders.c.id).where(orders.c.kind == ORDER, orders.c.id.in_(ids))))
    others = [row.id for row in found if row.id not in work_orders]  # few: a kind stands behind the documents
    rows = connection.execute(select(orders.c.id, orders.c.kind).where(orders.c.id.in_(others)))
    kinds = {row.id: row.kind for row in rows}
    return {row.id: (row.number, row.title, kinds.get(row.id, ORDER)) for row in found}


def _files(connection: Connection, ids: list[str]) -> dict[str, tuple[int, int, int, int]]:
    done = case((blobs.c.state == BlobState.UPLOADED.value, 1), else_=0)
    statement = (
        select(order_blobs.c.order_id, func.count(), func.sum(done), func.sum(blobs.c.size), func.sum(blobs.c.offset))
        .join(blobs, blobs.c.sha256 == order_blobs.c.sha256)
        .where(order_blobs.c.order_id.in_(ids))
        .group_by(order_blobs.c.order_id)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in connection.execute(statement)}
