"""What a stroke is made of: every sample the hand made, at the time it made it, also while the window is busy.

On X11 Qt joins moves that wait into one (on other systems it does not): a window held for half a second by a slow disk would
leave half a second of a signature as one straight line. And whoever takes a sample's time when it is looked at gets the same time
for all that waited, which the width of the line and the evidence (forms/signing/ink.py) would show as a jump.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt

_JOINED = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents


class PointerSamples:
    """`begin` with a stroke's first sample, `at` for each, `end` after the last. An event's time is in milliseconds of whatever
    clock the window system has (0: it told none); what is given is in seconds of `clock`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._joined_before: bool | None = None
        self._began = (0, 0.0)
        self._last = 0.0

    def begin(self, event_ms: int) -> float:
        """Only while a stroke is written: moves of the window itself are better joined."""
        if self._joined_before is None:
            self._joined_before = QCoreApplication.testAttribute(_JOINED)
            QCoreApplication.setAttribute(_JOINED, False)
        self._last = self._clock()
        self._began = (event_ms, self._last)
        return self._last

    def at(self, event_ms: int) -> float:
        """When the sample was made: not before the one before it, not after now."""
        now = self._clock()
        began_ms, began = self._began
        if 0 < began_ms <= event_ms:
            now = min(now, began + (event_ms - began_ms) / 1000)
        self._last = max(self._last, now)
        return self._last

    def end(self) -> None:
        if self._joined_before is not None:
            QCoreApplication.setAttribute(_JOINED, self._joined_before)
            self._joined_before = None
