"""An incident from the call to the end, as the desk does it without scripts; the engineer works over sync/v1 as a device does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from fieldapp.ids import new_id
from fieldapp.itsm import desk as console
from fieldapp.itsm import desk_work
from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.context import Endpoint
from tests.integration.desk_page.conftest import CALL, Record
from tests.support.desk_page import Page, Visitor
from tests.support.itsm_server import DESK, Api, EndpointProcess


@pytest.fixture
def engineer(server: EndpointProcess) -> Iterator[Api]:
    with server.login() as api:
        yield api


def number_of(page: Page) -> str:
    found = re.search(r"WX-\d{8}-\d{6}", page.text)
    assert found, page.text[:500]
    return found[0]


def id_of(page: Page) -> str:
    return page.response.url.split("/orders/")[1].split("?")[0].split("/")[0]


def act(desk: Visitor, page: Page, name: str, **typed: str) -> Page:
    return desk.send(page, f"/desk/orders/{id_of(page)}/{name}", **typed)


def work(engineer: Api, order_id: str, *events: tuple[str, dict[str, Any]]) -> None:
    """What a device sends after some time without a network."""
    order = engineer.send("GET", f"/orders/{order_id}")
    patch = {"events": [engineer.event(kind, data) for kind, data in events]}
    (result,) = engineer.batch(engineer.op(order_id, order.headers["ETag"], patch))
    assert result["status"] == "applied", result


def moved(from_: str, to: str) -> tuple[str, dict[str, Any]]:
    return "transition", {"from": from_, "to": to}


def kinds(office: Endpoint, page: Page) -> list[str]:
    return [event["kind"] for event in console.look(office, number_of(page))["events"]]


def test_from_the_call_to_the_end(desk: Visitor, engineer: Api, office: Endpoint, record: Record) -> None:
    page = record()
    assert "已登记" in page.text
    assert "<b>" not in page.text.replace("黑屏 <b>", "")
    assert "&lt;b&gt;" in page.response.text
    order = console.look(office, number_of(page))
    assert (order["state"], order["answers"]["received_by"], order["answers"]["channel"]) == ("PENDING", "欧阳𠅤", "phone")
    assert order["answers"]["discovered_at"].endswith("+08:00")
    page = act(
        desk, page, "dispatch", to="eng-001", support_line="second", service_mode="remote", appointment_at="2026-12-01T09:30"
    )
    order = console.look(office, number_of(page))
    assert (order["state"], order["assignee"], order["answers"]["assignee_name"]) == ("DISPATCHED", "eng-001", "李旻")
    assert order["answers"]["appointment_at"] == "2026-12-01T09:30:00.000+08:00"
    assert id_of(page) in engineer.everything()[0]
    work(engineer, id_of(page), ("accepted", {}), moved("DISPATCHED", "IN_PROGRESS"), moved("IN_PROGRESS", "RESOLVED"))
    page = act(desk, desk.get(f"/desk/orders/{id_of(page)}"), "reopen", reason="客户说又黑了")
    assert console.look(office, number_of(page))["state"] == "IN_PROGRESS"
    work(engineer, id_of(page), moved("IN_PROGRESS", "RESOLVED"))
    page = act(desk, desk.get(f"/desk/orders/{id_of(page)}"), "close", reason="客户确认正常")
    assert console.look(office, number_of(page))["state"] == "CLOSED"
    assert not [action for action in page.actions() if action.startswith("/desk/orders/")]


def test_a_declined_order_comes_back_with_its_reason(desk: Visitor, engineer: Api, record: Record, office: Endpoint) -> None:
    page = act(desk, record(), "dispatch", to="eng-001")
    work(
        engineer,
        id_of(page),
        ("declined", {"reason": "正在别处抢修"}),
        ("transition", {"from": "DISPATCHED", "to": "PENDING", "reason": "正在别处抢修"}),
    )
    board = desk.get("/desk/", params={"q": number_of(page)})
    assert "正在别处抢修" in board.text
    page = act(desk, desk.get(f"/desk/orders/{id_of(page)}"), "dispatch", to="eng-002")
    assert console.look(office, number_of(page))["assignee"] == "eng-002"
    page = act(desk, page, "reassign", to="eng-001")
    assert console.look(office, number_of(page))["assignee"] == "eng-001"


def test_a_form_that_was_sent_twice_records_once(desk: Visitor, office: Endpoint) -> None:
    fields = {**desk.get("/desk/intake").form("/desk/intake").fields, **CALL, "do": "record"}
    first, second = desk.post("/desk/intake", fields), desk.post("/desk/intake", fields)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]


def test_what_is_missing_is_said_and_nothing_is_lost(desk: Visitor) -> None:
    page = desk.send(desk.get("/desk/intake"), "/desk/intake", do="record", symptom="  全部\n黑屏 𠅤", contact_phone="没有")
    assert page.status == 422
    assert "请填写“客户单位”" in page.text
    assert "不像电话号码" in page.text
    assert 'aria-invalid="true"' in page.response.text
    fields = page.form("/desk/intake").fields
    assert (fields["symptom"], fields["contact_phone"]) == ("  全部\n黑屏 𠅤", "没有")


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        pytest.param({"impact": "single", "scope": "individual", "urgency": "normal"}, "一般", id="normal"),
        pytest.param({"impact": "risk", "scope": "individual", "urgency": "normal"}, "严重", id="highest-wins"),
        pytest.param({"impact": "single", "scope": "all", "urgency": "normal"}, "紧急（重大）", id="critical"),
    ],
)
def test_the_level_is_proposed_without_recording(desk: Visitor, answers: dict[str, str], level: str) -> None:
    page = desk.send(desk.get("/desk/intake"), "/desk/intake", do="propose", **answers)
    assert page.status == 200
    assert f"建议级别 {level}" in page.text


def test_another_level_needs_a_reason_and_a_major_incident_somebody_told(record: Record, office: Endpoint) -> None:
    assert "与建议不同的级别要写理由" in record(level="SEVERE").text
    assert "先告知重大事件经理" in record(scope="all").text
    page = record(level="CRITICAL", reason="市政府保障任务", told="赵经理")
    order = console.look(office, number_of(page))
    given = next(event["data"] for event in order["events"] if event["kind"] == "priority_set")
    assert given == {"from": "NORMAL", "to": "CRITICAL", "proposed": "NORMAL", "reason": "市政府保障任务"}
    assert [event["data"]["name"] for event in order["events"] if event["kind"] == "manager_told"] == ["赵经理"]
    assert "已告知重大事件经理 赵经理" in page.text


def test_what_was_tried_by_phone_is_on_record(desk: Visitor, record: Record, office: Endpoint) -> None:
    refused = record(tried_mode="remote", tried_result="看了日志")
    assert "未经客户同意" in refused.text
    page = record(
        tried_mode="remote", tried_consent="1", tried_knowledge="KB-12 大屏黑屏\nKB-13", tried_result="重启无效", supplier="1"
    )
    order = console.look(office, number_of(page))
    assert order["answers"]["support_line"] == "third"
    assert order["answers"]["remote_consent"] is True
    assert [(row["article"], row["title"]) for row in order["answers"]["knowledge_refs"]] == [
        ("KB-12", "大屏黑屏"),
        ("KB-13", "KB-13"),
    ]
    page = act(desk, page, "attempt", tried_mode="phone", tried_knowledge="KB-14 重新登录", tried_result="无效")
    order = console.look(office, number_of(page))
    assert len(order["answers"]["knowledge_refs"]) == 3
    assert "KB-14 重新登录" in order["events"][-1]["data"]["text"]


def test_a_stale_form_writes_nothing_says_what_changed_and_keeps_what_was_typed(
    desk: Visitor, engineer: Api, record: Record, office: Endpoint
) -> None:
    page = act(desk, record(), "dispatch", to="eng-001")
    order_id = id_of(page)
    looked_at = desk.get(f"/desk/orders/{order_id}")
    etag = engineer.send("GET", f"/orders/{order_id}").headers["ETag"]
    patch = {
        "answers": {"cause": "电源模块老化", "contact_name": "李主任"},
        "events": [engineer.event("note", {"text": "到现场了"})],
    }
    assert engineer.batch(engineer.op(order_id, etag, patch))[0]["status"] == "applied"
    path = f"/desk/orders/{order_id}/edit"
    answer = desk.post(path, {**looked_at.form(path).fields, "address": "新地址 5 号楼"})
    stale = Page(answer)
    assert stale.status == 409
    for words in ("什么都还没有写入", "电源模块老化", "李主任", "到现场了"):
        assert words in stale.text, words
    fields = stale.form(path).fields
    assert (fields["address"], fields["contact_name"]) == ("新地址 5 号楼", "李主任")
    assert console.look(office, number_of(page))["answers"]["address"] == CALL["address"]
    assert "已更正" in desk.send(stale, path).text
    answers = console.look(office, number_of(page))["answers"]
    assert (answers["address"], answers["contact_name"], answers["cause"]) == ("新地址 5 号楼", "李主任", "电源模块老化")


def test_a_correction_says_who_corrected_what(desk: Visitor, engineer: Api, record: Record, office: Endpoint) -> None:
    page = act(desk, record(), "dispatch", to="eng-001")
    assigned = next(event for event in console.look(office, number_of(page))["events"] if event["kind"] == "assigned")
    assert assigned["data"]["fields"] == ["assignee_name"]
    page = act(desk, page, "edit", address="新地址 5 号楼", contact_name="李主任")
    assert "更正联系人、地址" in page.text
    entry = console.look(office, number_of(page))["events"][-1]
    assert (entry["kind"], entry["actor"]["name"], entry["data"]) == ("edited", "欧阳𠅤", {"fields": ["contact_name", "address"]})
    item = engineer.everything()[0][id_of(page)]
    assert item["doc"]["events"][-1] == entry
    act(desk, page, "edit")
    same = desk_work.edit(office, Caller(DESK, new_id()), id_of(page), item["etag"], {"contact_name": "李主任"})
    assert same.etag == item["etag"]
    assert engineer.everything()[0][id_of(page)] == item, "nothing was changed, and nobody says so"


def test_who_gives_an_order_to_somebody_else_may_say_why(desk: Visitor, engineer: Api, record: Record) -> None:
    page = act(desk, record(), "dispatch", to="eng-001")
    page = act(desk, page, "reassign", to="eng-002", reason="王工离现场近")
    assert "王工离现场近" in page.text
    gone = engineer.everything()[0][id_of(page)]
    assert (gone["removed"], gone["by"], gone["to"], gone["reason"]) == ("reassigned", "欧阳𠅤", "王㛃", "王工离现场近")


def test_a_step_that_no_longer_applies_keeps_what_was_typed(desk: Visitor, record: Record, office: Endpoint) -> None:
    page = record()
    console.cancel(office, number_of(page), "客户撤单")
    stale = Page(
        desk.post(
            f"/desk/orders/{id_of(page)}/note", {**page.form(f"/desk/orders/{id_of(page)}/note").fields, "text": "明天再去"}
        )
    )
    assert stale.status == 409
    assert "明天再去" in stale.text
    assert "已取消" in stale.text


def test_only_a_manager_cancels(server: EndpointProcess, desk: Visitor, record: Record, office: Endpoint) -> None:
    page = record()
    path = f"/desk/orders/{id_of(page)}/cancel"
    with Visitor(server.url) as agent:
        agent.log_in("zuoxi")
        seen = agent.get(f"/desk/orders/{id_of(page)}")
        assert path not in seen.actions()
        note = seen.form(f"/desk/orders/{id_of(page)}/note").fields
        assert agent.post(path, {**note, "reason": "x"}).status_code == 403
    assert "请填写" in act(desk, page, "cancel", reason=" ").text
    assert "已取消" in act(desk, page, "cancel", reason="重复报修").text
    assert console.look(office, number_of(page))["cancelled"]


def test_the_level_is_changed_with_a_reason(desk: Visitor, record: Record, office: Endpoint) -> None:
    page = record()
    assert act(desk, page, "level", level="SEVERE", reason="").status == 422
    page = act(desk, page, "level", level="SEVERE", reason="影响扩大")
    assert "严重" in page.text
    assert kinds(office, page)[-1] == "priority_set"


def test_the_board_filters_and_finds(desk: Visitor, record: Record, office: Endpoint) -> None:
    page = record(customer_unit="𠅤山水库管理处", impact="risk")
    number = number_of(page)
    for params in (
        {"q": "𠅤山"},
        {"q": number.lower()},
        {"q": "𠅤山 水库", "level": "SEVERE"},
        {"q": "水库", "category": "platform"},
    ):
        assert number in desk.get("/desk/", params=params).text, params
    for params in (
        {"q": "水库", "level": "NORMAL"},
        {"q": "水%库"},
        {"q": "水库", "engineer": "eng-002"},
        {"q": "水库", "risk": "1"},
    ):
        assert number not in desk.get("/desk/", params=params).text, params
    console.cancel(office, number)
    assert number not in desk.get("/desk/", params={"q": number}).text
    assert number in desk.get("/desk/", params={"q": number, "closed": "1"}).text


def test_hostile_text_stays_text(desk: Visitor, record: Record) -> None:
    attack = "\"><script>alert(1)</script>{{7*7}}'"
    page = record(customer_unit=attack, symptom=attack, contact_name=attack, told=attack)
    assert "<script>alert" not in page.response.text
    assert "{{7*7}}" in page.text
    assert "<script>alert" not in desk.get("/desk/", params={"q": attack}).response.text


def test_an_order_page_in_english(server: EndpointProcess, record: Record) -> None:
    page = record()
    with Visitor(server.url, lang="en") as visitor:
        visitor.log_in()
        english = visitor.get(f"/desk/orders/{id_of(page)}")
    assert "What to do" in english.text
    assert "Incident recorded" in english.text
    chinese_words = re.findall(
        r"[\u4e00-\u9fff]+", re.sub(r"<option.*?</option>|<textarea.*?</textarea>", "", english.response.text)
    )
    known = json.dumps([*CALL.values(), "中文", "欧阳𠅤"], ensure_ascii=False)
    assert not [word for word in chinese_words if word not in known]


def test_nothing_but_orders_is_shown(desk: Visitor) -> None:
    for path in ("/desk/orders/nothing", "/desk/orders/00000000-0000-4000-8000-000000000000", "/desk/x"):
        page = desk.get(path)
        assert page.status == 404
        assert "没有这一页" in page.text
