"""What is seen of an order comes first and stays where it is; the rest follows in turns of the event loop, and nothing typed,
pressed or asked for in the meantime is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.viewmodels.order_page import OrderPageModel
from fieldapp.ui.viewmodels.order_state import Phase
from fieldapp.ui.views.log_rows import TimelineRow
from fieldapp.ui.views.order_ahead import built_ahead
from fieldapp.ui.views.order_page import FAILED, FORM, WAITING, OrderPage
from tests.support.ui_orders import Bench, resolved_order, working_order

Settle = Callable[[], None]


def nowhere(sha256: str, name: str) -> Path:
    raise AssertionError("nothing is handed out here")


@pytest.fixture
def page(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> Iterator[OrderPage]:
    model = OrderPageModel(
        bench.orders, bench.filling, bench.attachments, bench.signing.seal, nowhere, jobs, bench.clock, bench.handoffs
    )
    made = OrderPage(model, places)
    window = MainWindow(made)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield made
    window.close()


def held_orders(bench: Bench) -> tuple[str, str]:
    """The same form with other words in it."""
    first = bench.hold(working_order(contact_name="王主任"))
    doc = working_order(contact_name="李工")
    return first, bench.hold(doc | {"id": "0197a000-0000-7000-8000-000000000077", "number": "WX-20261101-000077"})


def whole(page: OrderPage, settle: Settle) -> None:
    """All turns are taken, what is read beside the order has come."""
    end = time.monotonic() + 20
    while not (page.form.complete and page.model.state.beside and page.side.log.complete):
        assert time.monotonic() < end
        settle()
    settle()


def first_look(page: OrderPage, jobs: Jobs, order_id: str) -> None:
    """As far as the turn in which the order arrives."""
    page.enter(order_id)
    jobs.drain()
    assert page.model.state.phase is Phase.READY


def words_of(page: OrderPage, field_id: str) -> QLineEdit:
    edit = next(part.frames[field_id] for part in page.form.sections.values() if field_id in part.frames).widget.controls()[0]
    assert isinstance(edit, QLineEdit)
    return edit


def shown_sections(page: OrderPage) -> list[str]:
    return [name for name, section in page.form.sections.items() if section.isVisible()]


class Pictures(QObject):
    """Where everything with words stood each time the window was painted."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self.page, self.seen = page, list[dict[QWidget, tuple[str, QRect]]]()
        page.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self.page.columns.isVisible():
            self.seen.append(
                {
                    part: (part.text(), QRect(part.mapTo(self.page, QPoint()), part.size()))
                    for kind in (QLabel, QPushButton, QLineEdit)
                    for part in self.page.columns.findChildren(kind)
                    if not part.visibleRegion().isEmpty()
                }
            )
        return False


def test_the_first_picture_is_the_order_and_nothing_of_it_moves_afterwards(
    page: OrderPage, bench: Bench, jobs: Jobs, settle: Settle
) -> None:
    first, second = held_orders(bench)
    page.enter(first)
    whole(page, settle)
    first_look(page, jobs, second)
    assert shown_sections(page) == ["dispatch"], "as much as is seen, and no more"
    assert not page.form.complete
    assert not page.findChildren(TimelineRow)[0].isVisible()
    pictures = Pictures(page)
    whole(page, settle)
    assert len(pictures.seen) > 2
    begun, ended = pictures.seen[0], pictures.seen[-1]
    assert ("李工", begun[words_of(page, "contact_name")][1]) == begun[words_of(page, "contact_name")]
    assert {part: ended.get(part) for part in begun} == begun
    assert len(shown_sections(page)) > 5
    assert [row.isVisible() for row in page.findChildren(TimelineRow)].count(True) == len(page.model.state.timeline)


def test_what_is_typed_at_the_first_picture_is_kept(page: OrderPage, bench: Bench, jobs: Jobs, settle: Settle) -> None:
    first, second = held_orders(bench)
    page.enter(first)
    whole(page, settle)
    first_look(page, jobs, second)
    edit = words_of(page, "contact_name")
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "Chen 9")
    assert not page.form.complete
    whole(page, settle)
    assert (edit.text(), edit.cursorPosition(), edit.hasFocus()) == ("Chen 9", 6, True)
    assert page.leave()
    assert (bench.answer(first, "contact_name"), bench.answer(second, "contact_name")) == ("王主任", "Chen 9")


def test_who_goes_to_a_section_that_is_not_there_yet_gets_there(
    page: OrderPage, bench: Bench, jobs: Jobs, settle: Settle
) -> None:
    first_look(page, jobs, bench.hold(working_order()))
    page.index._buttons["result"].click()
    result = page.form.sections["result"]
    assert result.isVisible()
    assert not result.visibleRegion().isEmpty()
    at = page.form.verticalScrollBar().value()
    whole(page, settle)
    assert page.form.verticalScrollBar().value() == at
    assert not result.visibleRegion().isEmpty()


def test_an_order_that_is_left_in_the_midst_of_it_is_stored_and_makes_way(
    page: OrderPage, bench: Bench, jobs: Jobs, settle: Settle
) -> None:
    first, second = held_orders(bench)
    page.enter(first)
    whole(page, settle)
    first_look(page, jobs, second)
    edit = words_of(page, "contact_name")
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "Zhao")
    assert page.leave()
    page.hide()
    settle()
    assert bench.answer(second, "contact_name") == "Zhao"
    assert page._stack.currentIndex() == WAITING
    page.show()
    page.enter(first)
    assert not page.columns.isVisible(), "never another order's content under this one's name"
    whole(page, settle)
    assert page._stack.currentIndex() == FORM
    assert words_of(page, "contact_name").text() == "王主任"


def test_what_a_left_order_still_tells_does_not_bring_it_back(page: OrderPage, bench: Bench, settle: Settle) -> None:
    page.enter(bench.hold(working_order()))
    whole(page, settle)
    assert page.leave()
    page.hide()
    settle()
    page.model.refresh()
    settle()
    assert page.model.state.phase is Phase.READY
    assert page._stack.currentIndex() == WAITING


def test_another_order_opened_at_once_shows_its_own_words_only(page: OrderPage, bench: Bench, jobs: Jobs, settle: Settle) -> None:
    first, second = held_orders(bench)
    page.enter(first)
    whole(page, settle)
    for order_id, name in ((second, "李工"), (first, "王主任"), (second, "李工")):
        first_look(page, jobs, order_id)
        QApplication.processEvents()
        assert words_of(page, "contact_name").text() == name
        for section in page.form.sections.values():
            if section.isVisible() and page.model.state.form is not None:
                for field_id, frame in section.frames.items():
                    if frame.isVisible():
                        assert frame.value() == page.model.state.form.values.get(field_id)
    whole(page, settle)
    shown = [row.entry for row in page.findChildren(TimelineRow) if row.isVisible()]
    assert shown == list(page.model.state.timeline)


def test_a_shorter_log_leaves_no_row_of_the_longer_one(page: OrderPage, bench: Bench, settle: Settle) -> None:
    doc = resolved_order() | {"id": "0197a000-0000-7000-8000-000000000088", "number": "WX-20261101-000088"}
    short, long = sorted((bench.hold(working_order()), bench.hold(doc)), key=lambda one: len(bench.orders.detail(one).events))
    assert len(bench.orders.detail(short).events) < len(bench.orders.detail(long).events)
    rows: list[list[TimelineRow]] = []
    for order_id in (long, short, long):
        page.enter(order_id)
        whole(page, settle)
        rows.append([row for row in page.findChildren(TimelineRow) if row.isVisible()])
        assert [row.entry for row in rows[-1]] == list(page.model.state.timeline)
    assert rows[2] == rows[0], "rows are used again"


def test_an_order_that_is_taken_away_meanwhile_leaves_nothing_of_itself_in_view(
    page: OrderPage, bench: Bench, jobs: Jobs, settle: Settle
) -> None:
    first, second = held_orders(bench)
    page.enter(first)
    whole(page, settle)
    first_look(page, jobs, second)
    with bench.context.store.writing() as work:
        work.orders.remove(second)
    page.model.refresh()
    settle()
    assert page.model.state.phase is Phase.FAILED
    assert page._stack.currentIndex() == FAILED
    for _ in range(20):
        settle()
    assert not page.columns.isVisible()
    page.enter(first)
    whole(page, settle)
    assert words_of(page, "contact_name").text() == "王主任"


def test_what_cannot_be_read_beside_an_order_keeps_nothing_waiting(
    page: OrderPage, bench: Bench, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_order_id: str) -> Any:
        raise OSError("the disk is gone")

    monkeypatch.setattr(bench.orders, "history", fails)
    monkeypatch.setattr(bench.handoffs, "of", fails)
    page.enter(bench.hold(working_order()))
    whole(page, settle)
    assert page.model.state.beside
    assert [row.isVisible() for row in page.findChildren(TimelineRow)].count(True) == len(page.model.state.timeline)


STEPS = (0, 1, 5, 40, 60, 62, 64, 66, 70, 80, 1000)
"""Before the form, within it, in the rehearsal, after it."""


def growing(bench: Bench, jobs: Jobs, places: Any, an_order: str) -> OrderPage:
    model = OrderPageModel(
        bench.orders, bench.filling, bench.attachments, bench.signing.seal, nowhere, jobs, bench.clock, bench.handoffs
    )
    ahead = partial(built_ahead, form_of=bench.orders.form, an_order=lambda: bench.orders.detail(an_order), jobs=jobs)
    return OrderPage(model, places, in_steps=True, ahead=ahead)


def take_steps(page: OrderPage, jobs: Jobs, most: int) -> int:
    """As `Desk` does; how many there were."""
    for number in range(most):
        if not page.step():
            return number
        jobs.drain()
        QApplication.processEvents()
    return most


def test_the_rehearsal_leaves_nothing_of_its_order(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> None:
    first, _second = held_orders(bench)
    before = bench.stored(first)
    page = growing(bench, jobs, places, first)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    assert take_steps(page, jobs, 1000) < 1000
    assert page.findChildren(TimelineRow), "it was shown"
    assert not any(row.isVisibleTo(page.side) for row in page.findChildren(TimelineRow))
    assert not any(section.isVisibleTo(page.form) for section in page.form.sections.values())
    assert (page.model.state.order_id, page._stack.currentIndex()) == ("", WAITING)
    told = [label.text() for label in page.header.findChildren(QLabel) if label.isVisibleTo(page)]
    assert [words for words in told if words] == ["正在打开…"]
    assert bench.stored(first) == before


@pytest.mark.parametrize("done", STEPS)
def test_who_opens_an_order_in_the_midst_of_the_rehearsal_gets_that_one(
    qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any, settle: Settle, done: int
) -> None:
    first, second = held_orders(bench)
    page = growing(bench, jobs, places, first)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.complete()
    take_steps(page, jobs, done)
    page.show()
    page.enter(second)
    assert take_steps(page, jobs, 3) < 3, "what is not done by now is not wanted any more"
    whole(page, settle)
    assert words_of(page, "contact_name").text() == "李工"
    assert words_of(page, "contact_name").isVisible()
    assert [row.entry for row in page.findChildren(TimelineRow) if row.isVisible()] == list(page.model.state.timeline)
    assert page.model.state.order_id == second
