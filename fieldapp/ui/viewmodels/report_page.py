"""报表: the figures of a quarter, compiled in the background, and saved as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.files import write_atomically
from fieldapp.report.content import Report
from fieldapp.report.output import Format, file_name, render
from fieldapp.report.quarter import Quarter
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.messages import Words
from fieldapp.ui.services import ReportService
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.where import place_words

OFFERED = 12
"""Quarters in the picker, the running one first."""
LANE = "report"


class Stopped(Exception):
    """Somebody asked for another quarter, or left."""


@dataclass(frozen=True, slots=True)
class ReportState:
    """`report` is the one of `quarter`, None until it is there. `read`: how many orders were read so far, None when nothing is
    being compiled. `saving`: a file is being made."""

    quarters: tuple[Quarter, ...] = ()
    quarter: Quarter | None = None
    report: Report | None = None
    read: int | None = None
    saving: bool = False
    notice: Notice | None = None


class _Run:
    """One compilation; the work looks between two orders whether it is still wanted."""

    def __init__(self) -> None:
        self.stopped = False


class ReportViewModel(ViewModel[ReportState]):
    _progressed = Signal(object, int)

    def __init__(self, reports: ReportService, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(ReportState(), parent)
        self._reports, self._jobs = reports, jobs
        self._run: _Run | None = None
        self._progressed.connect(self._show_progress)

    def start(self) -> None:
        """The page is shown: compile the chosen quarter anew, at first the running one. What stood there stays until then."""
        now = self._reports.current()
        quarters = tuple(now.shifted(-back) for back in range(OFFERED))
        chosen = self.state.quarter if self.state.quarter in quarters else now
        self.show(replace(self.state, quarters=quarters))
        self._compile(chosen or now)

    def choose(self, quarter: Quarter) -> None:
        """Also the same one again where nothing is shown of it."""
        if quarter != self.state.quarter or (self.state.report is None and self._run is None):
            self._compile(quarter)

    def stop(self) -> None:
        """A person does not want to wait; what is shown of the quarter stays."""
        if self._run is not None:
            self.abandon()
            words = Words(tr("已停止。"), "", tr("再选一次季度就会重新统计。"))
            self.show(replace(self.state, notice=self.notice(Tone.NEUTRAL, words)))

    def abandon(self) -> None:
        """Nobody looks any more: end what is being compiled."""
        if self._run is not None:
            self._run.stopped = True
            self._run = None
            self.show(replace(self.state, read=None))

    def suggested_name(self, kind: Format) -> str:
        return file_name(self.state.report, kind) if self.state.report is not None else ""

    def save(self, kind: Format, path: Path) -> None:
        """Write one file; the words of the person's language."""
        report, lang = self.state.report, language()
        if report is None or self.state.saving:
            return
        self.show(replace(self.state, saving=True, notice=None))

        def done(_none: None) -> None:
            words = Words(tr("已保存：{path}", path=place_words(path)))
            self.show(replace(self.state, saving=False, notice=self.notice(Tone.SUCCESS, words)))

        def failed(error: Exception) -> None:
            self.show(replace(self.state, saving=False, notice=self.failure(error)))

        self._jobs.submit(lambda: write_atomically(path, render(report, kind, lang)), done, failed, lane=LANE)

    # ---------------------------------------------------------------------------------------------

    def _compile(self, quarter: Quarter) -> None:
        if self._run is not None:
            self._run.stopped = True
        run = self._run = _Run()
        report = self.state.report if self.state.report and self.state.report.quarter == quarter else None
        self.show(replace(self.state, quarter=quarter, report=report, read=0, notice=None))

        def progress(done: int) -> None:
            if run.stopped:
                raise Stopped
            self._progressed.emit(run, done)

        def compiled(made: Report) -> None:
            if run is self._run:
                self._run = None
                self.show(replace(self.state, report=made, read=None))

        def failed(error: Exception) -> None:
            if run is self._run:
                self._run = None
                self.show(replace(self.state, read=None, notice=self.failure(error)))

        self._jobs.submit(lambda: self._reports.quarter(quarter, progress=progress), compiled, failed, lane=LANE)

    @Slot(object, int)
    def _show_progress(self, run: object, done: int) -> None:
        if run is self._run:
            self.show(replace(self.state, read=done))
