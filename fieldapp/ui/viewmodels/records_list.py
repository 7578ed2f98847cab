"""记录与台账: what this computer holds besides orders, by kind; searched offline as orders are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fieldapp.domain import kinds
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import dotted, language, tr
from fieldapp.ui.models.records_model import RecordRow as Card
from fieldapp.ui.models.records_model import RecordsModel
from fieldapp.ui.timewords import local
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.vocabulary import record_look

if TYPE_CHECKING:
    from fieldapp.services.records import Records
    from fieldapp.store.records import RecordRow

LANE = "records"
TYPING_MS = 150


@dataclass(frozen=True, slots=True)
class KindChip:
    """One kind to choose; `n`: how many are here."""

    code: str
    words: str
    n: int


@dataclass(frozen=True, slots=True)
class RecordsState:
    """What the page shows around its list. `loaded`: the list is that of `kind` and `text`."""

    kind: str = ""
    text: str = ""
    chips: tuple[KindChip, ...] = ()
    shown: int = 0
    loaded: bool = False
    may_create: bool = False
    notice: Notice | None = None


class RecordsListViewModel(ViewModel[RecordsState]):
    """The rows are in `model`."""

    def __init__(self, records: Records, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(RecordsState(), parent)
        self._records, self._jobs = records, jobs
        self.model: RecordsModel[RecordRow] = RecordsModel(describe, self)
        self._round = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._soon.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Read kinds and rows; an answer that was overtaken is dropped."""
        self._round += 1
        number, kind, text, lang = self._round, self.state.kind, self.state.text, language()

        def read() -> tuple[RecordsState, tuple[RecordRow, ...]]:
            held = self._records.held()
            codes = [code for code, _ in held]
            chosen = kind if kind in codes else next((code for code, n in held if n), codes[0] if codes else "")
            rows = self._records.rows(chosen, text) if chosen else ()
            chips = tuple(KindChip(code, kinds.get(code).many.get(lang), n) for code, n in held)
            may = self._records.may_create(chosen) if chosen else False
            return RecordsState(chosen, text, chips, len(rows), loaded=True, may_create=may), rows

        def done(found: tuple[RecordsState, tuple[RecordRow, ...]]) -> None:
            if number == self._round:
                self.model.show(found[1], text)
                self.show(found[0])

        self._jobs.submit(read, done, self._failed, lane=LANE)

    def choose(self, kind: str) -> None:
        self.show(replace(self.state, kind=kind, loaded=False))
        self.refresh()

    def search(self, text: str) -> None:
        """Typing searches, a moment after the last key; what is being read for the text before is not wanted any more."""
        self._round += 1
        self.show(replace(self.state, text=text, loaded=False))
        self._soon.start()

    def create(self, opened: Callable[[str], object]) -> None:
        """A new record of the kind in view, by hand."""
        kind = self.state.kind
        self._jobs.submit(lambda: self._records.create(kind), opened, self._failed, lane=LANE)

    def _failed(self, error: Exception) -> None:
        self.show(replace(self.state, notice=self.failure(error)))


def describe(row: RecordRow) -> Card:
    """How one record looks in the list."""
    _, look = record_look(row, language())
    about = [row.contact, row.number, tr("更新 {at}", at=f"{local(row.updated_at):%m-%d %H:%M}")]
    if row.conflicts:
        about.append(tr("有冲突"))
    if row.parked:
        about.append(tr("退回，待处理"))
    elif row.unsent:
        about.append(tr("待同步"))
    return Card(look, row.title or tr("（未填）"), dotted((row.customer, row.site)), dotted(about))
