"""What the program asks of a product that keeps tickets, and what it answers. One contract suite (tests/contract) holds
every implementation to it.

Fields carry our names on this side: answers of the form, and `state` (State code), `assignee` (user id), `mark` (id of the
last log entry that was carried over). Values are JSON; None means empty, an absent name means that nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO, Protocol

from fieldapp.domain.records import JSON
from fieldapp.errors import Fault, NetworkFault

STATE, ASSIGNEE, MARK = "state", "assignee", "mark"
Progress = Callable[[int, int], None]
"""Bytes sent so far, bytes in all."""


class ConflictFault(Fault):
    """The order is no longer the version that was expected; nothing was written."""


class RetryFault(NetworkFault):
    """A write without an answer: it may have happened or not. Wait for `settle_s`, look, then write again."""


class GoneFault(Fault):
    """There is no such order, or this login may not see it."""


class Delta(StrEnum):
    """Where `pull` learns what changed: a feed in the order of commit, a log of transactions, or times of change."""

    FEED = "feed"
    LOG = "log"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a product promises by itself. `settle_s`: seconds to wait after an unknown outcome before looking.
    `measured_on`: the version that the contract suite ran on; "" where it only ran on recorded answers."""

    atomic_update: bool
    unique_create: bool
    attach_once: bool
    resumable_upload: bool
    shows_refusals: bool
    delta: Delta
    settle_s: float
    measured_on: str

    def weaker(self) -> tuple[str, ...]:
        """In words, what is weaker here than with our own endpoint."""
        said = (
            (
                bool(self.measured_on),
                "this connector was tried on recorded answers only, never on the product: bridge --check tries it on yours",
            ),
            (
                self.atomic_update,
                "two writers at the same moment may both win: the version is compared before writing, not with it",
            ),
            (
                self.unique_create,
                "tickets have no unique key of ours: it is searched for before creating and after a lost answer",
            ),
            (self.attach_once, f"after an upload without an answer the next try waits {self.settle_s:g} s and looks first"),
            (self.resumable_upload, "an upload that breaks off begins anew"),
            (self.shows_refusals, "a refused change is answered like a done one: every write is read again and compared"),
            (self.delta is not Delta.TIMES, "changes are found by their time, to the second: the last seconds are read twice"),
        )
        return tuple(words for kept, words in said if not kept)


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """Who answers, as whom we are logged in, and what is promised."""

    product: str
    version: str
    user: str
    capabilities: Capabilities


@dataclass(frozen=True, slots=True)
class Order:
    """One order or ticket. `version` is compared by `update`; `raw` is what the product itself says."""

    rid: str
    version: str
    client_id: str | None
    fields: Mapping[str, JSON]
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gone:
    """An order that the caller held and no longer has. `why`: reassigned | cancelled | purged | moved; `by` whom and for which
    `reason`, where the product tells."""

    rid: str
    why: str
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What changed, and the cursor to go on with; `more`: ask again at once."""

    items: tuple[Order, ...]
    gone: tuple[Gone, ...]
    next: str
    more: bool


@dataclass(frozen=True, slots=True)
class Result:
    """The order after an update, and why some fields are not what was asked for."""

    order: Order
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file at an order. `sha256` is None where only fetching it would tell; `name` is a bare file name."""

    id: str
    name: str
    mime: str
    size: int
    sha256: str | None = None


class Connector(Protocol):
    """Every method may raise NetworkFault (no answer, safe to try again), AuthFault, BusyFault, InputFault
    `mapping.invalid` and GoneFault; writing ones also RetryFault (outcome unknown) and RefusedFault `connector.refused`."""

    def probe(self) -> ServerInfo:
        """Log in and hold the mapping against the product; the first call."""

    def pull(self, cursor: str | None, held: Collection[str]) -> Page:
        """What changed after `cursor` (None: every open order). `held`: rids whose loss the caller wants to hear of."""

    def get(self, rid: str) -> Order:
        """The order as it is now."""

    def find(self, client_id: str) -> tuple[str, ...]:
        """The rids that carry this client UUID, oldest first; more than one only where creating is not unique."""

    def create(self, client_id: str, fields: Mapping[str, JSON]) -> Order:
        """Make it, or return the one that carries the UUID already."""

    def update(self, rid: str, patch: Mapping[str, JSON], expect: str | None) -> Result:
        """Write fields. Raises ConflictFault when the version is not `expect` (None: whatever it is)."""

    def note(self, rid: str, note_id: str, text: str) -> None:
        """Add a comment unless one with this id is there."""

    def attachments(self, rid: str) -> tuple[Attachment, ...]:
        """The files at an order, oldest first."""

    def attach(self, rid: str, name: str, mime: str, sha256: str, file: BinaryIO, progress: Progress) -> Attachment:
        """Add a file unless the same bytes are there. They are hashed before anything is sent (InputFault `blob.damaged`)."""

    def fetch(self, attachment: Attachment) -> bytes:
        """The bytes, checked against `sha256` where it is known (NetworkFault `net.truncated`)."""
