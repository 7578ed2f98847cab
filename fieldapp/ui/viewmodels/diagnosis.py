"""设置 › 体检: what the checks found, and the bundle for whoever helps, looked at before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.services.findings import Finding, Outcome, worst
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Job, Jobs
from fieldapp.ui.doctor_words import check_name, finding_words
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words
from fieldapp.ui.services import BundlePart, Diagnosis
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.where import place_words

LANE = "diagnosis"
EXPECTED = 12
"""How many findings there are, for the progress."""

SHOWN_CHARACTERS = 20_000
TONES = {Outcome.OK: Tone.SUCCESS, Outcome.WARN: Tone.WARNING, Outcome.FAIL: Tone.DANGER}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding: `more` says what is safe and what to do, empty when all is well."""

    look: Look
    what: str
    more: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One file of the bundle, with its text for whoever wants to read it first."""

    name: str
    about: str
    size: str
    text: str


@dataclass(frozen=True, slots=True)
class DiagnosisState:
    """`parts` is None until the bundle is asked for."""

    lines: tuple[FindingLine, ...] = ()
    examining: bool = False
    verdict: Look | None = None
    gathering: bool = False
    parts: tuple[PartLine, ...] | None = None
    notice: Notice | None = None


def finding_line(finding: Finding) -> FindingLine:
    """The words for one finding."""
    name, icon = check_name(finding.check)
    words = finding_words(finding)
    more = "" if finding.outcome is Outcome.OK else Words("", words.safe, words.todo).line
    return FindingLine(Look(name, icon, TONES[finding.outcome]), words.what, more)


def verdict(findings: Sequence[Finding]) -> Look:
    """All of them in one badge."""
    failing = sum(finding.outcome is Outcome.FAIL for finding in findings)
    watching = sum(finding.outcome is Outcome.WARN for finding in findings)
    match worst(tuple(findings)):
        case Outcome.FAIL:
            return Look(tr("{n} 项有问题", n=failing), "critical", Tone.DANGER)
        case Outcome.WARN:
            return Look(tr("{n} 项请留意", n=watching), "warning", Tone.WARNING)
        case _:
            return Look(tr("一切正常"), "check-circle", Tone.SUCCESS)


def part_line(part: BundlePart) -> PartLine:
    """What a part is, in words."""
    about = {
        "doctor": tr("体检结果"),
        "versions": tr("程序、系统和数据结构的版本"),
        "settings": tr("设置（不含地址、姓名和路径）"),
        "sync": tr("同步状态（只有数量和代码）"),
        "log": tr("运行日志（只有代码和编号）"),
        "crash": tr("出错记录（只有位置）"),
    }.get(part.key, part.key)
    return PartLine(part.name, about, timewords.size(len(part.data)), part.data.decode("utf-8", "replace")[:SHOWN_CHARACTERS])


class DiagnosisViewModel(ViewModel[DiagnosisState]):
    """Checks run in the background, one run at a time; each finding is shown as it comes."""

    _came = Signal(object, object)

    def __init__(self, diagnosis: Diagnosis, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(DiagnosisState(), parent)
        self._diagnosis, self._jobs = diagnosis, jobs
        self._findings: tuple[Finding, ...] = ()
        self._parts: Sequence[BundlePart] = ()
        self._run: object | None = None
        self._job: Job[Sequence[Finding]] | None = None
        self._came.connect(self._one_more)

    def examine(self) -> None:
        """Make all checks."""
        if self.state.examining:
            return
        run = self._run = object()
        self.show(DiagnosisState(examining=True))
        work = self._diagnosis.examine
        self._job = self._jobs.submit(
            lambda: work(lambda finding: self._came.emit(run, finding)), self._examined, self._failed, lane=LANE
        )

    def stop(self) -> None:
        """Let go of a run under way; the check that is being made ends by itself."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._run = None
        self.show(replace(self.state, examining=False))

    def gather(self) -> None:
        """Put the bundle together, after the checks where they were not made yet; nothing is saved."""
        if self.state.gathering:
            return
        self.show(replace(self.state, gathering=True))
        known, diagnosis = self._findings, self._diagnosis

        def work() -> Sequence[BundlePart]:
            return diagnosis.parts(known or diagnosis.examine(lambda _finding: None))

        self._jobs.submit(work, self._gathered, self._failed, lane=LANE)

    def save(self, path: Path) -> None:
        """Save what was shown."""
        parts = self._parts
        self._jobs.submit(lambda: self._diagnosis.save_bundle(parts, path), lambda _: self._saved(path), self._failed, lane=LANE)

    def put_away(self) -> None:
        """No bundle after all."""
        self._parts = ()
        self.show(replace(self.state, parts=None))

    def logs_folder(self) -> Path:
        return self._diagnosis.logs_folder()

    @Slot(object, object)
    def _one_more(self, run: object, finding: Finding) -> None:
        if run is self._run and self.state.examining:
            self.show(replace(self.state, lines=(*self.state.lines, finding_line(finding))))

    def _examined(self, findings: Sequence[Finding]) -> None:
        self._job = self._run = None
        self._findings = tuple(findings)
        lines = tuple(finding_line(finding) for finding in findings)
        self.show(replace(self.state, examining=False, lines=lines, verdict=verdict(findings)))

    def _gathered(self, parts: Sequence[BundlePart]) -> None:
        self._parts = parts
        self.show(replace(self.state, gathering=False, parts=tuple(part_line(part) for part in parts)))

    def _saved(self, path: Path) -> None:
        said = self.notice(Tone.SUCCESS, Words(tr("诊断包已保存：{path}", path=place_words(path))))
        self.show(replace(self.state, parts=None, notice=said))

    def _failed(self, error: Exception) -> None:
        self.show(replace(self.state, examining=False, gathering=False, notice=self.failure(error)))
