"""Every keystroke is safe: changes are stored at most two seconds after they were made, at once when somebody leaves a field.

Saving happens in a job on the order's lane, so saves arrive in the order they were made. `flush` saves on the spot (leaving the
page, quitting); a save still waiting in its lane then steps aside: what it carries is in the flush, or older than it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Protocol
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Signal

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON, Document
from fieldapp.errors import DraftFault, RefusedFault
from fieldapp.forms.schema import FormDefinition
from fieldapp.ui.background.jobs import Jobs

QUIET_MS = 700
"""Saved when nobody typed for this long …"""
LATEST_MS = 1700
"""… and at the latest this long after the first unsaved change: with the write itself that stays within two seconds."""
RETRY_MS = 5000


class Stored(Protocol):
    """An order or record as its page reads it."""

    @property
    def id(self) -> str: ...
    @property
    def doc(self) -> Document: ...
    @property
    def definition(self) -> FormDefinition: ...
    @property
    def drafts(self) -> dict[str, str]: ...
    @property
    def read_at(self) -> datetime: ...


Save = Callable[[Mapping[str, JSON], Mapping[str, JSON]], Stored]
"""Stores changes by field id; the second mapping holds what each field said before the person changed it."""


class SaveKind(StrEnum):
    """What the line at the bottom says."""

    SAVED = "saved"
    PENDING = "pending"
    SAVING = "saving"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveState:
    """`at`: when the last change became safe, None when nothing has been changed yet. `error`: why the last try failed."""

    kind: SaveKind = SaveKind.SAVED
    at: datetime | None = None
    error: Exception | None = None


_living: WeakSet[Autosave] = WeakSet()


def store_all() -> bool:
    """Before the machine sleeps, or the window is locked: store on the spot what any page has only in memory."""
    stored = [saving.flush() for saving in list(_living)]  # each, whatever comes of the one before
    return all(stored)


class Autosave(QObject):
    """For one order or record. `stored(detail)` after a save, `drafted(fault)` when something did not fit: it is a draft now."""

    changed = Signal(object)
    stored = Signal(object)
    drafted = Signal(object)

    def __init__(self, save: Save, jobs: Jobs, clock: Clock, lane: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save, self._jobs, self._clock, self._lane = save, jobs, clock, lane
        self._pending: dict[str, JSON] = {}
        self._in_flight: dict[str, JSON] = {}
        self._pending_seen: dict[str, JSON] = {}
        self._in_flight_seen: dict[str, JSON] = {}
        self._held: set[str] = set()
        self._writing = Lock()
        self._round = 0
        self._obsolete_before = 0
        self._stored_round = 0
        self.state = SaveState()
        self._quiet = self._timer(QUIET_MS)
        self._latest = self._timer(LATEST_MS)
        self._retry = self._timer(RETRY_MS)
        _living.add(self)

    @property
    def unsaved(self) -> dict[str, JSON]:
        """Changes that are not known to be stored, by field id."""
        return {**self._in_flight, **self._pending}

    def edit(self, field_id: str, value: JSON, seen: JSON = None) -> None:
        """A person changed a field; `seen` is what the stored order said when the field was last shown."""
        if field_id not in self._pending:
            self._pending_seen[field_id] = self._in_flight.get(field_id, seen)
        self._pending[field_id] = value
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()
        self._tell(SaveKind.PENDING)

    def hold(self, field_id: str) -> None:
        """Keep changes of a field back while a job adds rows to it."""
        self._held.add(field_id)

    def release(self, field_id: str) -> None:
        self._held.discard(field_id)
        self.commit()

    def commit(self) -> None:
        """Save in the background now, if there is anything to save and no save is under way."""
        changes = {name: value for name, value in self._pending.items() if name not in self._held}
        if not changes or self._in_flight:
            return
        self._stop_timers()
        seen = {name: self._pending_seen.pop(name) for name in changes}
        for name in changes:
            del self._pending[name]
        self._in_flight, self._in_flight_seen = changes, seen
        self._round += 1
        number = self._round
        self._tell(SaveKind.SAVING)

        def work() -> Stored | None:
            with self._writing:
                return None if number < self._obsolete_before else self._write(number, changes, seen)

        def done(detail: Stored | None) -> None:
            self._on_done(number, detail)

        self._jobs.submit(work, done, lambda error: self._on_failed(number, error), lane=self._lane)

    def flush(self) -> bool:
        """Save on the spot; True when everything is stored (or kept as a draft)."""
        if not self.unsaved:
            return True
        self._stop_timers()
        with self._writing:
            if self._in_flight and self._stored_round == self._round:
                changes, seen = self._pending, self._pending_seen
            else:
                changes, seen = self.unsaved, {**self._pending_seen, **self._in_flight_seen}
            if not changes:
                return True
            self._pending, self._pending_seen = {}, {}
            self._in_flight, self._in_flight_seen = changes, seen
            self._round += 1
            self._obsolete_before = self._round
            try:
                detail = self._write(self._round, changes, seen)
            except Exception as error:  # noqa: BLE001 - shown, and the changes stay
                self._on_failed(self._round, error)
                return isinstance(error, DraftFault)
        self._on_done(self._round, detail)
        return True

    def let_go(self) -> bool:
        """Before its page is left: `flush`, and False when nobody may leave yet. From an order that is no longer on this device
        nobody is kept: what is not stored then says nothing that would have to be."""
        if self.flush():
            return True
        error = self.state.error
        if not isinstance(error, RefusedFault) or error.code != "order.unknown":
            return False
        self._stop_timers()
        self._pending, self._pending_seen = {}, {}
        return True

    def _write(self, number: int, changes: Mapping[str, JSON], seen: Mapping[str, JSON]) -> Stored:
        """Save one round and remember that it is stored, before anybody is told."""
        detail = self._save(changes, seen)
        self._stored_round = number
        return detail

    def _on_done(self, number: int, detail: Stored | None) -> None:
        if number != self._round or detail is None:
            return
        self._in_flight, self._in_flight_seen = {}, {}
        self.stored.emit(detail)  # first: between the two nobody may show the order as it was before the change
        self._rest()

    def _on_failed(self, number: int, error: Exception) -> None:
        if number != self._round:
            return
        if isinstance(error, DraftFault):
            # everything else of the same save was stored, what did not fit is a draft: nothing is lost
            # (edits that followed still began with what is stored, not with the draft)
            self._pending_seen |= {name: seen for name, seen in self._in_flight_seen.items() if name in self._pending}
            self._in_flight, self._in_flight_seen = {}, {}
            self.drafted.emit(error)
            self._rest()
            return
        self._pending = {**self._in_flight, **self._pending}
        self._pending_seen = {**self._pending_seen, **self._in_flight_seen}
        self._in_flight, self._in_flight_seen = {}, {}
        self._retry.start()
        self._tell(SaveKind.FAILED, error)

    def _rest(self) -> None:
        now = self._clock.now()
        self.state = SaveState(SaveKind.SAVED, now)
        if set(self._pending) - self._held:
            self._tell(SaveKind.PENDING)
            if not self._latest.isActive():
                self.commit()  # its time came while the save before was under way
        else:
            self.changed.emit(self.state)

    def _tell(self, kind: SaveKind, error: Exception | None = None) -> None:
        self.state = SaveState(kind, self.state.at, error)
        self.changed.emit(self.state)

    def _stop_timers(self) -> None:
        for timer in (self._quiet, self._latest, self._retry):
            timer.stop()

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(self.commit)
        return timer
