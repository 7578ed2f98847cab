"""Everything about an order that is computed from its log: state, times, target, signing (§6.1.2, §6.1.3, §6.2.6).

Times are those of the log: the server-clock estimate of an entry where there is one, the device's clock else; a correction
(`time_corrected`) replaces what was tapped and leaves it in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from fieldapp.clock import from_wire
from fieldapp.domain import events, priority, sla
from fieldapp.domain.calendars import Interval
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import JSON, Document, Event, EventKind, Priority, State

_PLAUSIBLE_YEARS: Final = range(2000, 2200)
_TRANSITION: Final = EventKind.TRANSITION  # asked of every entry: looking it up in its class takes longer than the question
_ABOUT_SIGNING: Final = (_TRANSITION, EventKind.SIGNED, EventKind.NOT_SIGNED, EventKind.SIGNATURE_VOIDED, EventKind.SEALED)
_SOLVED: Final = frozenset({State.RESOLVED, State.CLOSED})
_PRIORITY_SET: Final = EventKind.PRIORITY_SET
_HANDED_ON: Final = (EventKind.ASSIGNED, EventKind.DECLINED)
_ANSWERED: Final = (EventKind.SIGNED, EventKind.NOT_SIGNED)
_TAPS: Final = {EventKind.ACCEPTED: "accepted_at", EventKind.DEPARTED: "departed_at", EventKind.ARRIVED: "arrived_at"}

Move = tuple[Event, State]
"""An entry that moved the order, and where to."""


class Signing(StrEnum):
    """§6.2.6 where the customer's confirmation stands."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    VOIDED = "voided"
    REFUSED = "refused"
    ABSENT = "absent"
    LATER = "later"

    @property
    def is_settled(self) -> bool:
        """True when the customer's answer is known and the work order can be archived with it."""
        return self in (Signing.SIGNED, Signing.REFUSED, Signing.ABSENT)


class Risk(StrEnum):
    """§6.1.4: a target that will be missed escalates the order itself."""

    NONE = "none"
    AT_RISK = "at_risk"
    BREACHED = "breached"


@dataclass(frozen=True, slots=True)
class Status:
    """What the log says. Times are aware, `_s` are whole seconds.

    `clock_from`: what the target is measured from: the discovery, or the receipt or creation where no discovery is recorded.
    `due_at`: when the target ends, moved by 挂起 where the contract stops the clock. `time_left_s`: what is left of the target on
    the contract's clock, below zero when overdue, standing still once resolved. `target_met`: None while open and in time.
    `response_s`, `arrival_s`: from `clock_from` to acceptance and arrival. `handling_s`: from start to resolution without 挂起,
    None until resolved. `revision`: the last one put before the customer, 0 for none; `signed_revision` only while its signature
    stands; `sealed_revision`: the last one sealed. `snapshot_sha256`: what the revision `revision` showed the customer.
    """

    state: State
    priority: Priority
    proposed_priority: Priority | None
    contract: str | None
    discovered_at: datetime | None
    clock_from: datetime
    accepted_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    started_at: datetime | None
    left_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    due_at: datetime
    time_left_s: int
    target_met: bool | None
    risk: Risk
    response_s: int | None
    arrival_s: int | None
    handling_s: int | None
    hold_s: int
    holds: tuple[Interval, ...]
    signing: Signing
    revision: int
    signed_revision: int | None
    sealed_revision: int | None
    snapshot_sha256: str | None

    @property
    def next_revision(self) -> int:
        """The number of the next snapshot that is put before the customer."""
        return self.revision + 1

    @property
    def needs_seal(self) -> bool:
        """§6.2.7: the customer's answer is known and its revision is not yet sealed."""
        return self.signing.is_settled and self.sealed_revision != self.revision


def derive(doc: Document, profile: Profile, now: datetime, log: Sequence[Event] | None = None) -> Status:
    """Compute the status of a document that has passed `validation.check_document`, by its contract's terms, at `now`. `log`: the
    document's (`events.log`), from whoever has read it already."""
    log = events.log(doc) if log is None else log
    answers = doc.get("answers", {})
    contract = answers.get("contract")
    terms = profile.for_contract(contract)
    moves = [(event, events.move(event)[1]) for event in log if event.kind is _TRANSITION]
    state = moves[-1][1] if moves else State(doc["state"])
    proposed = priority.propose(answers.get("impact"), answers.get("scope"), answers.get("urgency"), terms)
    level = priority.read(answers.get("priority")) or _last_priority(log) or proposed or Priority.NORMAL
    discovered_at = moment(answers.get("discovered_at"))
    clock_from = discovered_at or moment(answers.get("received_at")) or from_wire(doc["created_at"])
    resolved_at = _last_move(moves, State.RESOLVED) if state in _SOLVED else None
    holds = _holds(moves, now)
    tapped = _tapped(_visit(log))
    accepted_at, arrived_at, started_at = (tapped.get(name) for name in ("accepted_at", "arrived_at", "started_at"))
    target = terms.levels[level].target
    stops = holds if terms.hold_stops_clock else ()
    left = target - sla.elapsed(clock_from, resolved_at or now, terms.calendar, stops)
    revision, signing, sealed_revision = signing_of(log)
    return Status(
        state=state,
        priority=level,
        proposed_priority=proposed,
        contract=contract if isinstance(contract, str) else None,
        discovered_at=discovered_at,
        clock_from=clock_from,
        accepted_at=accepted_at,
        departed_at=tapped.get("departed_at"),
        arrived_at=arrived_at,
        started_at=started_at,
        left_at=tapped.get("left_at"),
        resolved_at=resolved_at,
        closed_at=_last_move(moves, State.CLOSED) if state is State.CLOSED else None,
        due_at=sla.due(clock_from, target, terms.calendar, stops),
        time_left_s=seconds(left),
        target_met=_target_met(left, resolved_at),
        risk=_risk(left, terms.levels[level].warn, resolved_at),
        response_s=_between(clock_from, accepted_at),
        arrival_s=_between(clock_from, arrived_at),
        handling_s=_handling(started_at, resolved_at, holds),
        hold_s=seconds(sum((ends - begins for begins, ends in holds), timedelta(0))),
        holds=holds,
        signing=signing,
        revision=revision,
        signed_revision=revision if signing is Signing.SIGNED else None,
        sealed_revision=sealed_revision,
        snapshot_sha256=_snapshot(log),
    )


def at_moment(status: Status, profile: Profile, now: datetime) -> Status:
    """The same status as `derive` gives at a later moment, without reading the log again: only the clocks go on.

    Lists with thousands of orders live on it. A status that was derived at a later moment than `now` is not turned back.
    """
    if status.resolved_at is not None:
        return status
    terms = profile.for_contract(status.contract)
    holds = status.holds
    if status.state is State.ON_HOLD and holds:
        holds = (*holds[:-1], (holds[-1][0], max(holds[-1][0], now)))
    stops = holds if terms.hold_stops_clock else ()
    level = terms.levels[status.priority]
    left = level.target - sla.elapsed(status.clock_from, now, terms.calendar, stops)
    return replace(
        status,
        due_at=sla.due(status.clock_from, level.target, terms.calendar, stops) if stops else status.due_at,
        time_left_s=seconds(left),
        target_met=_target_met(left, None),
        risk=_risk(left, level.warn, None),
        hold_s=seconds(sum((ends - begins for begins, ends in holds), timedelta(0))),
        holds=holds,
    )


def moment(value: JSON) -> datetime | None:
    """The time that an answer holds; None when it is none or not of this age (a mistyped year must not stall the clock)."""
    try:
        read = from_wire(value)
    except (TypeError, ValueError):
        return None
    return read if read.year in _PLAUSIBLE_YEARS else None


def seconds(duration: timedelta) -> int:
    """Whole seconds, rounded down."""
    return duration // timedelta(seconds=1)


def _last_priority(log: Sequence[Event]) -> Priority | None:
    return next((priority.read(event.data.get("to")) for event in reversed(log) if event.kind is _PRIORITY_SET), None)


def _visit(log: Sequence[Event]) -> Sequence[Event]:
    """What was logged since the last dispatch: acceptance and travel of an engineer who had it before do not count (§6.1.1-2)."""
    for index in range(len(log) - 1, -1, -1):
        if log[index].kind in _HANDED_ON:
            return log[index + 1 :]
    return log


def _last_move(moves: Sequence[Move], to: State) -> datetime | None:
    return next((events.moment(event) for event, came_to in reversed(moves) if came_to is to), None)


def _moves_to(event: Event, to: State) -> bool:
    return event.kind is _TRANSITION and events.move(event)[1] is to


def _tapped(visit: Iterable[Event]) -> dict[str, datetime]:
    """The times of a visit by the names of their fields: the first tap of each, of leaving the last; after the last correction of
    the field, which counts for nothing without a tap."""
    taps: dict[str, datetime] = {}
    corrections: dict[str, JSON] = {}
    for event in visit:
        kind = event.kind
        if kind is _TRANSITION:
            if events.move(event)[1] is State.IN_PROGRESS:
                taps.setdefault("started_at", events.moment(event))
        elif (name := _TAPS.get(kind)) is not None:
            taps.setdefault(name, events.moment(event))
        elif kind is EventKind.LEFT:
            taps["left_at"] = events.moment(event)
        elif kind is EventKind.TIME_CORRECTED and isinstance(field := event.data.get("field"), str):
            corrections[field] = event.data.get("new")
    for name in corrections.keys() & taps.keys():
        taps[name] = moment(corrections[name]) or taps[name]
    return taps


def _holds(moves: Sequence[Move], now: datetime) -> tuple[Interval, ...]:
    """§6.1.2 the intervals of 挂起; one that lasts ends at `now`."""
    holds: list[Interval] = []
    since: datetime | None = None
    for event, to in moves:
        if since is not None:
            holds.append((since, max(since, events.moment(event))))
        since = events.moment(event) if to is State.ON_HOLD else None
    if since is not None:
        holds.append((since, max(since, now)))
    return tuple(holds)


def signing_of(log: Sequence[Event]) -> tuple[int, Signing, int | None]:
    """Last revision, where the confirmation stands, last sealed revision. Reopening an order voids what was signed."""
    revision, signing, sealed = 0, Signing.UNSIGNED, None
    for event in log:
        if event.kind not in _ABOUT_SIGNING:
            continue
        if event.kind is EventKind.SIGNED:
            revision, signing = _revision(event), Signing.SIGNED
        elif event.kind is EventKind.NOT_SIGNED:
            revision, signing = _revision(event), _outcome(event.data.get("outcome"))
        elif event.kind is EventKind.SIGNATURE_VOIDED:
            signing = Signing.VOIDED
        elif event.kind is EventKind.SEALED:
            sealed = _revision(event)
        elif signing is not Signing.UNSIGNED and _moves_to(event, State.IN_PROGRESS):
            signing = Signing.VOIDED
    return revision, signing, sealed


def _snapshot(log: Sequence[Event]) -> str | None:
    shown = next((event.data.get("snapshot_sha256") for event in reversed(log) if event.kind in _ANSWERED), None)
    return shown if isinstance(shown, str) else None


def _revision(event: Event) -> int:
    value = event.data.get("revision")
    return value if isinstance(value, int) and value > 0 else 1


def _outcome(value: Any) -> Signing:
    return Signing(value) if value in (Signing.REFUSED, Signing.ABSENT, Signing.LATER) else Signing.LATER


def _target_met(left: timedelta, resolved_at: datetime | None) -> bool | None:
    if left < timedelta(0):
        return False
    return None if resolved_at is None else True


def _risk(left: timedelta, warn: timedelta, resolved_at: datetime | None) -> Risk:
    if left < timedelta(0):
        return Risk.BREACHED
    return Risk.AT_RISK if resolved_at is None and left < warn else Risk.NONE


def _between(start: datetime, end: datetime | None) -> int | None:
    """Seconds from start to end, never below zero: clocks of two machines may disagree by a little."""
    return None if end is None else max(0, seconds(end - start))


def _handling(started_at: datetime | None, resolved_at: datetime | None, holds: Sequence[Interval]) -> int | None:
    if started_at is None or resolved_at is None:
        return None
    held = timedelta(0)
    for begins, ends in holds:
        held += max(timedelta(0), min(ends, resolved_at) - max(begins, started_at))
    return max(0, seconds(resolved_at - started_at - held))
