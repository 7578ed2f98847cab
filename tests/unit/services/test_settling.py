"""Conflicts can always be settled: also when the order has been taken away, so that no badge stays for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.domain.conflicts import FieldConflict
from fieldapp.domain.records import Owner
from fieldapp.errors import RefusedFault
from fieldapp.services.settling import settle_conflict
from tests.support.ui_orders import Bench, a_bench, working_order


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def disputed(bench: Bench) -> tuple[str, str]:
    order_id = bench.hold(working_order(cause="我的"))
    with bench.context.store.writing() as work:
        work.conflicts.add(order_id, [FieldConflict("cause", None, None, "原来", "我的", "服务台的", Owner.ENGINEER)])
        (conflict,) = work.conflicts.open(order_id)
    return order_id, conflict.id


def open_ones(bench: Bench) -> int:
    return bench.context.store.queries.counts().conflicts


@pytest.mark.parametrize(("choice", "value"), [("mine", "我的"), ("theirs", "服务台的")])
def test_a_choice_stands(bench: Bench, choice: str, value: str) -> None:
    order_id, conflict = disputed(bench)
    settle_conflict(bench.context, conflict, choice)
    assert bench.answer(order_id, "cause") == value
    assert open_ones(bench) == 0
    with pytest.raises(RefusedFault, match="settled already"):
        settle_conflict(bench.context, conflict, choice)


def test_on_a_frozen_order_only_theirs_can_stand_and_changes_nothing(bench: Bench) -> None:
    order_id, conflict = disputed(bench)
    with bench.context.store.writing() as work:
        work.orders.freeze(order_id, "cancelled")
    with pytest.raises(RefusedFault) as caught:
        settle_conflict(bench.context, conflict, "mine")
    assert caught.value.code == "order.frozen"
    settle_conflict(bench.context, conflict, "theirs")
    assert bench.answer(order_id, "cause") == "我的"
    assert open_ones(bench) == 0


def test_the_conflicts_of_an_order_that_goes_go_with_it(bench: Bench) -> None:
    order_id, _ = disputed(bench)
    with bench.context.store.writing() as work:
        work.orders.remove(order_id)
    assert open_ones(bench) == 0
    with bench.context.store.reading() as work:
        assert [conflict.mine for conflict in work.conflicts.all_of(order_id)] == ["我的"]
