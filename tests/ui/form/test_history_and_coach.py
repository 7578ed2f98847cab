"""History, offers and the coach on the real page over a real store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from fieldapp.ui.views.order_coach import PhoneRow
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.order_visits import FIRST, VisitButton
from fieldapp.ui.widgets.common import Text
from fieldapp.ui.widgets.fields.barcode import BarcodeField
from fieldapp.ui.widgets.fields.table import TableField
from tests.support.ui_orders import Bench, resolved_order, working_order

Settle = Callable[[], None]
SERIAL = "2102351XYZ0123456789"


@pytest.fixture
def page(page: OrderPage) -> OrderPage:
    page.resize(1366, 800)
    return page


def earlier(bench: Bench, n: int, **answers: Any) -> str:
    doc = resolved_order() | {"id": f"0197a000-0000-7000-8000-{n:012x}", "number": f"WX-20261101-{n:06}"}
    doc["answers"] = {**doc["answers"], "discovered_at": f"2026-11-{n:02}T08:00:00.000+08:00", **answers}
    return bench.hold(doc)


def entered(page: OrderPage, bench: Bench, settle: Settle, **answers: Any) -> str:
    order_id = bench.hold(working_order(**answers))
    page.enter(order_id)
    settle()
    page.form.build_all()
    settle()
    return order_id


def button(owner: Any, words: str) -> QPushButton:
    return next(b for b in owner.findChildren(QPushButton) if b.text() == words and b.isVisibleTo(owner))


def test_visits_lead_to_their_orders(page: OrderPage, bench: Bench, settle: Settle, places: Any) -> None:
    known = [earlier(bench, n) for n in range(1, 6)]
    entered(page, bench, settle)
    panel = page.side.visits
    assert panel.isVisibleTo(page.side)
    rows = panel.findChildren(VisitButton)
    assert len(rows) == FIRST
    rows[0].click()
    assert places.went == [("order", known[-1])]
    panel.more.click()
    settle()
    assert sum(row.isVisibleTo(panel) for row in panel.findChildren(VisitButton)) == len(known)


def test_an_offer_fills_in_what_is_empty_and_can_be_undone(page: OrderPage, bench: Bench, settle: Settle) -> None:
    earlier(bench, 5, contact_name="王主任")
    order_id = entered(page, bench, settle, contact_name=None)
    assert page.offer.isVisibleTo(page)
    assert bench.answer(order_id, "contact_name") is None, "offered, not filled in"
    button(page.offer, "填入 1 项").click()
    settle()
    assert bench.answer(order_id, "contact_name") == "王主任"
    assert not page.offer.isVisibleTo(page)
    page.bottom.ways.undo.click()
    settle()
    assert not bench.answer(order_id, "contact_name")
    assert page.offer.isVisibleTo(page)
    button(page.offer, "不用").click()
    settle()
    assert not page.offer.isVisibleTo(page)


def test_an_order_without_a_past_shows_none(page: OrderPage, bench: Bench, settle: Settle) -> None:
    entered(page, bench, settle)
    assert not page.side.visits.isVisibleTo(page.side)
    assert not page.offer.isVisibleTo(page)


def test_a_known_serial_number_fills_its_row(page: OrderPage, bench: Bench, settle: Settle) -> None:
    device = {"_id": "0197a000-0000-7000-8000-00000000aaaa", "serial": SERIAL, "name": "核心交换机", "location": "3 楼"}
    earlier(bench, 5, devices=[device])
    order_id = entered(page, bench, settle, devices=None)
    table = next(s.frames["devices"].widget for s in page.form.sections.values() if "devices" in s.frames)
    assert isinstance(table, TableField)
    table.add_row()
    field = table.cards[0].frames["serial"].widget
    assert isinstance(field, BarcodeField)
    field.edit.setText(SERIAL)
    field.edit.textEdited.emit(SERIAL)
    field.edit.editingFinished.emit()
    settle()
    assert "核心交换机" in field.known_words.text()
    field.fill.click()
    page.model.commit()
    settle()
    (row,) = bench.answer(order_id, "devices")
    assert (row["name"], row["location"], row["serial"]) == ("核心交换机", "3 楼", SERIAL)
    assert row["_id"] != device["_id"]


def told(bench: Bench, order_id: str) -> list[dict[str, Any]]:
    return [entry["data"] for entry in bench.stored(order_id)["events"] if entry["kind"] == "notice"]


def test_the_coach_shows_the_words_and_one_tap_records_that_they_were_sent(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = entered(page, bench, settle)
    coach = page.side.coach
    owed = page.model.state.coach.now
    assert owed is not None
    assert coach.draft.text() == owed.call.text != ""
    assert not coach.hand_over.isVisibleTo(page), "this endpoint sends nothing"
    coach.by_hand.click()
    settle()
    assert [(data["key"], data["outcome"]) for data in told(bench, order_id)][-1:] == [(owed.sms_key, "sent")]
    left = page.model.state.coach.now
    assert left is None or not left.sms_key


def test_the_endpoint_is_asked_to_send_where_it_can(page: OrderPage, bench: Bench, settle: Settle) -> None:
    with bench.context.store.writing() as work:
        work.meta.set("contacts", {"people": [], "sends": True})
    order_id = entered(page, bench, settle)
    coach = page.side.coach
    assert coach.hand_over.isVisibleTo(page)
    coach.hand_over.click()
    settle()
    assert told(bench, order_id)[-1]["outcome"] == "queued"
    assert "已交服务端" in page.model.state.coach.waiting


def test_each_call_is_dialled_and_recorded_with_its_result(page: OrderPage, bench: Bench, settle: Settle) -> None:
    boss = {"id": "wang", "name": "王强", "audience": "pm", "phone": "138 0013 8000"}
    with bench.context.store.writing() as work:
        work.meta.set("contacts", {"people": [boss], "sends": False})
    dialled: list[str] = []
    page.side.coach._dial = dialled.append
    order_id = entered(page, bench, settle)
    coach = page.side.coach
    rows = coach.findChildren(PhoneRow)
    assert rows
    rows[0].dial.click()
    assert dialled == ["138 0013 8000"]
    rows[0].in_vain.click()
    settle()
    assert told(bench, order_id)[-1]["outcome"] == "no_answer"
    row = coach.findChildren(PhoneRow)[0]
    assert "已打 1 次" in " ".join(text.text() for text in row.findChildren(Text))
    coach.result.setText("已知悉，无需支援")
    row.reached.click()
    settle()
    data = told(bench, order_id)[-1]
    assert (data["outcome"], data["person"], data["number"], data["result"]) == (
        "called",
        "王强",
        "138 0013 8000",
        "已知悉，无需支援",
    )
    assert coach.result.text() == ""
    owed = page.model.state.coach.now
    assert owed is None or data["key"] not in {phone.key for phone in owed.phones}
