"""The record page's view model, for records of every kind: opens one, takes edits, makes its moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON, Document
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.messages import explain
from fieldapp.ui.viewmodels.autosave import Autosave
from fieldapp.ui.viewmodels.edited_page import EditedPage
from fieldapp.ui.viewmodels.order_state import Phase
from fieldapp.ui.viewmodels.record_state import RecordState, derive_record

if TYPE_CHECKING:
    from fieldapp.services.attachments import Attachments
    from fieldapp.services.records import RecordDetail, Records


class RecordPageModel(EditedPage["RecordDetail", RecordState]):
    """One record at a time."""

    def __init__(
        self, records: Records, attachments: Attachments, hand_out: Callable[[str, str], Path], jobs: Jobs, clock: Clock
    ) -> None:
        super().__init__(RecordState(Phase.LOADING), attachments, hand_out, jobs, clock)
        self._records = records

    def move(self, to: str, said: Mapping[str, str] | None = None) -> None:
        """Make a step; where answers are missing for it, go to the first of them instead."""
        button = next((one for one in self.state.moves if one.to == to), None)
        if button is None or self._busy:
            return
        if button.gaps:
            self._say_gaps(button.gaps, button.words)
            return
        self._run(button.words, lambda record_id: self._records.move(record_id, to, **(said or {})))

    def note(self, text: str) -> None:
        self._run(tr("备注"), lambda record_id: self._records.note(record_id, text))

    def _read(self, document_id: str) -> RecordDetail:
        return self._records.detail(document_id)

    def _save(
        self, document_id: str, changes: Mapping[str, JSON], seen: Mapping[str, JSON], last: Document | None
    ) -> RecordDetail:
        return self._records.save(document_id, changes, seen, last)

    def _loading(self, document_id: str) -> RecordState:
        return RecordState(Phase.LOADING, document_id)

    def _failed(self, document_id: str, error: Exception) -> RecordState:
        return RecordState(Phase.FAILED, document_id, failure=explain(error))

    def _derived(self, detail: RecordDetail, autosave: Autosave) -> RecordState:
        return derive_record(
            detail,
            autosave.unsaved,
            autosave.state,
            self._clock.now(),
            language(),
            message=self._message,
            busy=self._busy,
            undoable=self.undo_history.ways,
        )
