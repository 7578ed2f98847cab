"""Reading and writing entries of the log."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.domain import events
from fieldapp.domain.records import EventKind, State
from fieldapp.errors import InputFault
from tests.support.domain_documents import ENGINEER, at, event, moved, order

GOOD = event(1, EventKind.NOTE, 5, text="到场")


def test_wire_and_back() -> None:
    parsed = events.parse(GOOD)
    assert (parsed.kind, parsed.at, parsed.actor, parsed.server_at) == (EventKind.NOTE, at(5), ENGINEER, None)
    assert events.to_wire(parsed) == GOOD
    estimated = GOOD | {"server_at": "2026-11-23T09:04:00.000+08:00"}
    assert events.to_wire(events.parse(estimated)) == estimated
    assert events.moment(events.parse(estimated)) == at(4)
    assert events.moment(parsed) == at(5)


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ("text", ""),
        (GOOD | {"kind": "dance"}, "kind"),
        (GOOD | {"kind": ["note"]}, "kind"),
        (GOOD | {"data": []}, "data"),
        (GOOD | {"id": ""}, "id"),
        (GOOD | {"at": "2026-11-23T09:00:00"}, "at"),
        (GOOD | {"at": 5}, "at"),
        (GOOD | {"server_at": "noon"}, "server_at"),
        (GOOD | {"actor": None}, "actor"),
        (GOOD | {"actor": {"id": "x", "name": "y", "role": "boss"}}, "actor.role"),
        (GOOD | {"actor": {"id": "x", "role": "desk"}}, "actor.name"),
    ],
)
def test_broken_entries_name_the_key(broken: Any, key: str) -> None:
    with pytest.raises(InputFault) as caught:
        events.parse(broken)
    assert (caught.value.code, caught.value.details["key"]) == ("event.invalid", key)


def test_kinds_of_a_newer_version_stay_without_meaning() -> None:
    newer = GOOD | {"id": "later", "kind": "drone_flown"}
    doc = order(events=[GOOD, newer])
    assert [entry.kind for entry in events.log(doc)] == [EventKind.NOTE]
    assert events.follow(doc, newer) == {}
    assert not events.is_unknown("text")


def test_moves() -> None:
    assert events.move(events.parse(moved(1, State.ON_HOLD, State.IN_PROGRESS, 1))) == (State.ON_HOLD, State.IN_PROGRESS)
    with pytest.raises(InputFault, match="data"):
        events.move(events.parse(event(1, EventKind.TRANSITION, 1, to="GONE")))
