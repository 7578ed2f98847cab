"""What stands at the top of an order until a person has done something about it: on real use cases over a real store."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from fieldapp.forms.voiding import DESK_CHANGE, EDITED
from fieldapp.ui.views.order_page import OrderPage
from tests.support.ui_orders import Bench, resolved_order, working_order
from tests.ui.form.conftest import Places

Settle = Callable[[], None]


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
        errors = [{"code": "field-owner", "field": "customer_unit", "owner": "desk"}]
        said = {"type": "urn:fieldapp:problem:refused", "detail": "these fields belong to the desk: customer_unit"}
        work.outbox.park(op.op_id, {**said, "errors": errors})
    shown(page, order_id, settle)
    notice = page.standing.sent_back
    assert notice.isVisible()
    assert "退回" in notice.words
    assert "由服务台填写：客户单位" in notice.words.splitlines(), "on a line of its own"
    assert len(notice.words.splitlines()) == 3
    assert "customer_unit" not in notice.words
    assert notice.words.count("重试") == 1, "what to do is said once"
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


@pytest.mark.parametrize(
    ("said", "who"),
    [
        pytest.param({"reason": EDITED}, "欧阳", id="edited-here"),
        pytest.param({"reason": DESK_CHANGE}, "服务台改了内容", id="changed-by-the-desk"),
        pytest.param({"reason": DESK_CHANGE, "by": ["李梅"]}, "服务台（李梅）改了内容", id="changed-by-somebody-at-the-desk"),
    ],
)
def test_a_void_signature_says_who_when_what_and_what_to_do(
    page: OrderPage, bench: Bench, settle: Settle, said: dict[str, object], who: str
) -> None:
    doc = resolved_order()
    entry = {**doc["events"][-1], "actor": {**doc["events"][-1]["actor"], "name": "欧阳恵"}}
    of = {"revision": 1, "snapshot_sha256": "ab" * 32}
    signed = {**entry, "id": "0197a000-0000-7000-8000-00000000eee1", "kind": "signed", "data": {**of, "ink_sha256": "cd" * 32}}
    void = {
        **entry,
        "id": "0197a000-0000-7000-8000-00000000eee2",
        "kind": "signature_voided",
        "at": "2026-11-22T12:34:00.000+08:00",
        "data": {**of, **said, "fields": ["cause"]},
    }
    doc["events"] += [signed, void]
    shown(page, bench.hold(doc), settle)
    words = page.standing.void.words
    assert page.standing.void.isVisible()
    label = page.model.state.detail.definition.field("cause").label.get("zh")  # type: ignore[union-attr]
    for part in (who, "11-22 12:34", label, "再请客户签一次"):
        assert part in words
