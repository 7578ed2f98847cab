"""To the endpoint: the outbox, oldest first, at most one operation of each order under way.

Every operation keeps its op_id and payload from the first sending on, so that sending again after a lost reply changes
nothing. Text goes before files, and between them; what speaks of a file goes after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldapp.errors import Fault, NetworkFault
from fieldapp.store.records import Op, OpKind
from fieldapp.store.unit_of_work import Work
from fieldapp.sync import wire
from fieldapp.sync.blobs import bring_one, bring_the_rest
from fieldapp.sync.faults import ProblemFault, ServerErrorFault, is_own_failure
from fieldapp.sync.outgoing import BATCH_BYTES, Sending, take, wait
from fieldapp.sync.packing import Batch, batch_of
from fieldapp.sync.pull import CURSOR
from fieldapp.sync.replies import created, refused, reported, require_complete, settle_all
from fieldapp.sync.report import Progress
from fieldapp.sync.run import Run

ABOUT_THE_OP = frozenset(f"endpoint.{code}" for code in ("refused", "invalid", "too-large", "blob-missing", "stale", "not-found"))
"""Problems that one operation has; others (a login without rights) are about all of them and end the run."""

MOST_FAILURES = 3
FEW = 10
"""Operations that are tried when the answer to more did not come in time: over a thin line their documents take minutes."""


def push(run: Run, *, only_sent: bool = False) -> None:
    """Send what is ready until nothing is. `only_sent`: just the operations whose outcome is unknown, before a pull."""
    sending = Sending(only_sent)
    while True:
        run.breathe()
        ops, sending.following = sending.following or take(run, sending), ()
        if ops:
            send(run, sending, ops)
        elif not bring_one(run, sending):
            break
    if not only_sent:
        bring_the_rest(run, sending)


def send(run: Run, sending: Sending, ops: Sequence[Op]) -> None:
    batch: list[Op] = []
    for op in ops:
        if goes_in_a_batch(op):
            batch.append(op)
        else:
            send_single(run, sending, op)
    send_batch(run, sending, batch)
    run.progress(Progress("push", run.counts.pushed, 0))


def goes_in_a_batch(op: Op) -> bool:
    return op.kind is OpKind.PATCH and len(wire.encode(op.payload)) <= BATCH_BYTES


def send_batch(run: Run, sending: Sending, ops: Sequence[Op]) -> None:
    """One request, its results in one transaction. When the endpoint chokes on the whole, or its answer is too much for the line,
    parts go by themselves, so that one operation at the end stands alone with its problem."""
    if not ops:
        return
    asked = sending.asked_for(ops) or as_batch(run, ops)
    try:
        reply = run.client.batch(asked)
    except (ProblemFault, NetworkFault) as fault:
        if len(ops) == 1 and is_about_batch(fault):
            not_taken(run, sending, ops[0], fault)
            return
        part = part_after(fault, len(ops))
        if not 0 < part < len(ops):
            raise
        for start in range(0, len(ops), part):
            send_batch(run, sending, ops[start : start + part])
        return
    for result in reply.results:
        require_complete(result)
    ask_ahead(run, sending, ops, reply.cursor)
    by_id = {op.op_id: op for op in ops}
    with run.store.writing() as work:
        settle_all(run, work, [(by_id[result.op_id], result) for result in reply.results])
        skip_own(work, asked, reply, by_id)


def is_about_batch(fault: Fault) -> bool:
    return is_about_ops(fault) and fault.code != "endpoint.not-found"


def part_after(fault: Fault, count: int) -> int:
    """How many operations at a time may go where so many did not; 0: none."""
    if fault.code == "net.timeout":
        return FEW
    return count // 2 if fault.code == "net.too-large" or is_about_batch(fault) else 0


def ask_ahead(run: Run, sending: Sending, ops: Sequence[Op], cursor: str | None) -> None:
    """The endpoint works on the next full batch while the answers to this one are written down. Those are operations of other
    orders: one order has one under way. Frozen first, as all that is sent."""
    if sending.sent_only or len(ops) < run.portions.ops:
        return
    sending.answered = frozenset(op.op_id for op in ops)
    sending.following = take(run, sending)
    sending.answered = frozenset()
    if sending.following and all(goes_in_a_batch(op) for op in sending.following):
        sending.asked = as_batch(run, sending.following, cursor)
        run.client.ask_ahead_batch(sending.asked)


def as_batch(run: Run, ops: Sequence[Op], cursor: str | None = None) -> Batch:
    """`cursor`: where this device will stand in the feed; where it stands now when that is not known."""
    if cursor is None:
        with run.store.reading() as work:
            cursor = work.meta.get(CURSOR)
    return batch_of([body_of(op) for op in ops], cursor)


def skip_own(work: Work, asked: Batch, reply: wire.BatchReply, ops: Mapping[str, Op]) -> None:
    """What the feed would tell next are the versions that have just been written down: go on behind them, when all of them are
    held just so, and this device stands where it said."""
    told = {ops[result.op_id].order_id: result.etag for result in reply.results if result.status == "applied"}
    if reply.cursor is not None and work.meta.get(CURSOR) == asked.cursor and work.orders.etags(list(told)) == told:
        work.meta.set(CURSOR, reply.cursor)


def body_of(op: Op) -> dict[str, Any]:
    return {
        "op_id": op.op_id,
        "device_seq": op.device_seq,
        "order": op.order_id,
        "base_etag": op.base_etag,
        "patch": op.payload,
    }


def send_single(run: Run, sending: Sending, op: Op) -> None:
    """What has a request of its own: an order recorded on site, work handed in late, a change too large for a batch."""
    assert op.device_seq is not None
    try:
        match op.kind:
            case OpKind.CREATE:
                reply = run.client.create(op.op_id, op.device_seq, op.payload)
                with run.store.writing() as work:
                    created(run, work, op, reply)
            case OpKind.LATE_REPORT:
                run.client.late_report(op.order_id, op.op_id, op.device_seq, op.payload)
                with run.store.writing() as work:
                    reported(run, work, op)
            case OpKind.PATCH:
                result = run.client.patch(body_of(op))
                require_complete(result)
                with run.store.writing() as work:
                    settle_all(run, work, [(op, result)])
    except (ProblemFault, ServerErrorFault) as fault:
        if not is_about_ops(fault):
            raise
        not_taken(run, sending, op, fault)


def is_about_ops(fault: Fault) -> bool:
    return is_own_failure(fault) or (isinstance(fault, ProblemFault) and fault.code in ABOUT_THE_OP)


def not_taken(run: Run, sending: Sending, op: Op, fault: ProblemFault | NetworkFault) -> None:
    """Refused: it says why. An endpoint that fails over one operation gets it again later, the others now; one that fails
    over everything ends the run."""
    with run.store.writing() as work:
        if isinstance(fault, ProblemFault):
            refused(run, work, op, fault.details["problem"])
            return
        work.outbox.postpone([op.op_id], run.now() + wait(run, op.attempts))
    sending.failures += 1
    if sending.failures >= MOST_FAILURES:
        raise fault
