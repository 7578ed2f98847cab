"""What the store hands out: frozen values, free of SQLAlchemy, safe to pass between threads.

Dicts inside (documents, patches) are the caller's own copies; nothing in the store changes when they do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from fieldapp.domain.records import JSON, ORDER, Document, Owner, Priority, State


class OpKind(StrEnum):
    """What an outbox entry asks of the endpoint. Payload: the patch · the whole document · `{reason, patch, doc}`."""

    PATCH = "patch"
    CREATE = "create"
    LATE_REPORT = "late_report"


class OpState(StrEnum):
    """`pending` may still grow; from `sent` on the payload is frozen for ever; `parked` waits for a person."""

    PENDING = "pending"
    SENT = "sent"
    PARKED = "parked"
    DONE = "done"
    SUPERSEDED = "superseded"


class BlobState(StrEnum):
    """How far a file has got to the endpoint."""

    LOCAL = "local"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"


class Sort(StrEnum):
    """Orders of a list. `due`: least time left first, then those without a target or already solved."""

    DUE = "due"
    DISCOVERED = "discovered"
    UPDATED = "updated"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """One order as held here. `base` and `base_etag` are what the endpoint had when we last heard of it (None: never)."""

    id: str
    doc: Document
    base: Document | None
    base_etag: str | None
    frozen: str | None
    local_only: bool


@dataclass(frozen=True, slots=True)
class Common:
    """What an order's `StoredOrder` says, without the document."""

    base: Document | None
    base_etag: str | None
    frozen: str | None


@dataclass(frozen=True, slots=True)
class Op:
    """One outbox entry."""

    op_id: str
    order_id: str
    kind: OpKind
    payload: dict[str, JSON]
    state: OpState
    device_seq: int | None
    base_etag: str | None
    attempts: int
    not_before: datetime | None
    problem: dict[str, JSON] | None
    created_at: datetime
    changed_at: datetime
    sent_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's way to the endpoint; its bytes are in the blob store. `offset`: bytes the endpoint has confirmed."""

    sha256: str
    size: int
    mime: str
    state: BlobState
    offset: int
    not_before: datetime | None
    added_at: datetime
    uploaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values of one field. `choice` is None until a person has settled it; `written_by` at the desk and when, where it is
    known."""

    id: str
    order_id: str
    field: str
    row_id: str | None
    column: str | None
    base: JSON
    mine: JSON
    theirs: JSON
    winner: Owner
    created_at: datetime
    settled_at: datetime | None
    choice: str | None
    written_by: str | None = None
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TakenAway:
    """An order or record that the endpoint took away. `why`: reassigned | cancelled | purged; `reason`, `done_by`, `given_to`
    (who has it now) and `done_at` as far as the endpoint says; `told_at`: when this device heard of it; `held`: a frozen copy is
    still here."""

    order_id: str
    kind: str
    number: str
    title: str
    customer: str
    why: str
    reason: str
    done_by: str
    given_to: str
    done_at: datetime | None
    told_at: datetime
    seen_at: datetime | None
    held: bool = False


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed PDF, write-once; its bytes are in the blob store under `sha256`. A later revision supersedes it, never replaces
    it. `level`: how long it can be checked (PAdES: B-B, B-T, B-LT, B-LTA); `extends`: the file of the same revision that it
    begins with, None for one as it was sealed.
    """

    sha256: str
    order_id: str
    number: str
    revision: int
    snapshot_sha256: str
    name: str
    size: int
    sealed_at: datetime
    signatures_expected: int
    verdict_valid: bool
    superseded_by: str | None = None
    level: str = "B-B"
    extends: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Text as typed that is not yet an answer (a half-typed date)."""

    order_id: str
    field: str
    text: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RecoveredOrder:
    """What the session that ended without closing had saved of one order."""

    order_id: str
    number: str
    fields: tuple[str, ...]
    drafts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recovery:
    """The last session did not close by itself (crash, power cut). Nothing needs doing: it says what is there."""

    started_at: datetime
    orders: tuple[RecoveredOrder, ...]


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What a list shows. Empty sets mean: no restriction. Dates compare with `discovered_at`, `until` excluded; `due_before` with
    the target of what is still this person's. `states` are a State's, or those of another kind."""

    text: str = ""
    states: frozenset[str] = field(default_factory=frozenset)
    priorities: frozenset[str] = field(default_factory=frozenset)
    categories: frozenset[str] = field(default_factory=frozenset)
    assignee: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    unsent_only: bool = False
    kind: str = ORDER
    due_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of a list."""

    id: str
    number: str
    title: str
    customer: str
    site: str
    contact: str
    state: State
    priority: Priority
    category: str
    assignee: str | None
    discovered_at: datetime | None
    due_at: datetime | None
    appointment_at: datetime | None
    accepted: bool
    resolved_at: datetime | None
    updated_at: datetime
    frozen: str | None
    local_only: bool
    unsent: bool
    parked: bool
    conflicts: int


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One line of a list of records. `category` and `priority`: what the kind puts there, else empty; `due_at` too."""

    id: str
    kind: str
    number: str
    title: str
    customer: str
    site: str
    contact: str
    state: str
    priority: str
    category: str
    assignee: str | None
    discovered_at: datetime | None
    due_at: datetime | None
    updated_at: datetime
    frozen: str | None
    local_only: bool
    unsent: bool
    parked: bool
    conflicts: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The endpoint has acknowledged what was sent of an order or record, last at `at`. `archived`: the name of the last sealed
    PDF that has arrived, or empty."""

    order_id: str
    number: str
    title: str
    kind: str
    at: datetime
    files_total: int
    files_done: int
    archived: str


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """The waiting work of one order or record in the sync centre. Sizes in bytes."""

    order_id: str
    number: str
    title: str
    ops: tuple[Op, ...]
    payload_size: int
    blobs_total: int
    blobs_done: int
    bytes_total: int
    bytes_done: int
    kind: str = ORDER


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers for badges. `by_state` has every state, also with 0."""

    orders: int
    by_state: dict[State, int]
    unsent: int
    parked: int
    blobs_waiting: int
    conflicts: int
