"""A major incident between devices and the real endpoint: plans typed on and issued by two people offline, closed twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from support.itsm_server import EndpointProcess
from support.sync_device import CATALOG, PROFILE, Desk, Device, agree

from fieldapp.clock import to_wire
from fieldapp.domain import links
from fieldapp.domain.major.rows import KIND
from fieldapp.domain.records import Actor, Role
from fieldapp.ids import new_id
from fieldapp.itsm import orders
from fieldapp.itsm.follow_up import follow_up_id
from fieldapp.itsm.tables import orders as orders_table
from fieldapp.services.context import Context, Session
from fieldapp.services.major import Major, Manager, move_guard
from fieldapp.services.records import Records

MakeDevice = Callable[..., Device]
DONE = {"closing_cause": "光端机", "solution": "更换", "confirmed_by": "王科长", "released": True}


class Desktop:
    """The use cases on one device."""

    def __init__(self, device: Device) -> None:
        self.device = device
        actor = Actor(device.actor["id"], device.actor["name"], Role(device.actor["role"]))
        session = Session(actor, device.device_id, "测试机")
        self.context = Context(device.store, CATALOG, PROFILE, device.clock, device.vault, session)
        self.records = Records(self.context, {KIND: move_guard(self.context)})
        self.major = Major(self.context, self.records)

    def versions(self, record_id: str) -> list[tuple[int, str, bool, bool]]:
        plan = self.major.detail(record_id).plans["recovery"]
        return [(one.number, one.note, one.sound, one.beside) for one in plan.versions]

    def cause(self, record_id: str, name: str) -> None:
        rows = self.device.doc(record_id)["answers"].get("causes", [])
        row = {"_id": new_id(), "cause": name, "test": "替换法", "likelihood": "high", "ease": "easy"}
        self.records.save(record_id, {"causes": [*rows, row]}, {"causes": rows})


@pytest.fixture
def two(device: MakeDevice, desk: Desk) -> tuple[Desktop, Desktop, str]:
    """Li Ming has declared one from his order, with Wang Yan in charge; both hold it."""
    first, second = Desktop(device("liming")), Desktop(device("wangyan", user="wangyan", own=True))
    order_id = desk.dispatch(priority="CRITICAL")
    first.device.done()
    boss = second.context.session.actor
    record_id = first.major.declare(order_id, "全部中断", Manager(boss.name, boss.id))
    first.device.done()
    second.device.done()
    return first, second, record_id


def test_both_plan_offline_and_nothing_is_lost(two: tuple[Desktop, Desktop, str], desk: Desk, device: MakeDevice) -> None:
    first, second, record_id = two
    laptop = Desktop(device("laptop", user="wangyan", own=True))
    laptop.device.done()
    for name, one in (("甲机所写", first), ("乙机所写", second), ("丙机所写", laptop)):
        one.cause(record_id, name)
    second.major.issue(record_id, "recovery", "乙机发布")
    laptop.major.issue(record_id, "recovery", "丙机发布")
    for one in (first, second, laptop, first, second, laptop):
        one.device.done()
    for one in (first, second, laptop):
        agree(one.device, desk, record_id)
        assert one.versions(record_id) == [(1, "乙机发布", True, False), (1, "丙机发布", True, True)]
        found = {cause.cause for cause in one.major.detail(record_id).look.causes}
        assert found == {"甲机所写", "乙机所写", "丙机所写"}
    second.major.issue(record_id, "recovery", "合在一起")
    second.device.done()
    first.device.done()
    plan = first.major.detail(record_id).plans["recovery"]
    assert (plan.versions[-1].number, plan.versions[-1].sound, plan.unissued) == (2, True, ())
    held = [{row["cause"] for row in (version.content or {}).get("causes", ())} for version in plan.versions]
    assert held == [{"乙机所写"}, {"丙机所写"}, {"甲机所写", "乙机所写", "丙机所写"}]


def test_who_is_not_in_charge_issues_nothing(two: tuple[Desktop, Desktop, str], desk: Desk) -> None:
    """The device does not let him; an entry that comes all the same is refused by the endpoint, and the version is none."""
    first, _, record_id = two
    entry = first.device.event(
        "plan_issued", {"plan": "recovery", "number": 1, "parent": "", "sha256": "", "note": "擅自", "patch": {}}
    )
    first.device.change(record_id, {"events": [entry]})
    assert first.device.done().parked == 1
    assert [one["kind"] for one in desk.doc(record_id)["events"]] == ["created"]
    (op,) = first.device.active(record_id)
    assert op.problem is not None
    assert op.problem["errors"][0]["code"] == "entry.refused"


def problems(server: EndpointProcess, record_id: str) -> list[dict[str, Any]]:
    with server.opened() as endpoint, endpoint.database.reading() as connection:
        ids = [row.id for row in connection.execute(select(orders_table.c.id).where(orders_table.c.kind == "problem"))]
        found = orders.load(endpoint.database, connection, ids).values()
        return [one.doc for one in found if record_id in links.targets(one.doc)]


def close(one: Desktop, record_id: str) -> None:
    at = to_wire(one.context.now())
    one.records.save(record_id, {**DONE, "restored_at": at})
    one.records.move(record_id, "CLOSED")


def test_closed_on_two_devices_makes_one_problem(
    two: tuple[Desktop, Desktop, str], desk: Desk, device: MakeDevice, endpoint: EndpointProcess
) -> None:
    _, second, record_id = two
    for plan in ("recovery", "communication"):
        second.major.issue(record_id, plan, "初始会议")
    for state in ("RECOVERING", "RESOLVED"):
        second.records.move(record_id, state)
    second.device.done()
    laptop = Desktop(device("laptop", user="wangyan", own=True))
    laptop.device.done()
    close(second, record_id)
    close(laptop, record_id)
    second.device.done()
    (problem,) = problems(endpoint, record_id)
    laptop.device.done()
    laptop.device.done()
    assert problems(endpoint, record_id) == [problem]
    assert problem["id"] == follow_up_id(record_id, "problem")
    assert (problem["answers"]["title"], problem["answers"]["reason_kind"]) == (
        desk.doc(record_id)["answers"]["title"],
        "review",
    )
    assert (problem["answers"]["known_cause"], problem["events"][0]["actor"]["id"]) == ("光端机", second.device.actor["id"])
    second.device.done()
    for one in (second, laptop):
        assert [row.kind for row in one.records.detail(record_id).linked_from] == ["problem"]
        assert one.device.doc(record_id)["state"] == "CLOSED"
    with laptop.device.store.reading() as work:
        assert "state" in [conflict.field for conflict in work.conflicts.open(record_id)], "his own closing is told, not lost"
    second.records.move(record_id, "RECOVERING", reason="又断了")
    second.device.done()
    assert desk.doc(record_id)["state"] == "RECOVERING"
    second.records.move(record_id, "RESOLVED")
    close(second, record_id)
    second.device.done()
    assert [one["id"] for one in problems(endpoint, record_id)] == [problem["id"]]
