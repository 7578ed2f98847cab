"""Rules of the engine that need no network: what goes next, what waits, what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support.store_builders import START, HandClock, a_doc, a_store, order_id
from support.sync_memory import MemoryEndpoint, MemoryLine, etag_of

from fieldapp.domain import patches
from fieldapp.errors import Fault, NetworkFault
from fieldapp.forms.summary import summarise
from fieldapp.services.shipped import shipped_catalog, shipped_profile
from fieldapp.store.records import Op, OpKind, OpState
from fieldapp.store.repositories import outbox
from fieldapp.store.repositories.outbox import to_op
from fieldapp.store.store import Store
from fieldapp.sync import blobs, engine, pull
from fieldapp.sync.faults import ProblemFault, ServerErrorFault
from fieldapp.sync.outgoing import MOST_TURNS, sendable_part
from fieldapp.sync.packing import Batch
from fieldapp.sync.run import Run
from fieldapp.sync.unreadable import UNREADABLE, Notes, worth_another_look
from fieldapp.sync.wire import Hello, Item, OpResult, SchemaRange, encode

CATALOG, PROFILE = shipped_catalog(), shipped_profile()
ORDER = order_id(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with_clock = a_store(tmp_path / "store", HandClock())
    yield with_clock
    with_clock.close()


def a_run(store: Store, line: MemoryLine) -> Run:
    return Run(store, line, CATALOG, PROFILE, store.clock, lambda: False, lambda _: None, lambda: 0.0)  # type: ignore[arg-type]


def sync(store: Store, line: MemoryLine) -> Any:
    return engine.run_once(store, line, CATALOG, PROFILE, store.clock, chance=lambda: 0.0)  # type: ignore[arg-type]


def write(store: Store, number: int = 1, /, **answers: Any) -> None:
    with store.writing() as work:
        doc = patches.apply(work.orders.need(order_id(number)).doc, {"answers": answers})
        summary = summarise(CATALOG.latest("maintenance-work-order"), doc, PROFILE, store.clock.now())
        work.change(order_id(number), {"answers": answers}, summary, doc)


def an_op(kind: OpKind, payload: dict[str, Any], state: OpState = OpState.PENDING) -> Op:
    return Op("op", ORDER, kind, payload, state, None, None, 0, None, None, START, START, None, None)


def files(*hashes: str) -> list[dict[str, Any]]:
    return [{"id": f"id-{sha256}", "sha256": sha256} for sha256 in hashes]


TEXT = {"cause": "x"}
WITH_A = {"answers": TEXT, "attachments": files("a")}
WITH_AB = {"answers": TEXT, "attachments": files("a", "b")}


@pytest.mark.parametrize(
    ("kind", "state", "payload", "missing", "stuck", "now", "rest"),
    [
        ("patch", "pending", {"answers": TEXT}, "", "", {"answers": TEXT}, ""),
        ("patch", "pending", WITH_A, "", "", WITH_A, ""),
        ("patch", "pending", WITH_AB, "b", "", WITH_A, "b"),
        ("patch", "pending", WITH_A, "a", "", {"answers": TEXT}, "a"),
        ("patch", "pending", {"attachments": files("a", "b")}, "b", "", None, ""),
        ("patch", "pending", {"attachments": files("a", "b")}, "b", "b", {"attachments": files("a")}, "b"),
        ("patch", "pending", {"attachments": files("b")}, "b", "b", None, ""),
        ("patch", "sent", WITH_A, "a", "", None, ""),
        ("create", "pending", WITH_A, "a", "", {"answers": TEXT, "attachments": []}, "a"),
        ("late_report", "pending", {"patch": {"attachments": files("a")}}, "a", "", None, ""),
    ],
)
def test_text_never_waits_for_files(
    kind: str, state: str, payload: dict[str, Any], missing: str, stuck: str, now: Any, rest: str
) -> None:
    part = sendable_part(an_op(OpKind(kind), payload, OpState(state)), frozenset(missing), set(stuck))
    assert part == (None if now is None else (now, files(*rest)))


class Contrary(MemoryEndpoint):
    """Answers `conflict` whatever is sent."""

    asked = 0

    def apply(self, op: Any) -> OpResult:
        self.asked += 1
        doc = self.docs[op["order"]]
        return OpResult(op["op_id"], "conflict", etag_of(doc), doc)


def test_an_endpoint_that_never_agrees_does_not_keep_a_run_busy(store: Store) -> None:
    endpoint = Contrary({ORDER: a_doc(1)})
    line = MemoryLine(endpoint)
    sync(store, line)
    write(store, cause="x")
    assert sync(store, line).outcome == "done"
    assert 0 < endpoint.asked <= MOST_TURNS
    assert store.queries.counts().unsent == 1


def test_a_feed_that_does_not_move_ends(store: Store) -> None:
    line = MemoryLine(MemoryEndpoint({ORDER: a_doc(1)}))
    sync(store, line)
    page = line.changes
    line.changes = lambda cursor, limit: replace(page(cursor, limit), more=True)  # type: ignore[method-assign]
    assert sync(store, line).problem == "net.not-the-endpoint"


def test_unreadable_is_kept_and_looked_at_again_by_another_reader(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = {**a_doc(1), "form": {"id": "form-of-tomorrow", "version": 9}}
    line = MemoryLine(MemoryEndpoint({ORDER: newer}))
    report = sync(store, line)
    assert (report.outcome, report.unreadable, report.pulled) == ("done", 1, 0)
    run = a_run(store, line)
    with store.reading() as work:
        assert work.meta.get(UNREADABLE)[ORDER]["code"] == "form.unknown"
        assert worth_another_look(run, work) == ()
    monkeypatch.setattr("fieldapp.sync.unreadable.__version__", "9.9.9")
    readable = a_doc(1)
    line.order_version = lambda _id: (readable, etag_of(readable))  # type: ignore[attr-defined]
    pull.look_again(run)
    with store.reading() as work:
        assert work.meta.get(UNREADABLE) is None
        assert work.orders.need(ORDER).doc == readable


@pytest.mark.parametrize("code", ["net.too-large", "net.not-the-endpoint", "net.server-error"])
def test_one_record_that_cannot_be_fetched_holds_up_no_other(store: Store, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    newer = {**a_doc(1), "form": {"id": "form-of-tomorrow", "version": 9}}
    endpoint = MemoryEndpoint({ORDER: newer})
    line = MemoryLine(endpoint)
    sync(store, line)
    endpoint.docs[order_id(2)] = a_doc(2)
    endpoint.position += 1
    monkeypatch.setattr("fieldapp.sync.unreadable.__version__", "9.9.9")

    def fails(_id: str) -> Any:
        raise ServerErrorFault(code, "x", ours=True, status=500) if code == "net.server-error" else NetworkFault(code, "x")

    line.order_version = fails  # type: ignore[attr-defined]
    report = sync(store, line)
    assert (report.outcome, report.pulled, report.unreadable) == ("done", 1, 1), report


def test_a_removal_that_could_not_be_read_is_heard_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = MemoryEndpoint({ORDER: a_doc(1)})
    line = MemoryLine(endpoint)
    sync(store, line)
    page = line.changes
    line.changes = lambda cursor, limit: replace(page(cursor, limit), items=(Item(ORDER),))  # type: ignore[method-assign]
    endpoint.position += 1
    assert sync(store, line).unreadable == 1
    monkeypatch.setattr("fieldapp.sync.unreadable.__version__", "9.9.9")

    def gone(_id: str) -> Any:
        raise ProblemFault("endpoint.not-found", "x", problem={"errors": [{"code": "gone", "removed": "cancelled"}]})

    line.order_version = gone  # type: ignore[attr-defined]
    told = Item(ORDER, removed="cancelled")
    line.changes = lambda cursor, limit: replace(page(cursor, limit), items=(told,) if cursor is None else ())  # type: ignore[method-assign]
    assert sync(store, line).unreadable == 0
    with store.reading() as work:
        assert work.orders.get(ORDER) is None


def test_what_could_not_be_read_and_was_taken_back_is_over(store: Store) -> None:
    """The desk undid it: the version is the one that is held, and nothing is put aside any more."""
    endpoint = MemoryEndpoint({ORDER: a_doc(1)})
    line = MemoryLine(endpoint)
    sync(store, line)
    page, bad = line.changes, [Item(ORDER)]
    line.changes = lambda cursor, limit: replace(page(cursor, limit), items=(bad.pop(),)) if bad else page(None, limit)  # type: ignore[method-assign]
    endpoint.position += 1
    assert sync(store, line).unreadable == 1
    endpoint.position += 1
    assert sync(store, line).unreadable == 0


@pytest.mark.parametrize(("code", "most", "batches"), [("net.too-large", 1, 19), ("net.timeout", 10, 3)])
def test_an_answer_too_much_for_the_line_comes_in_parts(store: Store, code: str, most: int, batches: int) -> None:
    endpoint = MemoryEndpoint({order_id(n): a_doc(n) for n in range(1, 13)})
    line = MemoryLine(endpoint)
    sync(store, line)
    for n in range(1, 13):
        write(store, n, cause="x")
    batch, asked = line.batch, []

    def thin(given: Batch) -> Any:
        asked.append(len(given.ops))
        reply = batch(given)
        if len(given.ops) > most:
            raise NetworkFault(code, "x")
        return reply

    line.batch = thin  # type: ignore[method-assign]
    assert sync(store, line).outcome == "done"
    assert len(asked) == batches, asked
    assert all(doc["answers"]["cause"] == "x" for doc in endpoint.docs.values())


def test_many_that_wait_for_a_file_are_not_read_again_for_each_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 60
    endpoint = MemoryEndpoint({order_id(n): a_doc(n) for n in range(1, count + 1)})
    line = MemoryLine(endpoint)
    line.blob_put = lambda _sha256, part, offset, last: (offset + len(part), last)  # type: ignore[attr-defined]
    sync(store, line)
    for n in range(1, count + 1):
        data = b"photo %d" % n
        sha256 = store.blobs.put(data)
        with store.writing() as work:
            work.blobs.add(order_id(n), sha256, len(data), "image/jpeg")
            entry = {"id": f"a{n}", "sha256": sha256, "name": "a.jpg", "mime": "image/jpeg", "size": len(data), "kind": "photo"}
            doc = patches.apply(work.orders.need(order_id(n)).doc, {"attachments": [entry]})
            summary = summarise(CATALOG.latest("maintenance-work-order"), doc, PROFILE, store.clock.now())
            work.change(order_id(n), {"attachments": [entry]}, summary, doc)
    read: list[str] = []
    monkeypatch.setattr(outbox, "to_op", lambda row: read.append(row["op_id"]) or to_op(row))
    report = sync(store, line)
    assert (report.outcome, report.pushed, report.blobs) == ("done", count, count)
    assert len(read) < 12 * count, "as many for each file, however many wait"
    assert all(len(doc["attachments"]) == 1 for doc in endpoint.docs.values())


def test_unknown_fields_survive(store: Store) -> None:
    doc = {**a_doc(1), "from_tomorrow": {"deep": [1, {"x": None}]}}
    doc["answers"]["new_field"] = {"any": "thing"}
    endpoint = MemoryEndpoint({ORDER: doc})
    line = MemoryLine(endpoint)
    sync(store, line)
    write(store, cause="x")
    sync(store, line)
    held = endpoint.docs[ORDER]
    assert held["from_tomorrow"] == doc["from_tomorrow"]
    assert held["answers"] == {**doc["answers"], "cause": "x"}


def test_a_newer_version_while_the_outcome_is_unknown_keeps_what_the_desk_won(store: Store) -> None:
    """Sent with a lost reply, typed on, put off by the endpoint; then a newer version comes in before the reply is known."""
    endpoint = MemoryEndpoint({ORDER: a_doc(1, contact_name="甲")})
    line = MemoryLine(endpoint)
    sync(store, line)
    write(store, cause="已送出")
    line.lose = {line.requests + 3}
    assert sync(store, line).outcome == "offline"
    write(store, contact_name="我方")
    endpoint.write(ORDER, {"answers": {"contact_name": "台方"}})
    run = a_run(store, line)
    with store.writing() as work:
        item = Item(ORDER, etag_of(endpoint.docs[ORDER]), written=encode(endpoint.docs[ORDER]))
        pull.apply_item(run, work, item, Notes(run, work))
    assert sync(store, line).outcome == "done"
    assert endpoint.docs[ORDER]["answers"]["contact_name"] == "台方"
    assert endpoint.docs[ORDER]["answers"]["cause"] == "已送出"
    with store.reading() as work:
        assert [(c.field, c.mine, c.theirs) for c in work.conflicts.open(ORDER)] == [("contact_name", "我方", "台方")]
        assert not work.outbox.active_of(ORDER)


@pytest.mark.parametrize(
    ("schema", "min_client", "code"),
    [((1, 1), "0.1.0", None), ((2, 3), "0.1.0", "sync.schema"), ((1, 1), "99.0", "sync.client-too-old")],
)
def test_compatibility(schema: tuple[int, int], min_client: str, code: str | None) -> None:
    hello = Hello("i", 1, 0, SchemaRange(*schema), min_client, "2026-11-22T09:00:00Z")
    found = None
    try:
        engine.require_compatible(hello)
    except Fault as fault:
        found = fault.code
    assert found == code


@pytest.mark.parametrize(
    ("chunk", "seconds", "expected"),
    [
        (262_144, 0.0, 2_097_152),
        (262_144, 1.0, 786_432),
        (262_144, 3.0, 262_144),
        (4_194_304, 0.1, 4_194_304),
        (131_072, 9.0, 43_690),
        (32_768, 9.0, 32_768),
    ],
)
def test_parts_follow_the_line(chunk: int, seconds: float, expected: int) -> None:
    assert blobs.next_chunk(chunk, seconds) == expected


def test_an_answer_with_fields_of_tomorrow_is_read() -> None:
    data = b'{"op_id":"1","status":"applied","etag":"e","new":[1]}'
    assert msgspec.json.decode(data, type=OpResult).etag == "e"
