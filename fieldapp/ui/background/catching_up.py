"""What saving and sync leave over for the search is done step by step, between other things: at the start, after a sync, and soon
after a save."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from fieldapp.ui.background.jobs import Jobs

log = logging.getLogger(__name__)
PAUSE_MS = 20


class CatchingUp(QObject):
    """`step` is True while there is more; nothing is done while `busy`, for whoever calls `go` then calls it again."""

    def __init__(self, step: Callable[[], bool], busy: Callable[[], bool], jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._step, self._busy, self._jobs = step, busy, jobs
        self._under_way = self._failing = False

    def go(self) -> None:
        """Begin, unless it is going on already."""
        if not self._under_way and not self._busy():
            self._under_way = True
            self._jobs.submit(self._step, self._done, self._failed, lane="index")

    def _done(self, more: bool) -> None:
        self._under_way = self._failing = False
        if more:
            QTimer.singleShot(PAUSE_MS, self, self.go)

    def _failed(self, error: Exception) -> None:
        """It is tried again at the next call, and said once: a full disk stays full for a while. The search looks through what
        is not indexed."""
        self._under_way = False
        if not self._failing:
            log.warning("the search is not brought up to date: %s", error)
        self._failing = True
