"""Ctrl+Z on the order page: across fields and sections, stored like anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.widgets.fields.table import TableField
from tests.support.ui_orders import Bench, working_order
from tests.ui.form.conftest import open_whole

Settle = Callable[[], None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(page: OrderPage, bench: Bench, settle: Settle) -> OrderPage:
    page.resize(1280, 800)
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    open_whole(page, bench.hold(working_order()), settle)
    return page


def box(page: OrderPage, field_id: str) -> QWidget:
    page.form.reveal(field_id)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit | QPlainTextEdit)
    return focused


def shown(page: OrderPage, field_id: str) -> Any:
    return next(s.frames[field_id].value() for s in page.form.sections.values() if field_id in s.frames)


def table(page: OrderPage, field_id: str) -> TableField:
    widget = next(s.frames[field_id].widget for s in page.form.sections.values() if field_id in s.frames)
    assert isinstance(widget, TableField)
    return widget


def test_undo_goes_back_through_sections_and_is_stored(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = page.model.state.order_id
    cause, issues = bench.answer(order_id, "cause"), bench.answer(order_id, "open_issues")
    QTest.keyClicks(box(page, "cause"), "one")
    QTest.keyClicks(box(page, "open_issues"), "two")
    settle()
    assert "one" in bench.answer(order_id, "cause")
    focused = QApplication.focusWidget()
    QTest.keyClick(focused, Qt.Key.Key_Z, CTRL)
    settle()
    assert bench.answer(order_id, "open_issues") == issues
    assert shown(page, "open_issues") == issues
    assert "one" in bench.answer(order_id, "cause")
    page.form.go_to_section("result")  # another section on top changes nothing
    QTest.keyClick(focused, Qt.Key.Key_Z, CTRL)
    settle()
    assert bench.answer(order_id, "cause") == cause
    QTest.keyClick(focused, Qt.Key.Key_Z, CTRL | SHIFT)
    settle()
    assert "one" in bench.answer(order_id, "cause")
    assert QApplication.focusWidget() is focused, "the focus stays where the person is"


def test_a_row_that_was_deleted_comes_back_with_ctrl_z(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = page.model.state.order_id
    devices = table(page, "devices")
    before = bench.answer(order_id, "devices")
    devices.cards[0].asked.emit("delete")
    settle()
    assert bench.answer(order_id, "devices") == (before[1:] or None)
    page.bottom.ways.undo.click()
    settle()
    assert bench.answer(order_id, "devices") == before
    assert len(devices.cards) == len(before)


def test_another_order_begins_with_nothing_to_undo(page: OrderPage, bench: Bench, settle: Settle) -> None:
    QTest.keyClicks(box(page, "cause"), "one")
    settle()
    assert page.bottom.ways.undo.isEnabled()
    page.enter(bench.hold(working_order(cause="另一单") | {"id": "0197a000-0000-7000-8000-0000000000ab"}))
    settle()
    assert not page.bottom.ways.undo.isEnabled()
    page.model.undo()
    settle()
    assert bench.answer("0197a000-0000-7000-8000-0000000000ab", "cause") == "另一单"


def test_in_a_panel_undo_is_the_panels(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = page.model.state.order_id
    QTest.keyClicks(box(page, "cause"), "one")
    settle()
    page._ask("note")
    note = page.panel.frames["text"].widget.controls()[0]
    note.setFocus()
    QTest.keyClicks(note, "x")
    QTest.keyClick(note, Qt.Key.Key_Z, CTRL)
    settle()
    assert page.panel.frames["text"].value() is None
    assert "one" in bench.answer(order_id, "cause")
