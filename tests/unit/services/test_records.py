"""Records on the device: made offline in one step, filled in like an order, moved by whom their kind names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain.conflicts import FieldConflict
from fieldapp.domain.records import Actor, Owner, Role
from fieldapp.errors import DraftFault, Fault, RefusedFault
from fieldapp.services.settling import settle_conflict
from fieldapp.store.records import OpKind
from tests.support.record_documents import OTHER, problem
from tests.support.ui_orders import Bench, a_bench, working_order

TITLE = {"title": "同型号摄像机反复断线", "reason_kind": "repeated"}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def as_desk(bench: Bench) -> None:
    bench.context.session = replace(bench.context.session, actor=Actor("desk-001", "王", Role.DESK))


def code(action: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Fault) as caught:
        action(*args, **more)
    return caught.value.code


def test_one_is_made_offline_and_belongs_to_its_order(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    record_id = bench.records.create("problem", TITLE, [order_id, order_id])
    detail = bench.records.detail(record_id)
    assert (detail.kind.code, detail.state.code, detail.moves, detail.editable) == ("problem", "SUBMITTED", (), True)
    assert detail.number.startswith("WT-")
    assert [(link.id, link.held) for link in detail.links] == [(order_id, True)]
    assert [row.id for row in bench.records.linked_to(order_id)] == [record_id]
    assert bench.records.rows("problem", "反复断线")[0].unsent
    with bench.context.store.reading() as work:
        (op,) = work.outbox.active_of(record_id)
    assert (op.kind, op.payload) == (OpKind.CREATE, detail.doc)
    assert bench.orders.today().counts.orders == 1


def test_what_cannot_be_made(bench: Bench) -> None:
    assert code(bench.records.create, "nonsense") == "kind.unknown"
    assert code(bench.records.create, "problem", {"title": 7}) == "answer.type"
    assert code(bench.records.create, "problem", TITLE, ["0197a000-0000-7000-8000-00000000eeee"]) == "order.unknown"
    assert bench.records.rows("problem") == ()


def test_typing_is_kept_as_in_an_order(bench: Bench) -> None:
    record_id = bench.records.create("problem", TITLE)
    detail = bench.records.save(record_id, {"symptom": "每晚掉线", "measure": "他自己的单，台方一栏也可填"})
    assert (detail.doc["answers"]["symptom"], detail.desk_too) == ("每晚掉线", True)
    rows = [{"_id": "0197a000-0000-7000-8000-00000000dddd", "name": "球机", "failures": "三次"}]
    with pytest.raises(DraftFault):
        bench.records.save(record_id, {"devices": rows, "symptom": "改过"})
    detail = bench.records.detail(record_id)
    assert (detail.doc["answers"]["symptom"], set(detail.drafts)) == ("改过", {"devices"})
    bench.records.note(record_id, "已联系厂家")
    assert [event.data.get("text") for event in bench.records.detail(record_id).events] == [None, "已联系厂家"]
    assert bench.records.rows("problem", "联系厂家")[0].id == record_id


def test_the_desks_fields_and_moves_are_the_desks(bench: Bench) -> None:
    record_id = bench.hold(problem())
    bench.context.session = replace(bench.context.session, actor=Actor("eng-001", "欧阳𠅤", Role.ENGINEER))
    assert code(bench.records.save, record_id, {"measure": "x"}) == "field.not-yours"
    assert code(bench.records.move, record_id, "INVESTIGATING") == "state.refused"
    as_desk(bench)
    assert [move.to for move in bench.records.detail(record_id).moves] == ["INVESTIGATING", "REJECTED"]
    assert code(bench.records.move, record_id, "REJECTED") == "state.refused"
    bench.records.move(record_id, "INVESTIGATING")
    with pytest.raises(RefusedFault) as caught:
        bench.records.move(record_id, "CLOSED")
    assert caught.value.code == "order.incomplete"
    assert [gap.field for gap in caught.value.details["missing"]] == ["measure"]
    bench.records.save(record_id, {"measure": "更换型号", "root_cause": "固件"})
    bench.records.move(record_id, "CLOSED")
    detail = bench.records.detail(record_id)
    assert (detail.state.final, detail.editable, [move.to for move in detail.moves]) == (True, True, ["INVESTIGATING"])
    bench.context.session = replace(bench.context.session, actor=OTHER)
    assert not bench.records.detail(record_id).editable
    with pytest.raises(DraftFault) as late:
        bench.records.save(record_id, {"symptom": "关闭前打的字"})
    assert (late.value.code, bench.records.detail(record_id).drafts) == ("record.locked", {"symptom": "关闭前打的字"})


def test_an_order_is_no_record_and_a_record_no_order(bench: Bench) -> None:
    order_id, record_id = bench.hold(working_order()), bench.records.create("problem", TITLE)
    for action in (bench.records.detail, bench.records.move):
        assert code(action, order_id, *(["CLOSED"] if action == bench.records.move else [])) == "order.unknown"
    assert code(bench.orders.detail, record_id) == "order.is-record"


def test_links_go_on(bench: Bench) -> None:
    record_id, other = bench.records.create("problem", TITLE), bench.records.create("problem", TITLE)
    bench.records.link(record_id, other)
    bench.records.link(record_id, other)
    assert [link.kind for link in bench.records.detail(record_id).links] == ["problem"]
    assert [row.id for row in bench.records.detail(other).linked_from] == [record_id]
    with pytest.raises(RefusedFault):
        bench.records.link(record_id, "0197a000-0000-7000-8000-00000000eeee")


def test_a_conflict_is_settled_as_in_an_order(bench: Bench) -> None:
    record_id = bench.hold(problem(symptom="台方"))
    with bench.context.store.writing() as work:
        work.conflicts.add(record_id, [FieldConflict("symptom", None, None, "旧", "我方", "台方", Owner.DESK)])
    (conflict,) = bench.records.detail(record_id).conflicts
    settle_conflict(bench.context, conflict.id, "mine")
    assert bench.answer(record_id, "symptom") == "我方"
