"""What stands at the top of an order until a person has done something about it: on real use cases over a real store."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.services.handed_out import HandedOut
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.order_page import OrderPageModel
from fieldapp.ui.views.order_page import OrderPage
from tests.support.ui_orders import Bench, working_order
from tests.ui.form.conftest import Places

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Places) -> OrderPage:
    hand_out = HandedOut(bench.context).copy
    model = OrderPageModel(bench.orders, bench.filling, bench.attachments, bench.signing.seal, hand_out, jobs, bench.clock)
    made = OrderPage(model, places)
    qtbot.addWidget(made)
    made.resize(1270, 706)
    made.show()
    return made


def shown(page: OrderPage, order_id: str, settle: Settle) -> None:
    page.enter(order_id)
    settle()


def test_an_order_that_was_sent_back_says_why_until_it_is_sent_again(
    page: OrderPage, bench: Bench, places: Places, settle: Settle
) -> None:
    order_id = bench.hold(working_order())
    bench.orders.note(order_id, "电话 138")
    with bench.context.store.writing() as work:
        (op,) = work.outbox.freeze(work.outbox.ready(bench.clock.now(), 9))
        work.outbox.park(op.op_id, {"type": "urn:fieldapp:problem:refused", "detail": "联系电话不完整"})
    shown(page, order_id, settle)
    notice = page.standing.sent_back
    assert notice.isVisible()
    assert "退回" in notice.words
    assert "联系电话不完整" in notice.words
    (there,) = (button for button in notice.findChildren(QPushButton) if button.text() == "打开同步")
    QTest.mouseClick(there, Qt.MouseButton.LeftButton)
    assert places.went == [("page", "sync")]
    there.setFocus()
    page.model.edit("open_issues", "无")
    settle()
    assert there in notice.findChildren(QPushButton), "typing does not make the button anew"
    with bench.context.store.writing() as work:
        work.outbox.retry(op.op_id)
    page.model.refresh()
    settle()
    assert not page.standing.isVisible()
