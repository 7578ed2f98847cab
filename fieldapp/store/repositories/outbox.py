"""The outbox: what a person did, on its way to the endpoint.

An entry grows while it is pending (later changes of its order are composed into it) and is frozen for ever when first sent:
its payload, `device_seq` and `base_etag` never change again, a retry sends the same. Of one order only the oldest active entry
is on its way, because the next one's `base_etag` is known only after its reply; a parked entry therefore blocks its own order
and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Select, bindparam, insert, select, text, update

from fieldapp.clock import Clock
from fieldapp.domain import patches
from fieldapp.domain.records import JSON, Document
from fieldapp.errors import RefusedFault
from fieldapp.ids import new_ordered_id
from fieldapp.store import payloads
from fieldapp.store.due import due, moments
from fieldapp.store.records import Op, OpKind, OpState
from fieldapp.store.repositories.meta import Meta
from fieldapp.store.tables import ACTIVE, orders, outbox

Mark = tuple[datetime, str]
"""When an entry was changed last, and its state."""

DEVICE_SEQ = "device_seq"
RESEND_WINDOW = timedelta(days=90)
_ACTIVE = text(f"outbox.{ACTIVE}")  # literal, so that the partial index answers
_OLDEST = f"(SELECT min(first.seq) FROM outbox AS first WHERE first.order_id = outbox.order_id AND first.{ACTIVE})"  # noqa: S608
_FIRST = text(f"outbox.seq = {_OLDEST}")

# made once: building a statement costs more than running it
_SELECT_ONE = select(outbox).where(outbox.c.op_id == bindparam("id"))
_SELECT_ACTIVE = select(outbox).where(_ACTIVE, outbox.c.order_id == bindparam("order")).order_by(outbox.c.seq)
_DUE = select(outbox).where(_ACTIVE, _FIRST, due(outbox.c.not_before)).order_by(outbox.c.seq).limit(bindparam("most"))
_SELECT_READY = _DUE.where(outbox.c.state != OpState.PARKED.value)
_SELECT_SENT = _DUE.where(outbox.c.state == OpState.SENT.value)
_MARKS = (
    select(outbox.c.op_id, outbox.c.changed_at, outbox.c.state)
    .where(_ACTIVE, _FIRST, due(outbox.c.not_before), outbox.c.state.in_(bindparam("states", expanding=True)))
    .order_by(outbox.c.seq)
)
_SELECT_THESE = select(outbox).where(outbox.c.op_id.in_(bindparam("ids", expanding=True)))
_ETAGS = select(orders.c.id, orders.c.base_etag).where(orders.c.id.in_(bindparam("ids", expanding=True)))
_KNOWN = outbox.c.op_id == bindparam("known")
_FROZEN = ("state", "device_seq", "base_etag", "sent_at", "attempts", "not_before")
_FREEZE = update(outbox).where(_KNOWN).values({name: bindparam(name) for name in _FROZEN})
_ACKNOWLEDGE = (
    update(outbox)
    .where(_KNOWN, outbox.c.state != OpState.DONE.value)
    .values(state=OpState.DONE.value, acknowledged_at=bindparam("at"), problem=None, not_before=None)
)


class Outbox:
    """Entries of all orders, in the order they were made."""

    def __init__(self, connection: Connection, clock: Clock, meta: Meta) -> None:
        self._connection = connection
        self._clock = clock
        self._meta = meta

    # what a person's actions write

    def record_patch(self, order_id: str, patch: Mapping[str, JSON], doc: Document) -> None:
        """A change: joins the order's pending entry (a creation takes the new document whole), else starts one."""
        pending = self.pending_of(order_id)
        if pending is None:
            self._add(order_id, OpKind.PATCH, dict(patch))
        else:
            self._write_payload(pending.op_id, payloads.with_later(pending, patch, doc))

    def record_creation(self, order_id: str, doc: Document) -> None:
        """An order that the endpoint does not know yet."""
        self._add(order_id, OpKind.CREATE, doc)

    def record_late(self, order_id: str, reason: str, patch: Mapping[str, JSON], doc: Document) -> None:
        """Work on an order that is no longer ours: joins the order's pending late report, else starts one."""
        pending = self.pending_of(order_id)
        if pending is not None and pending.kind is OpKind.LATE_REPORT:
            self._write_payload(pending.op_id, payloads.with_later(pending, patch, doc))
        else:
            self._add(order_id, OpKind.LATE_REPORT, payloads.late_report(reason, patch, doc))

    def take_back_file(self, order_id: str, sha256: str) -> bool:
        """Say nothing of a file that nobody has been told of; False, and nothing changed, when an entry that speaks of it was
        sent or waits for a person."""
        naming = [op for op in self.active_of(order_id) if sha256 in payloads.files_of(op)]
        if any(op.state is not OpState.PENDING or op.kind is OpKind.LATE_REPORT for op in naming):
            return False
        for op in naming:
            left = payloads.without_file(op, sha256)
            if left:
                self._write_payload(op.op_id, left)
            else:
                self._end(op.op_id)
        return True

    # reading

    def get(self, op_id: str) -> Op | None:
        """One entry."""
        return next(iter(self._ops(_SELECT_ONE, id=op_id)), None)

    def active_of(self, order_id: str) -> tuple[Op, ...]:
        """An order's entries that the endpoint has not acknowledged, oldest first."""
        return self._ops(_SELECT_ACTIVE, order=order_id)

    def pending_of(self, order_id: str) -> Op | None:
        """The entry of an order that may still grow."""
        return next((op for op in self.active_of(order_id) if op.state is OpState.PENDING), None)

    def ready(self, now: datetime, limit: int, *, sent_only: bool = False) -> tuple[Op, ...]:
        """Entries to send now, oldest first, at most one of each order; sent ones without a reply are among them
        (`sent_only`: just those).
        """
        return self._ops(_SELECT_SENT if sent_only else _SELECT_READY, most=limit, **moments(now))

    def ready_marks(self, now: datetime, *, sent_only: bool = False) -> dict[str, Mark]:
        """All that `ready` would give, by op_id, without what they say: a mark changes with the entry."""
        states = [OpState.SENT.value] if sent_only else [OpState.PENDING.value, OpState.SENT.value]
        rows = self._connection.execute(_MARKS, {"states": states, **moments(now)})
        return {row.op_id: (row.changed_at, row.state) for row in rows}

    def these(self, op_ids: Sequence[str]) -> tuple[Op, ...]:
        """Entries by their ids, in that order."""
        found = {op.op_id: op for op in self._ops(_SELECT_THESE, ids=op_ids)}
        return tuple(found[op_id] for op_id in op_ids if op_id in found)

    def changed_since(self, moment: datetime) -> tuple[Op, ...]:
        """Entries that a person's action made or changed at or after the moment, whatever became of them."""
        return self._ops(select(outbox).where(outbox.c.changed_at >= moment).order_by(outbox.c.seq))

    def orders(self) -> tuple[str, ...]:
        """Orders and records with entries that the endpoint has not acknowledged."""
        return tuple(self._connection.scalars(select(outbox.c.order_id).where(_ACTIVE).distinct().order_by(outbox.c.order_id)))

    def held_orders(self) -> frozenset[str]:
        """Orders whose sending a parked entry holds back."""
        parked = select(outbox.c.order_id).where(_ACTIVE, outbox.c.state == OpState.PARKED.value)
        return frozenset(self._connection.scalars(parked))

    def last_device_seq(self) -> int:
        """The highest number given so far; 0 when nothing was sent yet."""
        return int(self._meta.get(DEVICE_SEQ, 0))

    # what the sync engine reports

    def freeze(self, ops: Iterable[Op]) -> tuple[Op, ...]:
        """About to be sent: pending entries get their device_seq and the order's etag and never change again. Commit before
        sending.
        """
        wanted = [op.op_id for op in ops]
        found = {op.op_id: op for op in self._ops(_SELECT_THESE, ids=wanted)}
        about = {"ids": [op.order_id for op in found.values()]}
        etags = {row.id: row.base_etag for row in self._connection.execute(_ETAGS, about)}
        now, number = self._clock.now(), self.last_device_seq()
        frozen: list[Op] = []
        for op_id in wanted:
            op = found.get(op_id) or self._need(op_id)
            op = replace(op, attempts=op.attempts + 1, not_before=None)
            if op.state is OpState.PENDING:
                number += 1
                op = replace(op, state=OpState.SENT, device_seq=number, base_etag=etags.get(op.order_id), sent_at=now)
            elif op.state is not OpState.SENT:
                raise ValueError(f"{op_id} is {op.state.value} and cannot be sent")
            frozen.append(op)
        if frozen:
            self._meta.set(DEVICE_SEQ, number)
            rows = [{"known": op.op_id, **{name: getattr(op, name) for name in _FROZEN}} for op in frozen]
            self._connection.execute(_FREEZE, rows)
        return tuple(frozen)

    def divide(self, op_id: str, first: Mapping[str, JSON], rest: Mapping[str, JSON]) -> str:
        """A pending entry says only `first`; the patch `rest` follows as an entry of its own, whose op_id is returned. For a
        part that cannot be sent yet: freeze the first, or park the second, in the same transaction."""
        op = self._need(op_id)
        self._write_payload(op_id, dict(first))
        return self._add(op.order_id, OpKind.PATCH, dict(rest))

    def acknowledge(self, op_id: str, at: datetime) -> None:
        """The endpoint has it for good. A second acknowledgement changes nothing."""
        self.acknowledge_all([op_id], at)

    def acknowledge_all(self, op_ids: Sequence[str], at: datetime) -> None:
        """The same for what one answer told."""
        if op_ids:
            self._connection.execute(_ACKNOWLEDGE, [{"known": op_id, "at": at} for op_id in op_ids])

    def park(self, op_id: str, problem: Mapping[str, JSON]) -> None:
        """Refused for good: waits for a person, together with everything later on its order."""
        self._set(op_id, state=OpState.PARKED.value, problem=dict(problem))

    def postpone(self, op_ids: Iterable[str], not_before: datetime) -> None:
        """Do not send these before the moment; survives a restart."""
        for op_id in op_ids:
            self._set(op_id, not_before=not_before)

    def supersede(self, op_id: str, new_patch: Mapping[str, JSON]) -> str | None:
        """After a conflict: the entry is over, and `new_patch` (against the new base) goes first into the order's pending entry.

        Returns the op_id that now carries the patch, None when there is nothing left to send. An acknowledged entry is refused
        (ValueError): what the endpoint has is not to be sent again under another id.
        """
        op = self._end(op_id)
        pending = self.pending_of(op.order_id)
        if pending is None:
            return None if patches.is_empty(new_patch) else self._add(op.order_id, OpKind.PATCH, dict(new_patch))
        self._write_payload(pending.op_id, payloads.with_earlier(pending, new_patch))
        return pending.op_id

    def retry(self, op_id: str) -> str:
        """A person wants a parked entry tried again, with what was changed meanwhile. It gets a new id (the endpoint remembers
        its answer to the old one); returns it. Raises RefusedFault `outbox.not-parked` otherwise."""
        op = self._need(op_id)
        if op.state is not OpState.PARKED:
            raise RefusedFault("outbox.not-parked", f"{op_id} is {op.state.value}, only a parked entry can be tried again")
        self._end(op_id)
        pending = self.pending_of(op.order_id)
        if pending is None:
            return self._add(op.order_id, op.kind, op.payload)
        self._end(pending.op_id)
        one = payloads.in_one(op, pending)
        if one is not None:
            return self._add(op.order_id, *one)
        again = self._add(op.order_id, op.kind, op.payload)
        self._add(op.order_id, pending.kind, pending.payload)
        return again

    def replace_pending(self, order_id: str, patch: Mapping[str, JSON]) -> None:
        """After a merge: what is still to be said to the endpoint, against the new base. An empty patch ends the pending
        entry.
        """
        pending = self.pending_of(order_id)
        if pending is None:
            if not patches.is_empty(patch):
                self._add(order_id, OpKind.PATCH, dict(patch))
        elif pending.kind is not OpKind.PATCH:
            raise ValueError(f"the pending entry of {order_id} is a {pending.kind.value}")
        elif patches.is_empty(patch):
            self._end(pending.op_id)
        else:
            self._write_payload(pending.op_id, dict(patch))

    def to_late_report(self, op_id: str, reason: str, doc: Document) -> str:
        """The endpoint says the order is gone: what this entry holds goes first into the order's late report. Returns the
        report's op_id.
        """
        op = self._end(op_id)
        patch = op.payload if op.kind is OpKind.PATCH else {}
        pending = self.pending_of(op.order_id)
        if pending is None:
            return self._add(op.order_id, OpKind.LATE_REPORT, payloads.late_report(reason, patch, doc))
        if pending.kind is OpKind.LATE_REPORT:
            self._write_payload(pending.op_id, payloads.with_earlier(pending, patch))
            return pending.op_id
        self._end(pending.op_id)
        whole = patches.compose(patch, pending.payload) if pending.kind is OpKind.PATCH else patch
        return self._add(op.order_id, OpKind.LATE_REPORT, payloads.late_report(reason, whole, doc))

    def raise_device_seq(self, at_least: int) -> None:
        """The endpoint has seen higher numbers from this device (our store was restored): never give them out again."""
        self._meta.set(DEVICE_SEQ, max(self.last_device_seq(), at_least))

    def resend_since(self, device_seq: int) -> int:
        """The endpoint was restored and knows this device only up to `device_seq`: later acknowledged entries of the last 90
        days are sent again, unchanged. Returns how many."""
        lost = (outbox.c.acknowledged_at >= self._clock.now() - RESEND_WINDOW) & (outbox.c.device_seq > device_seq)
        again = (
            update(outbox)
            .where(lost, outbox.c.state == OpState.DONE.value)
            .values(state=OpState.SENT.value, acknowledged_at=None)
        )
        return self._connection.execute(again).rowcount

    def forget(self, acknowledged_before: datetime) -> int:
        """Drop entries acknowledged before the moment (keep at least `RESEND_WINDOW`). Returns how many."""
        old = outbox.c.acknowledged_at < acknowledged_before
        return self._connection.execute(outbox.delete().where(old, outbox.c.state == OpState.DONE.value)).rowcount

    # inside

    def _add(self, order_id: str, kind: OpKind, payload: dict[str, JSON]) -> str:
        now = self._clock.now()
        values = {
            "op_id": new_ordered_id(),
            "order_id": order_id,
            "kind": kind.value,
            "payload": payload,
            "state": OpState.PENDING.value,
            "attempts": 0,
            "created_at": now,
            "changed_at": now,
        }
        self._connection.execute(insert(outbox).values(**values))
        return str(values["op_id"])

    def _end(self, op_id: str) -> Op:
        op = self._need(op_id)
        if op.state in (OpState.DONE, OpState.SUPERSEDED):
            raise ValueError(f"{op_id} is {op.state.value} already")
        self._set(op_id, state=OpState.SUPERSEDED.value)
        return op

    def _write_payload(self, op_id: str, payload: dict[str, JSON]) -> None:
        growing = (outbox.c.op_id == op_id) & (outbox.c.state == OpState.PENDING.value)
        done = self._connection.execute(update(outbox).where(growing).values(payload=payload, changed_at=self._clock.now()))
        if done.rowcount != 1:
            raise ValueError(f"{op_id} is frozen")

    def _set(self, op_id: str, **values: object) -> None:
        self._connection.execute(update(outbox).where(outbox.c.op_id == op_id).values(**values))

    def _need(self, op_id: str) -> Op:
        op = self.get(op_id)
        if op is None:
            raise ValueError(f"no outbox entry {op_id}")
        return op

    def _ops(self, statement: Select[*tuple[object, ...]], **values: object) -> tuple[Op, ...]:
        return tuple(to_op(row) for row in self._connection.execute(statement, values).mappings())


def to_op(row: RowMapping) -> Op:
    """One row as the value handed out."""
    values = {name: value for name, value in row.items() if name != "seq"}
    return Op(**{**values, "kind": OpKind(row["kind"]), "state": OpState(row["state"])})
