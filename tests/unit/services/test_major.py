"""A major incident on the device, offline: declared from an order, planned, told about, reviewed, closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldapp.clock import to_wire
from fieldapp.domain.major.updates import UpdateState
from fieldapp.domain.records import Actor
from fieldapp.errors import Fault, RefusedFault
from fieldapp.services.major import Manager
from fieldapp.store.records import OpKind
from tests.support.domain_documents import uid
from tests.support.major_documents import MANAGER, MEMBER, cause
from tests.support.ui_orders import Bench, a_bench, working_order

CRITICAL = {"priority": "CRITICAL"}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def as_(bench: Bench, actor: Actor) -> None:
    bench.context.session = replace(bench.context.session, actor=actor)


def code(action: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Fault) as caught:
        action(*args, **more)
    return caught.value.code


def declared(bench: Bench) -> str:
    order_id = bench.hold(working_order(**CRITICAL))
    return bench.major.declare(order_id, "全部视频业务中断", Manager(MANAGER.name, MANAGER.id, "13800000000"))


def test_declared_offline_with_all_that_is_known(bench: Bench) -> None:
    order_id = bench.hold(working_order(**CRITICAL))
    assert bench.major.may_declare(order_id)
    assert code(bench.major.declare, order_id, "x", Manager(" ")) == "answer.empty"
    record_id = bench.major.declare(order_id, "全部视频业务中断", Manager(MANAGER.name, MANAGER.id))
    detail = bench.major.detail(record_id)
    said, order = detail.record.doc["answers"], bench.stored(order_id)
    assert detail.record.number.startswith("ZD-")
    assert (said["customer_unit"], said["known_problem"]) == (order["answers"]["customer_unit"], order["answers"]["symptom"])
    assert [row["audience"] for row in said["updates"]] == [
        "senior",
        "staff",
        "customer",
        "partner",
        "handling",
        "press",
        "emergency",
    ]
    assert said["parties"][0]["phone"] == order["answers"]["contact_phone"]
    assert [row["user"] for row in said["recovery_team"]] == [bench.context.session.actor.id]
    assert (detail.look.command.now and detail.look.command.now.name) == MANAGER.name
    assert [row.id for row in detail.orders] == [order_id]
    with bench.context.store.reading() as work:
        assert [op.kind for op in work.outbox.active_of(record_id)] == [OpKind.CREATE]
    assert not bench.major.may_declare(order_id)
    assert code(bench.major.declare, order_id, "又一次", Manager("赵总")) == "major.exists"
    (row,) = bench.major.board()
    assert (row.row.id, row.asks, row.in_charge and row.in_charge.name) == (record_id, True, MANAGER.name)


@pytest.mark.parametrize("ahead_s", [0.4, 7200.0, -7200.0])
def test_the_manager_is_on_duty_at_once_whatever_the_clock_of_the_laptop_says(bench: Bench, ahead_s: float) -> None:
    """The page is reckoned by the server's clock, so the first shift and the first reviews are too."""
    bench.context.session = replace(bench.context.session, clock_offset_s=-ahead_s)
    detail = bench.major.detail(declared(bench))
    assert (detail.look.command.now and detail.look.command.now.name) == MANAGER.name
    reviews = bench.context.profile.major.reviews
    assert {review.group: review.at - detail.at for review in detail.look.reviews} == dict(reviews)


def test_a_lesser_order_is_none(bench: Bench) -> None:
    order_id = bench.hold(working_order(priority="SEVERE"))
    assert not bench.major.may_declare(order_id)
    assert code(bench.major.declare, order_id, "x", Manager("赵总")) == "major.level"


def test_versions_are_the_managers(bench: Bench) -> None:
    record_id = declared(bench)
    assert not bench.major.detail(record_id).may_issue
    assert code(bench.major.issue, record_id, "recovery", "第一版") == "entry.refused"
    as_(bench, MANAGER)
    assert code(bench.major.issue, record_id, "recovery", " ") == "answer.empty"
    bench.major.issue(record_id, "recovery", "第一版")
    assert code(bench.major.issue, record_id, "recovery", "又一版") == "plan.nothing-new"
    bench.records.save(record_id, {"causes": [cause(1, "光端机", "high", "easy")]})
    plan = bench.major.detail(record_id).plans["recovery"]
    assert [(version.number, version.by, version.note, version.sound) for version in plan.versions] == [
        (1, "赵总", "第一版", True)
    ]
    assert [(one.field, one.what) for one in plan.unissued] == [("causes", "added")]
    bench.major.issue(record_id, "recovery", "加光端机")
    plan = bench.major.detail(record_id).plans["recovery"]
    assert (len(plan.versions), plan.unissued) == (2, ())
    assert "causes" not in (plan.versions[0].content or {})


def test_an_update_goes_out_only_when_it_was_agreed_to(bench: Bench) -> None:
    record_id = declared(bench)
    update = next(one for one in bench.major.detail(record_id).look.owed if one.audience == "customer")
    assert MANAGER.name in bench.major.detail(record_id).drafts[update.key]
    assert code(bench.major.send, record_id, update.key) == "update.not-approved"
    assert code(bench.major.approve, record_id, update.key, "擅自") == "update.not-yours"
    as_(bench, MANAGER)
    assert update.key in bench.major.detail(record_id).may_approve
    assert code(bench.major.approve, record_id, update.key, "  ") == "answer.empty"
    bench.major.approve(record_id, update.key, "正在恢复")
    bench.clock.move(minutes=61)
    due = [one for one in bench.major.due() if one.key == update.key]
    assert [(one.late, one.approved, one.text) for one in due] == [(True, True, "正在恢复")]
    bench.major.send(record_id, update.key, "王科长接的")
    seen = bench.major.detail(record_id).look
    assert [(one.state, one.text, one.approved_by, one.result) for one in seen.sent] == [
        (UpdateState.LATE, "正在恢复", "赵总", "王科长接的")
    ]
    assert code(bench.major.send, record_id, update.key) == "update.not-owed"
    assert update.key not in [one.key for one in bench.major.due()]


def test_a_review_sets_the_next_one_and_what_updates_tell(bench: Bench) -> None:
    record_id = declared(bench)
    as_(bench, MANAGER)
    now = bench.context.now()
    given = {"group": "management", "held_at": to_wire(now), "minutes": "到会五人", "statement": "主备已倒换"}
    bench.major.hold_review(record_id, given, to_wire(now + timedelta(hours=3)))
    detail = bench.major.detail(record_id)
    said = detail.record.doc["answers"]
    assert (said["situation"], [row["minutes"] for row in said["reviews"]]) == ("主备已倒换", ["到会五人"])
    (management,) = [one for one in detail.look.reviews if one.group == "management"]
    assert (management.at, management.proposed) == (now + timedelta(hours=3), False)
    assert any("主备已倒换" in text for text in detail.drafts.values())
    assert [event.kind for event in detail.record.events][-1] == "review_held"
    assert code(bench.major.hold_review, record_id, {"group": "tea"}, None).startswith("answer.")


def test_telling_the_manager(bench: Bench) -> None:
    record_id = declared(bench)
    assert [one.what for one in bench.major.due()][:1] == ["manager"]
    bench.major.tell_manager(record_id, "赵总", "马上到")
    assert "manager" not in [one.what for one in bench.major.due()]
    assert bench.major.detail(record_id).look.manager_call.told == "赵总"


def test_the_whole_way_to_closure(bench: Bench) -> None:
    record_id = declared(bench)
    order_id = bench.major.detail(record_id).orders[0].id
    assert code(bench.records.move, record_id, "RECOVERING") == "state.refused"
    as_(bench, MANAGER)
    detail = bench.major.detail(record_id)
    assert detail.blocked["RECOVERING"] == ("plan.recovery", "plan.communication")
    with pytest.raises(RefusedFault) as caught:
        bench.records.move(record_id, "RECOVERING")
    assert (caught.value.code, caught.value.details["reasons"]) == ("major.in-the-way", ["plan.recovery", "plan.communication"])
    for plan in ("recovery", "communication"):
        bench.major.issue(record_id, plan, "初始会议")
    bench.records.move(record_id, "RECOVERING")
    bench.records.save(record_id, {"causes": [cause(1, "光端机", "high", "easy", "confirmed")]})
    bench.records.move(record_id, "RESOLVED")
    assert code(bench.records.move, record_id, "CLOSED") == "order.incomplete"
    done = {"restored_at": to_wire(bench.context.now()), "closing_cause": "光端机", "solution": "更换", "confirmed_by": "王科长"}
    bench.records.save(record_id, {**done, "released": True})
    assert bench.major.detail(record_id).blocked["CLOSED"] == ("order",)
    bench.hold({**bench.stored(order_id), "events": [*bench.stored(order_id)["events"], solved(bench)], "state": "RESOLVED"})
    bench.records.move(record_id, "CLOSED")
    detail = bench.major.detail(record_id)
    assert (detail.look.over, detail.look.owed, detail.may_issue, detail.record.editable) == (True, (), False, False)
    assert [version.note for version in detail.plans["recovery"].versions] == ["初始会议", "终结"]
    assert [version.note for version in detail.plans["communication"].versions] == ["初始会议"]
    for action in (
        lambda: bench.major.issue(record_id, "recovery", "x"),
        lambda: bench.major.tell_manager(record_id, "赵总", ""),
        lambda: bench.records.save(record_id, {"situation": "x"}),
    ):
        assert code(action) == "record.locked"
    assert bench.major.due() == ()


def solved(bench: Bench) -> dict[str, Any]:
    at = to_wire(bench.context.now())
    actor = {"id": "eng-001", "name": "欧阳𠅤", "role": "engineer"}
    data = {"from": "IN_PROGRESS", "to": "RESOLVED"}
    return {"id": uid(0x77), "kind": "transition", "at": at, "server_at": None, "actor": actor, "data": data}


def test_an_action_is_asked_of_who_does_it(bench: Bench) -> None:
    record_id = declared(bench)
    late = to_wire(bench.context.now() - timedelta(minutes=5))
    rows = [{"_id": uid(1), "action": "倒换", "who": "王岩", "user": MEMBER.id, "until": late, "progress": "doing"}]
    bench.records.save(record_id, {"recovery_actions": rows})
    assert "action" not in [one.what for one in bench.major.due()]
    as_(bench, MEMBER)
    assert [(one.about, one.late) for one in bench.major.due() if one.what == "action"] == [("倒换", True)]
