"""设备台账: an approved configuration request changes the device, once, and its history says what, when, who and why."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.errors import RefusedFault
from fieldapp.ids import new_id
from fieldapp.itsm import orders, records
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.desk import CONSOLE
from fieldapp.itsm.orders import StoredOrder
from tests.integration.itsm.conftest import Dispatch
from tests.support.itsm_server import Api


def row(ci: str, attribute: str, new: str, old: str = "") -> dict[str, str]:
    return {"_id": new_id(), "ci": ci, "attribute": attribute, "new": new, **({"old": old} if old else {})}


def request(office: Endpoint, rows: list[dict[str, str]], linked: tuple[str, ...] = (), **more: Any) -> StoredOrder:
    return records.create(office, "configuration", {"title": "更换后核对", "changes": rows, **more}, CONSOLE, linked)


def device(office: Endpoint, ci: str) -> StoredOrder | None:
    with office.database.reading() as connection:
        return orders.found_by(office.database, connection, "device", ci)


def held(office: Endpoint, ci: str) -> dict[str, Any]:
    found = device(office, ci)
    assert found is not None
    return found.doc["answers"]


def test_an_approved_request_changes_the_device(office: Endpoint, dispatch: Dispatch, api: Api) -> None:
    order, ci = dispatch(), f"CI-{new_id()[:8]}"
    settings = [{"_id": new_id(), "attribute": "IP 地址", "value": "10.0.0.1"}]
    made = records.create(office, "device", {"ci": ci, "name": "球机", "location": "一楼", "settings": settings}, CONSOLE)
    rows = [row(ci, "ip地址", "10.0.0.2", "10.0.0.9"), row(ci.lower(), "位置", "二楼", "一楼"), row(ci, "固件", "5.5")]
    wanted = request(office, rows, (order.id,))
    records.move(office, wanted.id, "APPROVED", CONSOLE)
    answers = held(office, ci)
    assert answers["location"] == "二楼"
    assert [(one["attribute"], one["value"]) for one in answers["settings"]] == [("IP 地址", "10.0.0.2"), ("固件", "5.5")]
    history = [{name: value for name, value in one.items() if name not in ("_id", "at")} for one in answers["history"]]
    told = {"by": CONSOLE.name, "order": order.doc["number"], "request": wanted.doc["number"]}
    assert history == [
        {"attribute": "ip地址", "old": "10.0.0.1", "new": "10.0.0.2", "remark": "申请单所写原值：10.0.0.9", **told},
        {"attribute": "位置", "old": "一楼", "new": "二楼", **told},
        {"attribute": "固件", "new": "5.5", **told},
    ]
    assert api.everything()[0][made.id]["doc"]["answers"] == answers


def test_a_device_that_the_ledger_does_not_hold_is_entered(office: Endpoint) -> None:
    ci = f"CI-{new_id()[:8]}"
    devices = [{"_id": new_id(), "ci": ci, "name": "核心交换机", "serial": "SN-1", "model": "S5700"}]
    wanted = request(office, [row(ci, "固件", "V200")], devices=devices, customer_unit="临江市公安局")
    records.move(office, wanted.id, "APPROVED", CONSOLE)
    found = device(office, ci)
    assert found is not None
    assert found.doc["number"].startswith("SB-")
    answers = found.doc["answers"]
    assert (answers["name"], answers["serial"], answers["customer_unit"]) == ("核心交换机", "SN-1", "临江市公安局")
    assert [one["new"] for one in answers["history"]] == ["V200"]
    assert device(office, "sn1") == found


def test_nothing_changes_before_or_without_approval(office: Endpoint) -> None:
    ci = f"CI-{new_id()[:8]}"
    records.create(office, "device", {"ci": ci, "name": "球机"}, CONSOLE)
    wanted = request(office, [row(ci, "固件", "5.5")])
    records.move(office, wanted.id, "REJECTED", CONSOLE, reason="型号不对")
    records.note(office, wanted.id, "再看看", CONSOLE)
    assert "history" not in held(office, ci)
    records.move(office, wanted.id, "SUBMITTED", CONSOLE)
    records.move(office, wanted.id, "APPROVED", CONSOLE)
    before = held(office, ci)
    records.note(office, wanted.id, "批准之后", CONSOLE)
    with pytest.raises(RefusedFault):
        records.move(office, wanted.id, "APPROVED", CONSOLE)
    assert held(office, ci) == before
    assert len(before["history"]) == 1


def test_two_requests_and_an_edit_in_one_batch(office: Endpoint, desk_api: Api) -> None:
    """All of them meet the same device: the history has both, and the edit stays."""
    ci = f"CI-{new_id()[:8]}"
    made = records.create(office, "device", {"ci": ci, "name": "球机"}, CONSOLE)
    wanted = [request(office, [row(ci, "固件", version)]) for version in ("5.5", "5.6")]
    approve = [
        desk_api.op(one.id, one.etag, {"events": [desk_api.event("transition", {"from": "SUBMITTED", "to": "APPROVED"})]})
        for one in wanted
    ]
    results = desk_api.batch(approve[0], desk_api.op(made.id, made.etag, {"answers": {"model": "DS-2"}}), approve[1])
    assert [result["status"] for result in results] == ["applied"] * 3
    answers = held(office, ci)
    assert [(one.get("old"), one["new"]) for one in answers["history"]] == [(None, "5.5"), ("5.5", "5.6")]
    assert (answers["model"], answers["settings"][0]["value"]) == ("DS-2", "5.6")
    assert desk_api.batch(approve[0])[0] == results[0]
    assert held(office, ci) == answers


def test_a_device_is_found_by_what_it_is_called_now(office: Endpoint) -> None:
    ci, later = f"CI-{new_id()[:8]}", f"CI-{new_id()[:8]}"
    made = records.create(office, "device", {"ci": ci, "name": "球机"}, CONSOLE)
    records.change(office, made.id, {"ci": later}, CONSOLE)
    assert device(office, ci) is None
    found = device(office, later.replace("-", " "))
    assert found is not None
    assert found.id == made.id
