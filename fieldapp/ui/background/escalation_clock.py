"""Runs the escalation timetable by itself while the program is open (§6.1.4), offline too: looks when the next moment has come.

Nothing is asked for before that moment. A timer of the operating system stands still while a laptop is suspended, so the wall
clock is compared once in a while; that comparison costs nothing and reads nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fieldapp.clock import Clock
from fieldapp.errors import Fault
from fieldapp.ui.background.jobs import Jobs

if TYPE_CHECKING:
    from fieldapp.services.overview import Watch
    from fieldapp.ui.background.sync_runner import SyncState

COMPARE_MS = 20_000
SETTLE_MS = 1_500
"""After a change the look waits a little: several steps in a row need one."""

LANE = "escalation"
log = logging.getLogger(__name__)


class EscalationClock(QObject):
    """`looked(Watch)` after each look. One look at a time; what asks meanwhile leads to one more after it."""

    looked = Signal(object)

    def __init__(self, look: Callable[[], Watch], jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._jobs, self._clock = look, jobs, clock
        self._watch: Watch | None = None
        self._busy = self._again = False
        self._counts: object = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.compare)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.look)

    @property
    def watch(self) -> Watch | None:
        """What the last look found."""
        return self._watch

    @Slot()
    def look(self) -> None:
        """Look now: at the start, and whenever something may have changed."""
        self._soon.stop()
        if self._busy:
            self._again = True
            return
        self._busy = True
        self._jobs.submit(self._look, self._done, self._failed, lane=LANE)

    @Slot()
    def look_soon(self) -> None:
        """Something has changed."""
        self._soon.start()

    @Slot(object)
    def follow(self, sync: SyncState) -> None:
        """The numbers of the outbox tell of every step on every page, and what a sync has brought."""
        if sync.counts != self._counts:
            self._counts = sync.counts
            self.look_soon()

    @Slot()
    def compare(self) -> None:
        """Has the next moment come?"""
        watch = self._watch
        if watch is not None and watch.next_at is not None and self._clock.now() > watch.next_at:
            self.look()
        else:
            self._wait()

    def stop(self) -> None:
        self._timer.stop()
        self._soon.stop()

    def _wait(self) -> None:
        """Until the next moment, at most until the wall clock has to be looked at again."""
        next_at = self._watch.next_at if self._watch is not None else None
        left = COMPARE_MS if next_at is None else round((next_at - self._clock.now()).total_seconds() * 1000) + 50
        self._timer.start(min(max(left, 50), COMPARE_MS))

    def _done(self, watch: Watch) -> None:
        self._watch = watch
        self._over()
        self.looked.emit(watch)

    def _failed(self, error: Exception) -> None:
        """The next comparison tries again; a full disk must not end the timetable."""
        if not isinstance(error, Fault):
            log.error("a look at the timetable ended with a bug", exc_info=error)
        else:
            log.warning("the timetable could not be kept: %s", error)
        self._over()

    def _over(self) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self.look_soon()
        self._wait()
