"""Long pages are built in small turns: no event holds the GUI thread for more than 50 ms, and here no half as much again is let
pass (tests/support/watchdog.py)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.records import State
from fieldapp.ui import app
from fieldapp.ui.app import Desk
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.navigation import ORDER
from fieldapp.ui.shell import Shell
from fieldapp.ui.viewmodels.today import TodayViewModel
from fieldapp.ui.views.today import SHOWN_FIRST, SHOWN_MORE, TodayView
from fieldapp.ui.views.today_parts import CallRow, WaitingCard
from fieldapp.ui.widgets.card_column import CardColumn
from fieldapp.ui.widgets.common import Text
from tests.support import ui_fakes as fakes
from tests.support.ui_orders import a_bench, working_order
from tests.support.ui_program import window_over
from tests.support.watchdog import SLACK, WatchedApplication

MANY = 100


def held(qapp: QApplication) -> list[str]:
    assert isinstance(qapp, WatchedApplication)
    return [str(hold) for hold in qapp.long if hold.seconds > hold.limit / SLACK]


def test_a_day_with_two_hundred_open_orders(qapp: QApplication, qtbot: QtBot) -> None:
    due = tuple(fakes.order_row(number) for number in range(MANY))
    waiting = tuple(fakes.order_row(9, id=f"w{number}", accepted=False, state=State.DISPATCHED) for number in range(MANY))
    call = fakes.today_view().calls[0]
    calls = tuple(replace(call, order_id=row.id, number=row.number) for row in due)
    orders, jobs = fakes.FakeOrders(view=fakes.today_view(due=due, waiting=waiting, calls=calls)), Jobs()
    model = TodayViewModel(orders, jobs, fakes.StillClock())
    page = TodayView(model, Shell(sync_now=lambda: None), lambda: None)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    model.start()
    qtbot.waitUntil(lambda: model.state.loaded, timeout=60_000)
    assert (model.state.due_total, model.state.open_total) == (MANY, 2 * MANY)
    page.more_waiting.click()
    page.more_calls.click()
    qtbot.waitUntil(lambda: page.waiting_cards.complete and page.call_rows.complete, timeout=60_000)
    qtbot.wait(10)
    shown = SHOWN_FIRST + SHOWN_MORE
    assert (len(page.findChildren(WaitingCard)), len(page.findChildren(CallRow))) == (shown, shown)
    assert held(qapp) == []
    before = page.findChildren(WaitingCard)
    model.accept(waiting[0])
    qtbot.waitUntil(lambda: len(model.state.waiting) == MANY - 1 and page.waiting_cards.complete, timeout=60_000)
    assert set(page.findChildren(WaitingCard)) >= set(before[1:]), "only what changed is made anew"
    jobs.close()


def test_the_order_page_grows_behind_the_first_one(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "PAGES_AFTER_MS", 0)
    monkeypatch.setattr(app, "WARM_UP_AFTER_MS", 0)
    bench = a_bench(tmp_path / "data")
    order_id = bench.hold(working_order())
    window = window_over(bench)
    window.show()
    desk = next(child for child in window.children() if isinstance(child, Desk))
    qtbot.waitUntil(lambda: window.shell is not None and not desk.preparing and not desk.jobs.busy, timeout=60_000)
    assert window.shell is not None
    grown = window.shell.page(ORDER)
    assert not grown.isVisible()
    built = {name for section in grown.form.sections.values() for name in section.frames}
    assert "symptom" in built, "its fields, too"
    window.shell.open_order(order_id)
    qtbot.waitUntil(lambda: grown.model.state.order_id == order_id and grown.form.complete, timeout=60_000)
    assert window.shell.page(ORDER) is grown
    assert held(qapp) == []
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    bench.close()


@pytest.mark.parametrize(
    ("first", "then"),
    [("abc", "abc"), ("abc", "bcd"), ("abcd", "ad"), ("ab", "xaby"), ("abc", "cab"), ("abc", ""), ("", "ab"), ("abc", "xyz")],
)
def test_a_column_of_cards_shows_what_it_is_told_and_keeps_what_stays(qtbot: QtBot, first: str, then: str) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    layout = QVBoxLayout(owner)
    column = CardColumn(layout, owner)

    def shown() -> list[QWidget]:
        qtbot.waitUntil(lambda: column.complete)
        widgets = [layout.itemAt(place).widget() for place in range(layout.count())]
        assert all(isinstance(widget, Text) for widget in widgets)
        return widgets

    def show(keys: str) -> None:
        column.show([(key, lambda key=key: Text(key)) for key in keys])

    show(first)
    before = {widget.text(): widget for widget in shown()}
    show(then)
    after = shown()
    assert "".join(widget.text() for widget in after) == then
    assert all(before[widget.text()] is widget for widget in after if widget.text() in before)
