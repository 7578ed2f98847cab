"""English takes more room than Chinese: 1366×768 at 150 % once more, with its words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.domain.workflow import Action
from fieldapp.ids import new_id
from fieldapp.ui import i18n
from fieldapp.ui.navigation import CUSTOMER, ORDER, ORDERS, TODAY
from fieldapp.ui.views.customer_page import CustomerPage
from fieldapp.ui.views.order_index import WIDEST
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.views.today import TodayView
from fieldapp.ui.views.today_parts import DueTile, WaitingCard
from fieldapp.ui.widgets.common import Chip, ElidedText, ScrollPage
from tests.support.ui_orders import dispatched_order, resolved_order, working_order
from tests.ui.test_every_page import PAGES, Opened, cut_words, opening
from tests.ui.test_scales import beside_their_room, over_each_other

SIZE = (910, 512)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    before = i18n.language()
    try:
        with opening(qtbot, tmp_path / "data", "en") as made:
            assert i18n.language() == "en"
            made.window.resize(*SIZE)
            yield made
    finally:
        i18n.set_language(before)


@pytest.mark.parametrize("name", PAGES)
def test_page(opened: Opened, name: str) -> None:
    opened.show(name)
    opened.window.grab()
    opened.settle()
    assert opened.window.size().toTuple() == SIZE
    assert cut_words(opened.window) == []
    assert beside_their_room(opened.window) == []
    assert over_each_other(opened.window) == []
    pages = [area for area in opened.window.findChildren(ScrollPage) if area.isVisible()]
    assert [area for area in pages if area.horizontalScrollBar().maximum() > 0] == []


def test_every_button_of_the_rail_has_its_height(opened: Opened) -> None:
    opened.show("today")
    opened.settle()
    cut = [name for name, button in opened.shell.rail.buttons.items() if button.height() < button.minimumSizeHint().height()]
    assert cut == []


def test_no_field_goes_on_beyond_the_form(opened: Opened) -> None:
    opened.show("order")
    page = opened.shell.page(ORDER)
    assert isinstance(page, OrderPage)
    view = page.form.viewport()
    frames = [frame for section in page.form.sections.values() for frame in section.frames.values() if frame.isVisible()]
    assert len(frames) > 20
    for wide in (page.index.width(), WIDEST):  # as wide as the names of sections may make it
        page.index.setFixedWidth(wide)
        page.index.fitted.emit()
        opened.settle()
        assert [one.field_id for one in frames if one.mapTo(view, QPoint(one.width(), 0)).x() > view.width()] == [], wide
    assert not page.index.isVisible()
    opened.window.resize(1366, 768)
    opened.settle()
    assert page.index.isVisible()


@pytest.mark.parametrize("size", [SIZE, (1100, 700), (1366, 768)], ids=["at 150 %", "1100×700", "1366×768"])
def test_today_keeps_its_columns_while_a_reason_is_asked_for(opened: Opened, size: tuple[int, int]) -> None:
    for number in range(8):
        opened.bench.hold({**(dispatched_order if number % 2 else working_order)(), "id": new_id(), "number": f"WX-{number}"})
    opened.bench.clock.move(minutes=2)  # what was read behind the PIN is read again
    opened.window.resize(*size)
    opened.show("orders")
    opened.show("today")
    page = opened.shell.page(TODAY)
    assert isinstance(page, TodayView)
    opened.settle()
    opened.window.grab()
    tiles = [tile for tile in page.findChildren(DueTile) if tile.isVisible()]
    assert len(tiles) > 3
    assert page.widget().minimumSizeHint().width() <= page.viewport().width(), "nothing is pushed out at the right"
    columns = [(card.x(), card.width()) for card in (page.waiting, page.due, page.calls, page.checks)]
    card = next(one for one in page.findChildren(WaitingCard) if one.isVisible())
    card.refuse.click()
    opened.settle()
    opened.window.grab()
    assert card.reason.isVisible()
    assert [(one.x(), one.width()) for one in (page.waiting, page.due, page.calls, page.checks)] == columns
    assert page.widget().minimumSizeHint().width() <= page.viewport().width()


@pytest.mark.parametrize("size", [SIZE, (1092, 614), (1366, 768)], ids=["at 150 %", "at 125 %", "1366×768"])
def test_search_and_filters_of_the_list_have_room(opened: Opened, size: tuple[int, int]) -> None:
    opened.bench.hold({**dispatched_order(), "id": new_id(), "number": "WX-1"})
    opened.bench.hold({**resolved_order(), "id": new_id(), "number": "WX-2"})
    opened.window.resize(*size)
    opened.show("orders")
    opened.settle()
    opened.window.grab()
    view = opened.shell.page(ORDERS)
    assert isinstance(view, OrdersView)
    assert view.search.width() >= 240
    if view.more.isVisible():
        assert view.list.height() > 260
        view.more.click()
        opened.settle()
    chips = [chip for chip in view.findChildren(Chip) if chip.isVisible()]
    assert len(chips) >= 5
    combos = [view.picker, view.sort, view.priority, view.category, view.period]
    cut = [one for one in (*chips, *combos, view.new_order) if one.visibleRegion().boundingRect() != one.rect()]
    assert [one.accessibleName() for one in cut] == []
    for combo in combos:
        room = combo.width() - 58  # its edges and its arrow
        assert combo.fontMetrics().horizontalAdvance(combo.currentText()) <= room, combo.currentText()
    assert view.list.height() > 150
    view.search.setText("no such order")
    opened.settle()
    opened.window.grab()
    words = [label for label in view.empty.findChildren(QLabel) if label.isVisible() and label.text()]
    (button,) = [one for one in view.empty.findChildren(QPushButton) if one.isVisible()]
    assert len(words) == 2
    assert [one for one in (*words, button) if one.visibleRegion().boundingRect() != one.rect()] == []
    assert over_each_other(opened.window) == []


@pytest.mark.parametrize("size", [SIZE, (1092, 614)], ids=["at 150 %", "at 125 %"])
def test_the_next_step_says_all_its_words(opened: Opened, size: tuple[int, int]) -> None:
    opened.window.resize(*size)
    opened.show("order")
    opened.settle()
    opened.window.grab()
    page = opened.shell.page(ORDER)
    assert isinstance(page, OrderPage)
    primary = page.bottom.primary
    assert "missing)" in primary.text()
    assert primary.width() >= primary.minimumSizeHint().width()
    assert primary.visibleRegion().boundingRect() == primary.rect()


def test_what_asks_has_room_for_its_fields(opened: Opened) -> None:
    opened.show("order")
    page = opened.shell.page(ORDER)
    assert isinstance(page, OrderPage)
    for ask in (page.bottom.steps[Action.HOLD], page.bottom.note):
        ask.click()
        opened.settle()
        opened.window.grab()
        first = next(iter(page.panel.frames.values())).widget.controls()[0]
        assert first.visibleRegion().boundingRect().height() == first.height()
        page.panel.hide()
        assert page.form.isVisible()


def test_the_customers_questions_in_place(opened: Opened) -> None:
    opened.show("review")
    page = opened.shell.page(CUSTOMER)
    assert isinstance(page, CustomerPage)
    assert page.face is not None
    page.face.unsigned.click()
    opened.settle()
    opened.window.grab()
    first = next(iter(page.face.panel.frames.values())).widget.controls()[0]
    assert first.visibleRegion().boundingRect().height() == first.height()
    assert cut_words(opened.window) == []
    page.face.panel.hide()
    assert page.face.stack.isVisible()
    page.model.ask_pin()
    opened.settle()
    assert cut_words(opened.window) == []


def test_asking_for_the_pin_squeezes_no_pad(opened: Opened) -> None:
    opened.show("sign")
    opened.settle()
    opened.window.grab()
    page = opened.shell.page(CUSTOMER)
    assert isinstance(page, CustomerPage)
    assert page.face is not None
    before = page.face.sign.pad.height()
    page.model.ask_pin()
    opened.settle()
    opened.window.grab()
    assert page.face.pin.isVisible()
    assert page.face.sign.pad.height() >= before - 4


def test_the_customers_bars_on_a_usual_screen(opened: Opened) -> None:
    opened.window.resize(1366, 768)
    opened.show("sign")
    opened.settle()
    opened.window.grab()
    page = opened.shell.page(CUSTOMER)
    assert isinstance(page, CustomerPage)
    assert page.face is not None
    (title,) = page.face.head.findChildren(ElidedText)
    assert title.text()
    assert title.toolTip() == "", "what is cut has it as its tip"
    sign = page.face.sign
    assert len({button.mapTo(sign, QPoint()).y() for button in (*sign.turns.buttons, sign.undo, sign.clear)}) == 1
    assert sign.undo.text()
    assert sign.clear.text()
