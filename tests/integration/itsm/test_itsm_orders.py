"""What may be done to an order over the wire, and what may not."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from fieldapp.itsm import desk
from fieldapp.itsm.context import Endpoint
from tests.integration.itsm.conftest import Dispatch
from tests.support.itsm_server import Api, op_id, random_file

START = {"from": "DISPATCHED", "to": "IN_PROGRESS"}


def code_of(result: dict[str, Any]) -> str:
    return str(result["problem"]["type"]).removeprefix("urn:fieldapp:problem:")


def test_an_operation_is_applied_once_and_answers_the_same_again(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    op = api.op(order.id, order.etag, {"answers": {"cause": "日志分区写满"}, "events": [api.event("note", {"text": "到"})]})
    (first,), (again,) = api.batch(op), api.batch(op)
    assert first == again
    assert first["status"] == "applied"
    doc = api.send("GET", f"/orders/{order.id}").json()
    assert doc["answers"]["cause"] == "日志分区写满"
    assert [event["kind"] for event in doc["events"]].count("note") == 1


def test_the_operation_is_looked_at_before_the_etag(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    op = api.op(order.id, order.etag, {"answers": {"cause": "一"}})
    (first,) = api.batch(op)
    (later,) = api.batch(api.op(order.id, first["etag"], {"answers": {"cause": "二"}}))
    assert api.batch(op) == [first]
    assert api.send("GET", f"/orders/{order.id}").headers["ETag"] == later["etag"]


def test_the_same_op_id_for_something_else_is_refused(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    op = api.op(order.id, order.etag, {"answers": {"cause": "一"}})
    (first,) = api.batch(op)
    (result,) = api.batch({**op, "base_etag": first["etag"], "patch": {"answers": {"cause": "二"}}})
    assert (result["status"], code_of(result)) == ("refused", "refused")
    assert result["problem"]["errors"] == [{"code": "op-reused"}]


def test_a_stale_base_gets_the_current_document(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    (first,) = api.batch(api.op(order.id, order.etag, {"answers": {"cause": "一"}}))
    (result,) = api.batch(api.op(order.id, order.etag, {"answers": {"cause": "二"}}))
    assert result["status"] == "conflict"
    assert result["etag"] == first["etag"]
    assert result["doc"]["answers"]["cause"] == "一"


def test_operations_of_one_batch_follow_each_other(api: Api, dispatch: Dispatch) -> None:
    """ETags come from the content: after a restore a client may send a chain it had acknowledged before."""
    order = dispatch()
    first = api.op(order.id, order.etag, {"answers": {"cause": "一"}})
    (one,) = api.batch(first)
    second = api.op(order.id, one["etag"], {"answers": {"cause": "二"}})
    unknown = api.op(str(uuid.uuid4()), order.etag, {"answers": {"cause": "x"}})
    broken = {"op_id": op_id(), "device_seq": "seven"}
    results = api.batch(first, broken, second, unknown, second)
    assert [result["status"] for result in results] == ["applied", "refused", "applied", "refused", "applied"]
    assert results[2] == results[4]
    assert (code_of(results[1]), code_of(results[3])) == ("invalid", "not-found")
    assert results[1]["op_id"] == broken["op_id"]


def test_hello_remembers_the_last_applied_device_seq(fresh: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    fresh.seq = 41
    (result,) = fresh.batch(fresh.op(order.id, order.etag, {"answers": {"cause": "一"}}))
    fresh.batch(fresh.op(order.id, "stale", {"answers": {"cause": "二"}}))
    assert result["status"] == "applied"
    assert fresh.send("GET", "/hello").json()["device_seq"] == 42


@pytest.mark.parametrize(
    ("patch", "code", "detail"),
    [
        ({"answers": {"customer_unit": "别家单位"}}, "refused", "field-owner"),
        ({"answers": {"symptom": None}}, "refused", "field-owner"),
        ({"answers": {"number": "WX-1"}}, "refused", "field-owner"),
        ({"answers": {"cause": 5}}, "invalid", "answer.type"),
        ({"answers": {"result": "perhaps"}}, "invalid", "answer.not-an-option"),
        ({"answers": {"response_time": 5}}, "invalid", "answer.computed"),
        ({"rows": {"devices": {"put": [{"name": "无标识"}]}}}, "invalid", "patch.invalid"),
        ({"state": "CLOSED"}, "invalid", "patch.invalid"),
        ({"events": [{"id": "x"}]}, "invalid", "patch.invalid"),
    ],
)
def test_patches_that_are_not_for_an_engineer(
    api: Api, dispatch: Dispatch, patch: dict[str, Any], code: str, detail: str
) -> None:
    order = dispatch()
    (result,) = api.batch(api.op(order.id, order.etag, patch))
    assert (result["status"], code_of(result)) == ("refused", code)
    assert result["problem"]["errors"][0]["code"] == detail
    assert api.send("GET", f"/orders/{order.id}").headers["ETag"] == order.etag


def test_a_refused_transition_names_what_is_allowed(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    move = api.event("transition", {"from": "DISPATCHED", "to": "CLOSED"})
    (result,) = api.batch(api.op(order.id, order.etag, {"events": [move]}))
    assert code_of(result) == "refused"
    assert result["problem"]["status"] == 422
    assert result["problem"]["errors"][0]["allowed"] == ["IN_PROGRESS", "PENDING"]


def test_an_engineer_cannot_close(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    steps = [START, {"from": "IN_PROGRESS", "to": "RESOLVED"}]
    (done,) = api.batch(api.op(order.id, order.etag, {"events": [api.event("transition", step) for step in steps]}))
    assert done["status"] == "applied"
    closing = api.event("transition", {"from": "RESOLVED", "to": "CLOSED"})
    (result,) = api.batch(api.op(order.id, done["etag"], {"events": [closing]}))
    assert result["problem"]["errors"][0]["allowed"] == []


@pytest.mark.parametrize(
    ("actor", "kind", "detail"),
    [
        ({"id": "desk-001", "name": "x", "role": "desk"}, "transition", "event-author"),
        ({"id": "eng-001", "name": "x", "role": "desk"}, "transition", "event-author"),
        ({"id": "eng-002", "name": "x", "role": "engineer"}, "note", "event-author"),
        ({"id": "device", "name": "x", "role": "system"}, "transition", "event-author"),
    ],
)
def test_nobody_writes_history_in_anothers_name(
    api: Api, dispatch: Dispatch, actor: dict[str, str], kind: str, detail: str
) -> None:
    order = dispatch()
    (result,) = api.batch(api.op(order.id, order.etag, {"events": [api.event(kind, START, actor=actor)]}))
    assert result["problem"]["errors"][0]["code"] == detail


def test_the_device_may_say_what_it_did_by_itself(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    entry = api.event("recovered", {"fields": ["cause"]}, actor={"id": "device", "name": "设备", "role": "system"})
    (result,) = api.batch(api.op(order.id, order.etag, {"events": [entry]}))
    assert result["status"] == "applied"


def test_what_a_newer_program_wrote_survives(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    entry = api.event("telepathy", {"depth": 3}, colour="青")
    (result,) = api.batch(api.op(order.id, order.etag, {"answers": {"field_of_next_year": ["新"]}, "events": [entry]}))
    assert result["status"] == "applied"
    doc = api.send("GET", f"/orders/{order.id}").json()
    assert doc["answers"]["field_of_next_year"] == ["新"]
    assert doc["events"][-1] == entry


def test_files_come_before_the_entries_that_name_them(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    sha256, data = random_file(5000)
    op = api.op(order.id, order.etag, {"attachments": [api.attachment(sha256, 5000)]})
    (refused,) = api.batch(op)
    assert code_of(refused) == "blob-missing"
    assert refused["problem"]["errors"] == [{"code": "blob-missing", "sha256": sha256}]
    assert api.upload(data, sha256).status_code == 201
    (applied,) = api.batch(op)
    assert applied["status"] == "applied"
    (listed,) = api.send("GET", f"/orders/{order.id}/attachments").json()["attachments"]
    assert listed == {"sha256": sha256, "name": "照片 1.jpg", "kind": "photo", "size": 5000, "complete": True}
    assert api.send("GET", f"/blobs/{sha256}").content == data


def test_a_file_of_another_size_is_not_that_file(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    sha256, data = random_file(100)
    api.upload(data, sha256)
    (result,) = api.batch(api.op(order.id, order.etag, {"attachments": [api.attachment(sha256, 99)]}))
    assert result["problem"]["errors"][0]["code"] == "blob-size"


def test_patch_with_etag_and_key(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    path, key = f"/orders/{order.id}", op_id()
    body = {"device_seq": 1, "patch": {"answers": {"cause": "一"}}}
    headers = {"If-Match": order.etag, "Idempotency-Key": key}
    first = api.send("PATCH", path, json=body, headers=headers)
    assert first.status_code == 200
    assert first.headers["ETag"] == first.json()["etag"] != order.etag
    assert api.send("PATCH", path, json=body, headers=headers).json() == first.json()
    stale = api.send("PATCH", path, json=body, headers={**headers, "Idempotency-Key": op_id()})
    assert (stale.status_code, stale.headers["ETag"]) == (412, first.json()["etag"])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Idempotency-Key": "a2b0c1d2-0000-7000-8000-000000000001"}, 428),
        ({"If-Match": "*", "Idempotency-Key": "a2b0c1d2-0000-7000-8000-000000000001"}, 428),
        ({"If-Match": '"x"'}, 400),
        ({"If-Match": '"x"', "Idempotency-Key": "7"}, 400),
    ],
)
def test_patch_without_its_conditions(api: Api, dispatch: Dispatch, headers: dict[str, str], status: int) -> None:
    order = dispatch()
    answer = api.send("PATCH", f"/orders/{order.id}", json={"device_seq": 1, "patch": {}}, headers=headers)
    assert answer.status_code == status


def test_a_foreign_order_does_not_exist(api: Api, other: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    assert other.send("GET", f"/orders/{order.id}").status_code == 404
    assert other.send("GET", f"/orders/{order.id}/attachments").status_code == 404
    (result,) = other.batch(other.op(order.id, order.etag, {"answers": {"cause": "一"}}))
    assert (result["status"], code_of(result)) == ("refused", "not-found")
    late = {"op_id": op_id(), "device_seq": 1, "reason": "reassigned", "patch": {}, "doc": order.doc}
    assert other.send("POST", f"/orders/{order.id}/late-reports", json=late).status_code == 404


def test_reassigned_and_cancelled_work_goes_to_late_reports_once(
    api: Api, other: Api, dispatch: Dispatch, office: Endpoint
) -> None:
    order = dispatch()
    desk.reassign(office, order.doc["number"], "wangyan")
    patch = {"answers": {"cause": "已查明"}, "events": [api.event("note", {"text": "做完了才知道"})]}
    (gone,) = api.batch(api.op(order.id, order.etag, patch))
    assert (gone["status"], gone["removed"]) == ("gone", "reassigned")
    refused = api.send("GET", f"/orders/{order.id}")
    said = {name: value for name, value in gone.items() if name not in ("op_id", "status")}
    assert (said["by"], said["to"]) == ("服务台", "王㛃")
    assert (refused.status_code, refused.json()["errors"]) == (404, [{"code": "gone", **said}])
    late = {"op_id": op_id(), "device_seq": 9, "reason": "reassigned", "patch": patch, "doc": order.doc}
    first = api.send("POST", f"/orders/{order.id}/late-reports", json=late)
    again = api.send("POST", f"/orders/{order.id}/late-reports", json=late)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    (report,) = desk.look(office, order.doc["number"])["late_reports"]
    assert report["from"] == "eng-001"
    desk.cancel(office, order.doc["number"])
    (cancelled,) = other.batch(other.op(order.id, order.etag, patch))
    assert (cancelled["status"], cancelled["removed"], cancelled["by"]) == ("gone", "cancelled", "服务台")
    assert "reason" not in cancelled


def test_only_the_desk_says_that_the_desk_edited(api: Api, desk_api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    for by, entry in ((api, api.event("edited", {"fields": ["cause"]})), (desk_api, desk_api.event("edited", {}))):
        (result,) = by.batch(by.op(order.id, order.etag, {"answers": {"contact_name": "李"}, "events": [entry]}))
        assert result["status"] == "refused"
        assert code_of(result) == ("refused" if by is api else "invalid")
    by_device = {**api.event("edited", {"fields": ["cause"]}), "actor": {"id": "system", "name": "fieldapp", "role": "system"}}
    (result,) = api.batch(api.op(order.id, order.etag, {"events": [by_device]}))
    assert code_of(result) == "refused"
    good = desk_api.event("edited", {"fields": ["contact_name"]})
    (result,) = desk_api.batch(desk_api.op(order.id, order.etag, {"answers": {"contact_name": "李"}, "events": [good]}))
    assert result["status"] == "applied"


def test_the_desk_cancels_by_the_wire_once(api: Api, desk_api: Api, dispatch: Dispatch, office: Endpoint) -> None:
    order = dispatch()
    path = f"/orders/{order.id}/cancellation"
    assert api.send("POST", path, json={"reason": "x"}).status_code == 403
    assert desk_api.send("POST", f"/orders/{op_id()}/cancellation", json={"reason": ""}).status_code == 404
    assert desk_api.send("POST", path, json={}).status_code in (400, 422)
    for _ in range(2):
        done = desk_api.send("POST", path, json={"reason": "客户撤单"})
        assert (done.status_code, done.json()) == (200, {"id": order.id})
    seen = desk.look(office, order.doc["number"])
    notes = [entry["data"]["text"] for entry in seen["events"] if entry["kind"] == "note"]
    assert (seen["cancelled"], notes) == (True, ["取消派工。客户撤单"])
    assert api.everything()[0][order.id]["removed"] == "cancelled"


def test_declining_gives_the_order_back(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    said = {"reason": "不在片区"}
    back = api.event("transition", {"from": "DISPATCHED", "to": "PENDING", **said})
    op = api.op(order.id, order.etag, {"events": [api.event("declined", said), back]})
    (result,) = api.batch(op)
    assert result["status"] == "applied"
    assert api.batch(op) == [result]
    items, _ = api.everything()
    assert items[order.id]["removed"] == "reassigned"


def test_the_desk_works_over_the_wire_too(desk_api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    (result,) = desk_api.batch(desk_api.op(order.id, order.etag, {"answers": {"symptom": "改写的现象"}}))
    assert result["status"] == "applied"
    given = desk_api.event("assigned", {"assignee": "eng-002", "name": "王㛃"})
    (moved,) = desk_api.batch(desk_api.op(order.id, result["etag"], {"events": [given]}))
    assert moved["status"] == "applied"
    assert desk_api.send("GET", f"/orders/{order.id}").json()["assignee"] == "eng-002"


def on_site(api: Api, **more: Any) -> dict[str, Any]:
    """An order as an engineer records it at the customer's (channel 现场)."""
    return {
        "id": str(uuid.uuid4()),
        "number": None,
        "schema": 1,
        "form": {"id": "maintenance-work-order", "version": 1},
        "assignee": "eng-001",
        "state": "IN_PROGRESS",
        "created_at": "2026-11-23T10:00:00.000+08:00",
        "answers": {"customer_unit": "望江街道", "channel": "onsite", "contact_name": "𬭎"},
        "events": [api.event("created"), api.event("transition", START)],
        "attachments": [],
        **more,
    }


def test_an_order_recorded_on_site_is_there_once(fresh: Api) -> None:
    request = {"op_id": op_id(), "device_seq": 3, "doc": on_site(fresh)}
    first = fresh.send("POST", "/orders", json=request)
    again = fresh.send("POST", "/orders", json=request)
    other_op = fresh.send("POST", "/orders", json={**request, "op_id": op_id()})
    assert [answer.status_code for answer in (first, again, other_op)] == [201, 200, 200]
    assert first.json() == again.json() == other_op.json()
    body = first.json()
    assert body["number"].startswith("WX-")
    assert body["doc"] == {**request["doc"], "number": body["number"]}
    assert fresh.everything()[0][body["id"]]["etag"] == body["etag"] == first.headers["ETag"]
    assert fresh.send("GET", "/hello").json()["device_seq"] == 3


def test_a_number_already_signed_under_stays_unless_it_is_taken(api: Api) -> None:
    wished = f"WX-20261123-{uuid.uuid4().hex[:8]}"
    numbers = []
    for _ in range(2):
        doc = on_site(api, number=wished)
        numbers.append(api.send("POST", "/orders", json={"op_id": op_id(), "device_seq": 1, "doc": doc}).json()["number"])
    assert numbers[0] == wished
    assert numbers[1] != wished


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"id": "not-a-uuid"}, 422),
        ({"assignee": "eng-002"}, 422),
        ({"state": "RESOLVED"}, 422),
        ({"state": "CLOSED", "events": []}, 422),
        ({"form": {"id": "unheard-of", "version": 1}}, 422),
        ({"answers": {"cause": []}}, 422),
        ({"schema": 99}, 422),
    ],
)
def test_orders_that_cannot_be_recorded(api: Api, changes: dict[str, Any], status: int) -> None:
    doc = on_site(api, **changes)
    answer = api.send("POST", "/orders", json={"op_id": op_id(), "device_seq": 1, "doc": doc})
    assert answer.status_code == status
    assert doc["id"] not in api.everything()[0]


def test_the_id_of_somebody_elses_order_is_not_given_away(api: Api, other: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    doc = on_site(other, id=order.id, assignee="eng-002")
    answer = other.send("POST", "/orders", json={"op_id": op_id(), "device_seq": 1, "doc": doc})
    assert answer.status_code == 422
    assert "doc" not in answer.json()
