"""Bringing the endpoint's version of an order and the unsent work on it together: the only way either enters the store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fieldapp.domain import conflicts, patches
from fieldapp.domain.records import Document
from fieldapp.domain.validation import check_document
from fieldapp.errors import InputFault
from fieldapp.store.records import Op, OpKind, OpState, StoredOrder
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.outgoing import EVERYTHING
from fieldapp.sync.run import Run
from fieldapp.sync.voiding import void_if_altered

Patch = dict[str, Any]
REPLAYED_TO = "replayed_to"
"""In `meta`: operations up to this device_seq may have been sent again to a restored endpoint."""


def check_version(order_id: str, doc: Document, written: bytes = b"") -> None:
    """Raises InputFault `order.invalid` for a document that this version cannot read, or one of another order."""
    check_document(doc, written)
    check_whose(order_id, doc)


def check_whose(order_id: str, doc: Document) -> None:
    """Raises InputFault `order.invalid` for the document of another order."""
    if doc["id"] != order_id:
        raise InputFault("order.invalid", f"the document of {order_id} has another id", path="$.id")


def take_over(run: Run, work: Work, order_id: str, theirs: Document, etag: str) -> None:
    """Keep what the endpoint has now. Where unsent work exists it is merged with it, and what is left of it to say is put
    into the order's pending operation; operations whose outcome is unknown stay as they were sent."""
    stored = work.orders.get(order_id)
    ops = unsent_changes(work, stored) if stored is not None else ()
    if stored is None or not ops:
        work.orders.put_pulled(order_id, theirs, theirs, etag, run.summary(theirs))
    else:
        merge_into(run, work, stored, known_base(stored, ops), theirs, etag)
        say_the_rest(work, order_id, ops)
    void_if_altered(run, work, order_id, stored.doc if stored is not None else None)


def unsent_changes(work: Work, stored: StoredOrder) -> tuple[Op, ...]:
    """Active operations on the order itself. A late report not yet sent counts when the order is ours again: its work is."""
    back_again = stored.frozen is not None
    return tuple(
        op
        for op in work.outbox.active_of(stored.id)
        if op.kind is not OpKind.LATE_REPORT or (back_again and op.state is OpState.PENDING)
    )


def known_base(stored: StoredOrder, ops: tuple[Op, ...]) -> Document:
    """What both sides had in common: the endpoint's last version, or what it got from us when the order was recorded here.

    A creation that was never sent shares nothing with a version that comes back (this store was restored from a backup):
    then every value that differs is a conflict, and none is lost.
    """
    if stored.base is not None:
        return stored.base
    sent = next((op for op in ops if op.kind is OpKind.CREATE and op.state is OpState.SENT), None)
    return sent.payload if sent is not None else {**stored.doc, "answers": {}}


def merge_into(run: Run, work: Work, stored: StoredOrder, base: Document, theirs: Document, etag: str) -> Document:
    """Three-way merge per field (ownership decides, the loser stays visible as a conflict); returns the merged document."""
    merge = conflicts.merge(base, stored.doc, theirs, run.owner_of(theirs))
    work.orders.put_pulled(stored.id, merge.doc, theirs, etag, run.summary(merge.doc))
    if merge.conflicts:
        work.conflicts.add(stored.id, merge.conflicts)
        run.counts.conflicts += len(merge.conflicts)
    return merge.doc


def say_the_rest(work: Work, order_id: str, ops: tuple[Op, ...]) -> None:
    """One pending operation that says how the document differs from the endpoint's version, in the place of `ops`.

    Parked ones are among them: the endpoint's new version may take what it refused before. Waits while one is on its way.
    """
    if any(op.state is OpState.SENT for op in ops):
        return
    stored = work.orders.need(order_id)
    waiting = work.outbox.pending_of(order_id)
    foreign = waiting is not None and waiting.op_id not in {op.op_id for op in ops}
    if stored.base is None or foreign:
        return
    if len(ops) > 1 or any(op.kind is not OpKind.PATCH or op.state is not OpState.PENDING for op in ops):
        for op in ops:
            work.outbox.supersede(op.op_id, {})
    work.outbox.replace_pending(order_id, patches.diff(stored.base, stored.doc))


def restate(run: Run, work: Work, order_id: str, patch: Patch, theirs: Document, etag: str) -> None:
    """An operation of an order that is no longer held here (sent again to a restored endpoint) met another version there:
    hold the order again, with what the operation says on top."""
    entries = {"events": [*theirs["events"]], "attachments": [*theirs["attachments"]]}
    for part, present in entries.items():
        known = {entry["id"] for entry in present}
        present += [entry for entry in patch.get(part, ()) if entry["id"] not in known]
    mine = patches.apply(theirs, {part: patch[part] for part in ("answers", "rows") if part in patch}) | entries
    stored = StoredOrder(order_id, mine, theirs, etag, None, local_only=False)
    merge_into(run, work, stored, without_answers(theirs, patch), theirs, etag)


def forget_acknowledged(run: Run, work: Work) -> None:
    """The endpoint was restored: what the operations on their way had told it is no longer common ground. Taken out of the
    merge base, it counts as our own change again instead of as something the endpoint took back; each operation that the
    endpoint takes again puts its part back."""
    work.meta.set(REPLAYED_TO, work.outbox.last_device_seq())
    for order_id in {op.order_id for op in work.outbox.ready(run.now(), EVERYTHING, sent_only=True)}:
        stored = work.orders.get(order_id)
        if stored is None or stored.base is None or stored.base_etag is None or stored.frozen is not None:
            continue
        base = stored.base
        for op in work.outbox.active_of(order_id):
            if op.state is OpState.SENT:
                base = without_answers(base, said_by(op))
        work.orders.put_pulled(order_id, stored.doc, base, stored.base_etag, run.summary(stored.doc))


def common_again(base: Document, theirs: Document, ops: Iterable[Op]) -> Document:
    """The merge base of an order whose creation (and then `ops` after it) was sent again: what the endpoint holds and one of
    these had told it is common ground, not a second opinion."""
    told: Document = {"answers": {}}
    answers = dict(base["answers"])
    for op in ops:
        said = said_by(op)
        told = patches.apply(told, {part: said[part] for part in ("answers", "rows") if part in said})
        for field in patches.touched_fields(said):
            value = told["answers"].get(field)
            if value is not None and patches.same(value, theirs["answers"].get(field)):
                answers[field] = value
    return {**base, "answers": answers}


def said_by(op: Op) -> Patch:
    match op.kind:
        case OpKind.PATCH:
            return op.payload
        case OpKind.CREATE:
            return {"answers": op.payload["answers"]}
        case OpKind.LATE_REPORT:
            return {}


def without_answers(doc: Document, patch: Patch) -> Document:
    """The document without the answers that the patch touches."""
    touched = patches.touched_fields(patch)
    return {**doc, "answers": {field: value for field, value in doc["answers"].items() if field not in touched}}
