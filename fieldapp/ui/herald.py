"""Tells a person who does not look at the window that notices are due: a message of the system tray, the task bar's light."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from fieldapp.ui import icons, theme
from fieldapp.ui.background.sync_runner import SyncPhase, SyncState
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import SYNC, TODAY
from fieldapp.ui.viewmodels.calls import call_lines
from fieldapp.ui.viewmodels.sync_pill import pill

if TYPE_CHECKING:
    from fieldapp.services.overview import Watch
    from fieldapp.ui.main_window import MainWindow
    from fieldapp.ui.shell import Shell

LONG_MS = 20_000


class Herald(QObject):
    """Shows the number of orders that owe a notice at the rail, and says each newly owed notice once. `tray` makes the tray's
    icon; None where the desktop has none."""

    def __init__(
        self,
        window: MainWindow,
        shell: Shell,
        tray: Callable[[], QSystemTrayIcon | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._shell = window, shell
        self._make_tray = tray or self._system_tray
        self._tray: QSystemTrayIcon | None = None
        self._told: frozenset[tuple[str, str]] = frozenset()
        self._sync: tuple[int, int, bool] | None = None
        self._page = TODAY

    @Slot(object)
    def show_watch(self, watch: Watch) -> None:
        owed = {(call.order_id, call.notice_key): call for call in watch.owed}
        if TODAY in self._shell.rail.buttons:
            self._shell.rail.buttons[TODAY].show_count(len({call.order_id for call in watch.owed}))
        fresh = [call for key, call in owed.items() if key not in self._told]
        self._told = frozenset(owed)
        if fresh and not self._window.isActiveWindow():
            lines = call_lines(fresh, watch.at)
            words = "\n".join(f"{line.call.number} {line.who} {line.when}" for line in lines[:3])
            self._say(tr("应通报 · {n}", n=len(lines)), words, TODAY)

    @Slot(object)
    def show_sync(self, state: SyncState) -> None:
        """What only a person can settle: conflicts, returned work, a login that has ended. Said when there is more of it than
        before."""
        if state.counts is None or state.phase is SyncPhase.RUNNING:  # what was stuck may be so again when the run is over
            return
        stuck = state.phase in (SyncPhase.LOGIN, SyncPhase.ATTENTION)
        now = (state.counts.conflicts, state.counts.parked, stuck)
        before, self._sync = self._sync, now
        if (
            before is not None
            and any(new > old for new, old in zip(now, before, strict=True))
            and not self._window.isActiveWindow()
        ):
            self._say(tr("同步需要你处理"), pill(state).word, SYNC)

    def close(self) -> None:
        if self._tray is not None:
            self._tray.hide()

    def _say(self, title: str, words: str, page: str) -> None:
        """A click opens `page`. Customers' names stay out of it: a lock screen may show it."""
        QApplication.alert(self._window)
        self._page = page
        if self._tray is None:
            self._tray = self._make_tray()
            if self._tray is None:
                return
            self._tray.messageClicked.connect(self._open)
            self._tray.activated.connect(lambda _reason: self._open())
        self._tray.show()
        self._tray.showMessage(title, words, QSystemTrayIcon.MessageIcon.Warning, LONG_MS)

    @Slot()
    def _open(self) -> None:
        """The person comes: to what was said."""
        self._window.come_forward()
        self._shell.open_page(self._page)
        if self._tray is not None:
            self._tray.hide()

    def _system_tray(self) -> QSystemTrayIcon | None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return None
        return QSystemTrayIcon(icons.icon("escalate", theme.color("danger_ink")), self)
