"""From an order to problem, change and configuration management: offered when asked for, made offline, once."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from fieldapp.clock import to_wire
from fieldapp.domain import kinds, links
from fieldapp.errors import RefusedFault
from fieldapp.ids import new_id
from fieldapp.services.handoffs import Why
from fieldapp.services.shipped import FORM, shipped_catalog
from fieldapp.store.records import OpKind
from tests.support.ui_orders import Bench, a_bench, resolved_order, working_order

QUIET = dict.fromkeys(
    ("to_problem", "to_problem_reason", "recurring", "change_kind", "change_ref", "config_changes", "result", "kb_title")
)
ROWS = [
    {"_id": "0197a000-0000-7000-8000-00000000c001", "ci": "CI-7", "attribute": "IP 地址", "old": "10.0.0.1", "new": "10.0.0.2"},
    {"_id": "0197a000-0000-7000-8000-00000000c002", "ci": "CI-7", "attribute": "固件", "new": "5.5"},
]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def order(bench: Bench, **answers: Any) -> str:
    doc = working_order()
    said = {**doc["answers"], **QUIET, "priority": "NORMAL", **answers}
    doc["answers"] = {name: value for name, value in said.items() if value is not None}
    return bench.hold(doc)


def offers(bench: Bench, order_id: str) -> dict[str, Why]:
    return {offer.kind.code: offer.why for offer in bench.handoffs.of(order_id).offers}


@pytest.mark.parametrize("code", [kind.code for kind in kinds.every().values() if kind.from_order])
def test_the_rule_of_a_kind_names_fields_that_are_there(code: str) -> None:
    """Its conditions can be read, and what it takes and says are answers of the two forms."""
    from fieldapp.forms.loader import condition_on

    kind, catalog = kinds.get(code), shipped_catalog()
    rule, form, order_form = kind.from_order, catalog.latest(kind.form), catalog.latest(FORM)
    assert rule is not None
    for text in (rule.when, rule.suggest, *(one["when"] for one in rule.choose if one["when"] != "repeated")):
        assert not text or condition_on(order_form, text)
    here = {*rule.take, *(one["answer"] for one in rule.choose), *filter(None, [rule.rows_to])}
    there = {*chain.from_iterable(rule.take.values()), *rule.says, *filter(None, [rule.number_to, rule.reason_to, rule.rows])}
    assert here <= {field.id for field in form.fields}
    assert there <= {field.id for field in order_form.fields}


def test_nothing_is_offered_where_nothing_asks_for_it(bench: Bench) -> None:
    order_id = order(bench)
    assert offers(bench, order_id) == {}
    with pytest.raises(RefusedFault) as caught:
        bench.handoffs.hand_over(order_id, "problem")
    assert caught.value.code == "handoff.not-offered"


def test_a_problem_is_made_in_one_step_with_what_the_order_knows(bench: Bench) -> None:
    order_id = order(bench, to_problem=True, to_problem_reason="第三次", cause="固件缺陷", symptom="画面丢失\n第二行")
    assert offers(bench, order_id) == {"problem": Why.ASKED}
    record_id = bench.handoffs.hand_over(order_id, "problem")
    answers = bench.stored(record_id)["answers"]
    assert (answers["title"], answers["reason"], answers["known_cause"]) == ("画面丢失", "第三次", "固件缺陷")
    assert answers["symptom"] == "画面丢失\n第二行"
    assert answers["devices"][0]["name"] == bench.answer(order_id, "devices")[0]["name"]
    assert "location" not in answers["devices"][0]
    held = bench.handoffs.of(order_id)
    assert ([row.id for row in held.records], held.offers) == ([record_id], ())
    assert held.records[0].unsent


def test_the_same_step_twice_makes_one(bench: Bench, tmp_path: Path) -> None:
    """On this device, and on another one that has the same order."""
    order_id = order(bench, to_problem=True, to_problem_reason="x")
    doc = copy.deepcopy(bench.stored(order_id))
    record_id = bench.handoffs.hand_over(order_id, "problem")
    with pytest.raises(RefusedFault):
        bench.handoffs.hand_over(order_id, "problem")
    other = a_bench(tmp_path / "other")
    other.hold(doc)
    assert other.handoffs.hand_over(order_id, "problem") == record_id
    other.close()


def test_a_change_gives_the_order_its_reference(bench: Bench) -> None:
    order_id = order(bench, change_kind="major", solution="更换主板")
    record_id = bench.handoffs.hand_over(order_id, "change")
    record = bench.stored(record_id)
    assert (record["answers"]["change_kind"], record["answers"]["steps"]) == ("major", "更换主板")
    assert bench.answer(order_id, "change_ref") == record["number"]
    with bench.context.store.reading() as work:
        assert [op.kind for op in work.outbox.active_of(order_id)] == [OpKind.PATCH]


def test_a_reference_given_by_hand_stays(bench: Bench) -> None:
    order_id = order(bench, change_kind="urgent", change_ref="客户 2026-17")
    record_id = bench.handoffs.hand_over(order_id, "change")
    assert bench.answer(order_id, "change_ref") == "客户 2026-17"
    assert bench.answer(record_id, "reference") == "客户 2026-17"


def test_rows_are_handed_over_once_each(bench: Bench) -> None:
    order_id = order(bench, config_changes=ROWS[:1])
    first = bench.handoffs.hand_over(order_id, "configuration")
    assert offers(bench, order_id) == {}
    bench.filling.save(order_id, {"config_changes": ROWS})
    (offer,) = bench.handoffs.of(order_id).offers
    assert offer.rows == 1
    second = bench.handoffs.hand_over(order_id, "configuration")
    assert [bench.answer(one, "changes") for one in (first, second)] == [ROWS[:1], ROWS[1:]]


def test_a_withdrawn_one_may_be_made_again(bench: Bench) -> None:
    order_id = order(bench, change_kind="normal")
    first = bench.handoffs.hand_over(order_id, "change")
    bench.records.move(first, "WITHDRAWN", reason="不做了")
    second = bench.handoffs.hand_over(order_id, "change")
    assert second != first
    assert [row.state for row in bench.handoffs.of(order_id).records] == ["WITHDRAWN", "SUBMITTED"]


def test_a_device_that_failed_again_and_again(bench: Bench) -> None:
    """§6.2.5 with the profile's rule: so many failures of one serial number within so many days."""
    rule = bench.context.profile.repeat
    order_id = order(bench)
    serial = bench.answer(order_id, "devices")[0]["serial"]
    for n in range(1, rule.failures):
        doc = copy.deepcopy(bench.stored(order_id))
        doc |= {"id": new_id(), "number": f"WX-20261001-{n:06}"}
        doc["answers"]["discovered_at"] = to_wire(bench.context.now() - timedelta(days=n))
        assert offers(bench, order_id) == {}
        bench.hold(doc)
    assert offers(bench, order_id) == {"problem": Why.REPEATED}
    record_id = bench.handoffs.hand_over(order_id, "problem")
    words = f"{rule.days} 天内故障 {rule.failures} 次"
    assert (bench.answer(record_id, "reason_kind"), bench.answer(order_id, "to_problem")) == ("repeated", True)
    assert words in bench.answer(record_id, "reason")
    assert words in bench.answer(order_id, "to_problem_reason")
    assert serial in bench.answer(record_id, "reason")


def test_who_says_no_is_not_asked_again(bench: Bench) -> None:
    assert offers(bench, order(bench, recurring=True)) == {"problem": Why.SUGGESTED}
    assert offers(bench, order(bench, recurring=True, to_problem=False)) == {}


def test_a_signed_order_stays_as_it_was_signed(bench: Bench) -> None:
    doc = resolved_order()
    doc["answers"] |= {"recurring": True}
    doc["answers"].pop("to_problem", None)
    order_id = bench.hold(doc)
    view = bench.signing.prepare(order_id)
    bench.signing.not_signed(order_id, view, "refused", "客户拒签", "王岩")
    before = bench.stored(order_id)
    record_id = bench.handoffs.hand_over(order_id, "problem")
    assert bench.stored(order_id) == before
    assert links.targets(bench.stored(record_id)) == (order_id,)


def test_an_order_taken_away_hands_nothing_over(bench: Bench) -> None:
    order_id = order(bench, to_problem=True)
    with bench.context.store.writing() as work:
        work.orders.freeze(order_id, "reassigned")
    assert bench.handoffs.of(order_id).offers == ()
    with pytest.raises(RefusedFault) as caught:
        bench.handoffs.hand_over(order_id, "problem")
    assert caught.value.code == "order.frozen"


def test_a_workaround_owes_its_root_cause(bench: Bench) -> None:
    """§4.4: 对利用“替代方案”解决的事件，应找到事件根源."""
    order_id = order(bench, result="workaround", workaround=True)
    assert offers(bench, order_id) == {"problem": Why.SUGGESTED}
    record_id = bench.handoffs.hand_over(order_id, "problem")
    assert bench.answer(record_id, "reason_kind") == "workaround"
