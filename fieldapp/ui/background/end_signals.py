"""The session ends, or somebody ends the program from outside: SIGTERM, SIGINT, SIGHUP, and the desktop's session manager.

Python's handlers run only when Python does, and Qt's loop may be quiet for long: the signal's number comes by a socket that the
loop watches.
"""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QSessionManager

NAMES = ("SIGTERM", "SIGINT", "SIGHUP")


class EndSignals(QObject):
    """`asked` when the program has to end soon; `saving` when it may: the session's manager asks everybody to store first."""

    asked = Signal()
    saving = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        self._before = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._handlers = {}
        for name in NAMES:
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None:
                self._handlers[number] = signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._came)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.connect(self.commit)

    @Slot()
    def _came(self) -> None:
        if any(number in self._handlers for number in self._reading.recv(64)):
            self.asked.emit()

    def commit(self, _manager: QSessionManager) -> None:
        """Qt: the session may end; what is not stored now is lost if it does."""
        self.saving.emit()

    def close(self) -> None:
        """The handlers are as they were."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._reading.close()
        self._writing.close()
