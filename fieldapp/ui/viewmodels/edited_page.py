"""What the page of an order and the page of a record do alike: open one, take edits, save them, take them back, make its steps.

Everything about one document is done one after the other in its lane of the jobs, so that a step sees what was typed before it
and what was read before a save is not shown after it.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON, Document
from fieldapp.errors import RefusedFault
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, listed, tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.autosave import Autosave, Stored
from fieldapp.ui.viewmodels.form_state import FormState
from fieldapp.ui.viewmodels.order_files import OrderFiles, Reports
from fieldapp.ui.viewmodels.order_state import Message
from fieldapp.ui.viewmodels.undo import Edit, UndoHistory, done_again, taken_back
from fieldapp.ui.widgets.fields.base import Offered

if TYPE_CHECKING:
    from fieldapp.services.attachments import Attachments

DERIVE_MS = 120
TICK_MS = 20_000


class Shown(Protocol):
    """What its page shows."""

    @property
    def form(self) -> FormState | None: ...
    @property
    def read_only(self) -> bool: ...


D = TypeVar("D", bound=Stored)
S = TypeVar("S", bound=Shown)


class EditedPage(QObject, Generic[D, S]):
    """One document at a time; one frozen state goes out in `changed`. `jump(field id, row id, column id)` asks the view to go
    to a field."""

    changed = Signal(object)
    jump = Signal(str, object, object)
    restored = Signal(str, object)
    """A field's value after an undo or redo: shown even where somebody is typing."""

    def __init__(
        self, state: S, attachments: Attachments, hand_out: Callable[[str, str], Path], jobs: Jobs, clock: Clock
    ) -> None:
        super().__init__()
        self.state = state
        self._jobs, self._clock = jobs, clock
        self.files = OrderFiles(attachments, hand_out, jobs, Reports(self._start, self._finish, self._fail))
        self.undo_history = UndoHistory(time.monotonic)
        self.autosave: Autosave | None = None
        self._id = ""
        self._detail: D | None = None
        self._held_last: Document | None = None
        self._message: Message | None = None
        self._busy = ""
        self._rereading = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DERIVE_MS)
        self._soon.timeout.connect(self._derive)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.refresh)  # the clocks on the page, and what a sync has brought

    # what an order and a record do each in their way

    @abstractmethod
    def _read(self, document_id: str) -> D:
        """In a worker."""

    @abstractmethod
    def _save(self, document_id: str, changes: Mapping[str, JSON], seen: Mapping[str, JSON], last: Document | None) -> D:
        """In a worker; as `services.filling.Filling.save`."""

    @abstractmethod
    def _loading(self, document_id: str) -> S: ...

    @abstractmethod
    def _failed(self, document_id: str, error: Exception) -> S: ...

    @abstractmethod
    def _derived(self, detail: D, autosave: Autosave) -> S: ...

    def _start_over(self) -> None:
        """Another document is opened."""

    def _goes_elsewhere(self, document_id: str, error: Exception) -> bool:
        """Whether what could not be opened has a page of another kind."""
        return False

    # opening and leaving

    def now(self) -> datetime:
        """The program's time in the zone of the document's records, for fields that show and enter times."""
        return self._clock.now().astimezone(self._detail.read_at.tzinfo if self._detail else None)

    def open(self, document_id: str) -> None:
        """Show a document; the one before is saved first."""
        if not self.leave():
            return
        self._id, self._detail, self._message, self._busy = document_id, None, None, ""
        self._held_last = None
        self._rereading = False
        self.undo_history = UndoHistory(time.monotonic)
        self._start_over()
        self.autosave = Autosave(
            lambda changes, seen: self._save(document_id, changes, seen, self._held_last),
            self._jobs,
            self._clock,
            f"order:{document_id}",
            self,
        )
        self.autosave.changed.connect(lambda _state: self._derive())
        self.autosave.stored.connect(self._show)
        self.autosave.drafted.connect(self._on_drafted)
        self._set(self._loading(document_id))
        self.refresh(first=True)
        self._tick.start()

    def refresh(self, *, first: bool = False) -> None:
        """Read the document again (after a sync, after a step)."""
        document_id = self._id
        if not document_id:
            return

        def done(detail: D) -> None:
            if document_id == self._id:
                self._show(detail)
                if first and detail.drafts:
                    self._say_recovered(detail)

        # behind the saves under way, so that what was read before one is not shown after it
        lane = "" if first else f"order:{document_id}"
        self._jobs.submit(
            lambda: self._read(document_id), done, lambda error: self._on_open_failed(document_id, error), lane=lane
        )

    def leave(self) -> bool:
        """Save everything on the spot; False when it could not be saved (the page says why and stays)."""
        if self.autosave is None:
            return True
        if not self.autosave.let_go():
            return False
        self._tick.stop()
        self._soon.stop()
        self.files.let_go(self._id)
        return True

    # editing

    def edit(self, field_id: str, value: JSON) -> None:
        """A person changed a field; it is safe within two seconds."""
        if self.autosave is not None:
            self.undo_history.record(field_id, self._said(field_id), value)
            self.autosave.edit(field_id, value, self._held(field_id))
            if not self._soon.isActive():
                self._soon.start()

    def _held(self, field_id: str) -> JSON:
        """The stored answer that is on the page."""
        return self._detail.doc["answers"].get(field_id) if self._detail is not None else None

    def _said(self, field_id: str) -> JSON:
        """What the field says on the page, saved or not."""
        unsaved = self.autosave.unsaved if self.autosave is not None else {}
        form = self.state.form
        return unsaved[field_id] if field_id in unsaved else form.values.get(field_id) if form is not None else None

    def commit(self) -> None:
        """A person left a field: save now."""
        self.undo_history.close()
        if self.autosave is not None:
            self.autosave.commit()

    def undo(self) -> None:
        """Take the last edit of this document back, in whatever section it was made."""
        self._restore(self.undo_history.undo, taken_back)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._restore(self.undo_history.redo, done_again)

    def _restore(self, step: Callable[[], Edit | None], value_of: Callable[[Edit, JSON], JSON]) -> None:
        if self.autosave is None or self.state.read_only:
            return
        edit = step()
        if edit is None:
            return
        value = value_of(edit, self._said(edit.field_id))
        with QSignalBlocker(self.autosave):  # the page is derived once, below
            self.autosave.edit(edit.field_id, value, self._held(edit.field_id))
            self.autosave.commit()
        self.restored.emit(edit.field_id, value)
        self._derive()

    def attach(self, field_id: str, files: tuple[Offered, ...]) -> None:
        """Store photos or files; the rows appear when their bytes are safe."""
        if self._detail is not None and self.autosave is not None:
            self.files.attach(self._id, self._detail.definition.field(field_id), files, self.autosave, self._held)

    def hand_out(self, sha256: str, name: str, done: Callable[[Path], object]) -> None:
        """A file as a copy that another program may open."""
        self.files.hand_out(self._id, sha256, name, done)

    # steps

    def jump_to_gap(self, index: int) -> None:
        if self.state.form is not None and index < len(self.state.form.missing):
            gap = self.state.form.missing[index]
            self.jump.emit(gap.field_id, gap.row_id, gap.column)

    def _say_gaps(self, count: int, step: str) -> None:
        """What is missing for a step, and go to the first of it."""
        words = tr("还差 {n} 项，补齐后即可“{step}”。", n=count, step=step)
        self._message = Message(Tone.WARNING, Words(words))
        self._derive()
        self.jump_to_gap(0)

    def dismiss(self) -> None:
        """The message above the form was read."""
        if self._message is not None:
            self._message = None
            self._derive()

    def _run(self, words: str, step: Callable[[str], object], *, then: Callable[[object], None] | None = None) -> None:
        """Save what was typed, then do one step; both in the document's lane, so the step sees what was typed."""
        if self.autosave is None or self._busy or not self.autosave.flush():
            return
        document_id = self._id
        self._message = None
        self._start(words)

        def done(result: object) -> None:
            self._finish(document_id)
            if then is not None and document_id == self._id:
                then(result)

        lane = f"order:{document_id}"
        self._jobs.submit(lambda: step(document_id), done, lambda error: self._fail(document_id, error), lane=lane)

    def _start(self, words: str) -> None:
        self._busy = words
        self._derive()

    def _finish(self, document_id: str) -> None:
        if document_id == self._id:
            self._busy = ""
            self.refresh()

    def _fail(self, document_id: str, error: Exception) -> None:
        if document_id != self._id:
            return
        self._busy = ""
        self._message = Message(Tone.WARNING if isinstance(error, RefusedFault) else Tone.DANGER, explain(error))
        self.refresh()

    # showing

    def _show(self, detail: D) -> None:
        if detail.id == self._id:
            self._detail, self._rereading, self._held_last = detail, False, detail.doc
            self._derive()

    def _on_drafted(self, _fault: object) -> None:
        """What was typed is a draft now; until the document is read with it, the page stays as the person left it."""
        self._rereading = True
        self.refresh()

    def _say_recovered(self, detail: D) -> None:
        lang = language()
        names = [detail.definition.field(name).label.get(lang) for name in detail.drafts if name in detail.definition]
        words = Words(
            tr("已恢复上次没填完的内容：{fields}。", fields=listed(names)), "", tr("请改成正确的格式，改好即自动保存。")
        )
        self._message = Message(Tone.WARNING, words)
        self._derive()

    def _on_open_failed(self, document_id: str, error: Exception) -> None:
        if document_id != self._id:
            return
        self._rereading = False
        if self._goes_elsewhere(document_id, error):
            return
        if getattr(error, "code", "") == "order.unknown":
            self._detail = None  # purged by a sync: nothing of it may stay on the page
            if self.autosave is not None:
                self.autosave.commit()  # what was typed meanwhile brings it back, to be read and handed in late
        if self._detail is None:
            self._set(self._failed(document_id, error))

    def _derive(self) -> None:
        if self._detail is None or self.autosave is None or self._rereading:
            return
        self._soon.stop()
        self._set(self._derived(self._detail, self.autosave))

    def _set(self, state: S) -> None:
        self.state = state
        self.changed.emit(state)
