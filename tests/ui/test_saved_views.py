"""Views of the order list: applied whole, saved, deleted, there at the next start; the list comes back as it was left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.records import Priority, State
from fieldapp.settings import Settings
from fieldapp.store.records import Sort
from fieldapp.ui import theme
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.navigation import UNFINISHED
from fieldapp.ui.viewmodels.orders_list import OrdersListViewModel, OrdersState, Period
from fieldapp.ui.viewmodels.saved_views import SavedView, choice_of, from_settings, overdue, to_settings
from fieldapp.ui.views.orders import OrdersView
from tests.support import ui_fakes as fakes
from tests.support.store_builders import HandClock

VIEW = SavedView(
    "滨江在办",
    OrdersState("滨江", frozenset({State.IN_PROGRESS}), frozenset({Priority.SEVERE}), "", Period.WEEK, True, Sort.NUMBER),
    own=True,
)


class Places:
    def __init__(self) -> None:
        self.went: list[str] = []

    def open_order(self, order_id: str) -> None:
        self.went.append(order_id)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def page_over(qtbot: QtBot, qapp: QApplication, jobs: Jobs) -> Callable[..., OrdersView]:
    theme.apply(qapp, "light")

    def make(settings: fakes.FakeSettings, queries: Any = None, places: Any = None) -> OrdersView:
        model = OrdersListViewModel(queries or fakes.FakeQueries(), jobs, HandClock(), settings=settings)
        view = OrdersView(model, places or Places(), HandClock())
        qtbot.addWidget(view)
        view.resize(1270, 700)
        view.show()
        view.enter("")
        jobs.drain()
        return view

    return make


def test_a_view_survives_the_settings_and_unknown_codes_do_no_harm() -> None:
    held = to_settings(VIEW)
    assert from_settings(held) == VIEW
    later = held | {"states": ["SOME_DAY", "IN_PROGRESS"], "period": "decade", "sort": 7, "priorities": None}
    kept = from_settings(later)
    assert kept is not None
    assert kept.chosen == OrdersState("滨江", frozenset({State.IN_PROGRESS}), unsent_only=True)
    for broken in (None, [], {"name": " "}, {"name": 3}):
        assert from_settings(broken) is None


def test_a_view_sets_every_control_and_asks_once(page_over: Callable[..., OrdersView], jobs: Jobs) -> None:
    queries = fakes.FakeQueries()
    page = page_over(fakes.FakeSettings(Settings(saved_views=[to_settings(VIEW)])), queries)
    queries.asked.clear()
    page.picker.take(len(page.picker.views) - 1)
    jobs.drain()
    assert len(queries.asked) == 1
    wanted, sort = queries.asked[0]
    assert (wanted.text, wanted.states, wanted.unsent_only, sort) == ("滨江", VIEW.chosen.states, True, Sort.NUMBER)
    assert wanted.priorities == frozenset({Priority.SEVERE})
    assert page.search.text() == "滨江"
    assert [state for state, chip in page.states.items() if chip.isChecked()] == [State.IN_PROGRESS]
    assert page.picker.currentText() == "滨江在办"
    assert page.forget.isVisible()
    page.states[State.ON_HOLD].click()
    jobs.drain()
    assert page.picker.currentText() == "自选"
    assert page.keep.isVisible()
    assert not page.forget.isVisible()


def test_saving_and_deleting(page_over: Callable[..., OrdersView], jobs: Jobs) -> None:
    settings = fakes.FakeSettings()
    page = page_over(settings)
    page.states[State.ON_HOLD].click()
    page.keep.click()
    assert page.new_order.kind == "secondary", "what is asked for is the only button that stands out"
    page.keeper.name.setText(" 等备件 ")
    QTest.keyClick(page.keeper.name, Qt.Key.Key_Return)
    jobs.drain()
    assert page.new_order.kind == "primary"
    assert [held["name"] for held in settings.load().saved_views] == ["等备件"]
    assert page.picker.currentText() == "等备件"
    again = page_over(settings)
    assert [view.name for view in again.picker.own] == ["等备件"]
    page.forget.click()
    jobs.drain()
    assert settings.load().saved_views == []
    assert settings.load().server_url == fakes.FakeSettings().settings.server_url, "the other settings are as they were"


def test_from_the_keyboard_to_the_list_and_back_to_where_it_was(page_over: Callable[..., OrdersView], jobs: Jobs) -> None:
    places = Places()
    page = page_over(fakes.FakeSettings(), places=places)
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    jobs.drain()
    QTest.keyClicks(page.search, "x")
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    jobs.drain()
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    opened = page._vm.model.id_at(1)
    assert places.went == [opened]
    page.enter("")
    jobs.drain()
    assert page.list.hasFocus()
    assert page.list.currentIndex().row() == 1


def test_one_category_is_asked_for_and_kept_in_a_view(qtbot: QtBot, qapp: QApplication, jobs: Jobs) -> None:
    theme.apply(qapp, "light")
    queries = fakes.FakeQueries()
    model = OrdersListViewModel(queries, jobs, HandClock(), settings=fakes.FakeSettings())
    view = OrdersView(model, Places(), HandClock(), category_of=str.upper, categories=("network", "power"))
    qtbot.addWidget(view)
    view.show()
    view.category.setCurrentIndex(2)
    jobs.drain()
    assert queries.asked[-1][0].categories == {"power"}
    kept = from_settings(to_settings(SavedView("电源", choice_of(model.state))))
    assert kept is not None
    assert kept.chosen.category == "power"


def test_what_is_overdue_is_kept_in_a_view() -> None:
    kept = from_settings(to_settings(SavedView("超时的", overdue())))
    assert kept is not None
    assert kept.chosen == overdue()


def test_what_is_still_to_be_done_opens_from_today(page_over: Callable[..., OrdersView], jobs: Jobs) -> None:
    queries = fakes.FakeQueries()
    view = page_over(fakes.FakeSettings(), queries)
    view.enter(UNFINISHED)
    jobs.drain()
    assert queries.asked[-1][0].states == {State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD}
