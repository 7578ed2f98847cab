"""`--debug` names the place where the GUI thread was held."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from fieldapp import logs
from fieldapp.ui.background.hold_watch import LIMIT_S, HoldWatch, log_hold

Told = list[tuple[float, list[str]]]


@pytest.fixture
def told(qtbot: QtBot) -> Iterator[Told]:
    heard: Told = []
    watch = HoldWatch(lambda seconds, places: heard.append((seconds, places)))
    yield heard
    watch.close()


def held_up() -> None:
    time.sleep(LIMIT_S * 6)


def test_a_hold_is_told_with_its_place(told: Told, qtbot: QtBot) -> None:
    QTimer.singleShot(0, held_up)
    qtbot.waitUntil(lambda: any("held_up" in " ".join(places) for _, places in told), timeout=20_000)
    seconds = next(seconds for seconds, places in told if "held_up" in " ".join(places))
    assert seconds > LIMIT_S * 5


def test_the_log_has_no_more_than_places(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        log_hold(0.2, ["fieldapp/ui/app.py:1 build", "main.py:2 run"])
    line = logs.Line().format(caplog.records[-1])
    assert "200 ms: fieldapp/ui/app.py:1 build < main.py:2 run" in line
