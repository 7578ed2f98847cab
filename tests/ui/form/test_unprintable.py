"""Characters that no font has are told before the customer signs: on the order page with a jump, and on the customer's screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.customer_state import Stage
from fieldapp.ui.viewmodels.customer_view import CustomerModel
from fieldapp.ui.views.customer_page import CustomerPage
from fieldapp.ui.views.order_page import OrderPage
from tests.support import ui_fakes as fakes
from tests.support.ui_orders import Bench, resolved_order, working_order

Settle = Callable[[], None]


@pytest.fixture
def customer(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> CustomerPage:
    made = CustomerPage(
        CustomerModel(
            bench.signing, bench.filling, bench.attachments, bench.access.check_pin, jobs, bench.clock, fakes.reset_pin
        ),
        places,
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def buttons(widget: QWidget) -> list[QPushButton]:
    return [button for button in widget.findChildren(QPushButton) if "[U+" in button.toolTip() and button.isVisibleTo(widget)]


def told(page: OrderPage) -> list[str]:
    assert page.model.state.form is not None
    return [item.text for item in page.model.state.form.unprintable]


def test_a_snapshot_says_what_cannot_be_printed(bench: Bench) -> None:
    order_id = bench.hold(resolved_order(solution="换好了👍"))
    view = bench.signing.prepare(order_id)
    assert [(item.field, item.characters) for item in view.unprintable] == [("solution", "👍")]
    assert bench.signing.prepare(bench.hold(resolved_order())).unprintable == ()


def test_the_order_page_lists_them_while_they_are_typed_and_leads_to_the_field(
    page: OrderPage, bench: Bench, settle: Settle
) -> None:
    order_id = bench.hold(working_order())
    page.enter(order_id)
    settle()
    assert told(page) == []
    before = page.model.state.primary
    page.model.edit("cause", "雷击😀")
    page.model.autosave.flush()  # type: ignore[union-attr]
    settle()
    assert told(page) == ["故障原因：😀 [U+1F600]"]
    (button,) = buttons(page.side)
    assert button.accessibleName() == "去修改：故障原因：😀 [U+1F600]"
    went: list[tuple[object, ...]] = []
    page.model.jump.connect(lambda *place: went.append(place))
    button.click()
    assert went == [("cause", None, None)]
    assert before is not None
    assert page.model.state.primary is not None
    assert page.model.state.primary.action is before.action, "a warning, nothing waits for it"
    page.model.edit("cause", "雷击")
    page.model.autosave.flush()  # type: ignore[union-attr]
    settle()
    assert told(page) == []
    assert buttons(page.side) == []


def test_rows_and_captions_are_named(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = bench.hold(working_order())
    page.enter(order_id)
    settle()
    row = "0198c0de-0000-7000-8000-000000000001"
    page.model.edit("devices", [{"_id": row, "ci": "CI-1", "name": "球机🎥", "kind": "camera"}])
    page.model.autosave.flush()  # type: ignore[union-attr]
    settle()
    (item,) = page.model.state.form.unprintable  # type: ignore[union-attr]
    assert (item.field_id, item.row_id, item.column) == ("devices", row, "name")
    assert item.text.endswith("第 1 行：名称：🎥 [U+1F3A5]")


def test_the_customers_screen_says_it_before_signing_and_it_can_be_put_away(
    customer: CustomerPage, bench: Bench, settle: Settle
) -> None:
    customer.enter(bench.hold(resolved_order(solution="换好了👍")))
    settle()
    assert customer.model.state.stage is Stage.REVIEW
    assert customer.face is not None
    notice = customer.face.notice
    assert notice.isVisibleTo(customer)
    words = "\n".join(label.text() for label in notice.findChildren(QLabel))
    assert "只能印成编码" in words
    assert "解决方案/处理过程：👍 [U+1F44D]" in words
    notice.hide()
    customer.model.zoom(1)
    settle()
    assert not notice.isVisibleTo(customer)


def test_an_order_that_prints_whole_says_nothing(customer: CustomerPage, bench: Bench, settle: Settle) -> None:
    customer.enter(bench.hold(resolved_order()))
    settle()
    assert customer.face is not None
    assert not customer.face.notice.isVisibleTo(customer)
