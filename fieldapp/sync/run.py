"""What the parts of one sync run share: store, client, clock, the means to stop it and the counts for its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fieldapp.clock import Clock
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Document, Event, OrderSummary, Owner
from fieldapp.errors import Fault
from fieldapp.forms.catalog import Catalog
from fieldapp.forms.summary import summarise
from fieldapp.store.store import Store
from fieldapp.sync.client import Client
from fieldapp.sync.policy import EVERY_FILE, FilePolicy
from fieldapp.sync.report import HeldBack, Progress


class Cancelled(Exception):
    """Somebody asked to stop; everything done so far is committed."""


class AttentionFault(Fault):
    """The run stopped before doing something that a person should decide."""


@dataclass(frozen=True, slots=True)
class Portions:
    """Changes that are asked for at a time: their documents are what a first sync needs most memory for. Operations that are sent
    at a time: what an endpoint takes."""

    changes: int = 200
    ops: int = 100


PORTIONS = Portions()


@dataclass(slots=True)
class Counts:
    """Grows during the run."""

    pulled: int = 0
    pushed: int = 0
    blobs: int = 0
    conflicts: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One run; handed to `pull`, `push` and `blobs`. `chance`: 0…1, spreads waiting times."""

    store: Store
    client: Client
    catalog: Catalog
    profile: Profile
    clock: Clock
    cancel: Callable[[], bool]
    progress: Callable[[Progress], None]
    chance: Callable[[], float]
    files: FilePolicy = EVERY_FILE
    portions: Portions = PORTIONS
    counts: Counts = field(default_factory=Counts)
    held_back: dict[str, HeldBack] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.clock.now()

    def breathe(self) -> None:
        """Called between requests: raises Cancelled when somebody asked to stop."""
        if self.cancel():
            raise Cancelled

    def summary(self, doc: Document, log: Sequence[Event] | None = None) -> OrderSummary:
        """The list columns of a document, with its log where that has been read. Raises InputFault `form.unknown` for a form this
        device does not have."""
        form = doc["form"]
        return summarise(self.catalog.get(form["id"], form["version"]), doc, self.profile, self.now(), log)

    def owner_of(self, doc: Document) -> Callable[[str], Owner]:
        form = doc["form"]
        return self.catalog.get(form["id"], form["version"]).owner_of
