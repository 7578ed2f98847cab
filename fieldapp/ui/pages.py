"""The shell with its pages over one opened store, built in steps: behind the gate while the PIN is typed, or at once.

Nothing here shows anything, writes or sends: that begins in `Desk.open`, when the person is let in. What the steps build
is hidden as it is behind the lock after a long sleep, out of reach of keys and screen readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from fieldapp.ui.background.escalation_clock import EscalationClock
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.network_line import NetworkLine
from fieldapp.ui.background.sync_runner import SyncRunner
from fieldapp.ui.getting_ready import first_search
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import ORDER, ORDERS, TODAY
from fieldapp.ui.paint_ahead import painted_ahead
from fieldapp.ui.rail_pages import RailPages
from fieldapp.ui.services import UiServices
from fieldapp.ui.shell import Shell

if TYPE_CHECKING:
    from fieldapp.settings import Settings
    from fieldapp.ui.app import AppContext
    from fieldapp.ui.views.orders import OrdersView
    from fieldapp.ui.views.today import TodayView

POLISHED_AT_ONCE = 24
"""Widgets that get their style in one step: some milliseconds."""


LOOK_MS, LOOKS = 20, 100

Steps = Iterator[int]
"""Milliseconds until the next one; True, which is next to nothing, in most."""


class Pages:
    """`steps` builds, each step short; all of them are to be taken before the shell is shown."""

    def __init__(
        self,
        context: AppContext,
        services: UiServices,
        jobs: Jobs,
        window: MainWindow,
        *,
        applied: Callable[[Settings], None],
        parent: QObject,
    ) -> None:
        settings = services.settings.load()
        self.services = services
        line = NetworkLine(parent)
        self.runner = SyncRunner(
            jobs,
            lambda cancel, progress: services.sync.run_once(cancel, progress, metered=line.line.metered),
            services.queries.counts,
            services.clock,
            every_s=settings.sync_every_s,
            paused=settings.sync_paused,
            line=line,
            last_ok_at=services.last_ok_at,
            parent=parent,
        )
        self.timetable = EscalationClock(services.orders.watch, jobs, services.clock, parent)
        self.shell = Shell(sync_now=self.runner.run_now)
        self.rail = RailPages(
            services,
            jobs,
            self.runner,
            self.timetable,
            parent=parent,
            user_name=settings.user_name,
            label_of=context.label_of,
            words_of=context.words_of,
            category_of=context.category_of,
            categories=context.categories,
            applied=applied,
            version=context.version,
        )
        self._context, self._jobs, self._window = context, jobs, window
        self._hurry = False
        self._steps = self._build()

    def step(self) -> int:
        """Build a bit more; 0 when everything is there, else how many milliseconds to wait for the next."""
        return next(self._steps, 0)

    def hurry(self) -> None:
        """The person is let in and wants to see them, not to have them ready: what is left is what cannot be done without."""
        self._hurry = True

    def _hurried(self) -> bool:
        return self._hurry

    def _build(self) -> Steps:
        behind = self._window.put_behind(self.shell)  # while it is nearly empty: what moves into a window is dressed anew
        yield True
        for entry in (*self.rail.entries(), *self._context.pages(self.services, self._jobs)):
            self.shell.register((entry,))
            if entry.icon:
                yield True
        self.runner.changed.connect(self.shell.show_sync)
        self.shell.show_sync(self.runner.state)
        today = cast("TodayView", self.shell.page(TODAY))
        yield True
        yield from self._get_ready(today, behind)
        if self._hurried():
            yield from self._dress(self.shell.rail, self.shell.bar, today)  # else all in the turn in which they are shown

    def _get_ready(self, today: TodayView, behind: QWidget) -> Steps:
        """Filled, dressed and painted while nobody sees them; whoever is let in wants them as they are."""
        if self._hurried():
            return
        today.read_ahead()
        yield True
        yield from self.shell.prepare(ORDERS)
        orders = cast("OrdersView", self.shell.page(ORDERS))
        orders.read_ahead()
        yield True
        yield from self._dress(self.shell)
        yield from self._wait_for(lambda: today.filled and orders.filled)
        for page in (orders, today):
            self.shell.stack.setCurrentWidget(page)
            yield from self._paint(behind)
        if self._hurried():
            return
        self._jobs.submit(lambda: first_search(self.services.queries), None, lambda _error: None, unasked=True)
        for step in self.shell.prepare(ORDER):
            yield step
            if self._hurried():
                return

    def _wait_for(self, there: Callable[[], bool]) -> Steps:
        """What is read in the meantime; not for ever, as reading may fail."""
        for _ in range(LOOKS):
            if self._hurried() or there():
                return
            yield LOOK_MS

    def _paint(self, behind: QWidget) -> Steps:
        for painted in painted_ahead(behind):
            if self._hurried():
                return
            yield painted

    def _dress(self, *parts: QWidget) -> Steps:
        """Every widget looks up its style; at the first showing of a page that is the dearest part."""
        hurried = self._hurried()
        widgets = [widget for part in parts for widget in cast("list[QWidget]", part.findChildren(QWidget))]
        for first in range(0, len(widgets), POLISHED_AT_ONCE):
            if hurried is not self._hurried():
                return
            for widget in widgets[first : first + POLISHED_AT_ONCE]:
                if isValid(widget):  # what has been read meanwhile took the place of some
                    widget.ensurePolished()
            yield True
