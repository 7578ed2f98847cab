"""Notices that the program did not run for a while: a suspended laptop, a stopped process, a clock that was set.

Two sources. A tick compares the clocks: whatever stopped the program, the next tick comes late. And where systemd's login1 is on
the system's bus (`PrepareForSleep`), it tells before the machine sleeps and waits, for as long as the inhibitor is held, until
what was typed is stored.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

from fieldapp.clock import Clock

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher, QDBusUnixFileDescriptor

TICK_MS = 5_000
GAP_S = 20.0
"""A tick that comes so much later than it should, or a clock that jumped so far, is a pause; a busy machine is not."""

BOOT_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux: seconds since the start of the machine, with its sleep; `monotonic` is without."""

LOGIN1 = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pause:
    """How long nothing ran, in seconds (0 when only the clock was set), and how far the wall clock moved beyond that."""

    seconds: float
    clock_moved: float = 0.0


def steady() -> float:
    """Seconds that nobody can set and that go on while the machine sleeps, as far as the platform has them."""
    return time.monotonic() if BOOT_CLOCK is None else time.clock_gettime(BOOT_CLOCK)


def pause_between(before: tuple[float, datetime], now: tuple[float, datetime], tick_s: float) -> Pause | None:
    """What two readings of (steady clock, wall clock) a tick apart tell; None: nothing happened."""
    late = now[0] - before[0] - tick_s
    moved = (now[1] - before[1]).total_seconds() - (now[0] - before[0])
    if BOOT_CLOCK is None and moved > GAP_S:  # macOS: its steady clock stands still while the machine sleeps
        return Pause(moved)
    if late <= GAP_S and abs(moved) <= GAP_S:
        return None
    return Pause(late if late > GAP_S else 0.0, moved if abs(moved) > GAP_S else 0.0)


class SleepWatch(QObject):
    """`resumed(Pause)` after a pause. `save` is run when the machine is about to sleep: store on the spot what is only in
    memory. Make one for the window."""

    resumed = Signal(object)

    def __init__(self, save: Callable[[], object], clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save, self._clock = save, clock
        self._last = (steady(), clock.now())
        self._bus: QDBusConnection | None = None
        self._inhibitor: QDBusUnixFileDescriptor | None = None
        self._asking: QDBusPendingCallWatcher | None = None
        self._going = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.compare)
        self._timer.start(TICK_MS)

    @Slot()
    def compare(self) -> None:
        """One tick."""
        now = (steady(), self._clock.now())
        pause = pause_between(self._last, now, TICK_MS / 1000)
        self._last = now
        if pause is not None:
            log.info("nothing ran for %.0f s, the clock moved %.0f s", pause.seconds, pause.clock_moved)
            self.resumed.emit(pause)

    def listen(self) -> bool:
        """Ask login1 to tell beforehand; False where there is none. Nothing waits for its answer."""
        if BOOT_CLOCK is None:
            return False
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        service, path, interface = LOGIN1
        slot = SLOT("prepare_for_sleep(bool)")
        if not bus.connect(service, path, interface, "PrepareForSleep", self, slot):  # type: ignore[call-overload]  # text, not bytes
            return False
        self._bus = bus
        self._hold()
        return True

    @Slot(bool)
    def prepare_for_sleep(self, begins: bool) -> None:
        """login1 speaks: the machine is about to sleep, or has woken up."""
        self._going = begins
        if begins:
            try:
                self._save()
            finally:
                self._inhibitor = None  # closing it lets the machine sleep
            log.info("stored before the machine sleeps")
        else:
            self.compare()
            self._hold()

    def close(self) -> None:
        self._timer.stop()
        self._inhibitor = self._bus = None

    def _hold(self) -> None:
        """Have the next sleep wait for us (at most InhibitDelayMaxSec, 5 s by default)."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        if self._bus is None:
            return
        call = QDBusMessage.createMethodCall(*LOGIN1, "Inhibit")
        call.setArguments(["sleep", "fieldapp", "storing what was typed", "delay"])
        self._asking = QDBusPendingCallWatcher(self._bus.asyncCall(call), self)
        self._asking.finished.connect(self._held)

    @Slot()
    def _held(self) -> None:
        assert self._asking is not None
        answer = self._asking.reply().arguments() if not self._asking.isError() else []
        self._asking.deleteLater()
        self._asking = None
        wanted = self._bus is not None and not self._going  # the answer may come after the sleep was told
        self._inhibitor = answer[0] if answer and wanted else None
