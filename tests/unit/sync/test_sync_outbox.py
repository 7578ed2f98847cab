"""What the engine asks of the outbox: a part that goes first, the entries without a reply, and what was taken."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event
from support.store_builders import START, HandClock, a_doc, a_store, edit, order_id, pull

from fieldapp.store.records import OpState
from fieldapp.store.store import Store
from fieldapp.sync.replies import applied
from fieldapp.sync.run import Counts


def test_divided_the_first_part_goes_and_later_changes_join_the_second(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", HandClock())
    pull(store, a_doc(1))
    pull(store, a_doc(2))
    edit(store, order_id(1), cause="x")
    edit(store, order_id(2), cause="y")
    photo = {"attachments": [{"id": "1", "sha256": "a" * 64}]}
    with store.writing() as work:
        first, other = work.outbox.ready(START, 10)
        second = work.outbox.divide(first.op_id, {"answers": {"cause": "x"}}, photo)
        work.outbox.freeze([first])
    edit(store, order_id(1), solution="z")
    with store.reading() as work:
        sent, waiting = work.outbox.active_of(order_id(1))
        assert (sent.op_id, sent.state, sent.payload) == (first.op_id, OpState.SENT, {"answers": {"cause": "x"}})
        assert (waiting.op_id, waiting.payload) == (second, {**photo, "answers": {"solution": "z"}})
        assert [op.op_id for op in work.outbox.ready(START, 10)] == [sent.op_id, other.op_id]
        assert [op.op_id for op in work.outbox.ready(START, 10, sent_only=True)] == [sent.op_id]
    store.close()


def test_what_one_answer_took_costs_the_same_statements_for_one_and_for_many(tmp_path: Path) -> None:
    store, many = a_store(tmp_path / "store", HandClock()), range(2, 42)
    for number in (1, *many):
        pull(store, a_doc(number))
        edit(store, order_id(number), cause="x")
    alone, together = acknowledged(store, [1]), acknowledged(store, many)
    assert len(together) == len(alone) < 6, together
    with store.reading() as work:
        for number in (1, *many):
            held = work.orders.need(order_id(number))
            assert (held.base, held.base_etag) == (held.doc, f"after-{number}")
            assert not work.outbox.active_of(order_id(number))
        written = work.orders._connection.exec_driver_sql("SELECT count(*) FROM orders WHERE base IS NOT NULL")
        assert written.scalar() == 0  # one text stands for both
    store.close()


def acknowledged(store: Store, numbers: Iterable[int]) -> list[str]:
    """The endpoint takes what is to be said of these orders; the statements that it costs to write that down."""
    wanted = {order_id(number): number for number in numbers}
    with store.writing() as work:
        sent = work.outbox.freeze([op for op in work.outbox.ready(START, 100) if op.order_id in wanted])
    asked: list[str] = []
    with store.writing() as work:
        event.listen(work.orders._connection, "before_cursor_execute", lambda *said: asked.append(said[2]))
        run: Any = SimpleNamespace(now=lambda: START, counts=Counts())
        applied(run, work, [(op, f"after-{wanted[op.order_id]}") for op in sent])
    assert run.counts.pushed == len(wanted)
    return asked
