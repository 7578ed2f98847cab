"""The watchdog itself: what keeps the GUI thread is noticed, what only waits is not."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.watchdog import LIMIT_S, WatchedApplication


def ran(qtbot: QtBot, work: Callable[[], object]) -> None:
    done: list[bool] = []
    QTimer.singleShot(0, lambda: done.append(bool(work()) or True))
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)


def busy() -> None:
    end = time.thread_time() + 20 * LIMIT_S
    while time.thread_time() < end:
        pass


def test_work_is_noticed_and_waiting_is_not(qapp: QApplication, qtbot: QtBot) -> None:
    assert isinstance(qapp, WatchedApplication)
    ran(qtbot, lambda: time.sleep(2 * LIMIT_S))
    assert qapp.holds == []
    ran(qtbot, busy)
    assert len(qapp.holds) == 1
    assert "held the GUI thread" in str(qapp.holds[0])
    qapp.holds.clear()
