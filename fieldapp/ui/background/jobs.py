"""The only owner of threads. Work goes out as a function, its result comes back on the GUI thread.

What a job works on is a snapshot taken before it is submitted; a job never touches a widget. Jobs of one `lane` run one after
another in the order they were submitted (saving an order), jobs without a lane run side by side.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from threading import Event
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from fieldapp import crashes
from fieldapp.errors import Fault

T = TypeVar("T")


class Task(StrEnum):
    """What is worth waiting for when somebody quits. Reading is not."""

    SEAL = "seal"
    FILES = "files"
    SAVE = "save"
    ARCHIVE = "archive"
    BACKUP = "backup"
    SYNC = "sync"


LANES = {"sync": Task.SYNC, "backup": Task.BACKUP, "full-backup": Task.BACKUP, "archive": Task.ARCHIVE, "settings": Task.SAVE}
OF_AN_ORDER = "order:"

_abandoned = False


def abandoned() -> bool:
    """True when work was still running when its pool was closed: the process must not wait for its threads."""
    return _abandoned


log = logging.getLogger(__name__)


class Job(Generic[T]):
    """A submitted piece of work. `cancel()` makes `cancelled()` true for the work to see and drops its result."""

    def __init__(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
        lane: str,
        task: Task | None = None,
        *,
        unasked: bool = False,
    ) -> None:
        self.unasked = unasked
        self._work, self._done, self._failed = work, done, failed
        self.lane = lane
        self.task = task or LANES.get(lane) or (Task.SAVE if lane.startswith(OF_AN_ORDER) else None)
        self.finished = False
        self._cancelled = Event()
        self._result: T | None = None
        self._error: Exception | None = None

    def cancel(self) -> None:
        self._cancelled.set()

    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def run(self) -> None:
        """On a worker's thread: do the work, keep what came of it."""
        if self.cancelled():
            return
        try:
            self._result = self._work()
        except Exception as error:  # noqa: BLE001 - delivered to `failed`, or raised on the GUI thread
            self._error = error
            if not isinstance(error, Fault):
                crashes.noticed(error)

    def deliver(self) -> None:
        """On the GUI thread: hand over the result. An error that nobody takes is a bug and is raised."""
        self.finished = True
        if self.cancelled():
            return
        if self._error is not None:
            if self._failed is None:
                raise self._error
            self._failed(self._error)
        elif self._done is not None:
            self._done(self._result)  # type: ignore[arg-type]  # set by run(), None only where T is None


class _Runnable(QRunnable):
    def __init__(self, job: Job[Any], report: Callable[[Job[Any]], None]) -> None:
        super().__init__()
        self._job, self._report = job, report

    def run(self) -> None:
        self._job.run()
        self._report(self._job)


class Jobs(QObject):
    """The pool. Make one for the whole program, on the GUI thread."""

    stopping = Signal()
    """Somebody wants to quit: what can stop at a safe point should."""
    _ran = Signal(object)

    def __init__(self, *, threads: int = 4, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._lanes: dict[str, deque[Job[Any]]] = {}
        self._pending: set[Job[Any]] = set()
        self._closed = False
        self._moved = time.monotonic()
        self._ran.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        lane: str = "",
        task: Task | None = None,
        unasked: bool = False,
    ) -> Job[T]:
        """Run `work` in the background, then `done(result)` or `failed(error)` on the GUI thread. `task`: what it is to somebody
        who quits meanwhile, where the lane does not tell. `unasked`: a preparation that nobody waits for."""
        job = Job(work, done, failed, lane, task, unasked=unasked)
        if self._closed:
            job.cancel()
            return job
        self._pending.add(job)
        self._note(job)
        if not lane:
            self._start(job)
            return job
        queue = self._lanes.setdefault(lane, deque())
        queue.append(job)
        if len(queue) == 1:
            self._start(job)
        return job

    @property
    def busy(self) -> bool:
        return bool(self._pending)

    @property
    def quiet_s(self) -> float:
        """How long ago the last job ended that somebody asked for; 0 while there is one."""
        return 0.0 if any(not job.unasked for job in self._pending) else time.monotonic() - self._moved

    def _note(self, job: Job[Any]) -> None:
        if not job.unasked:
            self._moved = time.monotonic()

    def under_way(self) -> tuple[Task, ...]:
        """What is worth waiting for, each once."""
        found = {job.task for job in self._pending}
        return tuple(task for task in Task if task in found)

    def drain(self, timeout_s: float = 10.0) -> None:
        """For tests and for quitting: run until nothing is pending, results delivered. Raises TimeoutError."""
        end = time.monotonic() + timeout_s
        while self._pending:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self._pending)} jobs still pending")
            self._pool.waitForDone(20)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall)

    def close(self, timeout_s: float = 10.0) -> None:
        """Take no more jobs and wait for those that run; results of the waiting ones are delivered first."""
        global _abandoned
        self._closed = True
        try:
            self.drain(timeout_s)
        except TimeoutError:
            _abandoned = True
            log.warning("%d jobs were still running at the end", len(self._pending))

    def _start(self, job: Job[Any]) -> None:
        self._pool.start(_Runnable(job, self._ran.emit))

    @Slot(object)
    def _deliver(self, job: Job[Any]) -> None:
        self._pending.discard(job)
        self._note(job)
        if job.lane:
            queue = self._lanes[job.lane]
            queue.popleft()
            if queue:
                self._start(queue[0])
            else:
                del self._lanes[job.lane]
        job.deliver()
