"""Jobs: results on the GUI thread, lanes in order, failures delivered, cancelled results dropped."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.errors import EnvironmentFault
from fieldapp.ui.background.jobs import Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_work_runs_elsewhere_and_the_result_comes_back_here(jobs: Jobs) -> None:
    seen: list[tuple[int, int]] = []
    jobs.submit(threading.get_ident, lambda worker: seen.append((worker, threading.get_ident())))
    jobs.drain()
    [(worker, here)] = seen
    assert worker != here == threading.get_ident()


def test_a_lane_keeps_its_order_and_lanes_run_side_by_side(jobs: Jobs) -> None:
    gate = threading.Event()
    order: list[str] = []
    jobs.submit(lambda: gate.wait(5), lambda _: order.append("a1"), lane="a")
    jobs.submit(lambda: order.append("a2 ran"), lambda _: order.append("a2"), lane="a")
    jobs.submit(gate.set, lambda _: None, lane="b")
    jobs.drain()
    assert order == ["a1", "a2 ran", "a2"]


def test_a_failure_reaches_failed_and_the_lane_goes_on(jobs: Jobs) -> None:
    failures: list[Exception] = []
    done: list[int] = []

    def full() -> int:
        raise EnvironmentFault("disk.full", "no space")

    jobs.submit(full, done.append, failures.append, lane="a")
    jobs.submit(lambda: 2, done.append, failures.append, lane="a")
    jobs.drain()
    assert [getattr(error, "code", "") for error in failures] == ["disk.full"]
    assert done == [2]


def test_a_failure_nobody_takes_is_raised_here(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.submit(lambda: 1 / 0)
    with qtbot.capture_exceptions() as caught:
        jobs.drain()
    assert job.finished
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]


def test_the_result_of_a_cancelled_job_is_dropped(jobs: Jobs) -> None:
    seen: list[object] = []
    started, go = threading.Event(), threading.Event()
    job = jobs.submit(lambda: (started.set(), go.wait(5)), seen.append)
    assert started.wait(5)
    job.cancel()
    go.set()
    jobs.drain()
    assert seen == []


def test_closed_jobs_take_nothing(qtbot: QtBot) -> None:
    jobs = Jobs()
    jobs.close()
    seen: list[int] = []
    jobs.submit(lambda: 1, seen.append)
    jobs.drain()
    assert seen == []
