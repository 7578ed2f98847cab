"""The steps of an order keep to the form: what is missing or breaks a rule of the engineer's holds 完成处理 back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.domain.records import State
from fieldapp.errors import RefusedFault
from tests.support.ui_orders import Bench, a_bench, working_order

ENOUGH = {
    "result": "solved",
    "restored_at": "2026-11-22T11:50:00.000+08:00",
    "checks": [{"_id": "0197a000-0000-7000-8000-0000000000c1", "item": "预览", "outcome": "pass"}],
    "final_category": "hardware",
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def test_what_is_missing_is_named(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    with pytest.raises(RefusedFault) as refused:
        bench.orders.resolve(order_id)
    assert refused.value.code == "order.incomplete"
    assert "final_category" in {gap.field for gap in refused.value.details["missing"]}


def test_an_answer_that_breaks_a_rule_holds_the_step_back(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    bench.filling.save(order_id, ENOUGH | {"result": "workaround", "workaround": False})
    with pytest.raises(RefusedFault) as refused:
        bench.orders.resolve(order_id)
    assert (refused.value.code, refused.value.details["fields"]) == ("order.wrong-answers", ["workaround"])
    bench.filling.save(order_id, {"workaround": True})
    bench.orders.resolve(order_id)
    assert bench.orders.detail(order_id).status.state is State.RESOLVED


def test_what_the_desk_has_wrong_does_not_hold_the_engineer_back(bench: Bench) -> None:
    order = working_order()
    order["answers"]["received_at"] = "2020-01-01T00:00:00.000+08:00"
    order_id = bench.hold(order)
    bench.filling.save(order_id, ENOUGH)
    bench.orders.resolve(order_id)
    assert bench.orders.detail(order_id).status.state is State.RESOLVED
