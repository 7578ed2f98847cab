"""Alt and a digit, or Tab from the index, lead into a section; what has the focus can be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.focus_in_view import FocusInView
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.widgets.common import ScrollPage
from tests.support.ui_orders import Bench, working_order
from tests.ui.form.conftest import open_whole

Settle = Callable[[], None]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(page: OrderPage, bench: Bench, settle: Settle) -> OrderPage:
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    open_whole(page, bench.hold(working_order()), settle)
    return page


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def section_of(page: OrderPage, widget: QWidget) -> str:
    return next(name for name, section in page.form.sections.items() if section.isAncestorOf(widget))


def test_alt_and_a_digit_lead_into_the_section(page: OrderPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_6, ALT)
    sixth = list(page.form.sections)[5]
    assert section_of(page, focused()) == sixth
    assert not focused().visibleRegion().isEmpty()


def test_tab_goes_from_the_index_into_the_chosen_section(page: OrderPage) -> None:
    fourth = list(page.form.sections)[3]
    button = page.index._buttons[fourth]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert focused() is button, "who looks through the sections stays among them"
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert section_of(page, focused()) == fourth
    assert not focused().visibleRegion().isEmpty()


def test_what_the_focus_comes_to_from_beside_is_scrolled_into_view(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    before = QLineEdit(window)
    page = ScrollPage()
    page.setParent(window)
    fields = [QLineEdit() for _ in range(40)]
    for field in fields:
        page.column.addWidget(field)
    page.setGeometry(0, 60, 400, 200)
    FocusInView(window)
    window.resize(400, 260)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    before.setFocus()
    QApplication.processEvents()
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    assert fields[0].visibleRegion().isEmpty()
    fields[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert not fields[0].visibleRegion().isEmpty()
    place = page.verticalScrollBar().value()
    fields[1].setFocus(Qt.FocusReason.TabFocusReason)
    assert page.verticalScrollBar().value() == place, "what can be seen stays where it is"


@pytest.mark.parametrize("digit", [1, 10])
def test_the_first_and_the_last_section_have_their_keys_too(page: OrderPage, digit: int) -> None:
    key = Qt.Key(Qt.Key.Key_0.value + digit % 10)
    QTest.keyClick(page, key, ALT)
    names = list(page.form.sections)
    assert names.index(section_of(page, focused())) == digit - 1
