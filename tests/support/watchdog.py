"""Fails what keeps the GUI thread busy: one event, with everything that follows from it, may take 50 ms of processor time.

Processor time of the thread (`time.thread_time`), not time on the wall: a loaded machine takes the processor away, and that is
not the program's fault. A slow machine, or one whose caches others empty, makes the limit larger: a fixed piece of work is
measured at once when something was too long, and half as much again is allowed, because on a core that is shared the same
work takes a different time at every turn. What a test calls itself, outside of any event, is not counted: tests build whole
forms at once where the program does it a few fields at a time. Nor is the end of whole windows: they die with the program.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

LIMIT_S = 0.050
SLACK = 1.5
NOMINAL_S = 0.0095
"""What `_work` takes on the machine on which the limit was set."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One event that took too long."""

    seconds: float
    limit: float
    what: str

    def __str__(self) -> str:
        spent, limit = (round(seconds * 1000) for seconds in (self.seconds, self.limit))
        return f"{self.what} held the GUI thread for {spent} ms of processor time (limit {limit} ms)"


class WatchedApplication(QApplication):
    """A QApplication that measures each outermost event; `holds` is what was too long since it was last cleared."""

    def __init__(self, arguments: list[str]) -> None:
        self.holds: list[Hold] = []
        self._inside = False
        super().__init__(arguments)

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._inside:
            return super().notify(receiver, event)
        self._inside = True
        what, whom = event.type(), type(receiver).__name__  # either may be gone afterwards
        began = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._inside = False
            spent = time.thread_time() - began
            if spent > LIMIT_S and what != QEvent.Type.DeferredDelete:
                limit = LIMIT_S * SLACK * max(1.0, measured() / NOMINAL_S)
                if spent > limit:
                    self.holds.append(Hold(spent, limit, f"{what.name} of {whom}"))


def measured() -> float:
    """The best of a few rounds of a fixed piece of work, in seconds of processor time."""
    return min(_round() for _ in range(5))


def _round() -> float:
    began = time.thread_time()
    _work()
    return time.thread_time() - began


def _work() -> int:
    total = 0
    words: dict[str, int] = {}
    for number in range(60_000):
        total += number * number % 7
        words[f"w{number % 97}"] = total
    return total + len(words)
