"""The figure 已超时 of 今日 opens the orders that it counts, over the real store; the filter can be taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldapp.clock import to_wire
from fieldapp.domain.records import Document
from fieldapp.ui.navigation import ORDERS, TODAY
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.views.today import TodayView
from tests.support.ui_orders import Bench, a_bench, dispatched_order, working_order
from tests.ui.test_every_page import Opened, opening

DAY = timedelta(days=1)


def hold(bench: Bench, name: str, since: timedelta, make: Callable[..., Document] = working_order) -> None:
    """An order whose incident was discovered so long ago."""
    doc = make()
    doc["answers"]["discovered_at"] = to_wire(bench.clock.now() - since)
    bench.hold(doc | {"id": name, "number": name})


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    bench = a_bench(tmp_path / "data")
    hold(bench, "late", 30 * DAY)
    hold(bench, "later", 40 * DAY)
    hold(bench, "waiting-late", 20 * DAY, dispatched_order)
    hold(bench, "in-time", timedelta(minutes=1))
    hold(bench, "late-and-gone", 30 * DAY)
    with bench.context.store.writing() as work:
        work.orders.freeze("late-and-gone", "reassigned")
    with opening(qtbot, bench) as made:
        yield made


def listed(opened: Opened, view: OrdersView) -> list[str]:
    opened.settle()
    model = view._vm.model
    return [str(model.id_at(row)) for row in range(model.rowCount())]


def test_what_is_counted_as_overdue_is_what_opens(opened: Opened) -> None:
    opened.shell.open_page(TODAY)
    opened.settle()
    today = opened.shell.page(TODAY)
    assert isinstance(today, TodayView)
    assert today._vm.state.overdue == 3
    QTest.mouseClick(today.overdue_figure, Qt.MouseButton.LeftButton)
    view = opened.shell.page(ORDERS)
    assert isinstance(view, OrdersView)
    assert listed(opened, view) == ["later", "late", "waiting-late"]
    assert view.overdue.isChecked()
    assert view.overdue.visibleRegion().boundingRect() == view.overdue.rect(), "it can be seen and taken off"
    QTest.mouseClick(view.overdue, Qt.MouseButton.LeftButton)
    assert set(listed(opened, view)) >= {"late", "later", "waiting-late", "in-time"}
    opened.shell.open_page(TODAY)
    opened.settle()
    QTest.mouseClick(today.open_figure, Qt.MouseButton.LeftButton)
    assert not view.overdue.isChecked()
    assert "in-time" in listed(opened, view)
