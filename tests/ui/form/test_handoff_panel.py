"""Hand-offs on the order page: offered where the order asks, made with one tap, their state beside the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from fieldapp.domain.kinds import RecordState
from fieldapp.services.handed_out import HandedOut
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.order_page import OrderPageModel
from fieldapp.ui.views.order_page import OrderPage
from tests.support.ui_orders import Bench, working_order

Settle = Callable[[], None]


@pytest.fixture
def model(bench: Bench, jobs: Jobs) -> OrderPageModel:
    hand_out = HandedOut(bench.context).copy
    parts = (bench.orders, bench.filling, bench.attachments, bench.signing.seal, hand_out, jobs, bench.clock)
    return OrderPageModel(*parts, bench.handoffs)


def opened(page: OrderPage, bench: Bench, settle: Settle, **answers: Any) -> str:
    doc = working_order(**answers)
    for name in ("to_problem", "to_problem_reason", "recurring", "change_ref", "config_changes", "result", "kb_title"):
        if name not in answers:
            doc["answers"].pop(name, None)
    doc["answers"]["change_kind"] = answers.get("change_kind", "none")
    order_id = bench.hold(doc)
    page.enter(order_id)
    settle()
    settle()
    return order_id


def buttons(page: OrderPage) -> list[QPushButton]:
    return [button for button in page.side.handoffs.findChildren(QPushButton) if button.isVisibleTo(page.side.handoffs)]


def test_nothing_asked_nothing_shown(page: OrderPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle)
    assert not page.side.handoffs.isVisible()


def test_one_tap_makes_it_and_its_state_is_shown(page: OrderPage, bench: Bench, settle: Settle, places: Any) -> None:
    order_id = opened(page, bench, settle, change_kind="major")
    page.model.edit("solution", "尚未保存的方案")
    (tap,) = buttons(page)
    assert tap.text() == "提交变更申请"
    tap.click()
    settle()
    settle()
    (record,) = bench.handoffs.of(order_id).records
    assert bench.answer(record.id, "steps") == "尚未保存的方案", "what was typed is saved first"
    assert page.model.state.form is not None
    assert page.model.state.form.values["change_ref"] == record.number
    (line,) = buttons(page)
    assert line.text() == f"变更申请\n待审批，待同步\n{record.number}"
    line.click()
    assert places.went == [("record", record.id)]


def test_the_state_at_the_endpoint_arrives_with_a_sync(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, change_kind="urgent")
    record_id = bench.handoffs.hand_over(order_id, "change")
    doc = {**bench.stored(record_id), "state": "APPROVED"}
    bench.hold(doc)
    page.model.refresh()
    settle()
    settle()
    assert "已批准" in buttons(page)[0].text()
    assert isinstance(bench.records.detail(record_id).state, RecordState)


def test_two_taps_make_one(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, to_problem=True, to_problem_reason="第三次")
    page.model.handoffs.hand_over("problem")
    page.model.handoffs.hand_over("problem")
    settle()
    settle()
    assert len(bench.handoffs.of(order_id).records) == 1
    assert page.model.state.message is None
