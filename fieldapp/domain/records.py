"""The vocabulary: frozen values that every layer shares. Terms follow docs/glossary.md.

§ numbers are those of 事件管理过程 GSB/T 316.08 A2, here and in the whole package. An order document (`Document`) is a JSON
object, kept raw so that fields of a newer server survive a round trip (docs/architecture.md gives its shape). Everything
derived from it is computed by `status.py`, never typed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec

JSON = Any
"""A JSON value: None, bool, int, float, str, list or dict of the same."""

Document = dict[str, Any]
"""An order document as it travels: id, number, schema, form, assignee, state, answers, events, attachments, created_at.

Other records (a problem, a change …) have the same shape and name their `kind` besides (`kinds.py`)."""

ORDER: Final = "order"
"""What a work order is called where kinds stand side by side; its document names none."""


class State(StrEnum):
    """§6.1.2 事件状态."""

    PENDING = "PENDING"
    DISPATCHED = "DISPATCHED"
    IN_PROGRESS = "IN_PROGRESS"
    ON_HOLD = "ON_HOLD"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"


class Priority(StrEnum):
    """§6.1.3 事件级别, highest first."""

    CRITICAL = "CRITICAL"
    SEVERE = "SEVERE"
    NORMAL = "NORMAL"


class Role(StrEnum):
    """Who acts: the desk owns the incident (§4.5), the engineer works on it, the system records what happened by itself."""

    DESK = "desk"
    ENGINEER = "engineer"
    SYSTEM = "system"


class Owner(StrEnum):
    """Who owns a field when both sides changed it."""

    DESK = "desk"
    ENGINEER = "engineer"
    SHARED = "shared"


class EventKind(StrEnum):
    """Entries of an order's append-only log. `data` of each is given in docs/architecture.md."""

    CREATED = "created"
    ASSIGNED = "assigned"
    TRANSITION = "transition"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    LEFT = "left"
    TIME_CORRECTED = "time_corrected"
    PRIORITY_SET = "priority_set"
    EDITED = "edited"
    NOTE = "note"
    NOTICE = "notice"
    ESCALATED = "escalated"
    SHOWN_TO_CUSTOMER = "shown_to_customer"
    CUSTOMER_VIEW_LEFT = "customer_view_left"
    SIGNED = "signed"
    NOT_SIGNED = "not_signed"
    SIGNATURE_VOIDED = "signature_voided"
    SEALED = "sealed"
    RECOVERED = "recovered"
    PLAN_ISSUED = "plan_issued"
    STATEMENT_APPROVED = "statement_approved"
    STATEMENT_SENT = "statement_sent"
    MANAGER_TOLD = "manager_told"
    REVIEW_HELD = "review_held"


@dataclass(frozen=True, slots=True)
class Label:
    """Words in the process's two languages."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The words in `lang` (zh | en); any other language gets English."""
        return self.zh if lang == "zh" else self.en


class Actor(msgspec.Struct, frozen=True):
    """Who did it."""

    id: str
    name: str
    role: Role

    def to_wire(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "role": self.role.value}


SYSTEM = Actor("system", "fieldapp", Role.SYSTEM)
"""What a device does by itself."""


class Event(msgspec.Struct, frozen=True):
    """One entry of the log. `at`: the device's clock; `server_at`: the estimate of the server's clock, None when never synced."""

    id: str
    kind: EventKind
    at: datetime
    actor: Actor
    data: dict[str, JSON]
    server_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """What lists, filters and search know of an order or record; computed by forms/summary.py, stored in columns.

    Times are aware datetimes; `search_text` is the plain text that full-text search covers. `state` and `priority` are an order's
    State and Priority, or what a record's kind says; `links`: ids of the documents it points to.
    """

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
    appointment_at: datetime | None
    accepted: bool
    resolved_at: datetime | None
    serials: tuple[str, ...]
    search_text: str
    kind: str = ORDER
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an order: photo, ink, signed PDF or other file. The bytes live in the blob store under `sha256`."""

    id: str
    sha256: str
    name: str
    mime: str
    size: int
    kind: str
    added_at: datetime
    revision: int | None = None
    snapshot_sha256: str | None = None
