"""After a long sleep the window asks for the PIN; what was open stays, what was typed is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fieldapp.ui.app import Desk
from fieldapp.ui.background.sleep_watch import Pause, SleepWatch
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import CUSTOMER, ORDER
from fieldapp.ui.views.customer_page import CustomerPage
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.unlock import UnlockView
from tests.support.ui_orders import Bench, a_bench, resolved_order, working_order
from tests.support.ui_program import let_in, window_over

LONG, SHORT = Pause(11 * 60.0), Pause(9 * 60.0)
PIN = "135790"
"""The fake gate's."""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, bench: Bench) -> Iterator[MainWindow]:
    made = window_over(bench)
    qtbot.addWidget(made)
    made.show()
    settle(made)
    yield made
    if made.shell is not None and made.shell.here is not None and made.shell.here[0] == CUSTOMER:
        page = made.shell.page(CUSTOMER)
        assert isinstance(page, CustomerPage)
        page.model.may_leave = True
    made.close()
    settle(made)
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def desk_of(window: MainWindow) -> Desk:
    return next(child for child in window.children() if isinstance(child, Desk))


def settle(window: MainWindow) -> None:
    for _ in range(5):
        QApplication.processEvents()
        desk_of(window).jobs.drain()
        let_in(desk_of(window))


def sleep(window: MainWindow, pause: Pause) -> None:
    watch = next(child for child in desk_of(window).children() if isinstance(child, SleepWatch))
    watch.resumed.emit(pause)
    settle(window)


def typing(window: MainWindow, bench: Bench) -> tuple[str, QPlainTextEdit]:
    """Half a sentence that no timer has stored yet."""
    order_id = bench.hold(working_order())
    assert window.shell is not None
    window.shell.open_order(order_id)
    settle(window)
    page = window.shell.page(ORDER)
    assert isinstance(page, OrderPage)
    page.form.build_all()
    edit = next(part.frames["cause"].widget.controls()[0] for part in page.form.sections.values() if "cause" in part.frames)
    assert isinstance(edit, QPlainTextEdit)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "fan stopped")
    return order_id, edit


def asked(window: MainWindow) -> UnlockView | None:
    assert window.cover_view is None or isinstance(window.cover_view, UnlockView)
    return window.cover_view


def test_what_was_typed_is_stored_and_stays_behind_the_pin(window: MainWindow, bench: Bench) -> None:
    order_id, edit = typing(window, bench)
    sleep(window, LONG)
    view = asked(window)
    assert view is not None
    assert bench.answer(order_id, "cause") == "fan stopped"
    assert not edit.isVisible()
    assert view.pin.isVisible()
    QTest.keyClicks(view.pin.pin, "0000")
    QTest.keyClick(view.pin.pin, Qt.Key.Key_Return)
    settle(window)
    assert asked(window) is view
    QTest.keyClicks(view.pin.pin, PIN)
    QTest.keyClick(view.pin.pin, Qt.Key.Key_Return)
    settle(window)
    assert asked(window) is None
    assert edit.isVisible()
    assert edit.toPlainText() == "fan stopped"
    assert window.shell is not None
    assert window.shell.here == (ORDER, order_id)


def test_no_shortcut_reaches_the_pages_behind_it(window: MainWindow, bench: Bench) -> None:
    order_id, _ = typing(window, bench)
    sleep(window, LONG)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(QApplication.focusWidget() or window, digit, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert asked(window) is not None
    assert window.shell is not None
    assert window.shell.here == (ORDER, order_id)


@pytest.mark.parametrize(
    ("pause", "after_min"), [(SHORT, 10), (LONG, 0), (Pause(0.0, 86_400.0), 10)], ids=["short", "never", "clock"]
)
def test_who_was_away_for_a_moment_goes_on(window: MainWindow, pause: Pause, after_min: int) -> None:
    settings = desk_of(window)._context.gate.open().settings
    settings.save(settings.load().changed(lock_after_min=after_min))
    sleep(window, pause)
    assert asked(window) is None


def test_the_customers_screen_is_not_taken_from_him(window: MainWindow, bench: Bench) -> None:
    assert window.shell is not None
    window.shell.open_customer_view(bench.hold(resolved_order()))
    settle(window)
    sleep(window, LONG)
    assert asked(window) is None
    assert window.shell.page(CUSTOMER).isVisible()


def test_the_locked_window_can_be_closed(window: MainWindow, bench: Bench) -> None:
    order_id, _ = typing(window, bench)
    sleep(window, LONG)
    assert window.close()
    assert bench.answer(order_id, "cause") == "fan stopped"
