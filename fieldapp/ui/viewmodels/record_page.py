"""The record page's view model, for records of every kind: opens one, takes edits, makes its moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON, Document
from fieldapp.errors import RefusedFault
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.autosave import Autosave
from fieldapp.ui.viewmodels.order_files import OrderFiles, Reports
from fieldapp.ui.viewmodels.order_state import Message, Phase
from fieldapp.ui.viewmodels.record_state import RecordState, derive_record
from fieldapp.ui.widgets.fields.base import Offered

if TYPE_CHECKING:
    from fieldapp.services.attachments import Attachments
    from fieldapp.services.records import RecordDetail, Records

DERIVE_MS = 120
TICK_MS = 20_000


class RecordPageModel(QObject):
    """One record at a time. `jump(field id, row id, column id)` asks the view to go to a field."""

    changed = Signal(object)
    jump = Signal(str, object, object)

    def __init__(
        self, records: Records, attachments: Attachments, hand_out: Callable[[str, str], Path], jobs: Jobs, clock: Clock
    ) -> None:
        super().__init__()
        self._records, self._jobs, self._clock = records, jobs, clock
        self.files = OrderFiles(attachments, hand_out, jobs, Reports(self._start, self._finish, self._fail))
        self._detail: RecordDetail | None = None
        self._held_last: Document | None = None
        self._record_id = ""
        self._message: Message | None = None
        self._busy = ""
        self._rereading = False
        self.autosave: Autosave | None = None
        self.state = RecordState(Phase.LOADING)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DERIVE_MS)
        self._soon.timeout.connect(self._derive)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.refresh)  # what a sync has brought

    def now(self) -> datetime:
        """The program's time in the zone of the records."""
        return self._clock.now().astimezone(self._detail.read_at.tzinfo if self._detail else None)

    def open(self, record_id: str) -> None:
        """Show a record; the one before is saved first."""
        if not self.leave():
            return
        self._record_id, self._detail, self._message, self._busy, self._rereading = record_id, None, None, "", False
        self._held_last = None
        self.autosave = Autosave(
            lambda changes, seen: self._records.save(record_id, changes, seen, self._held_last),
            self._jobs,
            self._clock,
            f"order:{record_id}",
            self,
        )
        self.autosave.changed.connect(lambda _state: self._derive())
        self.autosave.stored.connect(self._show)
        self.autosave.drafted.connect(self._on_drafted)
        self._set(RecordState(Phase.LOADING, record_id))
        self.refresh(first=True)
        self._tick.start()

    def refresh(self, *, first: bool = False) -> None:
        """Read the record again, behind the saves under way."""
        record_id = self._record_id
        if record_id:
            read, lane = self._records.detail, "" if first else f"order:{record_id}"
            self._jobs.submit(
                lambda: read(record_id), self._show, lambda error: self._on_open_failed(record_id, error), lane=lane
            )

    def leave(self) -> bool:
        """Save everything on the spot; False when it could not be saved (the page says why and stays)."""
        if self.autosave is None:
            return True
        if not self.autosave.let_go():
            return False
        self._tick.stop()
        self._soon.stop()
        self.files.let_go(self._record_id)
        return True

    def edit(self, field_id: str, value: JSON) -> None:
        """A person changed a field; it is safe within two seconds."""
        if self.autosave is not None:
            self.autosave.edit(field_id, value, self._held(field_id))
            if not self._soon.isActive():
                self._soon.start()

    def commit(self) -> None:
        """A person left a field: save now."""
        if self.autosave is not None:
            self.autosave.commit()

    def attach(self, field_id: str, files: tuple[Offered, ...]) -> None:
        """Store photos or files; the rows appear when their bytes are safe."""
        if self._detail is not None and self.autosave is not None:
            self.files.attach(self._record_id, self._detail.definition.field(field_id), files, self.autosave, self._held)

    def hand_out(self, sha256: str, name: str, done: Callable[[Path], object]) -> None:
        """A file as a copy that another program may open."""
        self.files.hand_out(self._record_id, sha256, name, done)

    def move(self, to: str, said: Mapping[str, str] | None = None) -> None:
        """Make a step; where answers are missing for it, go to the first of them instead."""
        button = next((one for one in self.state.moves if one.to == to), None)
        if button is None or self._busy:
            return
        if button.gaps:
            words = tr("还差 {n} 项，补齐后即可“{step}”。", n=button.gaps, step=button.words)
            self._message = Message(Tone.WARNING, Words(words))
            self._derive()
            self.jump_to_gap(0)
            return
        self._run(button.words, lambda record_id: self._records.move(record_id, to, **(said or {})))

    def jump_to_gap(self, index: int) -> None:
        if self.state.form is not None and index < len(self.state.form.missing):
            gap = self.state.form.missing[index]
            self.jump.emit(gap.field_id, gap.row_id, gap.column)

    def note(self, text: str) -> None:
        self._run(tr("备注"), lambda record_id: self._records.note(record_id, text))

    def _held(self, field_id: str) -> JSON:
        return self._detail.doc["answers"].get(field_id) if self._detail is not None else None

    def _run(self, words: str, step: Callable[[str], object]) -> None:
        """Save what was typed, then do one step; both in the record's lane, so the step sees what was typed."""
        if self.autosave is None or self._busy or not self.autosave.flush():
            return
        record_id = self._record_id
        self._message = None
        self._start(words)
        self._jobs.submit(
            lambda: step(record_id),
            lambda _: self._finish(record_id),
            lambda error: self._fail(record_id, error),
            lane=f"order:{record_id}",
        )

    def _start(self, words: str) -> None:
        self._busy = words
        self._derive()

    def _finish(self, record_id: str) -> None:
        if record_id == self._record_id:
            self._busy = ""
            self.refresh()

    def _fail(self, record_id: str, error: Exception) -> None:
        if record_id != self._record_id:
            return
        self._busy = ""
        self._message = Message(Tone.WARNING if isinstance(error, RefusedFault) else Tone.DANGER, explain(error))
        self.refresh()

    def _show(self, detail: RecordDetail) -> None:
        if detail.id == self._record_id:
            self._detail, self._rereading, self._held_last = detail, False, detail.doc
            self._derive()

    def _on_drafted(self, _fault: object) -> None:
        """What was typed is a draft now; until the record is read with it, the page stays as the person left it."""
        self._rereading = True
        self.refresh()

    def _on_open_failed(self, record_id: str, error: Exception) -> None:
        if record_id != self._record_id:
            return
        self._rereading = False
        if getattr(error, "code", "") == "order.unknown":
            self._detail = None
            if self.autosave is not None:
                self.autosave.commit()  # what was typed meanwhile brings it back, to be read and handed in late
        if self._detail is None:
            self._set(RecordState(Phase.FAILED, record_id, failure=explain(error)))

    def _derive(self) -> None:
        if self._detail is None or self.autosave is None or self._rereading:
            return
        self._soon.stop()
        unsaved, saved = self.autosave.unsaved, self.autosave.state
        now, lang = self._clock.now(), language()
        self._set(derive_record(self._detail, unsaved, saved, now, lang, message=self._message, busy=self._busy))

    def _set(self, state: RecordState) -> None:
        self.state = state
        self.changed.emit(state)
