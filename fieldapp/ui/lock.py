"""The window asks for the PIN again after the laptop slept for long; what was open stays open behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.sleep_watch import Pause
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import CUSTOMER
from fieldapp.ui.services import Gate
from fieldapp.ui.viewmodels.autosave import store_all
from fieldapp.ui.viewmodels.unlock import UnlockViewModel
from fieldapp.ui.views.unlock import UnlockView


class Lock(QObject):
    """`after_min` gives how many minutes of sleep lead to the question; 0: never."""

    def __init__(self, gate: Gate, jobs: Jobs, window: MainWindow, after_min: Callable[[], int]) -> None:
        super().__init__(window)
        self._gate, self._jobs, self._window, self._after_min = gate, jobs, window, after_min
        self._asking: UnlockViewModel | None = None

    def resumed(self, pause: Pause) -> None:
        """The customer's screen is guarded by the PIN as it is, and is not taken away from him."""
        shell, after_min = self._window.shell, self._after_min()
        if shell is None or self._asking is not None or not after_min or pause.seconds < after_min * 60:
            return
        if shell.here is not None and shell.here[0] == CUSTOMER:
            return
        self.lock()

    def lock(self) -> None:
        """Store what was typed, then ask."""
        store_all()
        self._gate.lock()
        self._asking = UnlockViewModel(self._gate, self._jobs, parent=self)
        UnlockView(self._asking, self._window.cover)
        self._asking.opened.connect(self._open)
        self._asking.start()

    def _open(self, _services: object) -> None:
        asked, self._asking = self._asking, None
        self._window.uncover()
        if asked is not None:
            asked.deleteLater()
