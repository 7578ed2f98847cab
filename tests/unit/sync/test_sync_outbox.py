"""What the engine asks of the outbox: a part that goes first, and the entries without a reply."""

from __future__ import annotations

from pathlib import Path

from support.store_builders import START, HandClock, a_doc, a_store, edit, order_id, pull

from fieldapp.store.records import OpState


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
