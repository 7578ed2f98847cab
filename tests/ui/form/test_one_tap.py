"""What one tap changed is not answered by its second half, nor by a key that is still held down."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.widgets.common import SecondaryButton, one_tap
from tests.support.ui_orders import Bench, dispatched_order
from tests.ui.form.conftest import open_whole

CTRL = Qt.KeyboardModifier.ControlModifier
Settle = Callable[[], None]


@pytest.fixture
def page(page: OrderPage, bench: Bench, settle: Settle) -> OrderPage:
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    open_whole(page, bench.hold(dispatched_order()), settle)
    return page


def press(widget: QWidget, kind: QEvent.Type, ms: int) -> None:
    at = QPointF(widget.rect().center())
    button, held = Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton
    if kind == QEvent.Type.MouseButtonRelease:
        held = Qt.MouseButton.NoButton
    event = QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(ms)
    QApplication.sendEvent(widget, event)


def tap(widget: QWidget, ms: int, *, second: bool = False) -> None:
    """As Qt tells it: the press of a second tap soon after the first is a double click, whatever stands there by then."""
    press(widget, QEvent.Type.MouseButtonDblClick if second else QEvent.Type.MouseButtonPress, ms)
    press(widget, QEvent.Type.MouseButtonRelease, ms + 30)


def steps(bench: Bench, page: OrderPage) -> list[str]:
    return [event["kind"] for event in bench.stored(page.model.state.order_id)["events"]]


def test_the_second_half_of_a_double_tap_does_not_take_the_next_step(page: OrderPage, bench: Bench, settle: Settle) -> None:
    primary = page.bottom.primary
    first = primary.text()
    before = steps(bench, page)
    tap(primary, 1000)
    settle()
    assert primary.text() != first
    taken = steps(bench, page)
    assert len(taken) == len(before) + 1
    tap(primary, 1180, second=True)
    settle()
    assert steps(bench, page) == taken
    tap(primary, 4000)  # meant
    settle()
    assert len(steps(bench, page)) == len(taken) + 1


def test_a_held_key_takes_one_step(page: OrderPage, bench: Bench, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    before = steps(bench, page)
    for _ in range(5):
        QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
        settle()
    taken = steps(bench, page)
    assert len(taken) == len(before) + 1
    monkeypatch.setattr(one_tap, "PAUSE_S", 0.0)
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    settle()
    assert len(steps(bench, page)) == len(taken) + 1


def test_the_second_half_counts_where_the_button_is_still_the_same(qtbot: QtBot) -> None:
    count: list[int] = []
    button = SecondaryButton("撤销一笔", on_click=lambda: count.append(1))
    other = SecondaryButton("撤销一笔", on_click=lambda: count.append(100))
    for one in (button, other):
        qtbot.addWidget(one)
        one.show()
    tap(button, 1000)
    tap(button, 1180, second=True)
    assert count == [1, 1]
    tap(other, 1300, second=True)
    assert count == [1, 1], "the first half was for another button"
    tap(other, 9000)
    tap(other, 9999, second=True)
    assert count == [1, 1, 100], "a tap of long ago is not the first half"


def three(qtbot: QtBot, count: list[str]) -> tuple[QWidget, list[SecondaryButton]]:
    """Buttons of the same words, as in a list of orders, in one window."""
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    buttons = [SecondaryButton("接单", on_click=partial(count.append, name)) for name in "abc"]
    for button in buttons:
        row.addWidget(button)
    window.show()
    return window, buttons


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space], ids=["return", "enter", "space"])
def test_enter_presses_a_button_as_space_does(qtbot: QtBot, key: Qt.Key, monkeypatch: pytest.MonkeyPatch) -> None:
    count: list[str] = []
    _window, (first, second, _third) = three(qtbot, count)
    QTest.keyClick(first, key)
    QTest.keyClick(first, key)
    assert count == ["a", "a"]
    QTest.keyClick(second, key)
    assert count == ["a", "a"], "the key was pressed twice, and the first time led from one button to the other"
    monkeypatch.setattr(QApplication, "doubleClickInterval", lambda: 0)
    QTest.keyClick(second, key)
    assert count == ["a", "a", "b"]


def test_enter_that_is_held_down_presses_nothing(qtbot: QtBot) -> None:
    count: list[str] = []
    _window, (first, *_others) = three(qtbot, count)
    for repeats in (True, True, False, True):
        down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", repeats)
        QApplication.sendEvent(first, down)
    assert count == ["a"]


def test_the_focus_stays_at_the_next_step_and_enter_takes_one_at_a_time(page: OrderPage, bench: Bench, settle: Settle) -> None:
    primary = page.bottom.primary
    primary.setFocus()
    before = steps(bench, page)
    QTest.keyClick(primary, Qt.Key.Key_Return)
    assert page.model.state.busy
    assert page.hasFocus(), "not at what stands beside it"
    settle()
    assert primary.hasFocus()
    taken = steps(bench, page)
    assert len(taken) == len(before) + 1
    QTest.keyClick(primary, Qt.Key.Key_Return)
    settle()
    assert steps(bench, page) == taken, "a doubled key"
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    QTest.keyClick(primary, Qt.Key.Key_Return)
    settle()
    assert len(steps(bench, page)) == len(taken) + 1
