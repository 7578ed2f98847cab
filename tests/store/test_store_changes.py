"""A person's change: document, list columns, search index and outbox entry, together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fieldapp.domain.conflicts import FieldConflict
from fieldapp.domain.records import Owner
from fieldapp.errors import EnvironmentFault, InputFault, RefusedFault
from fieldapp.store.records import OpKind, OpState, SealedFile
from fieldapp.store.store import Store
from tests.support.store_builders import START, HandClock, a_doc, a_store, a_summary, edit, order_id, pull


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(tmp_path: Path, clock: HandClock) -> Iterator[Store]:
    opened = a_store(tmp_path, clock)
    yield opened
    opened.close()


def test_pulled_order_is_its_own_base(store: Store) -> None:
    doc = a_doc(1, unknown_to_us={"deep": [1, 1.5, None, "𠅤"]})
    doc["from_a_newer_server"] = [{"kept": True}]
    pull(store, doc, "e1")
    with store.reading() as work:
        held = work.orders.need(order_id(1))
    assert (held.doc, held.base, held.base_etag, held.frozen, held.local_only) == (doc, doc, "e1", None, False)


def test_change_keeps_the_base_and_composes_what_was_never_sent(store: Store) -> None:
    pulled = a_doc(1)
    order = pull(store, pulled)
    edit(store, order, cause="电源")
    edit(store, order, cause="电源损坏", comment="x")
    with store.reading() as work:
        held = work.orders.need(order)
        (op,) = work.outbox.active_of(order)
    assert held.base == pulled
    assert held.doc["answers"]["cause"] == "电源损坏"
    assert op.payload == {"answers": {"cause": "电源损坏", "comment": "x"}}
    assert (op.kind, op.state, op.device_seq) == (OpKind.PATCH, OpState.PENDING, None)


def test_exception_leaves_nothing_behind(store: Store) -> None:
    order = pull(store, a_doc(1))

    def half_done() -> None:
        with store.writing() as work:
            doc = a_doc(1, cause="半途")
            work.change(order, {"answers": {"cause": "半途"}}, a_summary(doc), doc)
            work.meta.set("cursor", "9")
            work.drafts.put(order, "date", "2026-1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    with store.reading() as work:
        assert "cause" not in work.orders.need(order).doc["answers"]
        assert work.outbox.active_of(order) == ()
        assert work.meta.get("cursor") is None
        assert work.drafts.of(order) == {}
    assert store.queries.search("半途") == ()


def test_sent_entry_is_frozen_for_ever(store: Store) -> None:
    order = pull(store, a_doc(1), "e7")
    edit(store, order, cause="one")
    with store.writing() as work:
        (sent,) = work.outbox.freeze(work.outbox.ready(START, 10))
    edit(store, order, cause="two")
    with store.reading() as work:
        first, second = work.outbox.active_of(order)
    assert first.payload == {"answers": {"cause": "one"}}
    assert (first.op_id, first.device_seq, first.base_etag, first.state) == (sent.op_id, 1, "e7", OpState.SENT)
    assert (second.state, second.payload) == (OpState.PENDING, {"answers": {"cause": "two"}})


def test_order_recorded_here_travels_whole(store: Store) -> None:
    doc = a_doc(5)
    with store.writing() as work:
        work.create(a_summary(doc), doc)
    changed = edit(store, doc["id"], cause="雷击")
    with store.writing() as work:
        held = work.orders.need(doc["id"])
        (op,) = work.outbox.ready(START, 10)
        work.outbox.freeze((op,))
    assert (held.local_only, held.base, held.base_etag) == (True, None, None)
    assert (op.kind, op.payload) == (OpKind.CREATE, changed)
    edit(store, doc["id"], comment="later")
    with store.writing() as work:
        kinds = [op.kind for op in work.outbox.active_of(doc["id"])]
        work.outbox.acknowledge(op.op_id, START)
        work.orders.put_pulled(doc["id"], work.orders.need(doc["id"]).doc, changed, "e1", a_summary(changed))
        assert kinds == [OpKind.CREATE, OpKind.PATCH]
        assert work.orders.need(doc["id"]).local_only is False
    with pytest.raises(RefusedFault) as caught:
        with store.writing() as work:
            work.create(a_summary(doc), doc)
    assert caught.value.code == "order.exists"


def test_unknown_order_is_refused(store: Store) -> None:
    with pytest.raises(InputFault) as caught:
        edit(store, order_id(404), cause="x")
    assert caught.value.code == "order.unknown"


def test_reassigned_with_unsent_work_becomes_a_late_report(store: Store) -> None:
    order = pull(store, a_doc(1))
    edit(store, order, cause="sent")
    with store.writing() as work:
        (sent,) = work.outbox.freeze(work.outbox.ready(START, 1))
    edit(store, order, comment="unsent")
    with store.writing() as work:
        work.orders.freeze(order, "reassigned")
    edit(store, order, note="after")
    with store.writing() as work:
        assert work.orders.need(order).frozen == "reassigned"
        first, late = work.outbox.active_of(order)
        assert (first.op_id, first.state) == (sent.op_id, OpState.SENT)
        assert late.payload["patch"] == {"answers": {"comment": "unsent", "note": "after"}}
        report = work.outbox.to_late_report(sent.op_id, "reassigned", work.orders.need(order).doc)
        assert report == late.op_id
        (late,) = work.outbox.active_of(order)
        assert late.kind is OpKind.LATE_REPORT
        assert late.payload["reason"] == "reassigned"
        assert late.payload["patch"] == {"answers": {"cause": "sent", "comment": "unsent", "note": "after"}}
        assert late.payload["doc"]["answers"]["note"] == "after"
    with pytest.raises(RefusedFault):
        with store.writing() as work:
            work.orders.remove(order)
    with store.writing() as work:
        work.outbox.acknowledge(late.op_id, START)
        work.orders.remove(order)
        assert work.orders.get(order) is None
    assert store.queries.order_ids() == store.queries.search("摄像机") == ()


def test_parked_work_of_a_frozen_order_is_reported_in_order(store: Store) -> None:
    order = pull(store, a_doc(1))
    edit(store, order, cause="first", comment="first")
    with store.writing() as work:
        (op,) = work.outbox.freeze(work.outbox.ready(START, 1))
        work.outbox.park(op.op_id, {"type": "refused"})
    edit(store, order, cause="second")
    with store.writing() as work:
        work.orders.freeze(order, "cancelled")
        (late,) = work.outbox.active_of(order)
    assert late.payload["patch"] == {"answers": {"cause": "second", "comment": "first"}}


def test_remove_waits_for_files(store: Store) -> None:
    order = pull(store, a_doc(1))
    sha256 = store.blobs.put(b"photo")
    with store.writing() as work:
        work.blobs.add(order, sha256, 5, "image/jpeg")
    with pytest.raises(RefusedFault) as caught:
        with store.writing() as work:
            work.orders.remove(order)
    assert caught.value.details["files"] == 1
    with store.writing() as work:
        work.blobs.uploaded(sha256, START)
        work.orders.remove(order)


def test_a_reading_one_cannot_write(store: Store) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        with store.reading() as work:
            work.meta.set("a", 1)
    assert caught.value.code == "store.read-only"


def test_nested_transactions_are_a_bug_not_a_deadlock(store: Store) -> None:
    with store.writing(), pytest.raises(RuntimeError, match="open already"):
        with store.writing():
            raise AssertionError("not reached")


def test_writers_of_many_threads_wait_for_each_other_and_readers_do_not(store: Store) -> None:
    order = pull(store, a_doc(1))

    def write(name: str) -> int:
        for n in range(15):
            edit(store, order, **{f"{name}_{n}": n})
        return 15

    def read(_name: str) -> int:
        seen = 0
        for _ in range(40):
            with store.reading() as work:
                answers = len(work.orders.need(order).doc["answers"])
            assert answers >= seen
            seen = answers
        return seen

    with ThreadPoolExecutor(6) as pool:
        done = [
            pool.submit(job, name) for job, name in ((write, "a"), (read, ""), (write, "b"), (read, ""), (write, "c"), (read, ""))
        ]
        assert all(future.result() for future in done)
    with store.reading() as work:
        (op,) = work.outbox.active_of(order)
        assert len(work.orders.need(order).doc["answers"]) == 1 + 45
    assert len(op.payload["answers"]) == 45


def test_sealed_files_are_superseded_never_replaced(store: Store) -> None:
    order = pull(store, a_doc(1))

    def sealed(n: int, revision: int) -> SealedFile:
        return SealedFile(f"{n:064}", order, "WX-1", revision, f"{n + 50:064}", "a.pdf", 10, START, 1, True)

    with store.writing() as work:
        work.documents.add(sealed(1, 1))
        work.documents.add(sealed(1, 1))
        work.documents.add(sealed(2, 2))
        assert [(f.revision, f.superseded_by) for f in work.documents.of(order)] == [(1, f"{2:064}"), (2, None)]
        with pytest.raises(RefusedFault) as caught:
            work.documents.add(sealed(3, 2))
        assert caught.value.code == "document.revision"
        found = work.documents.get(f"{2:064}")
        assert found is not None
        assert found.sealed_at == START


def test_a_longer_file_goes_beside_the_one_it_begins_with(store: Store) -> None:
    order = pull(store, a_doc(1))

    def sealed(n: int, revision: int, size: int, extends: int | None = None) -> SealedFile:
        level, begins = ("B-B", None) if extends is None else ("B-LTA", f"{extends:064}")
        name = f"{n}.pdf"
        return SealedFile(
            f"{n:064}", order, "WX-1", revision, f"{50:064}", name, size, START, 1, True, level=level, extends=begins
        )

    with store.writing() as work:
        work.documents.add(sealed(1, 1, 10))
        work.documents.add(sealed(9, 1, 20, extends=1))
        work.documents.add(sealed(9, 1, 20, extends=1))
        assert [f.name for f in work.documents.of(order)] == ["1.pdf", "9.pdf"]
        assert [f.superseded_by for f in work.documents.of(order)] == [None, None]
        work.documents.add(sealed(2, 2, 10))
        assert [f.name for f in work.documents.without_time()] == ["2.pdf"]
        work.documents.add(sealed(8, 2, 30, extends=2))
        assert work.documents.without_time() == ()
        second = f"{2:064}"
        assert [(f.name, f.superseded_by) for f in work.documents.of(order)] == [
            ("1.pdf", second),
            ("9.pdf", second),
            ("2.pdf", None),
            ("8.pdf", None),
        ]
        found = work.documents.extension_of(f"{1:064}")
        assert found is not None
        assert found.name == "9.pdf"
        for stray in (sealed(7, 1, 40, extends=2), sealed(7, 2, 40, extends=3)):
            with pytest.raises(RefusedFault):
                work.documents.add(stray)


def test_what_was_taken_away_is_told_until_it_is_seen_and_forgotten_long_after(tmp_path: Path) -> None:
    clock = HandClock()
    store = a_store(tmp_path, clock)
    first, second = pull(store, a_doc(1)), pull(store, a_doc(2))
    with store.writing() as work:
        work.taken.tell(first, "cancelled", reason="撤销", done_by="李梅", done_at=START)
        work.orders.remove(first)
        work.taken.tell("nothing held here", "cancelled")
    clock.move(minutes=1)
    with store.writing() as work:
        work.taken.tell(second, "reassigned", given_to="王㛃")
        work.orders.freeze(second, "reassigned")
    store.close()
    store = a_store(tmp_path, clock)
    newer, older = store.queries.taken_away()
    assert (newer.order_id, newer.given_to, newer.held, newer.done_at) == (second, "王㛃", True, None)
    assert (older.number, older.reason, older.done_by, older.held) == (a_doc(1)["number"], "撤销", "李梅", False)
    with store.writing() as work:
        work.taken.seen([first])
    clock.move(days=89)
    with store.writing() as work:
        work.taken.seen([second, first])
        assert work.taken.of(first) is not None
    assert store.queries.taken_away() == ()
    clock.move(days=2)
    pull(store, a_doc(2))
    with store.writing() as work:
        assert work.taken.of(second) is None, "it is ours again"
        work.taken.seen([])
        assert work.taken.of(first) is None
    with store.writing() as work:
        work.taken.tell(second, "cancelled")
        work.orders.freeze(second, "cancelled")
        assert [word.why for word in work.taken.unseen()] == ["cancelled"]
        work.taken.clear()
        assert work.taken.unseen() == ()
    store.close()


def test_a_power_cut_leaves_the_order_or_the_word(tmp_path: Path) -> None:
    """One transaction: a commit that fails takes both back."""
    store = a_store(tmp_path)
    order = pull(store, a_doc(1))

    def cut_short() -> None:
        with store.writing() as work:
            work.taken.tell(order, "cancelled")
            work.orders.remove(order)
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        cut_short()
    with store.reading() as work:
        assert work.orders.get(order) is not None
    assert store.queries.taken_away() == ()
    store.close()


def test_conflicts_stay_until_settled_and_are_not_doubled(store: Store) -> None:
    order = pull(store, a_doc(1))
    conflict = FieldConflict("cause", None, None, None, ["mine"], "theirs", Owner.ENGINEER)
    with store.writing() as work:
        work.conflicts.add(order, [conflict])
        work.conflicts.add(order, [conflict])
        (held,) = work.conflicts.open(order)
    assert (held.mine, held.theirs, held.base, held.winner) == (["mine"], "theirs", None, Owner.ENGINEER)
    assert store.queries.order_rows([order])[0].conflicts == 1
    with store.writing() as work:
        work.conflicts.settle(held.id, "mine", START)
        work.conflicts.settle(held.id, "theirs", START)
        assert work.conflicts.open() == ()
        assert [c.choice for c in work.conflicts.all_of(order)] == ["mine"]
    assert store.queries.conflicts() == ()
