"""While the PIN is typed the pages are built behind the question: filled, hidden, and nothing is written before it is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from fieldapp.store.records import OrderFilter, Sort
from fieldapp.ui import app
from fieldapp.ui.app import Desk
from fieldapp.ui.delegates.order_card import OrderCardDelegate
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import ORDER, ORDERS, TODAY
from fieldapp.ui.shell import Shell
from fieldapp.ui.stages import Stage
from fieldapp.ui.views.today_parts import DueTile
from fieldapp.ui.views.unlock import UnlockView
from fieldapp.ui.widgets.common import CountdownRing
from tests.support.ui_orders import Bench, a_bench, working_order
from tests.support.ui_program import window_over

PIN = "135790"
"""The fake gate's."""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, bench: Bench) -> Iterator[MainWindow]:
    bench.hold(working_order())
    made = window_over(bench, Stage.PIN)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def desk_of(window: MainWindow) -> Desk:
    return next(child for child in window.children() if isinstance(child, Desk))


def gate_of(window: MainWindow) -> UnlockView:
    assert isinstance(window.cover_view, UnlockView)
    return window.cover_view


def ready(qtbot: QtBot, window: MainWindow) -> Shell:
    """All that is done while the person types."""
    desk = desk_of(window)
    qtbot.waitUntil(lambda: gate_of(window).pin.isVisible() and not desk.preparing and not desk.jobs.busy, timeout=60_000)
    (shell,) = window.findChildren(Shell)
    return shell


def give(window: MainWindow, pin: str) -> None:
    QTest.keyClicks(gate_of(window).pin.pin, pin)
    QTest.keyClick(gate_of(window).pin.pin, Qt.Key.Key_Return)
    desk_of(window).jobs.drain()


def test_the_first_search_finds_its_statements_made(qtbot: QtBot, window: MainWindow, bench: Bench) -> None:
    screens, asked = bench.context.store._engines.screens, list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(screens, "before_cursor_execute", note)
    try:
        ready(qtbot, window)
        ahead = {statement for statement in asked if "MATCH" in statement}
        asked.clear()
        for text in ("1", "dan", "WX-2026"):
            bench.context.store.queries.first_rows(OrderFilter(text=text), Sort.DUE, 1)
    finally:
        event.remove(screens, "before_cursor_execute", note)
    assert ahead & {statement for statement in asked if "MATCH" in statement}


def test_the_pages_stand_filled_behind_the_question_and_out_of_reach(qtbot: QtBot, window: MainWindow, bench: Bench) -> None:
    (order_id,) = bench.context.store.queries.order_ids()
    before = bench.stored(order_id)
    shell = ready(qtbot, window)
    assert len(shell.page(TODAY).findChildren(DueTile)) == 1
    assert shell.page(ORDERS).list.model().rowCount() == 1
    assert window.shell is None
    assert not shell.isVisible()
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    give(window, "000000")
    assert (window.shell, shell.isVisible(), shell.here) == (None, False, None)
    assert "PIN 不对" in gate_of(window).error.words
    assert bench.stored(order_id) == before
    assert desk_of(window).timetable is None
    QTest.keyClicks(gate_of(window).pin.pin, PIN)
    QTest.keyClick(gate_of(window).pin.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=60_000)
    assert window.shell is shell
    assert shell.here == (TODAY, "")
    assert shell.page(TODAY).findChildren(DueTile)[0].isVisible()
    qtbot.waitUntil(lambda: bool(desk_of(window).timetable and desk_of(window).timetable.watch), timeout=60_000)


def test_the_first_pictures_are_painted_behind_the_question_too(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shapes of glyphs, icons and places are there when the PIN is right; nobody has seen them before."""
    painted: list[tuple[str, bool]] = []
    for name, owner, method in (("ring", CountdownRing, "paintEvent"), ("card", OrderCardDelegate, "paint")):
        paint = getattr(owner, method)

        def watched(*given: object, name: str = name, paint: Callable[..., object] = paint) -> None:
            painted.append((name, window.shell is not None))
            paint(*given)

        monkeypatch.setattr(owner, method, watched)
    shell = ready(qtbot, window)
    assert set(painted) == {("ring", False), ("card", False)}
    assert shell.size() == window.size(), "as large as they will be"
    assert not any(part.isVisible() for part in (shell, *shell.findChildren(QWidget)))


def test_what_was_imported_meanwhile_is_not_searched_for_garbage(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """60 ms of the GUI thread at the first search, which came while the PIN was typed or just after."""
    passed_over: list[bool] = []
    monkeypatch.setattr(app, "freeze", lambda: passed_over.append(window.shell is None))
    ready(qtbot, window)
    assert passed_over == [True]


def test_who_types_faster_than_the_pages_are_built_gets_them_all_the_same(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: gate_of(window).pin.isVisible(), timeout=60_000)
    give(window, PIN)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=60_000)
    assert len(window.findChildren(Shell)) == 1
    assert window.shell is not None
    assert window.shell.here == (TODAY, "")
    qtbot.waitUntil(lambda: len(window.shell.page(TODAY).findChildren(DueTile)) == 1, timeout=60_000)
    window.shell.open_page(ORDERS)
    qtbot.waitUntil(lambda: window.shell.page(ORDERS).list.model().rowCount() == 1, timeout=60_000)


def test_pages_that_nobody_prepared_come_in_turns_and_the_gate_says_so(qtbot: QtBot, bench: Bench) -> None:
    bench.hold(working_order())
    window = window_over(bench)
    qtbot.addWidget(window)
    window.show()
    desk, turns = desk_of(window), 0
    qtbot.waitUntil(lambda: desk.opening, timeout=60_000)
    gate = gate_of(window)
    while desk.opening:
        assert window.shell is None
        assert (gate.busy_line.text(), gate.progress.isVisible()) == ("正在打开本机数据…", True)
        QApplication.processEvents()
        turns += 1
    assert turns > 5
    assert window.shell is not None
    assert window.shell.here == (TODAY, "")
    qtbot.waitUntil(lambda: len(window.shell.page(TODAY).findChildren(DueTile)) == 1, timeout=60_000)
    window.close()


@pytest.mark.parametrize("turns", [0, 1, 3, 6])
def test_who_closes_the_window_while_it_opens_has_closed_it(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    monkeypatch.setattr(app, "LATER_MS", 0)
    monkeypatch.setattr(app, "PAGES_AFTER_MS", 0)
    monkeypatch.setattr(app, "WARM_UP_AFTER_MS", 0)
    bench.hold(working_order())
    window = window_over(bench)
    qtbot.addWidget(window)
    window.show()
    desk = desk_of(window)
    qtbot.waitUntil(lambda: desk.opening, timeout=60_000)
    for _ in range(turns):
        QApplication.processEvents()
    assert desk.opening
    assert window.close()
    for _ in range(100):
        QApplication.processEvents()
    assert window.shell is None
    assert (desk.runner, desk.timetable, desk.preparing, desk.opening) == (None, None, 0, False)
    assert not window.isVisible()


def test_the_order_page_is_made_behind_the_question_too(qtbot: QtBot, window: MainWindow, bench: Bench) -> None:
    (order_id,) = bench.context.store.queries.order_ids()
    before = bench.stored(order_id)
    shell = ready(qtbot, window)
    assert ORDER in shell._pages
    page = shell.page(ORDER)
    assert page.form.sections["dispatch"].frames
    assert page.model.state.order_id == ""
    assert not any(section.isVisibleTo(page) for section in page.form.sections.values())
    assert bench.stored(order_id) == before
    give(window, PIN)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=60_000)
    shell.open_order(order_id)
    qtbot.waitUntil(lambda: page.form.complete and page.model.state.order_id == order_id, timeout=60_000)
    assert shell.page(ORDER) is page


@pytest.mark.parametrize("steps", [1, 20, 70])
def test_who_is_let_in_while_the_order_page_is_made_does_not_wait_for_it(
    qtbot: QtBot, window: MainWindow, bench: Bench, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """It goes on after the first look, from where it was left."""
    monkeypatch.setattr(app, "PAGES_AFTER_MS", 0)
    monkeypatch.setattr(app, "WARM_UP_AFTER_MS", 0)
    (order_id,) = bench.context.store.queries.order_ids()
    desk = desk_of(window)
    qtbot.waitUntil(lambda: any(ORDER in shell._growing for shell in window.findChildren(Shell)), timeout=60_000)
    (shell,) = window.findChildren(Shell)
    growing = shell._growing[ORDER]
    for _ in range(steps):
        growing.step()
    give(window, PIN)
    qtbot.waitUntil(lambda: window.shell is shell, timeout=60_000)
    qtbot.waitUntil(lambda: not desk.preparing and not desk.jobs.busy, timeout=60_000)
    assert ORDER not in shell._growing
    assert shell.page(ORDER) is growing
    assert growing.form.sections["dispatch"].frames
    shell.open_order(order_id)
    qtbot.waitUntil(lambda: growing.form.complete and growing.model.state.order_id == order_id, timeout=60_000)
