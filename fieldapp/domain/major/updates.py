"""§7.2.4: which updates the communication plan owes, when, approved by whom, and which were sent.

One update of each row is owed at a time. Its time is the one a person has set, else so long after the last; a late one shifts
nothing, what was passed over meanwhile is not owed any more. One that was given long before its time starts the count anew. Keys
are the same on every device.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from fieldapp import clock
from fieldapp.domain import events, kinds
from fieldapp.domain.major.rows import rows, text, when
from fieldapp.domain.major.rules import MajorRules
from fieldapp.domain.records import Document, Event, EventKind, Role
from fieldapp.domain.status import moment

UPDATES = "updates"


class UpdateState(StrEnum):
    """DUE: to be given now, in time. OVERDUE: its time is over. LATE: given after its time."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    SENT = "sent"
    LATE = "late"

    @property
    def is_owed(self) -> bool:
        return self in (UpdateState.DUE, UpdateState.OVERDUE)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who agreed to which text. `approver` is said where somebody without an account agreed and another wrote it down."""

    by: str
    at: datetime
    text: str
    approver: str = ""


@dataclass(frozen=True, slots=True)
class DueUpdate:
    """One update of one row of the plan. `approver`: who may agree to it; `user`: his account, empty where he has none."""

    key: str
    row_id: str
    audience: str
    mechanism: str
    content: str
    approver: str
    user: str
    every: timedelta | None
    due_at: datetime
    opens_at: datetime
    state: UpdateState
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class SentUpdate:
    """One that was given."""

    row_id: str
    audience: str
    mechanism: str
    due_at: datetime
    sent_at: datetime
    by: str
    approved_by: str
    text: str
    result: str
    state: UpdateState


def owed(doc: Document, log: Sequence[Event], rules: MajorRules, now: datetime) -> tuple[DueUpdate, ...]:
    """The next update of every row that has one, by time. A row without frequency and time is only given on demand."""
    since = moment(doc.get("created_at")) or now
    found = []
    for row in rows(doc, UPDATES):
        if row.get("paused") is True or not text(row, "audience"):
            continue
        due_at = _due_at(row, _given(log, row["_id"]), since, rules)
        if due_at is not None:
            found.append(_update(doc, log, row, due_at, rules, now))
    return tuple(sorted(found, key=lambda update: (update.due_at, update.row_id)))


def sent(log: Sequence[Event]) -> tuple[SentUpdate, ...]:
    """What was given, newest first; given by two people at once it stands there twice."""
    found = [_sent(event) for event in log if event.kind is EventKind.STATEMENT_SENT]
    return tuple(sorted(found, key=lambda update: update.sent_at, reverse=True))


def may_approve(doc: Document, row_id: str, user_id: str, role: Role) -> bool:
    """§7.2.4-12 and its last paragraph: whom the plan names for this update, and the managers. The desk writes down who agreed
    while no manager has an account."""
    row = next((one for one in rows(doc, UPDATES) if one["_id"] == row_id), None)
    if row is None:
        return False
    leads = kinds.listed(doc, kinds.get(doc["kind"]).leads)
    return user_id in leads or user_id == text(row, "user") or (role is Role.DESK and not leads)


def _due_at(row: Mapping[str, Any], given: Sequence[Event], since: datetime, rules: MajorRules) -> datetime | None:
    every, stated = _every(row), when(row, "next_due")
    last = given[-1] if given else None
    covered = moment(last.data.get("due_at")) if last is not None else None
    if stated is not None and (covered is None or stated > covered):
        return stated
    if every is None:
        return None
    if last is None:
        return since + every
    at = events.moment(last)
    begin = at if covered is None or at < covered - rules.remind else covered
    return begin + every * (max(0, (at - begin) // every) + 1)


def _every(row: Mapping[str, Any]) -> timedelta | None:
    minutes = row.get("every")
    usable = isinstance(minutes, int) and not isinstance(minutes, bool) and minutes > 0
    return timedelta(minutes=minutes) if usable and isinstance(minutes, int) else None


def _given(log: Sequence[Event], row_id: str) -> list[Event]:
    found = [event for event in log if event.kind is EventKind.STATEMENT_SENT and event.data.get("row") == row_id]
    return sorted(found, key=events.moment)


def _update(
    doc: Document, log: Sequence[Event], row: Mapping[str, Any], due_at: datetime, rules: MajorRules, now: datetime
) -> DueUpdate:
    opens_at = due_at - rules.remind
    key = f"{row['_id']}@{clock.to_wire(due_at)}"
    state = UpdateState.OVERDUE if now > due_at else UpdateState.DUE if now >= opens_at else UpdateState.UPCOMING
    return DueUpdate(
        key=key,
        row_id=row["_id"],
        audience=text(row, "audience"),
        mechanism=text(row, "mechanism"),
        content=text(row, "content"),
        approver=text(row, "approver"),
        user=text(row, "user"),
        every=_every(row),
        due_at=due_at,
        opens_at=opens_at,
        state=state,
        approval=_approval(doc, log, row["_id"], key),
    )


def _approval(doc: Document, log: Sequence[Event], row_id: str, key: str) -> Approval | None:
    """The newest one that counts: anybody of the teams can write an entry, only some can agree."""
    for event in reversed(log):
        about_it = event.kind is EventKind.STATEMENT_APPROVED and event.data.get("key") == key
        if about_it and may_approve(doc, row_id, event.actor.id, event.actor.role):
            words = str(event.data.get("text") or "")
            return Approval(event.actor.name, events.moment(event), words, str(event.data.get("approver") or ""))
    return None


def _sent(event: Event) -> SentUpdate:
    data, at = event.data, events.moment(event)
    due_at = moment(data.get("due_at")) or at
    return SentUpdate(
        row_id=str(data.get("row") or ""),
        audience=str(data.get("audience") or ""),
        mechanism=str(data.get("mechanism") or ""),
        due_at=due_at,
        sent_at=at,
        by=event.actor.name,
        approved_by=str(data.get("approved_by") or ""),
        text=str(data.get("text") or ""),
        result=str(data.get("result") or ""),
        state=UpdateState.LATE if at > due_at else UpdateState.SENT,
    )
