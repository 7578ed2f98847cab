"""Python's search for cyclic garbage, on the GUI thread only.

Python starts it in whatever thread happens to allocate. A QObject found there is destroyed there: its timers stay behind
in the GUI thread's
list and fire into freed memory (seen: a crash in `QTimerInfoList::activateTimers`). So the automatic search is off while
there is a
window, and a timer does it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 3_000
OLD_EVERY = 20
"""Of so many searches one looks through everything; the others only through what is young, which takes a millisecond."""


class Collector(QObject):
    """Make one on the GUI thread; it lives as long as its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._count = 0
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(EVERY_MS)

    def collect(self) -> None:
        """Search once."""
        self._count += 1
        gc.collect(2 if self._count % OLD_EVERY == 0 else 1)


def freeze() -> None:
    """What is there by now (modules, classes, pages) lives as long as the window: the search passes it over from now on.

    Otherwise looking through everything takes 80 ms, of the GUI thread, every minute.
    """
    gc.freeze()
