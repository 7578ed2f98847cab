"""Between the wish to quit and the end: what is under way is finished, or stops where it can go on; the person sees what the
window waits for and for how long, and may leave at once. Nothing that runs here may be cut at a bad moment: there is none, the
next start carries on with all of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from fieldapp.ui.background.jobs import Jobs, Task
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.viewmodels.autosave import store_all
from fieldapp.ui.views.leaving import LeavingView

LOOK_MS = 100
UNSEEN_S = 0.4
"""What is over so soon is not shown."""

SESSION_S = 8.0
"""When the session ends, a desktop has the patience for this, not for more. Nor is anybody shown a way back past a question for
the PIN."""

log = logging.getLogger(__name__)


class Leaving(QObject):
    """`stop` ends what can be ended at a safe point (sync, archive); `go_on` lets it run again for who stays after all."""

    def __init__(self, window: MainWindow, jobs: Jobs, *, stop: Callable[[], object], go_on: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._jobs, self._stop, self._go_on = window, jobs, stop, go_on
        self._since: float | None = None
        self.at_once = False
        """The person did not want to wait."""
        self.view: LeavingView | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        window.may_close = self.may_close

    def may_close(self) -> bool:
        """Asked by the window when somebody closes it; when it has to wait, it is closed from here later."""
        store_all()  # also what was typed since the page was left
        if self.at_once:
            return True
        if self._since is None:
            self._stop()
            if not self._left():
                return True
            self._since = time.monotonic()
            self._timer.start()
            log.info("closing waits for %d kinds of work", len(self._left()))
        return not self._left()

    def _left(self) -> tuple[Task, ...]:
        """Storing what was typed is over before anybody could read of it: the end of the program waits for that by itself."""
        left = self._jobs.under_way()
        return () if left == (Task.SAVE,) else left

    def stay(self) -> None:
        """The person does not want to quit any more."""
        self._timer.stop()
        self._since = None
        self._window.ending = self._window.left = False
        self._uncover()
        self._go_on()

    def leave_now(self) -> None:
        """The person does not want to wait."""
        log.info("left without waiting")
        self.at_once = True
        self._window.close()

    def _look(self) -> None:
        assert self._since is not None
        waited, left = time.monotonic() - self._since, self._left()
        if not left:
            self._window.close()
        elif waited > UNSEEN_S and self._may_be_shown():
            assert self.view is not None
            self.view.show_work(left, waited)
        if left and waited > SESSION_S and (self._window.ending or self.view is None):
            self.leave_now()

    def _may_be_shown(self) -> bool:
        """Puts the view before the pages, never before a question for the PIN, which its way back would take away."""
        if self.view is not None and self._window.cover_view is not self.view:
            self._drop()
        if self._window.cover_view is None:
            self.view = LeavingView(stay=self.stay, leave_now=self.leave_now)
            self._window.cover(self.view)
        return self.view is not None

    def _uncover(self) -> None:
        if self.view is not None and self._window.cover_view is self.view:
            self.view = None
            self._window.uncover()
        else:
            self._drop()

    def _drop(self) -> None:
        """Something else stands before the pages now."""
        if self.view is not None:
            self.view.deleteLater()
            self.view = None
