"""The laptop in the customer's hands: no key leads out of his page, and nothing internal is on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.app import Desk
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import CUSTOMER, ORDER, ORDERS, SETTINGS, SYNC, TODAY
from fieldapp.ui.views.customer_page import CustomerPage
from fieldapp.ui.widgets.block_view import BlockView
from tests.support.accessible import walk
from tests.support.ui_orders import Bench, a_bench, resolved_order
from tests.support.ui_program import let_in, window_over

SECRET = "机密"
"""In every internal answer and note of the test's order."""
COMMON = (
    "Esc", "Back", "Alt+Left", "Alt+Up", "Alt+Home", "Home", "F1", "F2", "F5", "F10", "F11", "F12", "Menu", "Ctrl+Tab",
    "Ctrl+Shift+Tab", "Ctrl+W", "Ctrl+Q", "Ctrl+N", "Ctrl+O", "Ctrl+F", "Ctrl+S", "Ctrl+P", "Ctrl+Z", "Ctrl+,", "Ctrl+L",
    "Ctrl+H", "Ctrl+Return", "Alt+D",
    *(f"{key}+{digit}" for key in ("Ctrl", "Alt") for digit in range(10)),
)  # fmt: skip


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    bench = a_bench(tmp_path / "data")
    made = window_over(bench)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    settle(made)
    visit_every_page(made, bench)
    yield made
    customer_page(made).model.may_leave = True
    made.close()
    settle(made)
    bench.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def visit_every_page(window: MainWindow, bench: Bench) -> None:
    """Their shortcuts exist from now on, and the history leads back to them."""
    assert window.shell is not None
    order_id = bench.hold(resolved_order())
    for key in (TODAY, ORDERS, SYNC, SETTINGS):
        window.shell.open_page(key)
        settle(window)
    window.shell.open_order(order_id)
    settle(window)
    window.shell.open_customer_view(order_id)
    settle(window)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)


def settle(window: MainWindow) -> None:
    """All that was asked for is there, the whole paper too: on a busy machine it takes more turns."""
    desk = next(child for child in window.children() if isinstance(child, Desk))
    turns = 0
    while turns < 5 or not all(paper.complete for paper in window.findChildren(BlockView) if paper.isVisible()):
        turns += 1
        QApplication.processEvents()
        desk.jobs.drain()
        let_in(desk)


def customer_page(window: MainWindow) -> CustomerPage:
    assert window.shell is not None
    page = window.shell.page(CUSTOMER)
    assert isinstance(page, CustomerPage)
    return page


def all_sequences(window: MainWindow) -> set[str]:
    found = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    found |= {button.shortcut().toString() for button in window.findChildren(QAbstractButton)}
    return found - {""}


def on_screen(window: QWidget) -> str:
    words = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    words += [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    words += [edit.text() for edit in window.findChildren(QLineEdit) if edit.isVisible()]
    words += [edit.toPlainText() for edit in window.findChildren(QPlainTextEdit) if edit.isVisible()]
    return "\n".join(words)


def locked(window: MainWindow, after: str) -> None:
    assert window.shell is not None
    assert window.shell.here is not None
    assert window.shell.here[0] == CUSTOMER, after
    page = customer_page(window)
    assert page.isVisible(), after
    assert not window.shell.rail.isVisible(), after
    assert not window.shell.bar.isVisible(), after
    assert SECRET not in on_screen(window), after


def test_no_shortcut_leads_out(window: MainWindow) -> None:
    known = all_sequences(window)
    assert {"Alt+Left", "Ctrl+1", "F5", "Ctrl+F"} <= known
    locked(window, "at the start")
    for text in (*COMMON, *sorted(known)):
        for combination in range(QKeySequence(text).count()):
            stroke = QKeySequence(text)[combination]
            QTest.keyClick(QApplication.focusWidget() or window, stroke.key(), stroke.keyboardModifiers())
        settle(window)
        locked(window, text)
        model = customer_page(window).model
        if model.state.pin_asked:
            model.cancel_pin()
            settle(window)


def test_the_window_cannot_be_closed_and_asks_for_the_pin(window: MainWindow) -> None:
    assert not window.close()
    settle(window)
    locked(window, "closing")
    assert customer_page(window).model.state.pin_asked


def test_larger_letters_reach_everything_the_customer_reads(window: MainWindow) -> None:
    """At arm's length: at the largest setting no word of the paper is smaller than 20 px, and nothing is cut off."""
    page = customer_page(window)
    assert page.face is not None
    for _ in range(6):
        page.face.head.larger.click()
    settle(window)
    while not page.face.paper.complete:
        settle(window)
    assert not page.face.head.larger.isEnabled()
    window.grab()
    words = [label for label in page.face.paper.findChildren(QLabel) if label.isVisible() and label.text()]
    assert words
    small = [label.text() for label in words if label.fontInfo().pixelSize() < 20]
    assert small == []
    cut = [label.text() for label in words if label.wordWrap() and label.height() < label.heightForWidth(label.width())]
    assert cut == []
    locked(window, "zoomed")


def test_the_order_page_is_behind_it_and_comes_with_the_pin_only(window: MainWindow) -> None:
    page = customer_page(window)
    page.model.ask_pin()
    settle(window)
    page.model.give_pin("0000")
    settle(window)
    locked(window, "a wrong PIN")
    assert page.model.state.pin_problem
    page.model.give_pin("4826")
    settle(window)
    assert window.shell is not None
    assert window.shell.here is not None
    assert window.shell.here[0] == ORDER


def told_to_readers(window: QWidget) -> str:
    """Names, descriptions and values of everything in the tree that a screen reader walks; the window's own parts included."""
    return "\n".join(f"{node.name}\n{node.description}\n{node.value}" for node in walk(window))


def test_nothing_internal_is_in_the_tree_that_a_screen_reader_walks(window: MainWindow) -> None:
    page = customer_page(window)
    for step in (lambda: None, lambda: page.model.set_language("en"), page.model.to_signing, page.model.ask_pin):
        step()
        settle(window)
        said = told_to_readers(window)
        assert "黄埔区分局" in said, "it is the customer's own order"
        assert SECRET not in said
        assert not any(word in said for word in ("设置", "派工单列表", "立即同步")), "nothing of the other pages"


def test_the_check_of_the_tree_would_see_what_is_internal(window: MainWindow) -> None:
    customer_page(window).model.may_leave = True
    assert window.shell is not None
    window.shell.back()
    settle(window)
    order = window.shell.page(ORDER)
    order.form.build_all()  # type: ignore[attr-defined]
    settle(window)
    assert SECRET in told_to_readers(window)


def test_no_menu_and_nothing_to_drag_leads_out(window: MainWindow) -> None:
    page = customer_page(window)
    looked_at = 0
    for widget in [*page.findChildren(QWidget), page, window]:
        if not widget.isVisible():
            continue
        looked_at += 1
        at = widget.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
        QApplication.sendEvent(widget, event)
        texts = isinstance(widget, QLineEdit | QPlainTextEdit | QLabel) or isinstance(widget.parent(), QPlainTextEdit)
        menu = QApplication.activePopupWidget()
        if menu is not None:
            assert texts, f"a menu at {type(widget).__name__}: {[action.text() for action in menu.actions()]}"
            menu.close()
        assert texts or widget is window or not widget.acceptDrops(), f"takes what is dropped: {type(widget).__name__}"
    assert looked_at > 40
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/etc/hostname")])
    for target in (window, page):
        at, copy = target.rect().center().toPointF(), Qt.DropAction.CopyAction
        drop = QDropEvent(at, copy, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, drop)
    settle(window)
    locked(window, "menus and drops")
