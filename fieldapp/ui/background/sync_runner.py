"""Runs the sync engine in a job, one at a time: by timer with back-off, after changes, when the network changes, on request."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fieldapp.clock import Clock
from fieldapp.errors import Fault, NetworkFault
from fieldapp.store.records import Counts
from fieldapp.ui.background.jobs import Job, Jobs
from fieldapp.ui.background.network_line import UNKNOWN, Line, NetworkLine
from fieldapp.ui.sync_services import Progress, SyncReport

LOCAL_CHANGE_S = 2.0
WAKING_S = 3.0
BACK_OFF_S = (15, 30, 60, 120, 300)
LANE = "sync"
log = logging.getLogger(__name__)


class SyncPhase(StrEnum):
    """What sync is doing, or why it is not. `never`: not since the start; `attention`: a person has to look (other server, mass
    removal, full disk)."""

    NEVER = "never"
    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    OFFLINE = "offline"
    LOGIN = "login"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class SyncState:
    """Everything that the pill and the sync centre say about sync. `step`, `done`, `total` only while running."""

    phase: SyncPhase = SyncPhase.NEVER
    counts: Counts | None = None
    step: str = ""
    done: int = 0
    total: int = 0
    report: SyncReport | None = None
    problem: str | None = None
    last_ok_at: datetime | None = None
    next_at: datetime | None = None
    line: Line = UNKNOWN

    @property
    def unsent(self) -> int:
        return self.counts.unsent if self.counts else 0

    @property
    def waits_for_a_person(self) -> bool:
        """Nothing is tried by itself: paused, no login, another server than ours. What else needs attention (many orders taken
        away at once, a full disk) keeps no work from the server, and may be over by itself."""
        other = self.phase is SyncPhase.ATTENTION and self.report is not None and self.report.outcome == "wrong_server"
        return other or self.phase in (SyncPhase.PAUSED, SyncPhase.LOGIN)


RESTING = frozenset({SyncPhase.IDLE, SyncPhase.OFFLINE, SyncPhase.ATTENTION})
"""Between two runs."""


def phase_after(outcome: str) -> SyncPhase:
    """Where a finished run leaves us."""
    match outcome:
        case "offline":
            return SyncPhase.OFFLINE
        case "auth":
            return SyncPhase.LOGIN
        case "paused":
            return SyncPhase.PAUSED
        case "wrong_server" | "attention":
            return SyncPhase.ATTENTION
        case _:
            return SyncPhase.IDLE


def back_off_s(failures: int, chance: float) -> float:
    """Seconds until the next try after so many failures in a row; `chance` 0…1 spreads it by ±20 %."""
    base = BACK_OFF_S[min(max(failures, 1), len(BACK_OFF_S)) - 1]
    return base * (0.8 + 0.4 * chance)


class SyncRunner(QObject):
    """Single flight. A trigger while a run is under way leads to one more run after it."""

    changed = Signal(object)
    finished = Signal(object)
    paused = Signal(bool)
    """A person paused sync, or let it go on."""
    _progressed = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        run_once: Callable[[Callable[[], bool], Callable[[Progress], None]], SyncReport],
        counts: Callable[[], Counts],
        clock: Clock,
        *,
        every_s: int = 120,
        paused: bool = False,
        line: NetworkLine | None = None,
        last_ok_at: datetime | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._run_once, self._read_counts, self._clock = jobs, run_once, counts, clock
        self._every_s = every_s
        self._failures = 0
        self._again = self._came_back = False
        self._job: Job[SyncReport] | None = None
        self._counting = False
        self._state = SyncState(phase=SyncPhase.PAUSED if paused else SyncPhase.NEVER, last_ok_at=last_ok_at)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run_now)
        self._progressed.connect(self._show_progress)
        if line is not None:
            self._state = replace(self._state, line=line.line)
            line.changed.connect(self._line_changed)

    @property
    def state(self) -> SyncState:
        return self._state

    @Slot()
    def run_now(self) -> None:
        """Start a run, or one more after the one under way. Paused: does nothing."""
        if self._state.phase is SyncPhase.PAUSED:
            return
        if self._job is not None:
            self._again = True
            return
        self._timer.stop()
        cancelled: list[Job[SyncReport]] = []
        job = self._jobs.submit(
            lambda: self._run_once(lambda: bool(cancelled and cancelled[0].cancelled()), self._progressed.emit),
            self._done,
            self._failed,
            lane=LANE,
        )
        cancelled.append(job)
        self._job = job
        self._show(replace(self._state, phase=SyncPhase.RUNNING, step="", done=0, total=0, next_at=None))

    def woke(self) -> None:
        """Nothing ran for a while: what was waited for is over, the network needs a moment to come back."""
        self._failures = 0
        if self._state.phase in RESTING and not self._state.waits_for_a_person:
            self._schedule(WAKING_S)
        self.refresh()

    def local_change(self) -> None:
        """Something was saved: count anew, and send it soon."""
        self.refresh()
        if not self._state.waits_for_a_person:
            self._schedule(LOCAL_CHANGE_S)

    def refresh(self) -> None:
        """Read the numbers again."""
        if self._counting:
            return
        self._counting = True
        self._jobs.submit(self._read_counts, self._counted, self._not_counted, lane="counts")

    def pause(self) -> None:
        """A person wants nothing to be sent or asked until `resume`; a run under way ends at its next safe point."""
        self.stop()
        self.paused.emit(True)

    def stop(self) -> None:
        """The same, because the window closes."""
        self.cancel()
        self._timer.stop()
        self._again = self._came_back = False
        self._show(replace(self._state, phase=SyncPhase.PAUSED, next_at=None))

    def resume(self) -> None:
        if self._state.phase is SyncPhase.PAUSED:
            self.paused.emit(False)
        self._show(replace(self._state, phase=SyncPhase.IDLE))
        self.run_now()

    def cancel(self) -> None:
        """End the run under way; what it has done so far stays done."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._show(replace(self._state, phase=SyncPhase.IDLE, step="", done=0, total=0))
            self._schedule(self._every_s)

    def every(self, seconds: int) -> None:
        """Another interval, from the next run on."""
        self._every_s = seconds

    def _done(self, report: SyncReport) -> None:
        phase = phase_after(report.outcome)
        self._failures = self._failures + 1 if phase is SyncPhase.OFFLINE else 0
        ok_at = report.finished_at if report.outcome == "done" else self._state.last_ok_at
        settled = replace(self._state, phase=phase, report=report, problem=report.problem, last_ok_at=ok_at)
        self._settle(settled, report.retry_after_s or 0.0)
        self.finished.emit(report)

    def _failed(self, error: Exception) -> None:
        """The engine reports what it foresees; here comes a fault of its surroundings, or a bug, shown and logged."""
        if not isinstance(error, Fault):
            log.error("sync ended with a bug", exc_info=error)
        self._failures += 1
        phase = SyncPhase.OFFLINE if isinstance(error, NetworkFault) else SyncPhase.IDLE
        self._settle(replace(self._state, phase=phase, problem=getattr(error, "code", type(error).__name__)))

    def _settle(self, state: SyncState, rest_s: float = 0.0) -> None:
        self._job = None
        self._show(replace(state, step="", done=0, total=0))
        self.refresh()
        again, came_back = self._again, self._came_back
        self._again = self._came_back = False
        if again and state.phase is not SyncPhase.OFFLINE and not state.waits_for_a_person:
            self.run_now()
        elif came_back and state.phase is SyncPhase.OFFLINE:
            self._schedule(WAKING_S)
        elif not state.waits_for_a_person:
            wait = back_off_s(self._failures, random.random()) if self._failures else self._every_s  # noqa: S311 - jitter
            self._schedule(max(wait, rest_s))  # before its time an endpoint that asked for patience is not asked again

    def _schedule(self, seconds: float) -> None:
        if self._job is not None:
            self._again = True
            return
        self._timer.start(round(seconds * 1000))
        self._show(replace(self._state, next_at=self._clock.now() + timedelta(seconds=seconds)))

    def _counted(self, counts: Counts) -> None:
        """More to send than before, by whatever page: send it soon."""
        self._counting = False
        more = self._state.counts is not None and counts.unsent > self._state.counts.unsent
        self._show(replace(self._state, counts=counts))
        if more and self._state.phase in (SyncPhase.IDLE, SyncPhase.ATTENTION) and not self._state.waits_for_a_person:
            self._schedule(LOCAL_CHANGE_S)

    def _not_counted(self, _error: Exception) -> None:
        self._counting = False

    @Slot(object)
    def _show_progress(self, progress: Progress) -> None:
        if self._state.phase is SyncPhase.RUNNING:
            self._show(replace(self._state, step=str(progress.phase), done=progress.done, total=progress.total))

    def _show(self, state: SyncState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)

    @Slot(object)
    def _line_changed(self, line: Line) -> None:
        """The network came back: what failed is tried at once. It became dear: what is under way ends at its next safe point and
        goes on by the other rule. It became free: what waited for that goes."""
        before = self._state.line
        self._show(replace(self._state, line=line))
        came_back = line.usable and not before.usable
        if came_back:
            self._failures = 0
        if self._state.phase is SyncPhase.RUNNING:
            self._came_back = came_back
            if line.metered and not before.metered:
                self.cancel()
                self.run_now()
            elif before.metered and not line.metered:
                self._again = True
        elif self._state.phase in (SyncPhase.OFFLINE, SyncPhase.ATTENTION):
            if came_back:  # who answered as another server may have been this network's
                self.run_now()
        elif self._state.phase is SyncPhase.IDLE and line.usable:
            if before.metered and not line.metered:
                self.run_now()
            elif came_back:
                self._schedule(WAKING_S)
