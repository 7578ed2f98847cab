"""Bugs that a sync engine or an endpoint might have, planted one at a time: each must be found, else the oracle is blind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from sqlalchemy import delete

from fieldapp.domain import written
from fieldapp.itsm import blobs as server_blobs
from fieldapp.itsm import operations
from fieldapp.itsm import orders as server_orders
from fieldapp.itsm.routes import session
from fieldapp.store.records import OpKind, OpState
from fieldapp.store.repositories.blobs import Blobs
from fieldapp.store.repositories.conflicts import Conflicts
from fieldapp.store.repositories.documents import Documents
from fieldapp.store.repositories.orders import Orders
from fieldapp.store.repositories.outbox import Outbox
from fieldapp.store.repositories.taken import Taken
from fieldapp.store.tables import documents, orders, outbox
from fieldapp.sync import engine, merging, pull, replies

Planted = AbstractContextManager[Any]


def op_id_after_etag() -> Planted:
    """Rule 2: a retry of an applied operation looks like a conflict."""
    judged = operations._run

    def run(endpoint: Any, connection: Any, caller: Any, batch: Any, op: Any) -> Any:
        order = batch.orders.get(op.order)
        if order is not None and order.removed_for(caller) is None and not server_orders.same_etag(op.base_etag, order.etag):
            return {"op_id": op.op_id, "status": "conflict", "etag": order.etag, "doc": order.doc}
        return judged(endpoint, connection, caller, batch, op)

    return mock.patch.object(operations, "_run", run)


def op_id_renewed() -> Planted:
    """Rule 2: every sending has an op_id of its own."""
    frozen = Outbox.freeze

    def freeze(self: Outbox, ops: Any) -> Any:
        given = []
        for op in frozen(self, ops):
            if op.attempts > 1:
                new = f"{op.op_id[:-4]}{op.attempts:04x}"
                self._connection.execute(outbox.update().where(outbox.c.op_id == op.op_id).values(op_id=new))
                op = self._need(new)
            given.append(op)
        return tuple(given)

    return mock.patch.object(Outbox, "freeze", freeze)


def done_when_sent() -> Planted:
    """The outbox forgets what has been sent, not what has been acknowledged."""
    frozen = Outbox.freeze

    def freeze(self: Outbox, ops: Any) -> Any:
        given = frozen(self, ops)
        for op in given:
            self.acknowledge(op.op_id, self._clock.now())
        return given

    return mock.patch.object(Outbox, "freeze", freeze)


def cursor_first() -> Planted:
    """Rule 6: the cursor is saved before its page, in a transaction of its own."""
    applied = pull.apply_page

    def apply_page(run: Any, page: Any, cursor: Any, removals: Any) -> None:
        with run.store.writing() as work:
            work.meta.set(pull.CURSOR, page.next)
        applied(run, page, cursor, removals)

    return mock.patch.object(pull, "apply_page", apply_page)


def hash_unchecked() -> Planted:
    """Rule 11: the endpoint takes whatever bytes come for a file."""
    return mock.patch.object(server_blobs, "_hash", lambda path: path.name)


def conflict_dropped() -> Planted:
    """Rule 3: the loser's value is not kept."""
    return mock.patch.object(Conflicts, "add", return_value=None)


def late_work_dropped() -> Planted:
    """Rule 4: what was not sent when an order was taken away is thrown away."""

    def freeze(self: Orders, order_id: str, reason: str) -> None:
        self._connection.execute(orders.update().where(orders.c.id == order_id).values(frozen=reason))
        for op in self._outbox.active_of(order_id):
            if op.state is not OpState.SENT:
                self._outbox.supersede(op.op_id, {})

    return mock.patch.object(Orders, "freeze", freeze)


def restore_unnoticed() -> Planted:
    """Rule 7: nothing is sent again to an endpoint that came back from a backup."""
    return mock.patch.object(engine, "mend_after_restore", return_value=None)


def restore_without_files() -> Planted:
    """Rule 7: operations are sent again, files are not."""
    return mock.patch.object(Blobs, "resend_since", return_value=0)


def missing_unasked() -> Planted:
    """An endpoint that has lost files asks nobody for them."""
    return mock.patch.object(session, "asked_of", return_value=[])


def typed_meanwhile_dropped() -> Planted:
    """An acknowledgement takes everything of its order for said, also what was typed meanwhile."""

    def keep(run: Any, work: Any, bases: Any) -> None:
        for order_id, base, etag in bases:
            work.orders.put_pulled(order_id, base, base, etag, run.summary(base))
            pending = work.outbox.pending_of(order_id)
            if pending is not None and pending.kind is OpKind.PATCH:
                work.outbox.replace_pending(order_id, {})

    return mock.patch.object(replies, "keep", keep)


def pull_overwrites() -> Planted:
    """A pulled version replaces unsent work instead of being merged with it."""

    def take_over(run: Any, work: Any, order_id: str, theirs: Any, etag: str) -> None:
        work.orders.put_pulled(order_id, theirs, theirs, etag, run.summary(theirs))

    return mock.patch.object(pull, "take_over", take_over)


def rest_unsaid() -> Planted:
    """After a merge nobody tells the endpoint what is left of ours."""
    return mock.patch.object(merging.patches, "diff", return_value={})


def parked_blocks_all() -> Planted:
    """Rule 9: one refused operation holds back every order."""
    ready = Outbox.ready

    def none_when_parked(self: Outbox, *arguments: Any, **options: Any) -> Any:
        parked = outbox.select().where(outbox.c.state == OpState.PARKED.value)
        return () if self._connection.execute(parked).first() else ready(self, *arguments, **options)

    return mock.patch.object(Outbox, "ready", none_when_parked)


def sealed_replaced() -> Planted:
    """Rule 5: a new revision of a signed PDF takes the place of the one before."""
    added = Documents.add

    def add(self: Documents, sealed: Any) -> None:
        self._connection.execute(delete(documents).where(documents.c.order_id == sealed.order_id))
        added(self, sealed)

    return mock.patch.object(Documents, "add", add)


def taken_silently() -> Planted:
    """What the desk takes away goes without a word."""
    return mock.patch.object(Taken, "tell", return_value=None)


def writer_unknown() -> Planted:
    """A conflict does not say who at the desk wrote the other value."""
    return mock.patch.object(written, "since", return_value={})


@dataclass(frozen=True)
class Bug:
    """`plant()` for the time of a block. `favoured`: rules that lead to it sooner."""

    plant: Callable[[], Planted]
    favoured: tuple[str, ...] = ()


SEEDS = 60
"""Each is found by one of so many from 0 on."""

RESTORED = ("back_up", "restore")
BUGS: dict[str, Bug] = {
    bug.plant.__name__: bug
    for bug in (
        Bug(op_id_after_etag, ("insist",)),
        Bug(op_id_renewed, ("insist",)),
        Bug(done_when_sent, ("insist",)),
        Bug(cursor_first, ("overtake",)),
        Bug(hash_unchecked, ("spoil",)),
        Bug(conflict_dropped, ("disagree",)),
        Bug(late_work_dropped, ("reassign", "cancel")),
        Bug(restore_unnoticed, RESTORED),
        Bug(restore_without_files, ("lose_files",)),
        Bug(missing_unasked, (*RESTORED, "photo")),
        Bug(typed_meanwhile_dropped),
        Bug(pull_overwrites, ("disagree",)),
        Bug(rest_unsaid),
        Bug(parked_blocks_all, ("poison",)),
        Bug(sealed_replaced, ("seal",)),
        Bug(taken_silently, ("reassign", "cancel")),
        Bug(writer_unknown, ("disagree", "desk_edit")),
    )
}
