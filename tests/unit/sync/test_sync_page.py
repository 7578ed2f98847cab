"""What a page of the feed does to the store: lines in their order, whatever was read of them beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support.store_builders import HandClock, a_doc, a_store, order_id
from support.sync_memory import MemoryEndpoint, MemoryLine

from fieldapp.services.shipped import shipped_catalog, shipped_profile
from fieldapp.store.store import Store
from fieldapp.sync import pull
from fieldapp.sync.removals import Removals
from fieldapp.sync.run import Run
from fieldapp.sync.unreadable import UNREADABLE
from fieldapp.sync.wire import Item, Page, encode

ORDER = order_id(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    kept = a_store(tmp_path / "store", HandClock())
    yield kept
    kept.close()


def version(cause: str, etag: str, number: int = 1, **changes: Any) -> Item:
    return Item(order_id(number), etag, written=encode({**a_doc(number, cause=cause), **changes}))


GONE = Item(ORDER, removed="reassigned")
STRANGE = Item(ORDER, "e9", written=b'{"id":"' + ORDER.encode() + b'","schema":1}')


def apply(store: Store, *items: Item) -> Run:
    line = MemoryLine(MemoryEndpoint({}))
    run = Run(store, line, shipped_catalog(), shipped_profile(), store.clock, lambda: False, lambda _: None, lambda: 0.0)  # type: ignore[arg-type]
    with store.reading() as work:
        removals = Removals(work.orders.count_by_kind())
    pull.apply_page(run, Page(items, "c1", more=False), None, removals)
    return run


def held(store: Store) -> str | None:
    with store.reading() as work:
        assert work.meta.get("cursor") == "c1"
        found = work.orders.get(ORDER)
    return None if found is None else f"{found.doc['answers']['cause']} {found.base_etag}"


def aside(store: Store) -> set[str]:
    with store.reading() as work:
        return set(work.meta.get(UNREADABLE, {}))


@pytest.mark.parametrize(
    ("items", "left"),
    [
        ((version("a", "e1"),), "a e1"),
        ((version("a", "e1"), version("b", "e2")), "b e2"),
        ((version("a", "e1"), version("x", "e1", 2), version("b", "e2"), version("c", "e3")), "c e3"),
        ((GONE, version("a", "e1")), "a e1"),
        ((version("a", "e1"), GONE), None),
        ((version("a", "e1"), GONE, version("b", "e2")), "b e2"),
        ((STRANGE, version("a", "e1")), "a e1"),
        ((version("a", "e1"), STRANGE), "a e1"),
        ((version("a", ""), version("b", "e2")), "b e2"),
        ((version("a", "e1", newer={"of": [None, "later"]}), version("x", "e1", 2)), "a e1"),
    ],
    ids=["new", "twice", "three-times", "given", "taken", "given-back", "strange-first", "strange-last", "no-etag", "newer-key"],
)
def test_lines_of_one_order_count_in_their_order(store: Store, items: tuple[Item, ...], left: str | None) -> None:
    apply(store, *items)
    assert held(store) == left
    assert aside(store) == ({ORDER} if items[-1] is STRANGE else set())


def test_what_is_held_meanwhile_is_merged_and_not_doubled(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading a page and writing it down the order came in by another way."""
    read = pull.prepared

    def late(run: Run, items: Any) -> Any:
        ready = read(run, items)
        with store.writing() as work:
            doc = a_doc(1, cause="first")
            work.orders.put_pulled(ORDER, doc, doc, "e0", run.summary(doc))
        return ready

    monkeypatch.setattr(pull, "prepared", late)
    run = apply(store, version("second", "e1"), version("x", "e1", 2))
    assert held(store) == "second e1"
    assert run.counts.pulled == 2
    assert store.queries.counts().orders == 2


def test_a_document_is_kept_to_the_letter(store: Store) -> None:
    """Also one that this version reads the slow way, in a writing of its own."""
    doc = {**a_doc(1, cause="第\u2028一 𠅤"), "newer": {"b": 1, "a": 1.0}}
    written = msgspec.json.format(encode(doc), indent=1)
    apply(store, Item(ORDER, "e1", written=written))
    with store.reading() as work:
        kept = work._connection.exec_driver_sql("SELECT doc, typeof(doc) FROM orders").one()
        assert work.orders.need(ORDER).doc == doc
    assert tuple(kept) == (written.decode(), "text")


@pytest.mark.parametrize(
    "changes",
    [{}, {"number": None, "assignee": None}, {"newer": 1}, {"form": {"id": "maintenance-work-order", "version": 1}}],
    ids=["whole", "without", "newer", "form"],
)
def test_both_ways_of_reading_make_the_same_columns(store: Store, changes: dict[str, Any]) -> None:
    doc = {**a_doc(1, cause="x"), **changes}
    run = apply(store, Item(ORDER, "e1", written=encode(doc)))
    with store.writing() as work:
        before = dict(work._connection.exec_driver_sql("SELECT * FROM orders").mappings().one())
        work.orders.put_pulled(ORDER, doc, doc, "e1", run.summary(doc))
        assert dict(work._connection.exec_driver_sql("SELECT * FROM orders").mappings().one()) == before | {
            "doc": encode_sorted(doc)
        }


def encode_sorted(doc: dict[str, Any]) -> str:
    return msgspec.json.encode(doc, order="sorted").decode()
