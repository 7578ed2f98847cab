"""What every use case is given: built once by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fieldapp.clock import Clock
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import JSON, SYSTEM, Actor, Event, EventKind
from fieldapp.forms.catalog import Catalog
from fieldapp.ids import new_ordered_id
from fieldapp.settings import Settings
from fieldapp.store.store import Store
from fieldapp.store.vault import Vault
from fieldapp.tailoring.published import Published


@dataclass(frozen=True, slots=True)
class Session:
    """Who works on which device. `clock_offset_s`: server time minus device time when compared at `clock_compared_at`;
    None: never."""

    actor: Actor = field(repr=False)
    device_id: str
    device_name: str
    clock_offset_s: float | None = None
    clock_compared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tailored:
    """§6.1.5 the approved files that catalog and profile were opened with, and why others were left out."""

    approvals: tuple[Published, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Context:
    """The parts a use case may need. `session` is replaced at login and after each sync; nothing else changes."""

    store: Store
    catalog: Catalog
    profile: Profile
    clock: Clock
    vault: Vault
    session: Session = field(default_factory=lambda: Session(SYSTEM, "", ""))
    settings: Callable[[], Settings] = Settings
    tailored: Tailored = field(default_factory=Tailored)

    def now(self) -> datetime:
        """The device's time in the profile's zone, as it is written into records."""
        return self.clock.now().astimezone(self.profile.zone)

    def event(self, kind: EventKind, **data: object) -> Event:
        """A new entry of the log by the person at the device, with the estimate of the server's clock beside the device's."""
        at = self.now()
        return Event(new_ordered_id(), kind, at, self.session.actor, dict(data), self._server_at(at))

    def own_event(self, entry_id: str, kind: EventKind, data: dict[str, JSON]) -> Event:
        """An entry that the program writes by itself, under an id that everybody who finds out the same gives it."""
        at = self.now()
        return Event(entry_id, kind, at, SYSTEM, data, self._server_at(at))

    def server_now(self) -> datetime:
        """The estimate of the server's time, by which the timetable of §6.1.4 is kept: a laptop whose clock is wrong must not
        write that notices were missed. The device's time where the two were never compared."""
        at = self.now()
        return self._server_at(at) or at

    def _server_at(self, at: datetime) -> datetime | None:
        offset = self.session.clock_offset_s
        return None if offset is None else at + timedelta(seconds=offset)
