"""记录与台账 on real use cases over a real store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldapp.ui import i18n
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.records_list import RecordsListViewModel
from fieldapp.ui.views.records import RecordsView
from tests.support.record_documents import problem
from tests.support.ui_orders import Bench, working_order

Settle = Callable[[], None]


@pytest.fixture
def view(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> RecordsView:
    made = RecordsView(RecordsListViewModel(bench.records, jobs), places)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def a_device(number: int, name: str, ci: str) -> dict[str, Any]:
    doc = problem("IN_USE", number=number)
    return {**doc, "kind": "device", "form": {"id": "device-ledger", "version": 1}, "answers": {"name": name, "ci": ci}}


def titles(view: RecordsView) -> list[str]:
    model = view.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_english_counts_devices_in_the_plural(
    view: RecordsView, bench: Bench, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", "en")
    bench.hold(a_device(0x100, "球机", "CI-1"))
    bench.hold(a_device(0x200, "核心交换机", "CI-2"))
    view.enter("")
    settle()
    assert view.chips["device"].text() == "Devices (2)"


def test_kinds_search_and_opening(view: RecordsView, bench: Bench, settle: Settle, places: Any) -> None:
    bench.hold(working_order())
    bench.hold(a_device(0x100, "球机", "CI-1"))
    switch = bench.hold(a_device(0x200, "核心交换机", "CI-2"))
    record = bench.hold(problem(customer_unit="天河"))
    view.enter("")
    settle()
    assert view.chips["device"].text() == "设备台账 2"
    assert "return-visit" not in view.chips, "what engineers never hold is not offered"
    assert view.chips["device"].isChecked()
    assert not view.new.isVisible(), "the ledger is the desk's"
    assert sorted(titles(view)) == ["核心交换机", "球机"]
    view.chips["device"].click()
    view.search.setText("ci2")  # while the kind is being read
    settle()
    view._vm.refresh()
    settle()
    assert titles(view) == ["核心交换机"]
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert places.went == [("record", switch)]
    view.chips["problem"].click()
    settle()
    assert view._stack.currentWidget() is view.empty
    view.search.clear()
    view._vm.refresh()
    settle()
    assert titles(view) == ["同型号摄像机反复断线"]
    view.new.click()
    settle()
    (made,) = [row.id for row in bench.records.rows("problem") if row.id != record]
    assert places.went[-1] == ("record", made)


def test_nothing_here_yet(view: RecordsView, settle: Settle) -> None:
    view.enter("")
    settle()
    assert view._stack.currentWidget() is view.empty


def test_back_from_a_record_the_list_stands_where_it_was_left(view: RecordsView, bench: Bench, settle: Settle) -> None:
    for number in range(30):
        bench.hold(a_device(0x100 + number, f"球机 {number}", f"CI-{number}"))
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    view.enter("")
    settle()
    assert view.search.hasFocus()
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    for _ in range(20):
        QTest.keyClick(view.list, Qt.Key.Key_Down)
    chosen = view.list.currentIndex().data()
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    view.enter("")
    settle()
    assert view.list.hasFocus()
    (row,) = view.list.selectionModel().selectedRows()
    assert row.data() == chosen
    assert view.list.viewport().rect().intersects(view.list.visualRect(row))
    view.chips["device"].click()
    settle()
    view.enter("")
    assert view.search.hasFocus(), "the kind was chosen anew: there is no place to come back to"


def test_with_tab_a_row_is_marked_that_enter_opens(view: RecordsView, bench: Bench, settle: Settle, places: Any) -> None:
    ids = [bench.hold(a_device(0x100 + number, f"球机 {number}", f"CI-{number}")) for number in range(3)]
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    view.enter("")
    settle()
    view.list.setFocus(Qt.FocusReason.TabFocusReason)
    (row,) = view.list.selectionModel().selectedRows()
    assert row.row() == 0
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    view._vm.refresh()  # something came with a sync
    settle()
    (row,) = view.list.selectionModel().selectedRows()
    assert row.row() == 1
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert places.went == [("record", view._vm.model.records[1].id)]
    assert view._vm.model.records[1].id in ids


def test_down_leads_from_the_search_to_what_was_found_and_escape_empties_it(
    view: RecordsView, bench: Bench, settle: Settle
) -> None:
    bench.hold(a_device(0x100, "球机", "CI-1"))
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    view.enter("")
    settle()
    QTest.keyClicks(view.search, "x")
    QTest.keyClick(view.search, Qt.Key.Key_Escape)
    assert view.search.text() == ""
    view._vm.refresh()
    settle()
    QTest.keyClick(view.search, Qt.Key.Key_Down)
    assert view.list.hasFocus()
    assert len(view.list.selectionModel().selectedRows()) == 1
