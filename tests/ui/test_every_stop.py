"""Every page for those who only have keys, and for the wheel that scrolls it: where the focus is can be seen, and no choice
changes while the page scrolls under the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.navigation import ORDER, RECORD
from tests.ui.test_every_page import PAGES, Opened, opening, shown, told

MOST_STOPS = 60
"""Of one page: what comes after so many is more of the same."""


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opening(qtbot, tmp_path / "data") as made:
        made.window.resize(1366, 768)
        yield made


def picture(window: QWidget, part: QWidget) -> QImage:
    at = part.mapTo(window, QPoint(0, 0))
    return window.grab().toImage().copy(at.x() - 2, at.y() - 2, part.width() + 4, part.height() + 4)


def stops(window: QWidget) -> Iterator[QWidget]:
    """What Tab reaches, one after the other, once around."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    seen: list[QWidget] = []
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    while (focused := QApplication.focusWidget()) is not None and focused not in seen and len(seen) < MOST_STOPS:
        seen.append(focused)
        yield focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)


@pytest.mark.parametrize("name", PAGES)
def test_the_focus_is_seen_wherever_tab_leads(opened: Opened, name: str) -> None:
    opened.show(name)
    window, unseen = opened.window, []
    for focused in stops(window):
        with_it = picture(window, focused)
        focused.clearFocus()
        without = picture(window, focused)
        focused.setFocus(Qt.FocusReason.TabFocusReason)
        if with_it == without:
            unseen.append(f"{type(focused).__name__} {told(focused)}")
    assert unseen == []


@pytest.mark.parametrize("name", PAGES)
def test_the_wheel_changes_no_choice(opened: Opened, name: str) -> None:
    opened.show(name)
    changed = []
    for widget in shown(opened.window, lambda one: isinstance(one, QComboBox | QAbstractSpinBox)):
        before = words_of(widget)
        for turned in (-120, 120):
            at = QPointF(widget.rect().center())
            event = QWheelEvent(
                at,
                widget.mapToGlobal(at),
                QPoint(),
                QPoint(0, turned),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(widget, event)
            if words_of(widget) != before:
                changed.append(told(widget))
    assert changed == []


def words_of(widget: QWidget) -> str:
    assert isinstance(widget, QComboBox | QAbstractSpinBox)
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


@pytest.mark.parametrize("name", ["order", "record"])
def test_tab_leads_into_a_page_that_was_opened(opened: Opened, name: str) -> None:
    opened.show(name)
    page = opened.shell.page({"order": ORDER, "record": RECORD}[name])
    opened.window.activateWindow()
    QTest.qWaitForWindowActive(opened.window)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
