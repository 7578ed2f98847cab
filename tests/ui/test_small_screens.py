"""A screen of 1366×768 at 125, 150, 200 and 250 %: no word is cut off, the next step is in sight or scrolls into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.delegates.order_card import ROW_HEIGHT
from fieldapp.ui.main_window import ROOM, MainWindow
from fieldapp.ui.navigation import ORDER, ORDERS
from fieldapp.ui.views.full_backup_form import FullBackupForm
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.views.signer_card import SignerForm
from fieldapp.ui.widgets.common import ScrollPage
from tests.ui.test_every_page import Opened, cut_words, opening

SCREEN = (1366, 768)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opening(qtbot, tmp_path / "data") as made:
        yield made


def at_scale(opened: Opened, percent: int) -> tuple[int, int]:
    """The window as large as the screen at that scale, in logical pixels."""
    size = (SCREEN[0] * 100 // percent, SCREEN[1] * 100 // percent)
    opened.window.resize(*size)
    opened.settle()
    assert (opened.window.width(), opened.window.height()) == size, "the window fits the screen"
    return size


def can_be_seen(window: MainWindow, control: QWidget) -> bool:
    """Inside the window, or inside what scrolls there."""
    area = window.findChild(QScrollArea, "Window")
    assert isinstance(area, QScrollArea)
    area.ensureWidgetVisible(control, 0, 0)
    corner = control.mapTo(window, QPoint(0, 0))
    return window.rect().adjusted(-1, -1, 1, 1).contains(control.rect().translated(corner))


def scrolls(window: MainWindow) -> bool:
    area = window.findChild(QScrollArea, "Window")
    assert isinstance(area, QScrollArea)
    return area.verticalScrollBar().maximum() > 0 or area.horizontalScrollBar().maximum() > 0


@pytest.mark.parametrize("percent", [100, 125, 150, 200, 250])
def test_the_order_page(opened: Opened, percent: int) -> None:
    opened.show("order")
    size = at_scale(opened, percent)
    page = opened.shell.page(ORDER)
    assert isinstance(page, OrderPage)
    assert cut_words(opened.window) == []
    if size[0] >= ROOM[0] and size[1] >= ROOM[1]:
        assert not scrolls(opened.window), "where there is room the window does not scroll"
        corner = page.bottom.primary.mapTo(opened.window, page.bottom.primary.rect().bottomRight())
        assert opened.window.rect().contains(corner)
    beside = [button for button in (page.bottom.time, page.bottom.note, page.bottom.preview) if button.isVisible()]
    assert beside
    for button in (page.bottom.primary, page.bottom.ways.undo, *beside):
        assert can_be_seen(opened.window, button), button.accessibleName()
        assert button.accessibleName()
        assert button.width() >= 44
        assert button.text() or button.toolTip()


@pytest.mark.parametrize("percent", [100, 150, 250])
@pytest.mark.parametrize("name", ["today", "orders", "intake", "settings", "review"])
def test_every_other_page(opened: Opened, name: str, percent: int) -> None:
    opened.show(name)
    at_scale(opened, percent)
    assert cut_words(opened.window) == []
    assert scrolls(opened.window) is (percent == 250)


@pytest.mark.parametrize("width", [ROOM[0], 910, 1366])
@pytest.mark.parametrize("name", ["today", "orders", "intake", "settings", "sync", "report", "record", "major", "verify"])
def test_nothing_is_pushed_sideways(opened: Opened, name: str, width: int) -> None:
    """What is wider than its page would go out of sight on the left when something on the right gets the focus."""
    opened.show(name)
    opened.window.resize(width, 620)
    opened.settle()
    if name == "settings":
        (backup,), (signer,) = (opened.window.findChildren(kind) for kind in (FullBackupForm, SignerForm))
        backup.open.click()
        signer.kind.setCurrentIndex(signer.kind.count() - 1)
        opened.settle()
    sideways = {
        type(area).__name__: area.horizontalScrollBar().maximum()
        for area in opened.window.findChildren(ScrollPage)
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0
    }
    assert sideways == {}


def test_on_a_low_window_the_filters_wait_behind_a_button(opened: Opened) -> None:
    opened.show("orders")
    view = opened.shell.page(ORDERS)
    assert isinstance(view, OrdersView)
    assert view.filters.isVisible()
    assert not view.more.isVisible()
    opened.window.resize(910, 480)
    opened.settle()
    assert not view.filters.isVisible()
    assert view.list.viewport().height() > 2.5 * ROW_HEIGHT
    view.more.click()
    view.overdue.click()
    opened.settle()
    assert view.filters.isVisible()
    view.more.click()
    opened.settle()
    assert not view.filters.isVisible()
    assert view.more.text() == "筛选 1", "what is set is not forgotten"
    opened.window.resize(1366, 768)
    opened.settle()
    assert view.filters.isVisible()
    assert view.new_order.text()


def test_a_laptop_at_150_percent_with_title_bar_and_taskbar_does_not_scroll(opened: Opened) -> None:
    for name in ("today", "orders", "order", "settings"):
        opened.show(name)
        opened.window.resize(910, 460)
        opened.settle()
        assert not scrolls(opened.window), name
        assert cut_words(opened.window) == [], name
