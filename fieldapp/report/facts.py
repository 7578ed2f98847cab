"""What the report knows of one order: a flat value read from its document, as of a moment. docs/report.md gives the definitions.

Everything is taken from the log and the answers by the rules of `domain/status.py`, so a report never says of an order what its
work order does not say. Entries of the log that are later than the moment are left out: the same moment gives the same figures
afterwards, but for answers, which have no history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldapp.domain import events, serials
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import JSON, Document, Event, EventKind, Priority, Role, State
from fieldapp.domain.status import Status, derive, seconds

TITLE_LENGTH: Final = 120
_ACTS: Final = frozenset({EventKind.ACCEPTED, EventKind.DEPARTED, EventKind.ARRIVED, EventKind.TRANSITION})
_SOLVED: Final = frozenset({State.RESOLVED, State.CLOSED})
_NO_FAILURE: Final = "request"
"""The nature that is no failure of a device (§2: 服务请求与技术咨询)."""


@dataclass(frozen=True, slots=True)
class Person:
    """An engineer; `id` empty for nobody."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """The first act of an engineer after a dispatch or a reopening: one service response (服务响应)."""

    at: datetime
    by: Person


@dataclass(frozen=True, slots=True)
class FailedDevice:
    """A device that the order names; `key` is for comparing."""

    key: str
    serial: str
    name: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One order. Times are aware, `_s` are whole seconds; texts are empty where nothing is known.

    `began`: 事件发现, else receipt, else creation. `withdrawn`: taken back by the desk before it was closed, so no incident to
    count. `resolution_s`: from `began` to 已解决 by the calendar, None while unsolved; `clocked_s`: the same on the contract's
    clock. `target_met`: None while open and in time. `response_s`, `arrival_s`, `handling_s` as on the work order.
    """

    id: str
    number: str
    began: datetime
    withdrawn: bool
    state: State
    level: Priority
    first_category: str
    final_category: str
    nature: str
    channel: str
    customer: str
    contract: str
    title: str
    engineer: Person
    resolved_at: datetime | None
    closed_at: datetime | None
    resolution_s: int | None
    clocked_s: int | None
    target_s: int
    target_met: bool | None
    response_s: int | None
    arrival_s: int | None
    handling_s: int | None
    hold_s: int
    reopened: int
    declined: int
    level_changed: bool
    workaround: bool
    to_problem: bool
    satisfaction: str
    responses: tuple[Response, ...]
    arrivals: tuple[datetime, ...]
    devices: tuple[FailedDevice, ...]

    @property
    def category(self) -> str:
        """The final one where it is given, the one of intake else (§6.1.2: the first may be wrong, both are kept)."""
        return self.final_category or self.first_category

    @property
    def reclassified(self) -> bool:
        return bool(self.first_category and self.final_category) and self.first_category != self.final_category

    @property
    def solved(self) -> bool:
        return self.state in _SOLVED

    @property
    def closed(self) -> bool:
        return self.state is State.CLOSED


def read(doc: Document, profile: Profile, as_of: datetime, *, cancelled: bool = False) -> Fact | None:
    """The order as it stood at `as_of`; None when it had not begun. `cancelled`: whoever keeps the document says so.

    `doc` has passed `validation.check_document`, as everything in a store or at the endpoint has.
    """
    doc, log = as_it_was(doc, as_of)
    status = derive(doc, profile, as_of)
    if status.clock_from > as_of:
        return None
    answers: Mapping[str, JSON] = doc.get("answers", {})
    terms = profile.for_contract(answers.get("contract"))
    target_s = seconds(terms.levels[status.priority].target)
    resolved = status.resolved_at
    return Fact(
        id=doc["id"],
        number=_text(doc.get("number")),
        began=status.clock_from,
        withdrawn=cancelled and status.state is not State.CLOSED,
        state=status.state,
        level=status.priority,
        first_category=_text(answers.get("category")),
        final_category=_text(answers.get("final_category")),
        nature=_text(answers.get("nature")),
        channel=_text(answers.get("channel")),
        customer=_text(answers.get("customer_unit")),
        contract=_text(answers.get("contract")),
        title=_text(answers.get("symptom"))[:TITLE_LENGTH],
        engineer=_engineer(doc, log),
        resolved_at=resolved,
        closed_at=status.closed_at,
        resolution_s=None if resolved is None else max(0, seconds(resolved - status.clock_from)),
        clocked_s=None if resolved is None else target_s - status.time_left_s,
        target_s=target_s,
        target_met=status.target_met,
        response_s=status.response_s,
        arrival_s=status.arrival_s,
        handling_s=status.handling_s,
        hold_s=status.hold_s,
        reopened=sum(_reopens(event) for event in log),
        declined=sum(event.kind is EventKind.DECLINED for event in log),
        level_changed=_level_changed(status, log),
        workaround=answers.get("workaround") is True or answers.get("result") == "workaround",
        to_problem=answers.get("to_problem") is True,
        satisfaction=_text(answers.get("satisfaction")),
        responses=responses(log),
        arrivals=tuple(events.moment(event) for event in log if event.kind is EventKind.ARRIVED),
        devices=_devices(answers),
    )


def as_it_was(doc: Document, as_of: datetime) -> tuple[Document, tuple[Event, ...]]:
    """The document without what was logged after `as_of`, and its log."""
    log = events.log(doc)
    if all(events.moment(event) <= as_of for event in log):
        return doc, log
    kept = tuple(event for event in log if events.moment(event) <= as_of)
    names = {event.id for event in kept}
    earlier = {**doc, "events": [entry for entry in doc["events"] if entry["id"] in names]}
    later = [event for event in log if event.kind is EventKind.TRANSITION and event.id not in names]
    if later and not any(event.kind is EventKind.TRANSITION for event in kept):
        earlier["state"] = events.move(later[0])[0].value
    return earlier, kept


def responses(log: Sequence[Event]) -> tuple[Response, ...]:
    """One for each dispatch or reopening upon which an engineer did something; declining is none. An order that an engineer
    recorded on site for himself is a dispatch too."""
    found: list[Response] = []
    waiting = True
    for event in log:
        if event.kind is EventKind.ASSIGNED or _reopens(event):
            waiting = True
        elif waiting and event.actor.role is Role.ENGINEER and event.kind in _ACTS and not _gives_back(event):
            found.append(Response(events.moment(event), Person(event.actor.id, event.actor.name)))
            waiting = False
    return tuple(found)


def _reopens(event: Event) -> bool:
    return event.kind is EventKind.TRANSITION and events.move(event) == (State.RESOLVED, State.IN_PROGRESS)


def _gives_back(event: Event) -> bool:
    return event.kind is EventKind.TRANSITION and events.move(event)[1] in (State.PENDING, State.DISPATCHED)


def _level_changed(status: Status, log: Sequence[Event]) -> bool:
    """A person put the level to something else than the three answers propose (§6.1.3)."""
    by_hand = any(event.kind is EventKind.PRIORITY_SET for event in log)
    return by_hand and status.proposed_priority is not None and status.priority is not status.proposed_priority


def _engineer(doc: Document, log: Sequence[Event]) -> Person:
    """Who has the order: the last dispatch decides, a decline empties it; without either the document says it."""
    for event in reversed(log):
        if event.kind is EventKind.DECLINED:
            return Person()
        if event.kind is EventKind.ASSIGNED:
            return _named(event.data.get("assignee"), _text(event.data.get("name")), log)
    return _named(doc.get("assignee"), _text(doc.get("answers", {}).get("assignee_name")), log)


def _named(user_id: JSON, name: str, log: Sequence[Event]) -> Person:
    if not isinstance(user_id, str) or not user_id:
        return Person()
    known = next((event.actor.name for event in log if event.actor.id == user_id), "")
    return Person(user_id, known or name or user_id)


def _devices(answers: Mapping[str, JSON]) -> tuple[FailedDevice, ...]:
    """Each device that failed once; a service request is no failure, a new spare part neither."""
    rows = answers.get("devices")
    if not isinstance(rows, list) or answers.get("nature") == _NO_FAILURE:
        return ()
    found: dict[str, FailedDevice] = {}
    for row in rows:
        serial = _text(row.get("serial")) if isinstance(row, dict) else ""
        if key := serials.key(serial):
            found.setdefault(key, FailedDevice(key, serials.tidy(serial), _text(row.get("name"))))
    return tuple(found.values())


def _text(value: JSON) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
