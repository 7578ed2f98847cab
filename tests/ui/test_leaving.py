"""Quitting while work goes on: what the window shows, and that no way back leads past the question for the PIN."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.ui import leaving
from fieldapp.ui.app import Desk
from fieldapp.ui.background.jobs import Jobs, Task
from fieldapp.ui.lock import Lock
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.views.leaving import LeavingView
from fieldapp.ui.views.unlock import UnlockView
from tests.support.ui_orders import Bench, a_bench
from tests.support.ui_program import let_in, window_over


class Work:
    """A seal that takes as long as the test wants."""

    def __init__(self, jobs: Jobs) -> None:
        self.over = Event()
        jobs.submit(self.over.wait, lane="order:x", task=Task.SEAL)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    bench: Bench = a_bench(tmp_path / "data")
    made = window_over(bench)
    qtbot.addWidget(made)
    made.show()
    for _ in range(5):
        QApplication.processEvents()
        desk_of(made).jobs.drain()
        let_in(desk_of(made))
    yield made
    made.close()
    desk_of(made).jobs.drain()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    bench.close()


@pytest.fixture
def work(window: MainWindow) -> Iterator[Work]:
    made = Work(desk_of(window).jobs)
    yield made
    made.over.set()


def desk_of(window: MainWindow) -> Desk:
    return next(child for child in window.children() if isinstance(child, Desk))


def covered_by(window: MainWindow, kind: type) -> bool:
    return isinstance(window.cover_view, kind)


def lock(window: MainWindow) -> None:
    next(child for child in window.children() if isinstance(child, Lock)).lock()


def test_it_waits_shows_what_for_and_closes_by_itself(window: MainWindow, work: Work, qtbot: QtBot) -> None:
    assert not window.close()
    qtbot.waitUntil(lambda: covered_by(window, LeavingView))
    work.over.set()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_who_stays_has_the_pages_back(window: MainWindow, work: Work, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: covered_by(window, LeavingView))
    assert isinstance(window.cover_view, LeavingView)
    window.cover_view.stay.click()
    assert window.cover_view is None
    work.over.set()
    desk_of(window).jobs.drain()
    assert window.isVisible()


def test_storing_is_not_worth_a_page(window: MainWindow) -> None:
    done: list[bool] = []
    desk_of(window).jobs.submit(lambda: Event().wait(0.05), done.append, lane="order:x")
    assert window.close()
    assert done, "the end of the program waited for it"


def test_the_question_for_the_pin_is_not_covered(
    window: MainWindow, work: Work, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is there who could choose: it leaves after the time a session's end allows."""
    monkeypatch.setattr(leaving, "SESSION_S", 1.0)
    lock(window)
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert covered_by(window, UnlockView)


def test_locked_meanwhile_the_way_back_is_gone(window: MainWindow, work: Work, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: covered_by(window, LeavingView))
    lock(window)
    qtbot.wait(3 * leaving.LOOK_MS)
    assert covered_by(window, UnlockView)
    work.over.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert covered_by(window, UnlockView)
