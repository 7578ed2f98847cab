"""Operations: patches, new orders and late reports, each applied once however often it is sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from fieldapp import clock, ids
from fieldapp.domain import kinds
from fieldapp.domain.records import JSON, Document
from fieldapp.errors import InputFault
from fieldapp.itsm import follow_up, orders, rules
from fieldapp.itsm.accounts import Caller, find_user
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.orders import StoredOrder
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.removed import told
from fieldapp.itsm.tables import devices, late_reports, ops
from fieldapp.itsm.wire import LateReport, NewOrder, Op, canonical, decode, encode

Result = dict[str, Any]


@dataclass
class _Work:
    """One batch inside its transaction: what is known, and what has to be written when all operations have been judged."""

    orders: dict[str, StoredOrder]
    before: dict[str, StoredOrder]
    done: dict[str, Any]
    applied: list[tuple[Op, str, Result]] = field(default_factory=list)


def run_batch(endpoint: Endpoint, caller: Caller, raw_ops: list[msgspec.Raw]) -> list[Result]:
    """One result per operation, in the order they came. One transaction: what is answered as applied is on disk."""
    decoded = [_decoded(raw) for raw in raw_ops]
    good = [item for item in decoded if isinstance(item, Op)]
    if not good:
        return [item for item in decoded if isinstance(item, dict)]

    def work(connection: Connection) -> list[Result]:
        batch = _load(endpoint, connection, good)
        results = [item if isinstance(item, dict) else _run(endpoint, connection, caller, batch, item) for item in decoded]
        _write(endpoint, connection, caller, batch)
        return results

    return endpoint.database.run_writing(work)


def applied_versions(raw_ops: list[msgspec.Raw], results: list[Result]) -> dict[str, str]:
    """The ETag that was answered last for each order that took an operation."""
    pairs = zip(raw_ops, results, strict=True)
    return {msgspec.json.decode(raw, type=_Named).order: result["etag"] for raw, result in pairs if result["status"] == "applied"}


class _Named(msgspec.Struct):
    order: str


def _decoded(raw: msgspec.Raw) -> Op | Result:
    try:
        return decode(raw, Op)
    except Problem as problem:
        return {"op_id": _op_id(raw), "status": "refused", "problem": problem.to_wire()}


def _op_id(raw: msgspec.Raw) -> str | None:
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None
    named = value.get("op_id") if isinstance(value, dict) else None
    return named if ids.is_id(named) else None


def _load(endpoint: Endpoint, connection: Connection, good: list[Op]) -> _Work:
    found = orders.load(endpoint.database, connection, [op.order for op in good], lock=True)
    # only after the rows are locked: another process may just have applied the same operations
    rows = connection.execute(select(ops).where(ops.c.id.in_([op.op_id for op in good])))
    return _Work(orders=dict(found), before=found, done={row.id: row for row in rows})


def _run(endpoint: Endpoint, connection: Connection, caller: Caller, batch: _Work, op: Op) -> Result:
    """Judge one operation. The same operation again gives the stored answer before its ETag is looked at."""
    try:
        digest = _digest(op.order, op.patch)
        earlier = batch.done.get(op.op_id)
        if earlier is not None:
            _check_same(earlier, caller, digest)
            return {"op_id": op.op_id, **msgspec.json.decode(earlier.result)}
        order = batch.orders.get(op.order)
        if order is None:
            raise Problem(Code.NOT_FOUND, f"no order {op.order}")
        removed = order.removed_for(caller)
        if removed is not None:
            if not orders.known_to(connection, op.order, caller):
                raise Problem(Code.NOT_FOUND, f"no order {op.order}")
            return {"op_id": op.op_id, "status": "gone", **told(order.doc, removed, caller.user.id)}
        if not orders.same_etag(op.base_etag, order.etag):
            return {"op_id": op.op_id, "status": "conflict", "etag": order.etag, "doc": order.doc}
        doc = rules.patched(order.doc, op.patch, caller, endpoint.catalog, endpoint.blobs.size)
    except Problem as problem:
        return {"op_id": op.op_id, "status": "refused", "problem": problem.to_wire()}
    return _accept(batch, op, digest, caller, StoredOrder(order.id, doc, orders.etag_of(canonical(doc))))


def _accept(batch: _Work, op: Op, digest: str, caller: Caller, order: StoredOrder) -> Result:
    result: Result = {"status": "applied", "etag": order.etag}
    batch.orders[order.id] = order
    batch.applied.append((op, digest, result))
    batch.done[op.op_id] = _Done(caller.user.id, digest, encode(result).decode())
    return {"op_id": op.op_id, **result}


@dataclass(frozen=True, slots=True)
class _Done:
    """An operation of this very batch, seen like a stored one."""

    user_id: str
    digest: str
    result: str


def _write(endpoint: Endpoint, connection: Connection, caller: Caller, batch: _Work) -> None:
    if not batch.applied:
        return
    touched = dict.fromkeys(op.order for op, _, _ in batch.applied)
    changes = [
        orders.Change(batch.before[order_id], batch.orders[order_id].doc)
        for order_id in touched
        if batch.orders[order_id].etag != batch.before[order_id].etag
    ]
    if changes:
        orders.save_all(connection, follow_up.followed(endpoint, connection, changes, office_day(endpoint)))
    now = clock.to_wire(endpoint.clock.now())
    rows = [_op_row(caller, op.op_id, op.order, digest, result, now) for op, digest, result in batch.applied]
    connection.execute(insert(ops), rows)
    _seen(connection, caller, max(op.device_seq for op, _, _ in batch.applied))


def create(endpoint: Endpoint, caller: Caller, request: NewOrder) -> tuple[bool, Result]:
    """Record an order made on site. True when it is new; sending it again gives what was answered the first time."""
    order_id = request.doc.get("id")
    if not ids.is_id(order_id):
        raise Problem(Code.INVALID, "doc.id must be a UUID", status=422)

    def work(connection: Connection) -> tuple[bool, Result]:
        orders.hold_feed(endpoint.database, connection)
        digest = _digest(str(order_id), request.doc)
        earlier = connection.execute(select(ops).where(ops.c.id == request.op_id)).first()
        there = orders.load(endpoint.database, connection, [str(order_id)]).get(str(order_id))
        if earlier is not None:
            _check_same(earlier, caller, digest)
        if there is not None:
            if there.removed_for(caller) and not orders.known_to(connection, there.id, caller):
                raise Problem(Code.REFUSED, "this id is taken", errors=[{"code": "id-taken"}])
            _seen(connection, caller, request.device_seq)
            return False, _created(there)
        numbered = _numbered(endpoint, connection, request.doc)
        doc = rules.created(numbered, caller, endpoint.catalog, endpoint.blobs.size)
        if doc["assignee"] is not None and find_user(connection, user_id=doc["assignee"]) is None:
            raise Problem(Code.REFUSED, f"there is nobody {doc['assignee']}", errors=[{"code": "assignee-unknown"}])
        result = _created(orders.save(connection, None, doc))
        answered = {"status": "applied", "etag": result["etag"]}
        now = clock.to_wire(endpoint.clock.now())
        connection.execute(insert(ops).values(_op_row(caller, request.op_id, str(order_id), digest, answered, now)))
        _seen(connection, caller, request.device_seq)
        return True, result

    return endpoint.database.run_writing(work)


def report_late(endpoint: Endpoint, caller: Caller, order_id: str, request: LateReport) -> tuple[bool, Result]:
    """Keep work that was done after the order had gone to somebody else. True when it is new."""
    rules.checked_late(request.patch, request.doc, caller, endpoint.blobs.size)
    if request.doc.get("id") != order_id:
        raise Problem(Code.INVALID, "doc.id is another order", status=422)

    def work(connection: Connection) -> tuple[bool, Result]:
        if not orders.known_to(connection, order_id, caller):
            raise Problem(Code.NOT_FOUND, f"no order {order_id}")
        orders.hold_feed(endpoint.database, connection)
        earlier = connection.execute(select(late_reports).where(late_reports.c.op_id == request.op_id)).first()
        if earlier is not None:
            if earlier.user_id != caller.user.id or earlier.order_id != order_id:
                raise _reused()
            return False, {"id": earlier.id}
        report_id = ids.new_ordered_id()
        connection.execute(
            insert(late_reports).values(
                id=report_id,
                op_id=request.op_id,
                order_id=order_id,
                user_id=caller.user.id,
                reason=request.reason.replace("\x00", ""),
                patch=encode(request.patch).decode(),
                doc=encode(request.doc).decode(),
                received_at=clock.to_wire(endpoint.clock.now()),
            )
        )
        _seen(connection, caller, request.device_seq)
        return True, {"id": report_id}

    return endpoint.database.run_writing(work)


def _created(order: StoredOrder) -> Result:
    return {"id": order.id, "number": order.doc["number"], "etag": order.etag, "doc": order.doc}


def _numbered(endpoint: Endpoint, connection: Connection, doc: Document) -> Document:
    try:
        return {**doc, "number": _number(endpoint, connection, doc)}
    except InputFault as fault:
        raise rules.as_problem(fault) from fault


def _number(endpoint: Endpoint, connection: Connection, doc: Document) -> str:
    """A number the engineer already signed under stays when it is free; otherwise the endpoint gives the next one."""
    kind = kinds.of(doc)
    prefix = orders.ORDER_PREFIX if kind is None else kind.prefix
    wished = doc.get("number")
    usable = isinstance(wished, str) and wished.strip() and len(wished) <= rules.MAX_NAME and wished.isprintable()
    if usable and (kind is None or str(wished).startswith(f"{prefix}-")) and orders.by_number(connection, str(wished)) is None:
        return str(wished)
    return orders.fresh_number(connection, office_day(endpoint), prefix)


def save_followed(endpoint: Endpoint, connection: Connection, change: orders.Change) -> StoredOrder:
    """Write one change with everything that comes of it; its row must be locked."""
    return orders.save_all(connection, follow_up.followed(endpoint, connection, [change], office_day(endpoint)))[0]


def office_day(endpoint: Endpoint) -> str:
    """Today at the office as YYYYMMDD."""
    return endpoint.clock.now().astimezone(endpoint.office).strftime("%Y%m%d")


def _digest(order_id: str, payload: JSON) -> str:
    return hashlib.sha256(order_id.encode() + canonical(payload)).hexdigest()


def _check_same(earlier: Any, caller: Caller, digest: str) -> None:
    if earlier.user_id != caller.user.id or earlier.digest != digest:
        raise _reused()


def _reused() -> Problem:
    return Problem(Code.REFUSED, "this op_id was used before for something else", errors=[{"code": "op-reused"}])


def _op_row(caller: Caller, op_id: str, order_id: str, digest: str, result: Result, now: str) -> dict[str, str]:
    row = {"id": op_id, "user_id": caller.user.id, "order_id": order_id, "digest": digest}
    return {**row, "result": encode(result).decode(), "received_at": now}


def _seen(connection: Connection, caller: Caller, device_seq: int) -> None:
    behind = (devices.c.id == caller.device_id) & (devices.c.last_seq < device_seq)
    connection.execute(update(devices).where(behind).values(last_seq=device_seq))
