"""The outbox as the sync engine uses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.errors import RefusedFault
from fieldapp.store.records import Op, OpKind, OpState
from fieldapp.store.store import Store
from tests.support.store_builders import START, HandClock, a_doc, a_store, a_summary, edit, order_id, pull


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(tmp_path: Path, clock: HandClock) -> Iterator[Store]:
    opened = a_store(tmp_path, clock)
    for n in (1, 2, 3):
        pull(opened, a_doc(n), f"e{n}")
        edit(opened, order_id(n), cause=f"cause {n}")
    yield opened
    opened.close()


def send(store: Store, limit: int = 10) -> tuple[Op, ...]:
    with store.writing() as work:
        return work.outbox.freeze(work.outbox.ready(store.clock.now(), limit))


def ready(store: Store) -> list[str]:
    with store.reading() as work:
        return [op.order_id for op in work.outbox.ready(store.clock.now(), 100)]


def test_device_seq_rises_in_the_order_of_making_and_survives_a_restart(tmp_path: Path, store: Store, clock: HandClock) -> None:
    sent = [(op.order_id, op.device_seq, op.base_etag, op.attempts) for op in send(store, 2)]
    assert sent == [(order_id(1), 1, "e1", 1), (order_id(2), 2, "e2", 1)]
    store.close()
    again = a_store(tmp_path, clock)
    assert [(op.device_seq, op.attempts) for op in send(again)] == [(1, 2), (2, 2), (3, 1)]
    again.close()


def test_only_the_oldest_entry_of_an_order_is_on_its_way(store: Store) -> None:
    first = send(store, 1)[0]
    edit(store, order_id(1), comment="more")
    assert [op.op_id for op in send(store) if op.order_id == order_id(1)] == [first.op_id]
    with store.writing() as work:
        work.outbox.acknowledge(first.op_id, START)
        work.orders.put_pulled(
            order_id(1), work.orders.need(order_id(1)).doc, a_doc(1, cause="cause 1"), "e1b", a_summary(a_doc(1))
        )
    (second,) = (op for op in send(store) if op.order_id == order_id(1))
    assert (second.payload, second.base_etag) == ({"answers": {"comment": "more"}}, "e1b")


def test_parked_blocks_its_own_order_only_and_retry_takes_the_fix_along(store: Store) -> None:
    op = send(store, 1)[0]
    with store.writing() as work:
        work.outbox.park(op.op_id, {"type": "urn:fieldapp:problem:refused", "detail": "cause too short"})
    edit(store, order_id(1), cause="a better cause")
    assert ready(store) == [order_id(2), order_id(3)]
    with store.writing() as work:
        assert work.outbox.held_orders() == {order_id(1)}
        new = work.outbox.retry(op.op_id)
        assert new != op.op_id
        (again,) = work.outbox.active_of(order_id(1))
        assert (again.op_id, again.state, again.payload) == (new, OpState.PENDING, {"answers": {"cause": "a better cause"}})
        assert work.outbox.get(op.op_id).state is OpState.SUPERSEDED  # type: ignore[union-attr]
        with pytest.raises(RefusedFault) as caught:
            work.outbox.retry(op.op_id)
        assert caught.value.code == "outbox.not-parked"
    assert sorted(ready(store)) == [order_id(n) for n in (1, 2, 3)]


def test_postponed_entries_wait_and_others_go(store: Store, clock: HandClock) -> None:
    first = send(store, 1)[0]
    with store.writing() as work:
        work.outbox.postpone([first.op_id], clock.now() + timedelta(minutes=5))
    assert ready(store) == [order_id(2), order_id(3)]
    clock.move(minutes=5)
    assert ready(store) == [order_id(n) for n in (1, 2, 3)]


def test_conflict_supersedes_and_goes_before_what_came_later(store: Store) -> None:
    op = send(store, 1)[0]
    edit(store, order_id(1), comment="later", cause="later")
    with store.writing() as work:
        new = work.outbox.supersede(op.op_id, {"answers": {"cause": "merged", "extra": 1}})
        (left,) = work.outbox.active_of(order_id(1))
    assert (left.op_id, left.payload) == (new, {"answers": {"cause": "later", "extra": 1, "comment": "later"}})


def test_conflict_with_nothing_left_to_say_ends_the_entry(store: Store) -> None:
    op = send(store, 1)[0]
    with store.writing() as work:
        assert work.outbox.supersede(op.op_id, {}) is None
        assert work.outbox.active_of(order_id(1)) == ()
        with pytest.raises(ValueError, match="superseded already"):
            work.outbox.supersede(op.op_id, {"answers": {"a": 1}})


def test_merge_at_pull_replaces_what_is_pending(store: Store) -> None:
    with store.writing() as work:
        work.outbox.replace_pending(order_id(1), {"answers": {"rest": 1}})
        work.outbox.replace_pending(order_id(2), {})
        assert work.outbox.pending_of(order_id(1)).payload == {"answers": {"rest": 1}}  # type: ignore[union-attr]
        assert work.outbox.active_of(order_id(2)) == ()


def test_restored_endpoint_gets_the_same_again(store: Store, clock: HandClock) -> None:
    before = send(store)
    with store.writing() as work:
        for op in before:
            work.outbox.acknowledge(op.op_id, clock.now())
            work.outbox.acknowledge(op.op_id, clock.now() + timedelta(days=1))
    assert ready(store) == []
    with store.writing() as work:
        assert work.outbox.resend_since(1) == 2
    again = send(store)
    assert [(op.op_id, op.device_seq, op.payload, op.base_etag) for op in again] == [
        (op.op_id, op.device_seq, op.payload, op.base_etag) for op in before[1:]
    ]
    with store.writing() as work:
        for op in again:
            work.outbox.acknowledge(op.op_id, clock.now())
    clock.move(days=91)
    with store.writing() as work:
        assert work.outbox.resend_since(0) == 0
    store.tidy()
    with store.reading() as work:
        assert all(work.outbox.get(op.op_id) is None for op in before)


def test_numbers_that_the_endpoint_has_seen_are_never_given_again(store: Store) -> None:
    with store.writing() as work:
        work.outbox.raise_device_seq(40)
        work.outbox.raise_device_seq(7)
    assert [op.device_seq for op in send(store)] == [41, 42, 43]


def test_parked_creation_is_tried_again_with_the_whole_document(store: Store) -> None:
    doc = a_doc(9)
    with store.writing() as work:
        work.create(a_summary(doc), doc)
        (op,) = work.outbox.freeze(work.outbox.active_of(doc["id"]))
        work.outbox.park(op.op_id, {"type": "refused"})
    after = edit(store, doc["id"], cause="now filled in")
    with store.writing() as work:
        work.outbox.retry(op.op_id)
        (again,) = work.outbox.active_of(doc["id"])
    assert (again.kind, again.payload) == (OpKind.CREATE, after)


def test_outbox_items_show_sizes_and_progress(store: Store) -> None:
    big, small = store.blobs.put(b"x" * 1000), store.blobs.put(b"y" * 10)
    with store.writing() as work:
        work.blobs.add(order_id(2), big, 1000, "image/jpeg")
        work.blobs.add(order_id(2), small, 10, "image/jpeg")
        work.blobs.progress(big, 400)
        work.blobs.uploaded(small, START)
        assert [blob.sha256 for blob in work.blobs.waiting(START)] == [big]
        assert work.blobs.not_uploaded([big, small, "f" * 64]) == {big, "f" * 64}
        work.blobs.postpone(big, START + timedelta(seconds=1))
        assert work.blobs.waiting(START) == ()
    items = {item.order_id: item for item in store.queries.outbox_items()}
    assert list(items) == [order_id(n) for n in (1, 2, 3)]
    item = items[order_id(2)]
    assert (item.blobs_total, item.blobs_done, item.bytes_total, item.bytes_done) == (2, 1, 1010, 410)
    assert item.number == "WX-20261122-000002"
    assert item.payload_size == len('{"answers":{"cause":"cause 2"}}')
    counts = store.queries.counts()
    assert (counts.unsent, counts.blobs_waiting, counts.parked) == (3, 1, 0)


def test_uploaded_files_are_offered_again_and_forgotten_when_nothing_needs_them(store: Store, clock: HandClock) -> None:
    sha256 = store.blobs.put(b"photo")
    with store.writing() as work:
        work.blobs.add(order_id(1), sha256, 5, "image/jpeg")
        work.blobs.uploaded(sha256, clock.now())
        assert work.blobs.resend_since(clock.now() - timedelta(days=90)) == 1
        assert work.blobs.not_uploaded([sha256])
        work.blobs.uploaded(sha256, clock.now())
    clock.move(days=91)
    assert store.tidy() == 0
    with store.writing() as work:
        work.blobs.detach(order_id(1))
    assert store.tidy() == 1
    assert not store.blobs.has(sha256)
