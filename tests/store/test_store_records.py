"""Records beside orders in the store: each list shows its own kind, links are found from both ends, an old store comes along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain import links
from fieldapp.domain.records import Document, State
from fieldapp.forms.summary import summarise
from fieldapp.services.shipped import shipped_catalog, shipped_profile
from fieldapp.store.columns import dump
from fieldapp.store.migrations import runner
from fieldapp.store.opening import raw_connection
from fieldapp.store.records import OrderFilter, Sort
from fieldapp.store.store import Store
from tests.support.record_documents import problem
from tests.support.store_builders import KEY, START, HandClock, a_doc, a_store, a_summary, order_id, pull


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = a_store(tmp_path)
    yield made
    made.close()


def hold(store: Store, doc: Document) -> str:
    summary = summarise(shipped_catalog().latest(doc["form"]["id"]), doc, shipped_profile(), START)
    with store.writing() as work:
        work.orders.put_pulled(doc["id"], doc, doc, "e", summary)
    return str(doc["id"])


def belonging(*orders: Document, **more: Any) -> Document:
    return problem(**more, links=[links.row(order) for order in orders])


def test_lists_of_orders_show_orders_only(store: Store) -> None:
    pull(store, a_doc(1, symptom="摄像机反复断线"))
    record = hold(store, problem(customer_unit="海珠区视频监控中心"))
    queries = store.queries
    for sort in Sort:
        assert queries.order_ids(sort=sort) == (order_id(1),)
    assert (queries.search("反复断线"), queries.search("反复断线", "problem")) == ((order_id(1),), (record,))
    assert queries.counts().orders == 1
    assert [row.id for row in queries.history("海珠区视频监控中心")] == [order_id(1)]
    assert [row.id for row in queries.order_rows([record, order_id(1)])] == [order_id(1)]
    assert [row.id for row in queries.records([order_id(1), record])] == [record]
    assert queries.record_counts("problem") == {"SUBMITTED": 1}
    with store.reading() as work:
        assert work.orders.count_by_kind() == {"order": 1, "problem": 1}


def test_a_serial_number_tells_orders_from_records(store: Store) -> None:
    pull(store, a_doc(1), serials=("SN-7",))
    record = hold(store, problem(devices=[{"_id": order_id(9), "name": "球机", "serial": "sn 7"}]))
    assert [row.id for row in store.queries.history("", ["SN7"])] == [order_id(1)]
    assert [row.id for row in store.queries.records_by_serial("problem", "ＳＮ-7")] == [record]
    assert store.queries.records_by_serial("device", "SN7") == ()


def test_rows_of_records(store: Store) -> None:
    first, second = hold(store, problem()), hold(store, problem("CLOSED", number=0xAAA, title="存储掉盘", customer_unit="天河"))
    rows = store.queries.record_rows("problem")
    assert {row.id for row in rows} == {first, second}
    (row,) = store.queries.record_rows("problem", "掉盘", states=["CLOSED"])
    assert (row.id, row.kind, row.title, row.customer, row.state) == (second, "problem", "存储掉盘", "天河", "CLOSED")
    assert (row.unsent, row.parked, row.conflicts, row.frozen) == (False, False, 0, None)
    assert store.queries.record_rows("problem", states=["SUBMITTED"], most=5)[0].id == first
    assert store.queries.record_rows("change") == ()


def test_links_are_found_from_both_ends(store: Store) -> None:
    one, two = a_doc(1), a_doc(2)
    pull(store, one)
    record = hold(store, belonging(one, two))
    for order in (one, two):  # the second is not held here
        assert [row.id for row in store.queries.records_linked_to(order["id"])] == [record]
    assert store.queries.record_rows("problem", "WX-20261122-000002")[0].id == record
    hold(store, belonging(two))
    assert store.queries.records_linked_to(one["id"]) == ()
    with store.writing() as work:
        work.orders.remove(record)
    assert store.queries.records_linked_to(two["id"]) == ()


def test_a_store_of_an_earlier_version_holds_orders(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "REVISIONS", runner.REVISIONS[:2])
        old = Store.open(tmp_path, KEY, HandClock())
        doc = a_doc(1, symptom="交换机端口故障")
        columns = a_summary(doc)
        with old._engines.writer.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO orders (id, number, title, customer, site, contact, state, priority, category, accepted, due_rank,"
                " updated_at, local_only, search_digest, doc)"
                " VALUES (?, ?, ?, ?, '', '', 'DISPATCHED', 'NORMAL', '', 0, 1, 1, 0, '', ?)",
                (doc["id"], doc["number"], columns.title, columns.customer, dump(doc)),
            )
            connection.exec_driver_sql("INSERT INTO order_serials (serial, order_row) VALUES ('sn1', 1)")
        old.close()
    store = a_store(tmp_path)
    assert store.queries.order_ids(OrderFilter(states=frozenset({State.DISPATCHED}))) == (order_id(1),)
    assert [row.number for row in store.queries.history("", ["SN1"])] == [doc["number"]]
    with store.reading() as work:
        assert work.orders.need(order_id(1)).doc == doc
    record = hold(store, belonging(doc))
    assert [row.id for row in store.queries.records_linked_to(order_id(1))] == [record]
    with raw_connection(store._engines.readers) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    store.close()
