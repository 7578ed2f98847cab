"""From parts to a window: the gate, and the pages once the store is open.

Nothing of this is there at the first paint (`first_window`). The shell and its pages are imported by `Desk` while the gate is
shown, all that is behind the gate by the gate's own steps in the background, PDF and seal when the pages are there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from fieldapp.clock import Clock
from fieldapp.settings import Settings
from fieldapp.ui import i18n, theme, timewords
from fieldapp.ui.background.collector import Collector, freeze
from fieldapp.ui.background.jobs import Jobs, Task
from fieldapp.ui.candidates import CandidatePlace
from fieldapp.ui.first_window import prepare_environment
from fieldapp.ui.getting_ready import finishing_touches, first_uses, imports_of_an_order, imports_of_pages
from fieldapp.ui.i18n import listed, tr
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.placing import appear
from fieldapp.ui.preparing import Preparing
from fieldapp.ui.qt_words import speak
from fieldapp.ui.stages import Stage
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.unlock import UnlockState, UnlockViewModel
from fieldapp.ui.views.unlock import UnlockView

if TYPE_CHECKING:
    from fieldapp.domain.records import JSON
    from fieldapp.ui.background.escalation_clock import EscalationClock
    from fieldapp.ui.background.sleep_watch import SleepWatch
    from fieldapp.ui.background.sync_runner import SyncRunner
    from fieldapp.ui.documents_pages import DocumentsWindow
    from fieldapp.ui.herald import Herald
    from fieldapp.ui.leaving import Leaving
    from fieldapp.ui.navigation import PageEntry
    from fieldapp.ui.pages import Pages
    from fieldapp.ui.services import DocumentTools, Gate, SettingsKeeper, UiServices
    from fieldapp.ui.shell import Shell

log = logging.getLogger(__name__)
COUNT_MS = 10_000
AFTER_PAINT_MS = 30
"""A question is painted, and takes its first key, before anything is prepared behind it."""
SOON_MS = 5  # until it is looked again whether the background is ready
PAGES_AFTER_MS = 1_000  # the first look at the pages is not slowed down by the list's and the order's
LATER_MS = 400  # from the first page to what goes on by itself
LAST_JOBS_S, LAST_JOBS_AT_ONCE_S = 10.0, 1.0
"""What takes long was waited for already, or somebody did not want to."""

WARM_UP_AFTER_MS = 3_000  # nor by imports of which nothing is needed so soon

PageFactory: TypeAlias = "Callable[[UiServices, Jobs], Sequence[PageEntry]]"


@dataclass(frozen=True, slots=True, eq=False)
class AppContext:
    """What bootstrap hands over. `pages` gives the pages of one order; `label_of(field id or field.column)` the field's name in
    the form, `words_of` a value of it in words, `category_of(code)` the category's name in the profile, `categories` their
    codes. `documents` makes what 归档与验证 needs before anybody is logged in. `warm_up` is run once in the background when the
    pages are there, a piece at a time, so that the first seal and PDF do not wait for their imports."""

    gate: Gate
    settings: SettingsKeeper
    clock: Clock
    version: str
    pages: PageFactory = lambda _services, _jobs: ()
    label_of: Callable[[str], str] = str
    words_of: Callable[[str, JSON], str | None] = lambda _field, _value: None
    category_of: Callable[[str], str] = str
    categories: Callable[[], Sequence[str]] = tuple
    documents: Callable[[], DocumentTools] | None = None
    warm_up: Sequence[Callable[[], object]] = ()


def build(context: AppContext) -> MainWindow:
    """The window, showing the gate; needs a QApplication."""
    window = MainWindow()
    furnish(context, window)
    return window


def furnish(context: AppContext, window: MainWindow) -> None:
    """Language, colours and the gate, which starts with the first paint. Where that has been, what the gate asks is found out
    while it is built: its first picture has the question then, where that takes no longer."""
    settings = context.settings.load()
    dress(settings, context.version)
    jobs = Jobs()
    gate = UnlockViewModel(context.gate, jobs, server_url=settings.server_url, user_name=settings.user_name, parent=window)
    if window.seen:
        gate.start()
    else:
        window.painted.connect(gate.start)
    view = UnlockView(gate, window.show_gate)
    Collector(window)
    CandidatePlace(window)
    desk = Desk(context, jobs, window)
    if context.documents is not None:
        view.offer_documents(desk.open_documents)
    gate.opened.connect(desk.open)
    gate.changed.connect(desk.follow)
    window.closing.connect(desk.close)
    gate.asked.connect(desk.prepare)


def dress(settings: Settings, version: str) -> None:
    """Language, colours and names on the application; needs a QApplication."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    i18n.set_language(settings.language)
    speak(app, settings.language)
    theme.apply(app, settings.theme)
    app.setApplicationName("fieldapp")
    app.setApplicationDisplayName(tr("现场工单"))
    app.setApplicationVersion(version)
    app.setDesktopFileName("fieldapp")  # the desktop finds our menu entry, and its icon, for the window


def run_documents(tools: DocumentTools, version: str, files: Sequence[Path]) -> int:
    """归档与验证 in a window of its own, without login and without store, until it is closed. Gives the exit code."""
    settings = tools.settings.load()
    prepare_environment(settings)
    app = QApplication.instance() or theme.application()
    assert isinstance(app, QApplication)
    dress(settings, version)
    for _ in finishing_touches():
        pass
    from fieldapp.ui.documents_pages import DocumentsWindow

    window = DocumentsWindow(tools, files)
    Collector(window)
    appear(window)
    return app.exec()


class Desk(QObject):
    """Binds view models and views to the services when the store is open, and ends the threads when the window closes."""

    def __init__(self, context: AppContext, jobs: Jobs, window: MainWindow) -> None:
        super().__init__(window)
        self._context, self.jobs, self._window = context, jobs, window
        self.runner: SyncRunner | None = None
        self.timetable: EscalationClock | None = None
        self._herald: Herald | None = None
        self._documents: DocumentsWindow | None = None
        self._pages: Pages | None = None
        self._asked_ahead = self._closed = False
        self.opening = False
        """Somebody is let in, and the pages are not there yet."""
        self._preparing = Preparing(jobs, context.warm_up, self)
        self._sleep: SleepWatch | None = None
        self._leaving: Leaving | None = None
        self._counts = QTimer(self)
        self._counts.setInterval(COUNT_MS)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LATER_MS)
        self._soon.timeout.connect(self._count)

    @property
    def preparing(self) -> int:
        """How much is being got ready for what the person will do next."""
        return self._preparing.under_way

    @property
    def _passed(self) -> bool:
        """Nobody is asked any more."""
        return self.opening or self._window.shell is not None

    def prepare(self) -> None:
        """While the person answers the gate: everything that is imported between the answer and the pages, a bit in each turn."""

        def steps() -> Iterator[int]:
            behind = self.jobs.submit(self._context.gate.prepare)
            yield from chain(finishing_touches(), first_uses())
            while not (behind.finished or self._closed):  # who imports the same as another thread waits for all of that
                yield SOON_MS
            for step in chain(imports_of_pages(), imports_of_an_order()):
                yield step
                if self._passed:
                    return  # the order's come later then, and the pages' where they are wanted
            freeze()
            yield from self._preparing.take_up(unless=lambda: self._passed)

        self._preparing.take(steps(), after_ms=AFTER_PAINT_MS)

    def follow(self, state: UnlockState) -> None:
        """The PIN is asked for: the store is open already, and the pages are built behind the question."""
        if state.stage is Stage.PIN and not state.busy and self._pages is None and not self._asked_ahead:
            self._asked_ahead = True
            self._preparing.take(self._build_ahead(), after_ms=AFTER_PAINT_MS)

    def _build_ahead(self) -> Iterator[int]:
        opened: list[UiServices | None] = []  # where that fails `open` will say it, to somebody who is let in
        failed = partial(log.warning, "no pages ahead: %s")
        job = self.jobs.submit(self._context.gate.ahead, opened.append, failed)
        while not (job.finished or self._closed):
            yield SOON_MS
        if not opened or opened[0] is None:
            return
        yield from imports_of_pages()
        if self._window.shell is None and self._pages is None:
            self._pages = self._new_pages(opened[0])
            yield True
            yield from iter(self._pages.step, 0)

    def _new_pages(self, services: UiServices) -> Pages:
        timewords.use_zone(services.zone)
        from fieldapp.ui.pages import Pages

        return Pages(self._context, services, self.jobs, self._window, applied=self._apply, parent=self)

    def open(self, services: UiServices) -> None:
        """Show the pages, today first; start to sync. What is not there yet is built in turns of the event loop: the window can
        be moved and closed meanwhile."""
        self.opening = True
        self._preparing.take(self._open(services))

    def _open(self, services: UiServices) -> Iterator[int]:
        from fieldapp.ui.navigation import TODAY

        if self._pages is None:
            yield from imports_of_pages()
        if self._pages is None or self._pages.services is not services:
            self._pages = self._new_pages(services)
            yield True
        pages = self._pages
        pages.hurry()
        yield from iter(pages.step, 0)
        self.opening = False
        if not self._closed:
            pages.shell.open_page(TODAY)
            self._let_in(pages)
            self._window.show_shell(pages.shell)

    def _let_in(self, pages: Pages) -> None:
        services, shell = pages.services, pages.shell
        self.runner, self.timetable = pages.runner, pages.timetable
        shell.navigated.connect(lambda _key: self._soon.start())  # the page that was asked for comes first
        self._counts.timeout.connect(self.runner.refresh)
        self._counts.start()
        self.runner.finished.connect(lambda _report: self._back_up(services))
        self.runner.paused.connect(lambda on: self._keep_paused(services.settings, on))
        self._watch_leaving(services)
        QTimer.singleShot(LATER_MS, self, lambda: self._begin(pages))
        self._preparing.take(self._preparing.pages(shell), after_ms=PAGES_AFTER_MS)
        self._preparing.take(self._preparing.take_up(), after_ms=WARM_UP_AFTER_MS)

    def _begin(self, pages: Pages) -> None:
        """What goes on by itself, when the first page is in view: nobody waits for it, and everybody would wait behind it."""
        services, shell = pages.services, pages.shell
        self._preparing.take(finishing_touches())  # where somebody was asked nothing, or answered at once
        self._herald_for(shell, pages.timetable)
        self._watch_sleep(services)
        pages.rail.log_recovered()
        pages.timetable.look()
        self._tell_news(services, shell)
        pages.runner.refresh()
        settings = services.settings.load()
        if settings.server_url and not settings.sync_paused:
            pages.runner.run_now()
        if services.finish_sealing is not None:
            self.jobs.submit(services.finish_sealing, lambda numbers: self._tell_sealed(shell, numbers), task=Task.SEAL)
        self._keep_search_up(services)

    def _tell_sealed(self, shell: Shell, numbers: tuple[str, ...]) -> None:
        if numbers:
            shell.notice.say(Tone.SUCCESS, tr("上次退出前签好的派工单已补做 PDF 封存：{numbers}", numbers=listed(numbers)))
            self._count()

    def _watch_sleep(self, services: UiServices) -> None:
        """Before the laptop sleeps everything is stored; afterwards clocks, sync and, after long, the PIN are looked after."""
        from fieldapp.ui.background.sleep_watch import SleepWatch
        from fieldapp.ui.lock import Lock
        from fieldapp.ui.viewmodels.autosave import store_all

        assert self.runner is not None
        assert self.timetable is not None
        self._sleep = SleepWatch(store_all, services.clock, self)
        lock = Lock(self._context.gate, self.jobs, self._window, lambda: services.settings.load().lock_after_min)
        self._sleep.resumed.connect(lock.resumed)
        self._sleep.resumed.connect(self.runner.woke)
        self._sleep.resumed.connect(self.timetable.look_soon)
        self._sleep.listen()

    def _watch_leaving(self, services: UiServices) -> None:
        """Who quits while work goes on sees what the window waits for."""
        from fieldapp.ui.leaving import Leaving

        def stop() -> None:
            runner.stop()
            self.jobs.stopping.emit()

        def go_on() -> None:
            if not services.settings.load().sync_paused:
                runner.resume()

        assert self.runner is not None
        runner = self.runner
        self._leaving = Leaving(self._window, self.jobs, stop=stop, go_on=go_on)

    def _herald_for(self, shell: Shell, timetable: EscalationClock) -> None:
        """What the timetable finds is said at the rail and, to somebody who is elsewhere, in the tray; it runs from now on."""
        from fieldapp.ui.herald import Herald

        assert self.runner is not None
        self._herald = Herald(self._window, shell, parent=self)
        timetable.looked.connect(self._herald.show_watch)
        self.runner.changed.connect(timetable.follow)
        self.runner.changed.connect(self._herald.show_sync)
        self.runner.finished.connect(timetable.look_soon)

    def _tell_news(self, services: UiServices, shell: Shell) -> None:
        """A crash, or a newer version: said once above the page in view."""
        from fieldapp.ui.news import CrashNotice, UpdateNotice

        assert self.runner is not None
        if services.diagnosis is not None:
            self._counts.timeout.connect(CrashNotice(services.diagnosis, shell, self.jobs, parent=shell).look)
        if services.updates is not None:
            told = UpdateNotice(services.updates, services.settings, shell, self.jobs, parent=shell)
            self.runner.finished.connect(told.look)

    def open_documents(self) -> None:
        """归档与验证 beside the gate, for somebody who does not log in."""
        assert self._context.documents is not None
        from fieldapp.ui.documents_pages import DocumentsWindow

        if self._documents is None:
            self._documents = DocumentsWindow(self._context.documents(), closed=self._documents_closed)
        self._documents.show()
        self._documents.raise_()
        self._documents.activateWindow()

    def _documents_closed(self) -> None:
        closed, self._documents = self._documents, None
        if closed is not None:
            closed.deleteLater()

    def close(self) -> None:
        """Stop sync at its next safe point, let saving finish."""
        self._closed = True
        self._counts.stop()
        self._soon.stop()
        if self.timetable is not None:
            self.timetable.stop()
        if self._herald is not None:
            self._herald.close()
        if self._documents is not None:
            self._documents.close()
        if self._sleep is not None:
            self._sleep.close()
        if self.runner is not None:
            self.runner.stop()
        self.jobs.close(LAST_JOBS_AT_ONCE_S if self._leaving is not None and self._leaving.at_once else LAST_JOBS_S)

    def _keep_paused(self, keeper: SettingsKeeper, on: bool) -> None:
        """Whoever paused finds it paused tomorrow; the pill says so."""
        self.jobs.submit(lambda: keeper.save(keeper.load().changed(sync_paused=on)), lane="settings")

    def _count(self) -> None:
        if self.runner is not None:
            self.runner.refresh()

    def _keep_search_up(self, services: UiServices) -> None:
        """Saving only notes what is to be indexed; not while orders arrive by the hundred, which goes on afterwards."""
        from fieldapp.ui.background.catching_up import CatchingUp

        runner = self.runner
        assert runner is not None
        catching_up = CatchingUp(services.upkeep.catch_up, lambda: runner.state.step == "pull", self.jobs, self)
        self._counts.timeout.connect(catching_up.go)
        runner.finished.connect(lambda _report: catching_up.go())
        catching_up.go()

    def _back_up(self, services: UiServices) -> None:
        """The daily backup, when nothing else is going on; a disk without room must not stop the work."""
        self.jobs.submit(services.upkeep.backup_if_due, None, lambda error: log.warning("no backup: %s", error), lane="backup")

    def _apply(self, settings: Settings) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and theme.tokens().name != settings.theme:
            theme.apply(app, settings.theme)
        if self.runner is not None:
            self.runner.every(settings.sync_every_s)
            if self.runner.state.line.metered:
                self.runner.local_change()  # what waited may go now
