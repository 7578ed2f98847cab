"""Lists, filters, counts and history; and that no question reads the whole store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from fieldapp.domain.records import Priority, State
from fieldapp.store import listing, queries
from fieldapp.store.matching import Noted, Words
from fieldapp.store.opening import raw_connection
from fieldapp.store.records import OrderFilter, Sort
from fieldapp.store.store import Store
from tests.support.store_builders import START, HandClock, a_doc, a_store, a_summary, order_id, pull


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    clock = HandClock()
    opened = a_store(tmp_path_factory.mktemp("queries"), clock)
    hour = timedelta(hours=1)
    rows: list[dict[str, Any]] = [
        {"due_at": START + 5 * hour, "priority": Priority.SEVERE, "serials": ("SN-1", "SN-2")},
        {"due_at": START + 2 * hour, "priority": Priority.CRITICAL, "state": State.IN_PROGRESS, "discovered_at": START - hour},
        {"due_at": START + 1 * hour, "resolved_at": START, "state": State.RESOLVED, "discovered_at": START - 2 * hour},
        {
            "due_at": None,
            "customer": "天河",
            "category": "服务请求",
            "assignee": None,
            "discovered_at": None,
            "serials": ("sn 1",),
        },
    ]
    for n, changed in enumerate(rows, 1):
        clock.move(seconds=1)
        pull(opened, a_doc(n), **changed)
    clock.move(seconds=1)
    with opened.writing() as work:
        doc = a_doc(3, cause="x")
        work.change(order_id(3), {"answers": {"cause": "x"}}, a_summary(doc, **rows[2]), doc)
    yield opened
    opened.close()


def numbers(ids: tuple[str, ...]) -> list[int]:
    return [next(n for n in range(1, 9) if order_id(n) == found) for found in ids]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [(Sort.DUE, [2, 1]), (Sort.DISCOVERED, [1, 2, 3, 4]), (Sort.UPDATED, [3, 4, 2, 1]), (Sort.NUMBER, [1, 2, 3, 4])],
)
def test_sorts(store: Store, sort: Sort, expected: list[int]) -> None:
    found = numbers(store.queries.order_ids(sort=sort))
    assert found[: len(expected)] == expected
    assert sorted(found) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (OrderFilter(), {1, 2, 3, 4}),
        (OrderFilter(states=frozenset({State.IN_PROGRESS, State.RESOLVED})), {2, 3}),
        (OrderFilter(priorities=frozenset({Priority.CRITICAL})), {2}),
        (OrderFilter(categories=frozenset({"服务请求"})), {4}),
        (OrderFilter(assignee="eng-001"), {1, 2, 3}),
        (OrderFilter(since=START - timedelta(hours=1), until=START), {2}),
        (OrderFilter(unsent_only=True), {3}),
        (OrderFilter(due_before=START + timedelta(hours=3)), {2}),
        (OrderFilter(due_before=START + timedelta(hours=6), text="wx"), {1, 2}),
        (OrderFilter(text="天河"), {4}),
        (OrderFilter(text="wx", priorities=frozenset({Priority.SEVERE})), {1}),
    ],
)
def test_filters(store: Store, wanted: OrderFilter, expected: set[int]) -> None:
    for sort in Sort:
        assert set(numbers(store.queries.order_ids(wanted, sort))) == expected


def test_rows_come_in_the_order_asked_for(store: Store) -> None:
    rows = store.queries.order_rows([order_id(3), order_id(77), order_id(1)])
    assert [row.id for row in rows] == [order_id(3), order_id(1)]
    assert (rows[0].unsent, rows[0].parked, rows[1].unsent) == (True, False, False)
    assert (rows[1].priority, rows[1].due_at, rows[1].contact) == (Priority.SEVERE, START + timedelta(hours=5), "欧阳𠅤")
    assert store.queries.order_rows([]) == ()


def test_counts(store: Store) -> None:
    counts = store.queries.counts()
    assert (counts.orders, counts.unsent, counts.parked, counts.conflicts, counts.blobs_waiting) == (4, 1, 0, 0, 0)
    assert {state: n for state, n in counts.by_state.items() if n} == {
        State.DISPATCHED: 2,
        State.IN_PROGRESS: 1,
        State.RESOLVED: 1,
    }
    assert counts.by_state[State.CLOSED] == 0


def test_history_by_customer_and_by_serial(store: Store) -> None:
    assert numbers(tuple(row.id for row in store.queries.history("天河"))) == [4]
    assert numbers(tuple(row.id for row in store.queries.history("", ["ＳＮ１"]))) == [1, 4]
    assert numbers(tuple(row.id for row in store.queries.history("天河", ["sn-2"]))) == [1, 4]
    assert store.queries.history("", ["", " - "]) == ()


def statements() -> dict[str, Select[Any]]:
    full = OrderFilter("交换", frozenset(State), frozenset(Priority), frozenset({"硬件故障"}), "e", START, START, True)
    problems, heard = (
        OrderFilter("交换", frozenset({"OPEN"}), kind="problem"),
        OrderFilter("bjyh 交换 jhj", frozenset({State.PENDING})),
    )
    asked: dict[str, Select[Any]] = {f"{sort} all": listing.ids_statement(OrderFilter(), sort) for sort in Sort}
    asked |= {f"{sort} by state": listing.ids_statement(OrderFilter(states=frozenset({State.PENDING})), sort) for sort in Sort}
    for noted in Noted:
        of_full, of_problems, of_heard = (Words(wanted.text, noted) for wanted in (full, problems, heard))
        asked |= {f"{sort} filtered, noted {noted.value}": listing.ids_statement(full, sort, of_full) for sort in Sort}
        asked[f"records, noted {noted.value}"] = listing.ids_statement(problems, Sort.UPDATED, of_problems)
        asked[f"by sound, noted {noted.value}"] = listing.ids_statement(heard, Sort.DUE, of_heard)
        order = of_heard.order()
        assert order is not None
        asked[f"by sound, in order, noted {noted.value}"] = listing.ids_statement(heard, Sort.DUE, of_heard).add_columns(order)
    asked["links"] = queries.links_statement(order_id(1))
    asked["counts"] = queries.counts_statement()
    asked["history"] = queries.history_statement("天河", ["a"], START)
    asked["rows"] = queries.rows_statement([order_id(1), order_id(2)])
    return asked


@pytest.mark.parametrize("name", list(statements()))
def test_no_question_reads_the_documents(store: Store, name: str) -> None:
    """Every step is a look-up, or a walk over an index that holds all that is asked for."""
    compiled = statements()[name].compile(
        dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True, "render_postcompile": True}
    )
    with raw_connection(store._engines.screens) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {compiled}")]
    steps = [step for step in plan if step.startswith(("SCAN", "SEARCH")) and "orders" in step]
    assert steps, plan
    for step in steps:
        assert "SEARCH" in step or "COVERING INDEX" in step, plan


def test_the_list_is_sorted_by_its_index(store: Store) -> None:
    for sort in Sort:
        compiled = listing.ids_statement(OrderFilter(), sort).compile(
            dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
        )
        with raw_connection(store._engines.screens) as connection:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {compiled}")]
        assert not any("TEMP B-TREE" in step for step in plan), plan
