"""What the endpoint made of an operation, written down. Foreseen answers never raise: one bad reply must not hold the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldapp.domain import patches
from fieldapp.domain.records import Document
from fieldapp.errors import InputFault, NetworkFault
from fieldapp.store.payloads import files_of
from fieldapp.store.records import Op, OpKind, OpState, StoredOrder
from fieldapp.store.unit_of_work import Work
from fieldapp.sync import wire
from fieldapp.sync.client import errors_of
from fieldapp.sync.merging import (
    REPLAYED_TO,
    check_version,
    common_again,
    known_base,
    merge_into,
    restate,
    say_the_rest,
    unsent_changes,
)
from fieldapp.sync.outgoing import wait
from fieldapp.sync.run import Run
from fieldapp.sync.taken import REASSIGNED, tell, tell_at_last
from fieldapp.sync.unreadable import note_unreadable, readable_again
from fieldapp.sync.voiding import void_if_altered
from fieldapp.sync.wire import OpResult, Removal

PATIENCE = 8
"""How often a file that the endpoint has lost is brought again before a person is asked."""


def require_complete(result: OpResult) -> None:
    """Raises NetworkFault for a result that lacks what belongs to its status; nothing of the batch is written down then."""
    match result.status:
        case "applied" if result.etag:
            return
        case "conflict" if result.doc is not None and result.etag:
            return
        case "refused" | "gone":
            return
    raise NetworkFault("net.not-the-endpoint", f"the endpoint answered {result.status!r} without what belongs to it")


def settle_all(run: Run, work: Work, answered: Sequence[tuple[Op, OpResult]]) -> None:
    """Write down what the endpoint made of operations on different orders. Those that it took are written together: most are."""
    applied(run, work, [(op, result.etag or "") for op, result in answered if result.status == "applied"])
    for op, result in answered:
        if result.status != "applied":
            settle(run, work, op, result)


def settle(run: Run, work: Work, op: Op, result: OpResult) -> None:
    """One that the endpoint did not take as it was."""
    match result.status:
        case "conflict":
            rebase(run, work, op, result.doc or {}, result.etag or "")
        case "gone":
            gone(run, work, op, result)
        case _:
            refused(run, work, op, result.problem or {"code": "refused"})


def applied(run: Run, work: Work, taken: Sequence[tuple[Op, str]]) -> None:
    """Done for good, each with its ETag. The merge bases move on; where a pull moved one further already, what is left to say is
    found anew."""
    work.outbox.acknowledge_all([op.op_id for op, _ in taken], run.now())
    run.counts.pushed += len(taken)
    held = work.orders.common([op.order_id for op, _ in taken])
    kept: list[tuple[str, Document, str]] = []
    for op, etag in taken:
        known = held.get(op.order_id)
        if known is None or known.base is None or known.frozen is not None:
            continue
        if known.base_etag == op.base_etag:
            kept.append((op.order_id, patches.apply(known.base, op.payload), etag))
        elif (op.device_seq or 0) <= work.meta.get(REPLAYED_TO, 0):
            answers: dict[str, Any] = {part: op.payload[part] for part in ("answers", "rows") if part in op.payload}
            kept.append((op.order_id, patches.apply(known.base, answers), known.base_etag or etag))
        else:
            say_the_rest(work, op.order_id, unsent_changes(work, work.orders.need(op.order_id)))
    keep(run, work, kept)


def keep(run: Run, work: Work, bases: Sequence[tuple[str, Document, str]]) -> None:
    """(order, merge base, ETag) of each: the merge bases move on. With nothing left to say, what the endpoint holds is what is
    held here: after a restore a merge may have decided against an operation that the endpoint then took all the same."""
    for order_id in work.orders.rebase(bases):
        stored = work.orders.need(order_id)
        base = stored.base or {}
        if not patches.same(stored.doc, base) and not work.outbox.active_of(order_id):
            work.orders.put_pulled(order_id, base, base, stored.base_etag or "", run.summary(base))
            void_if_altered(run, work, order_id, stored.doc)


def rebase(run: Run, work: Work, op: Op, theirs: dict[str, Any], etag: str) -> None:
    """The endpoint's document moved on: merge, and say what is left of ours in a new operation on the new base."""
    stored = work.orders.get(op.order_id)
    ops = unsent_changes(work, stored) if stored is not None else ()
    try:
        check_version(op.order_id, theirs)
        if stored is None:
            restate(run, work, op.order_id, op.payload, theirs, etag)
        else:
            merge_into(run, work, stored, known_base(stored, ops), theirs, etag)
    except InputFault as fault:
        note_unreadable(run, work, op.order_id, fault)
        park(run, work, op, {"code": "unreadable", "detail": fault.text})
        return
    work.outbox.supersede(op.op_id, {})
    say_the_rest(work, op.order_id, tuple(other for other in ops if other.op_id != op.op_id))
    void_if_altered(run, work, op.order_id, stored.doc if stored is not None else None)
    readable_again(run, work, op.order_id)


def gone(run: Run, work: Work, op: Op, removal: Removal) -> None:
    """Reassigned or cancelled meanwhile: the order freezes, the work goes to the late reports."""
    stored, reason = work.orders.get(op.order_id), removal.removed or REASSIGNED
    if stored is None:
        park(run, work, op, {"code": "gone", "detail": f"the order was {reason} and is no longer held here"})
        return
    if stored.frozen != reason:
        tell(work, stored, removal)
        work.orders.freeze(op.order_id, reason)
    work.outbox.to_late_report(op.op_id, reason, stored.doc)


def refused(run: Run, work: Work, op: Op, problem: dict[str, Any]) -> None:
    """Refused for good: parked with its reason, and only its own order waits. Three refusals mend themselves: a file the
    endpoint has lost is brought again, an id it knows for something else is replaced, an order taken away gets a late report."""
    code = str(problem.get("type", "")).rsplit(":", 1)[-1]
    stored = work.orders.get(op.order_id)
    if code == "blob-missing" and op.attempts < PATIENCE:
        told = {str(error.get("sha256")) for error in errors_of(problem)}
        named = [sha256 for sha256 in files_of(op) if sha256 in told]
        for sha256 in named or files_of(op):
            work.blobs.restart(sha256)
        if op.attempts > 1:
            work.outbox.postpone([op.op_id], run.now() + wait(run, op.attempts))
    elif op.kind is OpKind.PATCH and any(error.get("code") == "op-reused" for error in errors_of(problem)):
        # this store came back from a backup: the endpoint got more under this id than we remember
        work.outbox.park(op.op_id, problem)
        work.outbox.retry(op.op_id)
    elif op.kind is OpKind.PATCH and stored is not None and stored.frozen is not None:
        work.outbox.to_late_report(op.op_id, stored.frozen, stored.doc)
    else:
        park(run, work, op, problem)


def park(run: Run, work: Work, op: Op, problem: dict[str, Any]) -> None:
    work.outbox.park(op.op_id, problem)
    run.counts.parked += 1


def created(run: Run, work: Work, op: Op, reply: wire.CreatedReply) -> None:
    """The endpoint has taken the order over and given it its number; what was typed meanwhile follows as a patch."""
    work.outbox.acknowledge(op.op_id, run.now())
    run.counts.pushed += 1
    stored = work.orders.get(op.order_id)
    if stored is None or stored.frozen is not None:
        return
    try:
        check_version(op.order_id, reply.doc)
        merge_into(run, work, stored, base_of_creation(work, stored, op, reply.doc), reply.doc, reply.etag)
    except InputFault as fault:
        note_unreadable(run, work, op.order_id, fault)
        return
    say_the_rest(work, op.order_id, unsent_changes(work, work.orders.need(op.order_id)))
    void_if_altered(run, work, op.order_id, stored.doc)


def base_of_creation(work: Work, stored: StoredOrder, op: Op, theirs: Document) -> Document:
    """What was recorded here; a base is there already when the endpoint was restored and the creation sent again."""
    if stored.base is None:
        return op.payload
    again = (other for other in work.outbox.active_of(op.order_id) if other.state is OpState.SENT)
    return common_again(stored.base, theirs, (op, *again))


def reported(run: Run, work: Work, op: Op) -> None:
    """A late report has arrived: now the local copy may go."""
    work.outbox.acknowledge(op.op_id, run.now())
    run.counts.pushed += 1
    stored = work.orders.get(op.order_id)
    if stored is not None and stored.frozen is not None and not is_needed(work, stored):
        tell_at_last(work, stored)
        work.orders.remove(stored.id)


def is_needed(work: Work, stored: StoredOrder) -> bool:
    """True while something of an order exists only here, or a person still has to look at it."""
    files = (blob.sha256 for blob in work.blobs.of(stored.id))
    return bool(
        work.outbox.active_of(stored.id)
        or work.blobs.not_uploaded(files)
        or work.documents.of(stored.id)
        or work.drafts.of(stored.id)
        or work.conflicts.open(stored.id)
    )
