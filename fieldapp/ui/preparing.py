"""What is got ready for what the person will do next: a step in each turn of the event loop, in the pauses of somebody's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fieldapp.ui.background.collector import freeze
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.getting_ready import imports_of_an_order

if TYPE_CHECKING:
    from fieldapp.ui.shell import Shell

LOOK_MS, LOOKS = 50, 200
QUIET_S = 0.25  # nothing was asked of the background for so long: a pause in somebody's typing

Steps = Iterator[int]
"""Milliseconds until the next one; True, which is next to nothing, in most."""


class Preparing(QObject):
    """Takes steps. `pieces` are run once in the background, one after the other: imports that the first PDF and seal need."""

    def __init__(self, jobs: Jobs, pieces: Sequence[Callable[[], object]], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pieces = iter(pieces)
        self.under_way = 0
        """How much is being got ready."""

    def take(self, steps: Steps, *, after_ms: int | None = None) -> None:
        """The first step now, or after the milliseconds; each other one in a turn of its own."""
        self.under_way += 1
        if after_ms is None:
            self._go_on(steps)
        else:
            QTimer.singleShot(after_ms, self, lambda: self._go_on(steps))

    def _go_on(self, steps: Steps) -> None:
        if wait_ms := next(steps, 0):
            QTimer.singleShot(0 if wait_ms is True else wait_ms, self, lambda: self._go_on(steps))
        else:
            self.under_way -= 1

    def pages(self, shell: Shell) -> Steps:
        """What the list and the first order would wait for. When it is there, so is most of what lives as long as the window."""
        from fieldapp.ui.navigation import ORDER, ORDERS

        for step in chain(imports_of_an_order(), shell.prepare(ORDERS), shell.prepare(ORDER)):
            yield step
            yield from self._when_quiet()
        freeze()

    def take_up(self, unless: Callable[[], bool] = lambda: False) -> Steps:
        """What the first PDF and seal would wait for. While a passphrase is typed, as far as that goes: whoever searches or
        scrolls shares Python's lock with it."""
        while True:
            yield from self._when_quiet()
            if unless():
                return
            if (piece := next(self._pieces, None)) is None:
                break
            job = self._jobs.submit(piece, unasked=True)
            while not job.finished:
                yield LOOK_MS
        freeze()

    def _when_quiet(self) -> Steps:
        """Somebody who searches or opens comes first; not for ever."""
        for _ in range(LOOKS):
            if self._jobs.quiet_s >= QUIET_S:
                return
            yield LOOK_MS
