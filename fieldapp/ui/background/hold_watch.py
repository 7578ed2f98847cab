"""For `--debug`: says in the log where the GUI thread was when it was held for more than 50 ms.

A timer beats on the GUI thread; a thread of its own, which must not be held with it, notices when the beat stays away and looks
at the GUI thread's stack at once, while it is still held.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QTimer

from fieldapp import logs

BEAT_MS = 10
LIMIT_S = 0.050
DEPTH = 12
log = logging.getLogger(__name__)


class HoldWatch(QObject):
    """Make one on the GUI thread. `told(seconds, places)` runs there after each hold; innermost place first."""

    def __init__(self, told: Callable[[float, list[str]], object] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = told or log_hold
        self._gui = threading.get_ident()
        self._beat_at = time.monotonic()
        self._found: list[str] = []
        self._over = threading.Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._thread = threading.Thread(target=self._watch, name="hold watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._timer.stop()
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        now = time.monotonic()
        held, self._beat_at = now - self._beat_at - BEAT_MS / 1000, now
        found, self._found = self._found, []
        if held > LIMIT_S:
            self._told(held, found)

    def _watch(self) -> None:
        seen = 0.0
        while not self._over.wait(BEAT_MS / 1000):
            beat_at = self._beat_at
            if beat_at != seen and time.monotonic() - beat_at > LIMIT_S:
                seen = beat_at  # once for each hold
                self._found = places(sys._current_frames().get(self._gui))


def places(frame: FrameType | None) -> list[str]:
    """Files, lines and functions from the inside out; no values."""
    found: list[str] = []
    while frame is not None and len(found) < DEPTH:
        found.append(f"{logs.place(frame.f_code.co_filename)}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return found


def log_hold(seconds: float, found: list[str]) -> None:
    log.warning("the GUI thread was held for %d ms: %s", round(seconds * 1000), logs.Code(" < ".join(found) or "in Qt"))
