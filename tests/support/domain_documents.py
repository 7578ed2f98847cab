"""Builders of order documents, events and patches for tests of the domain and of what stands on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from fieldapp.clock import to_wire
from fieldapp.domain.profile import Profile, parse
from fieldapp.domain.records import Actor, Document, EventKind, Role, State
from fieldapp.paths import resource

DESK = Actor("desk-001", "李旻", Role.DESK)
ENGINEER = Actor("eng-001", "欧阳𠅤", Role.ENGINEER)
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, 09:00 in Shanghai."""


def uid(number: int) -> str:
    """A readable UUID: the same number gives the same id."""
    return str(UUID(int=number))


def at(minutes: float) -> datetime:
    """So many minutes after START."""
    return START + timedelta(minutes=minutes)


def event(number: int, kind: EventKind, minutes: float, actor: Actor = ENGINEER, **data: Any) -> dict[str, Any]:
    """One log entry in its wire form; its id comes from `number`."""
    return {
        "id": uid(number),
        "kind": kind.value,
        "at": to_wire(at(minutes)),
        "server_at": None,
        "actor": actor.to_wire(),
        "data": data,
    }


def moved(number: int, from_: State, to: State, minutes: float, actor: Actor = ENGINEER, **data: Any) -> dict[str, Any]:
    """A transition entry; `data` carries reason or hold."""
    return event(number, EventKind.TRANSITION, minutes, actor, **{"from": from_.value, "to": to.value}, **data)


def order(state: State = State.DISPATCHED, *, events: list[dict[str, Any]] | None = None, **answers: Any) -> Document:
    """An order discovered at START, assigned to ENGINEER, with the answers given."""
    return {
        "id": uid(0xABC),
        "number": "WX-20261123-000137",
        "schema": 1,
        "form": {"id": "maintenance-work-order", "version": 1},
        "assignee": ENGINEER.id,
        "state": state.value,
        "created_at": to_wire(at(2)),
        "answers": {"discovered_at": to_wire(START), **answers},
        "events": list(events or []),
        "attachments": [],
    }


@cache
def shipped_profile() -> Profile:
    """The profile that the program ships."""
    return parse(profile_text(), "default.toml")


def profile_text() -> str:
    """Its TOML."""
    return resource("profiles/default.toml").read_text("utf-8")


def profile_with(contracts: str) -> Profile:
    """The shipped profile with `[contracts."…"]` tables added."""
    return parse(profile_text().replace("\n[contracts]\n", "\n") + contracts, "test.toml")
