"""The desk page on each kind of database: its tables, its lists and its search; other tests of it run on SQLite alone."""

from __future__ import annotations

import re

from tests.support.desk_page import Visitor
from tests.support.itsm_server import EndpointProcess

CALL = {
    "channel": "email",
    "customer_unit": "㛃州港务_100%",
    "contact_name": "李䶮",
    "contact_phone": "13800138000",
    "nature": "request",
    "category": "service_request",
    "symptom": "要一份摄像机台账",
    "impact": "single",
    "scope": "individual",
    "urgency": "normal",
}


def test_record_find_and_export(server: EndpointProcess) -> None:
    with Visitor(server.url) as desk:
        desk.log_in()
        page = desk.send(desk.get("/desk/intake"), "/desk/intake", do="record", **CALL)
        assert "已登记" in page.text
        number = re.findall(r"WX-\d{8}-\d{6}", page.text)[0]
        for words, found in (("港务_100%", True), ("港务%100", False), ("台账 李䶮", True)):
            assert (number in desk.get("/desk/", params={"q": words}).text) is found, words
        order_id = page.response.url.split("/orders/")[1].split("?")[0]
        page = desk.send(page, f"/desk/orders/{order_id}/dispatch", to="eng-002")
        assert "已派工" in page.text
        assert "手上 1 件" in page.text
        page = desk.send(page, f"/desk/orders/{order_id}/cancel", reason="试用")
        assert "已取消" in page.text
        month = number[3:7] + "-" + number[7:9]
        table = desk.raw("GET", "/desk/exports/table", params={"name": "consultations", "month": month, "format": "csv"})
        assert number not in table.content.decode("utf-8-sig"), "cancelled orders are not counted"
        for path in ("/desk/returns", "/desk/documents", "/desk/report", "/desk/records"):
            assert desk.get(path).status == 200, path
