"""档案: open or start an archive, take files in, look things up, check, export; all in the background, all to be stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fieldapp.archive import growth
from fieldapp.archive.checking import Report, check
from fieldapp.archive.export import Exported, export, read
from fieldapp.archive.index import Catalogue, Item, Standing
from fieldapp.archive.intake import Intake, Outcome, Result
from fieldapp.archive.list_fetch import ListFetcher
from fieldapp.archive.opening import begin, collect, is_free
from fieldapp.archive.pace import Pace, StoppedError
from fieldapp.errors import Fault, InputFault
from fieldapp.ui.background.jobs import Job, Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.models.records_model import RecordsModel
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.archive_growing import Grown, Plan, grown_words, opened
from fieldapp.ui.viewmodels.archive_state import ArchiveState, Depth, Panel, Task, Work
from fieldapp.ui.viewmodels.archive_words import (
    Remarked,
    check_words,
    entry_words,
    item_row,
    remarked_row,
    result_row,
)
from fieldapp.ui.viewmodels.base import ViewModel
from fieldapp.ui.viewmodels.verifying import remaining
from fieldapp.ui.where import place_words

SEARCH_DELAY_MS = 120
LANE = "archive"


class Run:
    """One piece of work: whether it is still wanted, looked at by the work itself between two files."""

    def __init__(self, work: Work, began: float) -> None:
        self.work, self.began, self.stopped = work, began, False

    def is_stopped(self) -> bool:
        return self.stopped


class ArchiveViewModel(ViewModel[ArchiveState]):
    """`catalogue_changed` carries the Catalogue of the open archive. `trust` gives the roots in force as PEM texts."""

    catalogue_changed = Signal(object)
    _progressed = Signal(object, int, int)
    _taken = Signal(object, object)

    def __init__(
        self, jobs: Jobs, tools: DocumentTools, trust: Callable[[], Sequence[bytes]], parent: QObject | None = None
    ) -> None:
        super().__init__(ArchiveState(), parent)
        self._jobs, self._tools, self._trust = jobs, tools, trust
        self.entries: RecordsModel[Item] = RecordsModel(item_row, self)
        self.results: RecordsModel[Result] = RecordsModel(result_row, self)
        self.findings: RecordsModel[Remarked] = RecordsModel(remarked_row, self)
        self._catalogue: Catalogue | None = None
        self._run: Run | None = None
        self._search_job: Job[list[Item]] | None = None
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEARCH_DELAY_MS)
        self._delay.timeout.connect(self._look)
        self._progressed.connect(self._show_progress)
        self._taken.connect(self._take_result)

    # --- opening ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the archive of the last time, if it is there."""
        folder = self._tools.settings.load().archive_folder
        if folder and self._catalogue is None and self._run is None:
            self.open_folder(Path(folder))

    def open_folder(self, folder: Path) -> None:
        """Open an archive; an empty folder is offered for starting one."""

        def work() -> Catalogue | None:
            try:
                return Catalogue(read(folder))
            except InputFault as fault:
                if fault.code == "archive.not-one" and is_free(folder):
                    return None
                raise

        def done(catalogue: Catalogue | None) -> None:
            if catalogue is None:
                self.show(replace(self.state, task=None, offered=str(folder)))
            else:
                self._opened(folder, catalogue)

        self._begin(Work.OPEN, work, done)

    def start_new(self) -> None:
        """Start an archive in the folder that was offered."""
        folder = Path(self.state.offered)

        def work() -> Catalogue:
            begin(folder)
            return Catalogue(read(folder))

        self._begin(Work.OPEN, work, lambda catalogue: self._opened(folder, catalogue))

    def refresh(self) -> None:
        """Read the register again: another archivist may have added to it."""
        if self.state.open and self._run is None:
            folder = Path(self.state.folder)
            self._begin(Work.OPEN, lambda: Catalogue(read(folder)), lambda catalogue: self._opened(folder, catalogue))

    def _opened(self, folder: Path, catalogue: Catalogue) -> None:
        settings = self._tools.settings.load()
        if settings.archive_folder != str(folder):
            self._jobs.submit(
                lambda: self._tools.settings.save(settings.changed(archive_folder=str(folder))),
                None,
                self._not_done,
                lane="settings",
            )
        self._catalogue = catalogue
        standings = Counter(item.standing for item in catalogue.items)
        before = self.state if self.state.folder == str(folder) else ArchiveState()
        if before.folder != str(folder):
            self.results.show(())
            self.findings.show(())
        self.show(
            replace(
                before,
                folder=str(folder),
                offered="",
                entries=len(catalogue.items),
                standings=tuple((standing, standings[standing]) for standing in Standing),
                years=catalogue.years,
                task=None,
                notice=before.notice,
            )
        )
        self.catalogue_changed.emit(catalogue)
        self._look()

    # --- looking things up -----------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Look for words a moment after the last key."""
        self.show(replace(self.state, wanted=replace(self.state.wanted, text=text)))
        self._delay.start()

    def filter(self, standings: frozenset[Standing], year: int | None) -> None:
        self.show(replace(self.state, wanted=replace(self.state.wanted, standings=standings, year=year)))
        self._look()

    def choose(self, row: int) -> None:
        """Spell out one entry, -1 none; where results stand, they stay until somebody asks for the entry."""
        known = self.entries.records
        entry = entry_words(known[row]) if 0 <= row < len(known) else None
        self.show(replace(self.state, entry=entry))

    def path_of(self, file: str) -> Path:
        return Path(self.state.folder).joinpath(*file.split("/"))

    @Slot()
    def _look(self) -> None:
        self._delay.stop()
        if self._search_job is not None:
            self._search_job.cancel()
        catalogue, wanted = self._catalogue, self.state.wanted
        if catalogue is None:
            return
        self._search_job = self._jobs.submit(
            lambda: catalogue.search(wanted.text, standings=wanted.standings, year=wanted.year), self._show_found, self._not_done
        )

    def _show_found(self, found: list[Item]) -> None:
        self._search_job = None
        shown = self.state.entry.file if self.state.entry else None
        self.entries.show(found)
        still = any(item.entry.file == shown for item in found) if shown else False
        self.show(replace(self.state, found=len(found), entry=self.state.entry if still else None))

    # --- import ----------------------------------------------------------------------------------

    def take(self, paths: Sequence[Path]) -> None:
        """Take files, and the PDFs in folders, into the archive."""
        if not paths or not self.state.open or self._run is not None:
            return
        root, trust, tools = Path(self.state.folder), tuple(self._trust()), self._tools
        self.results.show(())
        run = Run(Work.IMPORT, self._tools.clock.monotonic())

        def work() -> Catalogue:
            files = list(collect(list(paths)))
            intake = Intake(root, trust, tools.clock, tools.who)
            pace = self._pace(run)
            try:
                for done, file in enumerate(files):
                    pace.step(done, len(files))
                    self._taken.emit(run, intake.take(file))
            except StoppedError:
                pass  # what was taken is registered, and is shown
            return Catalogue(read(root))

        self.show(replace(self.state, panel=Panel.IMPORT, outcomes=(), results_of=Work.IMPORT))
        self._begin(Work.IMPORT, work, lambda catalogue: self._opened(root, catalogue), run)

    @Slot(object, object)
    def _take_result(self, run: Run, result: Result) -> None:
        self.results.append(result)
        counts = dict(self.state.outcomes)
        counts[result.outcome] = counts.get(result.outcome, 0) + 1
        outcomes = tuple((outcome, counts[outcome]) for outcome in Outcome if outcome in counts)
        self.show(
            replace(self.state, outcomes=outcomes, panel=Panel.IMPORT if self.state.panel is Panel.GROW else self.state.panel)
        )

    # --- timestamps and countersignatures --------------------------------------------------------

    def ask_growth(self, work: Work) -> None:
        """Show what has to be known before files are stamped, renewed or countersigned."""
        self.show(replace(self.state, growing=work, panel=Panel.GROW))

    def grow(self, plan: Plan) -> None:
        """Do it for what the list shows and is due. Each makes a new file and a new line; the old ones stay."""
        if not self.state.open or self._run is not None:
            return
        root, trust, tools = Path(self.state.folder), tuple(self._trust()), self._tools
        shown = () if self.state.wanted.everything else self.entries.records
        numbers = tuple(dict.fromkeys(item.entry.number for item in shown))
        if not self.entries.records:
            self.show(replace(self.state, notice=self.notice(Tone.NEUTRAL, Words(tr("没有需要处理的文件。")))))
            return
        self._remember(plan)
        self.results.show(())
        run = Run(plan.work, tools.clock.monotonic())

        def work() -> Grown:
            intake, fetcher = Intake(root, trust, tools.clock, tools.who), ListFetcher(plan.reach)
            grow, fault, stopped = opened(plan, tools, intake, fetcher), None, False
            try:
                for result in growth.run(root, intake, grow, numbers=numbers, pace=self._pace(run)):
                    self._taken.emit(run, result)
            except StoppedError:
                stopped = True
            except Fault as error:  # what was done before is registered, and is shown
                fault = error
            return Grown(Catalogue(read(root)), fault, stopped, fetcher.missed)

        def done(grown: Grown) -> None:
            self._opened(root, grown.catalogue)
            tone, words = grown_words(grown, dict(self.state.outcomes))
            self.show(replace(self.state, notice=self.notice(tone, words)))

        self.show(replace(self.state, outcomes=(), results_of=plan.work))
        self._begin(plan.work, work, done, run)

    def _remember(self, plan: Plan) -> None:
        settings = self._tools.settings
        if plan.work is not Work.COUNTERSIGN:
            values = {"archive_tsa": plan.url.strip(), "archive_lists": plan.reach.value}
            self._jobs.submit(lambda: settings.save(settings.load().changed(**values)), None, self._not_done, lane="settings")

    # --- check and export ------------------------------------------------------------------------

    def check(self, depth: Depth, anchor: str = "") -> None:
        """Compare the archive with its register; `anchor` is a hash noted earlier, empty for none."""
        root, trust = Path(self.state.folder), tuple(self._trust()) if depth is Depth.SEALS else ()
        run = Run(Work.CHECK, self._tools.clock.monotonic())
        if depth is Depth.SEALS and not trust:
            self._not_done(InputFault("verify.trust", "no trusted certificate is given"))
            return

        def work() -> Report:
            return check(root, trust=trust, quick=depth is Depth.QUICK, anchor=anchor.strip() or None, pace=self._pace(run))

        def done(report: Report) -> None:
            marked = [
                *(Remarked(found, True) for found in report.problems),
                *(Remarked(found, False) for found in report.notices),
            ]
            self.findings.show(marked)
            words = check_words(report, quick=depth is Depth.QUICK, seals=depth is Depth.SEALS)
            self.show(replace(self.state, task=None, panel=Panel.CHECK, check=words))

        self._begin(Work.CHECK, work, done, run)

    def export(self, out: Path) -> None:
        """Copies of what the list shows, with register, checksums and page, in a new folder."""
        root, clock = Path(self.state.folder), self._tools.clock
        files = () if self.state.wanted.everything else tuple(item.entry.file for item in self.entries.records)
        if not self.entries.records:
            self._not_done(InputFault("export.nothing", "the list is empty"))
            return
        run = Run(Work.EXPORT, clock.monotonic())

        def done(exported: Exported) -> None:
            handed = len(exported.items) - len(exported.missing)
            words = Words(
                tr("已导出 {n} 份到 {folder}。", n=handed, folder=place_words(out)), "", tr("请用浏览器打开其中的 index.html。")
            )
            tone = Tone.SUCCESS
            if exported.missing:
                tone = Tone.WARNING
                words = replace(words, safe=tr("有 {n} 份缺失或已损坏，没有随附。", n=len(exported.missing)))
            self.show(replace(self.state, task=None, notice=self.notice(tone, words)))

        self._begin(Work.EXPORT, lambda: export(root, out, clock, files=files, pace=self._pace(run)), done, run)

    def cancel(self) -> None:
        """Stop what is under way between two files; what was done stays, and is in order."""
        if self._run is not None:
            self._run.stopped = True

    def show_panel(self, panel: Panel) -> None:
        self.show(replace(self.state, panel=panel))

    # ---------------------------------------------------------------------------------------------

    def _begin(self, work: Work, job: Callable[[], object], done: Callable[..., object], run: Run | None = None) -> None:
        if self._run is not None:
            return
        self._run = run or Run(work, self._tools.clock.monotonic())
        self.show(replace(self.state, task=Task(work), notice=None))

        def ended(result: object) -> None:
            self._run = None
            done(result)

        self._jobs.submit(job, ended, self._failed, lane=LANE)

    def _failed(self, error: Exception) -> None:
        work, self._run = self._run.work if self._run else None, None
        if not isinstance(error, StoppedError):
            self.show(replace(self.state, task=None, notice=self.failure(error)))
            return
        words = Words(tr("已停止。"), tr("档案没有改动。") if work is not Work.EXPORT else tr("导出的文件夹不完整，可以删除。"))
        self.show(replace(self.state, task=None, notice=self.notice(Tone.NEUTRAL, words)))

    def _not_done(self, error: Exception) -> None:
        self.show(replace(self.state, notice=self.notice(Tone.DANGER, explain(error))))

    def _pace(self, run: Run) -> Pace:
        return Pace(lambda done, total: self._progressed.emit(run, done, total), run.is_stopped)

    @Slot(object, int, int)
    def _show_progress(self, run: Run, done: int, total: int) -> None:
        if run is self._run:
            rest = remaining(done, total, self._tools.clock.monotonic() - run.began)
            self.show(replace(self.state, task=Task(run.work, done, total, rest)))
