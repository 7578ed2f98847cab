"""To the endpoint: the outbox, oldest first, at most one operation of each order under way.

Every operation keeps its op_id and payload from the first sending on, so that sending again after a lost reply changes
nothing. What the
endpoint answers is written in one transaction per operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from fieldapp.domain import patches
from fieldapp.domain.records import Document
from fieldapp.errors import EnvironmentFault, NetworkFault
from fieldapp.store.records import Op, OpKind, OpState, StoredOrder
from fieldapp.store.unit_of_work import Work
from fieldapp.sync import wire
from fieldapp.sync.blobs import upload
from fieldapp.sync.faults import ProblemFault
from fieldapp.sync.pull import merge_into
from fieldapp.sync.report import Progress
from fieldapp.sync.run import Run
from fieldapp.sync.wire import OpResult

BATCH_OPS = 100
BATCH_BYTES = 900_000
UNCLEAR_WAIT = timedelta(minutes=1)


def push(run: Run, *, only_sent: bool = False) -> None:
    """Send what is ready until nothing is. `only_sent`: just the operations whose outcome is unknown, before a pull."""
    while True:
        run.breathe()
        with run.store.reading() as work:
            ops = [op for op in work.outbox.ready(run.now(), BATCH_OPS) if not only_sent or op.state is OpState.SENT]
        ready = [op for op in ops if bring_files(run, op)]
        if not ready:
            if not ops:
                return
            continue
        singles = [op for op in ready if op.kind is not OpKind.PATCH]
        for op in singles:
            send_single(run, op)
        send_batch(run, within_limits(op for op in ready if op.kind is OpKind.PATCH))
        run.progress(Progress("push", run.counts.pushed, 0))


def bring_files(run: Run, op: Op) -> bool:
    """Files first, then the operation that speaks of them. False when the operation was parked because a file cannot be read."""
    hashes = [entry["sha256"] for entry in patch_of(op).get("attachments", ())]
    with run.store.reading() as work:
        todo = work.blobs.not_uploaded(hashes)
    for sha256 in hashes:
        if sha256 not in todo:
            continue
        try:
            upload(run, sha256)
        except EnvironmentFault as fault:
            park(run, op, {"code": fault.code, "detail": fault.text, "sha256": sha256})
            return False
    return True


def patch_of(op: Op) -> dict[str, Any]:
    match op.kind:
        case OpKind.PATCH:
            return op.payload
        case OpKind.CREATE:
            return {"attachments": op.payload.get("attachments", [])}
        case OpKind.LATE_REPORT:
            return dict(op.payload["patch"])


def within_limits(ops: Iterable[Op]) -> list[Op]:
    """As many as fit into one batch; a single one that is too large goes alone and is judged by the endpoint."""
    chosen: list[Op] = []
    size = 0
    for op in ops:
        size += len(wire.encode(op.payload)) + 300
        if chosen and size > BATCH_BYTES:
            break
        chosen.append(op)
    return chosen


def freeze(run: Run, ops: list[Op]) -> tuple[Op, ...]:
    """Committed before a byte is sent: from here on the payload never changes."""
    with run.store.writing() as work:
        return work.outbox.freeze(ops)


def send_batch(run: Run, ops: list[Op]) -> None:
    if not ops:
        return
    frozen = freeze(run, ops)
    body = [
        {"op_id": op.op_id, "device_seq": op.device_seq, "order": op.order_id, "base_etag": op.base_etag, "patch": op.payload}
        for op in frozen
    ]
    try:
        results = run.client.batch(body)
    except ProblemFault as fault:
        if len(frozen) == 1:
            park(run, frozen[0], fault.details["problem"])
            return
        for op in frozen:
            send_batch(run, [op])
        return
    by_id = {op.op_id: op for op in frozen}
    for result in results:
        settle(run, by_id[result.op_id], result)


def settle(run: Run, op: Op, result: OpResult) -> None:
    """Write down what the endpoint made of one operation."""
    match result.status:
        case "applied" if result.etag:
            applied(run, op, result.etag)
        case "conflict" if result.doc and result.etag:
            with run.store.writing() as work:
                rebase(run, work, op, result.doc, result.etag)
        case "refused":
            refused(run, op, result.problem or {"code": "refused"})
        case "gone":
            gone(run, op, result.removed or "reassigned")
        case _:
            raise NetworkFault("net.not-the-endpoint", f"the endpoint answered {result.status!r} without what belongs to it")


def applied(run: Run, op: Op, etag: str) -> None:
    """Done for good. The merge base moves on, unless a pull has moved it further already."""
    with run.store.writing() as work:
        work.outbox.acknowledge(op.op_id, run.now())
        stored = work.orders.get(op.order_id)
        if stored is not None and stored.base is not None and stored.base_etag == op.base_etag and stored.frozen is None:
            base = patches.apply(stored.base, op.payload)
            work.orders.put_pulled(op.order_id, stored.doc, base, etag, run.summary(stored.doc))
    run.counts.pushed += 1


def rebase(run: Run, work: Work, op: Op, theirs: Document, etag: str) -> None:
    """The endpoint's document moved on: merge, and say what is left of ours in a new operation on the new base."""
    stored = work.orders.need(op.order_id)
    merged = merge_into(run, work, stored, stored.base or theirs, theirs, etag)
    work.outbox.supersede(op.op_id, {})
    work.outbox.replace_pending(op.order_id, patches.diff(theirs, merged))


def refused(run: Run, op: Op, problem: dict[str, Any]) -> None:
    """Refused for good: parked with its reason, and only its own order waits. A file the endpoint lost is simply sent again."""
    if str(problem.get("type", "")).endswith(":blob-missing"):
        with run.store.writing() as work:
            for entry in patch_of(op).get("attachments", ()):
                work.blobs.restart(entry["sha256"])
            work.outbox.postpone([op.op_id], run.now() + UNCLEAR_WAIT)
        return
    park(run, op, problem)


def park(run: Run, op: Op, problem: dict[str, Any]) -> None:
    with run.store.writing() as work:
        work.outbox.park(op.op_id, problem)
    run.counts.parked += 1


def gone(run: Run, op: Op, reason: str) -> None:
    """Reassigned or cancelled meanwhile: the order freezes, the work goes to the late reports."""
    with run.store.writing() as work:
        stored = work.orders.need(op.order_id)
        work.orders.freeze(op.order_id, reason)
        work.outbox.to_late_report(op.op_id, reason, stored.doc)


def send_single(run: Run, op: Op) -> None:
    """An order recorded on site, or work handed in late: one request each."""
    (frozen,) = freeze(run, [op])
    assert frozen.device_seq is not None
    try:
        if frozen.kind is OpKind.CREATE:
            reply = run.client.create(frozen.op_id, frozen.device_seq, frozen.payload)
            created(run, frozen, reply)
        else:
            run.client.late_report(frozen.order_id, frozen.op_id, frozen.device_seq, frozen.payload)
            with run.store.writing() as work:
                work.outbox.acknowledge(frozen.op_id, run.now())
            run.counts.pushed += 1
    except ProblemFault as fault:
        park(run, frozen, fault.details["problem"])


def created(run: Run, op: Op, reply: wire.CreatedReply) -> None:
    """The endpoint has taken the order over and given it its number; what was typed meanwhile follows as a patch."""
    with run.store.writing() as work:
        work.outbox.acknowledge(op.op_id, run.now())
        stored: StoredOrder = work.orders.need(op.order_id)
        merged = merge_into(run, work, stored, op.payload, reply.doc, reply.etag)
        work.outbox.replace_pending(op.order_id, patches.diff(reply.doc, merged))
    run.counts.pushed += 1
