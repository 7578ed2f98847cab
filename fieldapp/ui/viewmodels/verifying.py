"""核验: files come in by any way, each gets its verdict in the background; the list can be stopped, cleared and saved as JSON."""

from __future__ import annotations

import errno
import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.archive.index import Catalogue
from fieldapp.archive.opening import collect
from fieldapp.archive.trust import Root
from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault, Fault, InputFault
from fieldapp.files import write_atomically
from fieldapp.forms.signing.report import read_file, report, unread
from fieldapp.forms.signing.verify import verify
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.messages import Words
from fieldapp.ui.models.records_model import RecordsModel
from fieldapp.ui.services import TrustKeeper
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.viewmodels.verdict_words import Checked, VerdictWords, verdict_row, verdict_words

LANE = "verify"
KINDS = ("valid", "invalid", "unknown")


@dataclass(frozen=True, slots=True)
class RootLine:
    """One trusted root in words. `removable`: a person picked it."""

    fingerprint: str
    name: str
    about: str
    expired: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class VerifyState:
    """The whole page. `roots` is None until they have been read; `rest` says how long it will take; `chosen` is the file whose
    verdict is spelt out."""

    total: int = 0
    done: int = 0
    valid: int = 0
    invalid: int = 0
    unknown: int = 0
    running: bool = False
    rest: str = ""
    roots: tuple[RootLine, ...] | None = None
    chosen: VerdictWords | None = None
    notice: Notice | None = None
    cleared: bool = False
    """Nothing is listed any more, and what was can be put back."""

    @property
    def listed(self) -> int:
        return self.valid + self.invalid + self.unknown


@dataclass(eq=False, slots=True)
class Batch:
    """One lot of files on its way. `stopped` is set on the GUI thread and looked at before each file; what comes of a stopped lot
    is not taken."""

    paths: tuple[Path, ...]
    trust: tuple[bytes, ...]
    catalogue: Catalogue | None
    stopped: bool = False


def root_line(root: Root, clock: Clock) -> RootLine:
    info = root.info
    origin = tr("随登录从公司服务器取得") if root.enrolled else tr("本机选定")
    until = tr("有效至 {date}", date=f"{timewords.local(info.not_after):%Y-%m-%d}")
    about = f"{origin} · {until} · SHA-256 {info.fingerprint[:16]}…"
    return RootLine(info.fingerprint, info.common_name or info.issuer, about, info.not_after < clock.now(), not root.enrolled)


def remaining(done: int, total: int, seconds: float) -> str:
    """How long the rest will take, from how long it took so far; nothing before there is something to go by."""
    if done < 3 or seconds < 2 or done >= total:
        return ""
    left = seconds / done * (total - done)
    return tr("还需约 {n} 秒", n=max(1, round(left))) if left < 60 else tr("还需约 {span}", span=timewords.span(left))


def judge(path: Path, batch: Batch) -> Checked:
    """One file, whatever it is."""
    try:
        if not batch.trust:
            raise InputFault("verify.trust", "no trusted certificate is given")
        data = read_file(path)
        verdict = verify(data, batch.trust)
    except Fault as fault:
        return Checked(path, fault=fault)
    return looked_up(Checked(path, len(data), verdict), batch.catalogue)


def kind(checked: Checked) -> str:
    """Under which heading it is counted."""
    if checked.verdict is None:
        return "unknown"
    return "valid" if checked.verdict.valid else "invalid"


def looked_up(checked: Checked, catalogue: Catalogue | None) -> Checked:
    """The same with what the open archive knows of the file."""
    verdict = checked.verdict
    if catalogue is None or verdict is None:
        return replace(checked, item=None, revision=None)
    item = catalogue.of_file(verdict.sha256)
    revision = None
    if item is None and verdict.valid and verdict.evidence is not None:
        revision = catalogue.of_revision(verdict.evidence.order_id, verdict.evidence.revision)
    return replace(checked, item=item, revision=revision)


def as_json(records: Sequence[Checked], lang: str) -> bytes:
    """What `fieldapp verify --json` prints."""
    reports = []
    for checked in records:
        if checked.verdict is None:
            assert checked.fault is not None
            said = unread(checked.fault.code, checked.fault.text)
        else:
            said = report(checked.verdict, lang)
        reports.append({"file": str(checked.path)} | said)
    return json.dumps(reports, ensure_ascii=False, indent=2).encode() + b"\n"


class VerifyViewModel(ViewModel[VerifyState]):
    """Files are judged one after another in one lane; every verdict comes to the list at once."""

    _counted = Signal(object, int)
    _came = Signal(object, object)

    def __init__(self, jobs: Jobs, trust: TrustKeeper, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(VerifyState(), parent)
        self._jobs, self._trust, self._clock = jobs, trust, clock
        self.model: RecordsModel[Checked] = RecordsModel(verdict_row, self)
        self._catalogue: Catalogue | None = None
        self._roots: tuple[Root, ...] | None = None
        self._waiting: tuple[Path, ...] = ()
        self._places: dict[Path, int] = {}
        self._cleared: tuple[Checked, ...] = ()
        self._running: list[Batch] = []
        self._tally = dict.fromkeys(KINDS, 0)
        self._shown_row: int | None = None
        self._began = 0.0
        self._counted.connect(self._count)
        self._came.connect(self._take)

    def start(self) -> None:
        """Read the trusted roots, once."""
        if self._roots is None:
            self.read_roots()

    # --- files -----------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Judge files, and the PDFs in folders. A file that is listed already is judged anew."""
        if not paths:
            return
        if self._roots is None:
            self._waiting += tuple(paths)
            self.read_roots()
            return
        batch = Batch(tuple(paths), self.trust_pems(), self._catalogue)
        if not self._running:
            self._began = self._clock.monotonic()
            self.show(replace(self.state, total=0, done=0))
        self._running.append(batch)
        self._jobs.submit(
            lambda: self._work(batch), lambda _none: self._end(batch), lambda error: self._fail(batch, error), lane=LANE
        )
        self.show(replace(self.state, running=True, rest="", notice=None, cleared=False))

    def cancel(self) -> None:
        """Judge no more; what has been judged stays in the list."""
        if not self._running:
            return
        left = self.state.total - self.state.done
        self._stop()
        notice = self.notice(Tone.NEUTRAL, Words(tr("已停止，还有 {n} 份没有核验。", n=left))) if left else None
        self.show(replace(self.state, running=False, rest="", notice=notice))

    def clear(self) -> None:
        """An empty list. What was judged took its time, and can be put back until something else is added."""
        self._stop()
        self._cleared = tuple(self.model.records)
        self._list(())
        self.show(replace(self.state, cleared=True, notice=self.notice(Tone.NEUTRAL, Words(tr("列表已清空。")))))

    def put_back(self) -> None:
        """What was cleared away."""
        if self.state.cleared:
            self._list(self._cleared)

    def _list(self, records: tuple[Checked, ...]) -> None:
        self._places = {checked.path: row for row, checked in enumerate(records)}
        self._tally = dict.fromkeys(KINDS, 0) | Counter(kind(checked) for checked in records)
        self._shown_row = None
        valid, invalid, unknown = (self._tally[name] for name in KINDS)
        self.show(VerifyState(len(records), len(records), valid, invalid, unknown, roots=self.state.roots))
        self.model.show(records)

    def choose(self, row: int) -> None:
        """Spell out the verdict of one file; -1 of none."""
        self._shown_row = row if 0 <= row < len(self.model.records) else None
        chosen = None if self._shown_row is None else verdict_words(self.model.records[self._shown_row])
        self.show(replace(self.state, chosen=chosen))

    def save(self, path: Path) -> None:
        """Write the verdicts as JSON."""
        records, lang = tuple(self.model.records), language()

        def work() -> None:
            try:
                write_atomically(path, as_json(records, lang))
            except OSError as error:
                code = "disk.full" if error.errno == errno.ENOSPC else "disk.failed"
                raise EnvironmentFault(code, f"cannot write {path}: {os.strerror(error.errno or 0)}") from error

        saved = Words(tr("核验结果已存为 {name}。", name=path.name))
        self._jobs.submit(work, lambda _none: self._say(self.notice(Tone.SUCCESS, saved)), self._not_done)

    def know(self, catalogue: Catalogue | None) -> None:
        """The archive that is open now: every verdict says what it knows of the file."""
        self._catalogue = catalogue
        for row, checked in enumerate(self.model.records):
            self.model.replace(row, looked_up(checked, catalogue))
        if self._shown_row is not None:
            self.choose(self._shown_row)

    # --- trusted roots ---------------------------------------------------------------------------

    def read_roots(self) -> None:
        """Read them, then judge what waits for them, and what is listed anew when they have changed."""
        self._jobs.submit(self._trust.roots, self._take_roots, self._not_done, lane="trust")

    def add_roots(self, paths: Sequence[Path]) -> None:
        """Trust the certificates in these files."""
        trust = self._trust

        def work() -> tuple[Root, ...]:
            for path in paths:
                trust.add(read_file(path))
            return trust.roots()

        self._jobs.submit(work, self._take_roots, self._not_done, lane="trust")

    def remove_root(self, fingerprint: str) -> None:
        """No longer trust one that was picked by hand."""
        trust = self._trust

        def work() -> tuple[Root, ...]:
            trust.remove(fingerprint)
            return trust.roots()

        self._jobs.submit(work, self._take_roots, self._not_done, lane="trust")

    def trust_pems(self) -> tuple[bytes, ...]:
        """The roots in force, for the archive's import and check."""
        return tuple(root.pem for root in self._roots or ())

    def _take_roots(self, roots: tuple[Root, ...]) -> None:
        before, self._roots = self._roots, roots
        self.show(replace(self.state, roots=tuple(root_line(root, self._clock) for root in roots)))
        again: tuple[Path, ...] = ()
        if before is not None and {root.pem for root in before} != {root.pem for root in roots}:
            under_way = tuple(path for batch in self._running for path in batch.paths)
            again = (*(checked.path for checked in self.model.records), *under_way)
            self._stop()
        waiting, self._waiting = self._waiting, ()
        self.add(tuple(dict.fromkeys((*again, *waiting))))

    # ---------------------------------------------------------------------------------------------

    def _work(self, batch: Batch) -> None:
        """In the background; nothing is touched here but the batch."""
        files: list[Path | Checked] = []
        for path in batch.paths:
            try:
                files += collect([path])
            except Fault as fault:
                files.append(Checked(path, fault=fault))
        self._counted.emit(batch, len(files))
        for file in files:
            if batch.stopped:
                return
            self._came.emit(batch, file if isinstance(file, Checked) else judge(file, batch))

    @Slot(object, int)
    def _count(self, batch: Batch, files: int) -> None:
        if not batch.stopped:
            self.show(replace(self.state, total=self.state.total + files))

    @Slot(object, object)
    def _take(self, batch: Batch, checked: Checked) -> None:
        if batch.stopped:
            return
        row = self._places.get(checked.path)
        self._tally[kind(checked)] += 1
        if row is not None:
            self._tally[kind(self.model.records[row])] -= 1
        if row is None:
            self._places[checked.path] = len(self.model.records)
            self.model.append(checked)
        else:
            self.model.replace(row, checked)
        if row is not None and row == self._shown_row:
            self.choose(row)
        done = self.state.done + 1
        rest = remaining(done, self.state.total, self._clock.monotonic() - self._began)
        valid, invalid, unknown = (self._tally[name] for name in KINDS)
        self.show(replace(self.state, done=done, rest=rest, valid=valid, invalid=invalid, unknown=unknown))

    def _end(self, batch: Batch) -> None:
        if batch in self._running:
            self._running.remove(batch)
            self.show(replace(self.state, running=bool(self._running), rest=""))

    def _fail(self, batch: Batch, error: Exception) -> None:
        self._not_done(error)
        self._end(batch)

    def _stop(self) -> None:
        for batch in self._running:
            batch.stopped = True
        self._running.clear()

    def _not_done(self, error: Exception) -> None:
        self._say(self.failure(error))

    def _say(self, notice: Notice) -> None:
        self.show(replace(self.state, notice=notice))
