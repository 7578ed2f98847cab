"""Records on the desk page: listed by kind and state, answered and decided; the ledger follows an approval."""

from __future__ import annotations

from fieldapp.domain import events, versions
from fieldapp.ids import new_id
from fieldapp.itsm import orders, records
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.desk import CONSOLE
from tests.integration.desk_page.conftest import Record
from tests.integration.desk_page.test_desk_orders import id_of
from tests.support.desk_page import Visitor

TITLE = {"title": "同型号摄像机反复断线 <b>", "reason_kind": "repeated"}


def test_a_problem_is_listed_answered_and_closed(desk: Visitor, record: Record, office: Endpoint) -> None:
    order = record()
    made = records.create(office, "problem", TITLE, CONSOLE, [id_of(order)])
    assert f"问题记录 {made.doc['number']}" in desk.get(f"/desk/orders/{id_of(order)}").text
    rows = desk.get("/desk/records", params={"kind": "problem", "state": "SUBMITTED"})
    assert "同型号摄像机反复断线 <b>" in rows.text
    assert made.doc["number"] in rows.text
    path = f"/desk/records/{made.id}"
    page = desk.get(path)
    page = desk.send(page, f"{path}/move", to="INVESTIGATING")
    assert "调查中" in page.text
    early = desk.send(page, f"{path}/move", to="CLOSED")
    assert (early.status, "还差：根治措施" in early.text) == (422, True)
    page = desk.send(early, f"{path}/edit", measure="换型号", root_cause="固件缺陷")
    page = desk.send(page, f"{path}/note", text="厂家已确认")
    page = desk.send(page, f"{path}/move", to="CLOSED")
    assert "已关闭" in page.text
    assert "厂家已确认" in page.text
    assert made.doc["number"] not in desk.get("/desk/records", params={"kind": "problem", "state": "SUBMITTED"}).text
    english = desk.get("/desk/language/en", params={"back": path})
    assert "Root cause" in english.text


def test_a_refusal_needs_its_reason_and_a_stale_page_changes_nothing(desk: Visitor, office: Endpoint) -> None:
    made = records.create(office, "change", {"title": "更换主板", "change_kind": "normal"}, CONSOLE)
    path = f"/desk/records/{made.id}"
    page = desk.get(path)
    silent = desk.send(page, f"{path}/move", to="REJECTED", reason=" ")
    assert (silent.status, "请填写“原因”" in silent.text) == (422, True)
    records.note(office, made.id, "别人写的", CONSOLE)
    stale = desk.send(page, f"{path}/move", to="REJECTED", reason="型号不对")
    assert (stale.status, "型号不对" in stale.response.text) == (409, True)
    with office.database.reading() as connection:
        assert orders.load(office.database, connection, [made.id])[made.id].doc["state"] == "SUBMITTED"
    assert "已驳回" in desk.send(stale, f"{path}/move", to="REJECTED", reason="型号不对").text


def test_a_correction_of_a_record_says_who_corrected_what(desk: Visitor, office: Endpoint) -> None:
    made = records.create(office, "problem", TITLE, CONSOLE)
    path = f"/desk/records/{made.id}"
    page = desk.send(desk.get(path), f"{path}/edit", title="门禁反复断线")
    with office.database.reading() as connection:
        (*_, entry) = orders.load(office.database, connection, [made.id])[made.id].doc["events"]
    assert (entry["kind"], entry["actor"]["name"], entry["data"]) == ("edited", "欧阳𠅤", {"fields": ["title"]})
    assert "更正" in page.text


def test_an_approval_changes_the_ledger(desk: Visitor, office: Endpoint) -> None:
    ci = f"CI-{new_id()[:8]}"
    rows = [{"_id": new_id(), "ci": ci, "attribute": "固件", "new": "5.5"}]
    made = records.create(office, "configuration", {"title": "核对", "changes": rows}, CONSOLE)
    path = f"/desk/records/{made.id}"
    page = desk.send(desk.get(path), f"{path}/move", to="APPROVED")
    assert "已更新台账" in page.text
    with office.database.reading() as connection:
        device = orders.found_by(office.database, connection, "device", ci)
    assert device is not None
    shown = desk.get(f"/desk/records/{device.id}")
    assert "5.5" in shown.text
    assert made.doc["number"] in shown.text


def test_the_knowledge_base_is_searched_by_all_words(desk: Visitor, office: Endpoint) -> None:
    mark = new_id()[:8]
    for title, solution in ((f"端口震荡 {mark}", "更换光模块"), (f"反复重启 {mark}", "更换 PoE 供电")):
        records.create(office, "knowledge-article", {"title": title, "symptom": "卡顿", "solution": solution}, CONSOLE)
    found = desk.get("/desk/records", params={"kind": "knowledge-article", "q": f"{mark} poe"}).text
    assert (f"反复重启 {mark}" in found, f"端口震荡 {mark}" in found) == (True, False)
    nothing = desk.get("/desk/records", params={"kind": "knowledge-article", "q": '"><b>没有'}).text
    assert ("没有这样的记录" in nothing, "<b>没有" in nothing) == (True, False)


def test_only_who_reviews_publishes_and_a_version_is_kept(desk: Visitor, anybody: Visitor, office: Endpoint) -> None:
    made = records.create(office, "knowledge-article", {"title": "端口震荡", "symptom": "卡顿", "solution": "换光模块"}, CONSOLE)
    records.move(office, made.id, "SUBMITTED", CONSOLE)
    path = f"/desk/records/{made.id}"
    anybody.log_in("zuoxi")
    page = anybody.get(path)
    assert "退回修改" in page.text
    assert anybody.send(page, f"{path}/move", to="PUBLISHED").status == 409
    page = desk.send(desk.get(path), f"{path}/move", to="PUBLISHED")
    assert "已发布" in page.text
    with office.database.reading() as connection:
        doc = orders.load(office.database, connection, [made.id])[made.id].doc
    assert [one.number for one in versions.history(events.log(doc), "article")] == [1]


def test_who_may_not(anybody: Visitor, office: Endpoint) -> None:
    made = records.create(office, "problem", TITLE, CONSOLE)
    anybody.log_in("dangan")
    for path in ("/desk/records", f"/desk/records/{made.id}"):
        assert anybody.get(path).status == 403


def test_an_order_is_no_record(desk: Visitor, record: Record) -> None:
    assert desk.get(f"/desk/records/{id_of(record())}").status == 404
    assert desk.get("/desk/records/nonsense").status == 404
