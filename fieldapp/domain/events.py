"""The append-only log of an order: reading and writing its entries, and what an entry does to the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from fieldapp import clock
from fieldapp.domain import kinds, states
from fieldapp.domain.records import Actor, Document, Event, EventKind, Role, State
from fieldapp.errors import InputFault, RefusedFault

_KINDS: dict[object, EventKind] = {kind.value: kind for kind in EventKind}
_ROLES: dict[object, Role] = {role.value: role for role in Role}
_STATES: dict[object, State] = {state.value: state for state in State}


def parse(obj: object) -> Event:
    """Read one entry in its wire form; raises InputFault `event.invalid` naming the key that does not fit.

    Unknown keys are ignored here; they survive because documents keep the raw object.
    """
    if not isinstance(obj, dict):
        raise _invalid("an object is expected", "")
    kind = obj.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise _invalid(f"unknown kind {kind!r}"[:80], "kind")
    data = obj.get("data", {})
    if not isinstance(data, dict):
        raise _invalid("an object is expected", "data")
    server_at = obj.get("server_at")
    return Event(
        id=_text(obj, "id"),
        kind=_KINDS[kind],
        at=_moment(obj.get("at"), "at"),
        actor=_actor(obj.get("actor")),
        data=data,
        server_at=None if server_at is None else _moment(server_at, "server_at"),
    )


def to_wire(event: Event) -> dict[str, Any]:
    """The JSON object of an entry, as documents hold it."""
    return {
        "id": event.id,
        "kind": event.kind.value,
        "at": clock.to_wire(event.at),
        "server_at": None if event.server_at is None else clock.to_wire(event.server_at),
        "actor": event.actor.to_wire(),
        "data": event.data,
    }


def log(doc: Document) -> tuple[Event, ...]:
    """All entries of a document in the order of the log; kinds that this version does not know are passed over."""
    try:
        found = msgspec.convert(doc, _Log).events  # a fifth of the time; what it refuses is looked at one by one
    except msgspec.ValidationError:
        found = ()
    if found and _are_sound(found):
        return found
    return tuple(parse(entry) for entry in doc.get("events", ()) if not is_unknown(entry))


class _Log(msgspec.Struct):
    """What is read of a document."""

    events: tuple[Event, ...] = ()


def _are_sound(log: tuple[Event, ...]) -> bool:
    """What `parse` asks for besides the types."""
    moments = [event.at for event in log] + [event.server_at for event in log if event.server_at is not None]
    years = [moment.year for moment in moments]
    dated = None not in [moment.tzinfo for moment in moments] and min(years) in clock.YEARS and max(years) in clock.YEARS
    return dated and all(event.id and event.actor.id and event.actor.name for event in log)


def is_unknown(entry: object) -> bool:
    """True for a well-named entry of a newer version: kept in the document, without meaning here."""
    kind = entry.get("kind") if isinstance(entry, dict) else None
    return isinstance(kind, str) and kind not in _KINDS


def moment(event: Event) -> datetime:
    """When it happened: the estimate of the server's clock where there is one, the device's clock else."""
    return event.server_at or event.at


def move(event: Event) -> tuple[State, State]:
    """From and to of a transition; raises InputFault `event.invalid` when they are not states."""
    from_, to = event.data.get("from"), event.data.get("to")
    try:
        return _STATES[from_], _STATES[to]
    except (KeyError, TypeError) as error:
        raise _invalid(f"no move from {from_!r} to {to!r}"[:80], "data") from error


def follow(doc: Document, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The top-level values of `doc` that an entry changes: `state` by a move, `assignee` by a dispatch or a decline (§6.1.1-2).
    A record moves as its kind says; declining is for orders.

    Raises RefusedFault `state.refused` for a move that is not allowed or does not start from the document's state,
    RefusedFault `assign.refused` when somebody but the desk gives an order to another person, InputFault `event.invalid`.
    """
    kind = entry.get("kind") if isinstance(entry, Mapping) else None
    if kind == EventKind.TRANSITION:
        return {"state": _moved(doc, parse(entry)).value if not kinds.is_record(doc) else _record_moved(doc, parse(entry))}
    if kind == EventKind.ASSIGNED:
        return {"assignee": _assigned(doc, parse(entry))}
    if kind == EventKind.DECLINED and not kinds.is_record(doc):
        return {"assignee": None}
    return {}


def _moved(doc: Document, event: Event) -> State:
    from_, to = move(event)
    now = State(doc["state"])
    if from_ is not now:
        possible = sorted(states.allowed(now, event.actor.role))
        raise RefusedFault(
            "state.refused",
            f"the order is {now}, not {from_}; allowed: {', '.join(possible) or 'nothing'}",
            from_state=now.value,
            to_state=to.value,
            role=event.actor.role.value,
            allowed=[state.value for state in possible],
            missing=[],
        )
    states.check(from_, to, event.actor.role, event.data)
    return to


def _record_moved(doc: Document, event: Event) -> str:
    kind, from_, to = kinds.get(doc["kind"]), str(event.data.get("from")), str(event.data.get("to"))
    if from_ != doc["state"]:
        now = doc["state"]
        possible = [move.to for move in kind.allowed(now, kinds.hats(doc, event.actor.id, event.actor.role))]
        raise RefusedFault(
            "state.refused",
            f"the record is {now}, not {from_}; allowed: {', '.join(possible) or 'nothing'}"[:300],
            from_state=now,
            to_state=to,
            role=event.actor.role.value,
            allowed=possible,
            missing=[],
        )
    kind.check(doc, to, event.actor.id, event.actor.role, event.data)
    return to


def _assigned(doc: Document, event: Event) -> str | None:
    assignee = event.data.get("assignee")
    if assignee is not None and not isinstance(assignee, str):
        raise _invalid("assignee is a user id or null", "data")
    takes_it_himself = assignee == event.actor.id and doc.get("assignee") in (None, assignee)
    if event.actor.role is not Role.DESK and not takes_it_himself:
        text = "only the desk gives an order to somebody else"
        raise RefusedFault("assign.refused", text, assignee=assignee, role=event.actor.role.value)
    return assignee


def ids(entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """The identifiers of log entries or attachments."""
    return {entry["id"] for entry in entries}


def _actor(obj: object) -> Actor:
    if not isinstance(obj, dict):
        raise _invalid("an object is expected", "actor")
    try:
        role = _ROLES[obj.get("role")]
    except (KeyError, TypeError) as error:
        raise _invalid(f"no role: {obj.get('role')!r}"[:80], "actor.role") from error
    return Actor(_text(obj, "id", "actor."), _text(obj, "name", "actor."), role)


def _text(obj: Mapping[str, Any], key: str, prefix: str = "") -> str:
    value = obj.get(key)
    if not isinstance(value, str) or not value:
        raise _invalid("text is expected", prefix + key)
    return value


def _moment(value: object, key: str) -> datetime:
    try:
        return clock.from_wire(value)  # type: ignore[arg-type]  # a wrong type raises TypeError, caught with the rest
    except (TypeError, ValueError) as error:
        raise _invalid("a time with UTC offset (RFC 3339) is expected", key) from error


def _invalid(text: str, key: str) -> InputFault:
    return InputFault("event.invalid", f"event {key}: {text}" if key else f"event: {text}", key=key)
