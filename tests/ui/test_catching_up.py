"""What saving leaves over is done step by step, again after a failure, and not while orders arrive."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.errors import EnvironmentFault
from fieldapp.ui.background.catching_up import CatchingUp
from fieldapp.ui.background.jobs import Jobs


def test_step_by_step_and_once_at_a_time(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    jobs = Jobs()
    steps: list[int] = []
    answers: list[Callable[[], bool]] = []
    busy = [True]

    def step() -> bool:
        steps.append(len(steps))
        return answers.pop(0)()

    def full() -> bool:
        raise EnvironmentFault("disk.full", "the disk is full")

    catching_up = CatchingUp(step, lambda: busy[0], jobs, jobs)
    catching_up.go()
    jobs.drain()
    assert steps == [], "orders arrive"
    busy[0] = False
    answers += [lambda: True, lambda: True, lambda: False]
    catching_up.go()
    catching_up.go()
    qtbot.waitUntil(lambda: not answers)
    jobs.drain()
    assert len(steps) == 3
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            answers.append(full)
            catching_up.go()
            jobs.drain()
    assert len(steps) == 6
    assert len([record for record in caplog.records if "the search" in record.message]) == 1, "said once"
    answers.append(lambda: False)
    catching_up.go()
    jobs.drain()
    assert len(steps) == 7
    jobs.close()
