"""Fails what keeps the GUI thread busy: one event, with everything that follows from it, may take 50 ms of processor time.

Processor time of the thread (`time.thread_time`), not time on the wall: a loaded machine takes the processor away, and that is
not the program's fault. A slow machine, or one whose caches others empty, makes the limit larger: a fixed piece of work is
measured at once when something was too long, and half as much again is allowed, because on a core that is shared the same
work takes a different time at every turn. What a test calls itself, outside of any event, is not counted: tests build whole
forms at once where the program does it a few fields at a time. Nor is the end of whole windows: they die with the program.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.ui.background.hold_watch import places
from fieldapp.ui.overrides import MARK

LIMIT_S = 0.050
TOLD_S = 0.025
"""From here on an event is told by `--holds`."""

SLACK = 1.5
PDF_WIDGETS = "PySide6.QtPdfWidgets"
NOMINAL_S = 0.0095
"""What `_work` takes on the machine on which the limit was set."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One event that took too long."""

    seconds: float
    limit: float
    what: str

    @property
    def line(self) -> str:
        """For the table of `--holds`, which is sorted as text: as it would be on the machine of the limit, and as it was."""
        slower = self.limit / (LIMIT_S * SLACK)
        return f"{self.seconds / slower * 1000:6.1f} ms ({self.seconds * 1000:.0f} here)  {self.what}"

    def __str__(self) -> str:
        spent, limit = (round(seconds * 1000) for seconds in (self.seconds, self.limit))
        return f"{self.what} held the GUI thread for {spent} ms of processor time (limit {limit} ms)"


class WatchedApplication(QApplication):
    """A QApplication that measures each outermost event; `holds` is what was too long since it was last cleared, `long` every
    event that is worth telling."""

    def __init__(self, arguments: list[str]) -> None:
        self.holds: list[Hold] = []
        self.long: list[Hold] = []
        self._inside = False
        self._thread = threading.get_ident()
        self._sampler: Sampler | None = None
        super().__init__(arguments)

    def sample(self) -> None:
        """From now on a long event also tells where it was."""
        self._sampler = self._sampler or Sampler()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        # nearly all events are inside of others, and some are of threads that draw: for them not a line more than this
        if self._inside or threading.get_ident() != self._thread:
            return super().notify(receiver, event)
        what, whom = event.type(), type(receiver).__name__  # either may be gone afterwards
        if what == QEvent.Type.DeferredDelete and isinstance(receiver, QWidget):
            end_pdf_views_of(receiver)  # an override of `event` would destroy them with Python's lock in its hands
        self._inside = True
        if self._sampler is not None:
            self._sampler.begin()
        began = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._inside = False
            where = self._sampler.end() if self._sampler is not None else ""
            spent = time.thread_time() - began
            if spent > TOLD_S and what != QEvent.Type.DeferredDelete:
                limit = LIMIT_S * SLACK * max(1.0, measured() / NOMINAL_S)
                hold = Hold(spent, limit, f"{what.name} of {whom}{where}")
                self.long.append(hold)
                if spent > limit:
                    self.holds.append(hold)

    setattr(notify, MARK, True)  # no frame more: what fails below it is whole already


def end_pdf_views() -> None:
    """Those of all windows, before Python's search for garbage destroys them."""
    for window in QApplication.topLevelWidgets():
        end_pdf_views_of(window)


def end_pdf_views_of(parent: QWidget) -> None:
    """Destroy Qt's PDF views below it while nobody holds Python's lock: a view waits for its thread, whose last events come by
    `WatchedApplication.notify` and wait for that lock."""
    for view in parent.findChildren(sys.modules[PDF_WIDGETS].QPdfView) if PDF_WIDGETS in sys.modules else ():
        view.deleteLater()
        QApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)  # without the lock


class Sampler:
    """Looks at the stack of the thread that made it every few milliseconds while an event lasts."""

    def __init__(self) -> None:
        self._thread_id = threading.get_ident()
        self._began: float | None = None
        self._seen: Counter[str] = Counter()
        threading.Thread(target=self._look, daemon=True).start()

    def begin(self) -> None:
        self._seen = Counter()
        self._began = time.monotonic()

    def end(self) -> str:
        self._began = None
        return "".join(f"\n          {count:3d} x {where}" for where, count in self._seen.most_common(3))

    def _look(self) -> None:
        while True:
            time.sleep(0.004)
            began = self._began
            if began is not None and time.monotonic() - began > TOLD_S / 2:
                found = places(sys._current_frames().get(self._thread_id))
                ours = [place for place in found if place.startswith("fieldapp")]
                self._seen[" < ".join([*found[:1], *ours[:3]])] += 1


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
