"""The runner: single flight, back-off, pause, cancel, what it says about each outcome."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.errors import NetworkFault
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.network_line import UNKNOWN, Line, NetworkLine
from fieldapp.ui.background.sync_runner import LOCAL_CHANGE_S, SyncPhase, SyncRunner, SyncState
from fieldapp.ui.viewmodels.sync_centre import head_detail
from fieldapp.ui.viewmodels.sync_pill import pill
from tests.support import ui_fakes as fakes


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def runner_for(jobs: Jobs, sync: fakes.FakeSync, *, paused: bool = False) -> SyncRunner:
    return SyncRunner(jobs, sync.run_once, fakes.counts, fakes.StillClock(), paused=paused)


def test_a_run_is_reported_with_its_numbers(jobs: Jobs) -> None:
    runner = runner_for(jobs, fakes.FakeSync())
    seen: list[SyncState] = []
    runner.changed.connect(seen.append)
    runner.run_now()
    jobs.drain()
    assert seen[0].phase is SyncPhase.RUNNING
    assert any(state.total == 4 for state in seen)
    last = runner.state
    assert (last.phase, last.unsent, last.report) == (SyncPhase.IDLE, 3, fakes.FakeReport())
    assert last.last_ok_at == fakes.FakeReport().finished_at
    assert last.next_at is not None


def test_triggers_during_a_run_lead_to_one_more(jobs: Jobs) -> None:
    sync, go = fakes.FakeSync(), threading.Event()

    def slow(cancel: Callable[[], bool], progress: Callable[[fakes.FakeProgress], None]) -> fakes.FakeReport:
        go.wait(5)
        return sync.run_once(cancel, progress)

    runner = SyncRunner(jobs, slow, fakes.counts, fakes.StillClock())
    for _ in range(4):
        runner.run_now()
    go.set()
    jobs.drain()
    assert sync.runs == 2


@pytest.mark.parametrize(
    ("outcome", "phase", "again"),
    [
        ("offline", SyncPhase.OFFLINE, True),
        ("auth", SyncPhase.LOGIN, False),
        ("wrong_server", SyncPhase.ATTENTION, False),
        ("attention", SyncPhase.ATTENTION, True),
    ],
)
def test_only_what_can_heal_by_itself_is_tried_again(jobs: Jobs, outcome: str, phase: SyncPhase, again: bool) -> None:
    runner = runner_for(jobs, fakes.FakeSync(fakes.FakeReport(outcome=outcome, problem=outcome)))
    runner.run_now()
    jobs.drain()
    assert runner.state.phase is phase
    assert (runner.state.next_at is not None) is again
    assert runner.state.last_ok_at is None
    runner.local_change()
    assert runner.state.next_at == (fakes.NOW + timedelta(seconds=LOCAL_CHANGE_S) if again else None), "what was saved goes soon"


def test_another_server_is_asked_again_when_the_network_has_changed(jobs: Jobs, qtbot: QtBot) -> None:
    sync, line = fakes.FakeSync(fakes.FakeReport(outcome="wrong_server", problem="sync.wrong-server")), NetworkLine()
    runner = SyncRunner(jobs, sync.run_once, fakes.counts, fakes.StillClock(), line=line)
    line.show(UNKNOWN)
    runner.run_now()
    jobs.drain()
    line.show(Line(there=False))
    assert sync.runs == 1
    line.show(UNKNOWN)
    jobs.drain()
    assert sync.runs == 2


def test_a_network_fault_means_offline_and_backs_off(jobs: Jobs) -> None:
    runner = runner_for(jobs, fakes.FakeSync(error=NetworkFault("net.unreachable", "x")))
    waits = []
    for _ in range(3):
        runner.run_now()
        jobs.drain()
        assert runner.state.phase is SyncPhase.OFFLINE
        assert runner.state.next_at is not None
        waits.append((runner.state.next_at - fakes.NOW).total_seconds())
    assert waits == sorted(waits)
    assert waits[0] < 20 < 40 < waits[2]


def test_a_bug_is_logged_and_said(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    runner = runner_for(jobs, fakes.FakeSync(error=KeyError("x")))
    runner.run_now()
    jobs.drain()
    assert (runner.state.phase, runner.state.problem) == (SyncPhase.IDLE, "KeyError")
    assert "sync ended with a bug" in caplog.text
    caplog.clear()


def test_an_endpoint_that_asked_for_patience_is_left_alone_until_then(jobs: Jobs) -> None:
    runner = runner_for(jobs, fakes.FakeSync(fakes.FakeReport(outcome="offline", problem="net.busy", retry_after_s=600.0)))
    runner.run_now()
    jobs.drain()
    assert runner.state.next_at == fakes.NOW + timedelta(seconds=600)
    assert pill(runner.state).word.startswith("服务器正忙")
    assert "10 分钟后再试" in head_detail(runner.state, fakes.NOW)


def test_paused_means_no_run_until_resumed(jobs: Jobs) -> None:
    sync = fakes.FakeSync()
    runner = runner_for(jobs, sync, paused=True)
    runner.run_now()
    runner.local_change()
    jobs.drain()
    assert (sync.runs, runner.state.phase, runner.state.next_at) == (0, SyncPhase.PAUSED, None)
    runner.resume()
    jobs.drain()
    assert (sync.runs, runner.state.phase) == (1, SyncPhase.IDLE)


def test_cancel_is_seen_by_the_engine(jobs: Jobs) -> None:
    started, seen = threading.Event(), threading.Event()

    def until_cancelled(cancel: Callable[[], bool], _progress: object) -> fakes.FakeReport:
        started.set()
        for _ in range(500):
            if cancel():
                seen.set()
                break
            threading.Event().wait(0.01)
        return fakes.FakeReport(outcome="cancelled")

    runner = SyncRunner(jobs, until_cancelled, fakes.counts, fakes.StillClock())
    runner.run_now()
    assert started.wait(5)
    runner.cancel()
    assert runner.state.phase is SyncPhase.IDLE
    jobs.drain()
    assert seen.is_set()
