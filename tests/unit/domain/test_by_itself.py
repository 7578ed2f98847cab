"""§6.1.4: what the program writes by itself, and that nothing of it is written twice, whoever writes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.clock import to_wire
from fieldapp.domain import by_itself, patches
from fieldapp.domain.escalation import NoticeState
from fieldapp.domain.profile import Profile, parse
from fieldapp.domain.records import SYSTEM, Document, EventKind, State
from tests.support.domain_documents import at, event, moved, order, profile_text, shipped_profile

D, W, R = State.DISPATCHED, State.IN_PROGRESS, State.RESOLVED


def written(doc: Document, now: float, *, profile: Profile | None = None, automatic: bool = False) -> Document:
    """The document after one look."""
    look = by_itself.look(doc, profile or shipped_profile(), at(now), lambda _terms: automatic)
    return patches.apply(doc, {"events": [entry(finding, now) for finding in look.findings]})


def entry(finding: by_itself.Finding, now: float) -> dict[str, Any]:
    moment = to_wire(at(now))
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "at": moment,
        "server_at": moment,
        "actor": SYSTEM.to_wire(),
        "data": finding.data,
    }


def told(doc: Document, kind: str = "notice") -> list[str]:
    return [item["data"].get("key", item["data"].get("priority")) for item in doc["events"] if item["kind"] == kind]


def test_what_ran_out_is_written_once_in_its_time() -> None:
    doc = written(order(priority="CRITICAL"), 10)
    assert told(doc) == []
    doc = written(doc, 10.1)
    phones = [f"CRITICAL:discovery:phone:{who}" for who in ("director", "leaders", "pm")]
    assert told(doc) == [*phones, "CRITICAL:discovery:sms"]
    assert {item["data"]["outcome"] for item in doc["events"]} == {"missed"}
    assert written(doc, 20) == doc
    assert told(written(doc, 31))[4:] == ["CRITICAL:periodic:1:sms"]


def test_two_devices_and_the_endpoint_write_one_entry() -> None:
    """Each finds out by itself at another moment; joined by id, as the merge does, one remains of each."""
    start = order(priority="SEVERE")
    one, other = written(start, 21), written(start, 25)
    joined = patches.apply(one, {"events": other["events"]})
    assert told(joined) == told(one) == told(other) != []


def test_a_target_that_is_missed_escalates_the_order_once() -> None:
    doc = order(priority="CRITICAL")
    assert told(written(doc, 120), "escalated") == []
    late = written(doc, 120.1)
    (mark,) = (item for item in late["events"] if item["kind"] == "escalated")
    assert mark["data"] == {"priority": "CRITICAL", "due_at": to_wire(at(120)), "audience": ["pm", "director", "leaders"]}
    assert told(written(late, 500), "escalated") == ["CRITICAL"]
    look = by_itself.look(late, shipped_profile(), at(121))
    owed = [notice.key for notice in look.notices if notice.stage == "target" and notice.state is NoticeState.DUE]
    assert sorted(owed) == ["CRITICAL:target:phone:director", "CRITICAL:target:phone:leaders", "CRITICAL:target:sms"]
    solved = order(priority="CRITICAL", events=[moved(1, D, W, 5), moved(2, W, R, 119)])
    assert told(written(solved, 300), "escalated") == []


def test_a_raised_level_escalates_for_itself() -> None:
    doc = written(order(priority="NORMAL"), 481)
    raised = patches.apply(doc, {"answers": {"priority": "SEVERE"}})
    assert told(written(raised, 482), "escalated") == ["NORMAL", "SEVERE"]


@pytest.mark.parametrize("offset", ["+08:00", "+00:00", "-09:30", "+05:45"])
def test_the_timetable_is_the_same_in_every_zone(offset: str) -> None:
    """China keeps one time without DST; a laptop set to another zone must not give another timetable."""
    profile = parse(profile_text().replace('utc_offset = "+08:00"', f'utc_offset = "{offset}"'), "zone.toml")
    local = at(45).astimezone(profile.zone)
    look = by_itself.look(order(priority="SEVERE"), profile, local)
    here = by_itself.look(order(priority="SEVERE"), shipped_profile(), at(45))
    assert [finding.id for finding in look.findings] == [finding.id for finding in here.findings] != []
    assert look.next_at == here.next_at


def test_it_says_when_to_look_again() -> None:
    look = by_itself.look(order(priority="CRITICAL"), shipped_profile(), at(1))
    assert look.next_at == at(10)
    look = by_itself.look(order(priority="CRITICAL"), shipped_profile(), at(11))
    assert look.next_at == at(25)
    closed = [moved(1, D, W, 5), moved(2, W, R, 20)]
    done = order(priority="NORMAL", events=closed)
    assert by_itself.look(done, shipped_profile(), at(400)).next_at is None


def test_what_was_solved_long_ago_is_left_alone() -> None:
    """Switching the timetable on must not write into the logs of years."""
    solved = order(priority="CRITICAL", events=[moved(1, D, W, 5), moved(2, W, R, 200)])
    assert told(written(solved, 200 + 47 * 60), "escalated") == ["CRITICAL"]
    look = by_itself.look(solved, shipped_profile(), at(200 + 49 * 60), lambda _terms: True)
    assert (look.findings, look.next_at) == ((), None)


def test_texts_are_handed_over_without_a_person_where_that_is_agreed() -> None:
    doc = written(order(priority="CRITICAL", customer_unit="天河区"), 1, automatic=True)
    (entry_,) = doc["events"]
    assert entry_["data"]["outcome"] == "queued"
    assert "天河区" in entry_["data"]["text"]
    look = by_itself.look(doc, shipped_profile(), at(2), lambda _terms: True)
    assert next(n for n in look.notices if n.key == "CRITICAL:discovery:sms").state is NoticeState.QUEUED
    assert look.findings == ()


def test_of_many_that_ran_out_one_text_is_handed_over() -> None:
    doc = written(order(priority="CRITICAL"), 110, automatic=True)
    queued = [item["data"]["key"] for item in doc["events"] if item["data"].get("outcome") == "queued"]
    assert queued == ["CRITICAL:periodic:3:sms"]


def test_a_forgotten_order_does_not_outgrow_its_log() -> None:
    doc = order(priority="CRITICAL")
    for _ in range(12):
        doc = written(doc, 365 * 24 * 60)
    assert len(told(doc)) == by_itself.MOST_MISSED
    assert by_itself.look(doc, shipped_profile(), at(365 * 24 * 60)).findings == ()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["CRITICAL", "SEVERE", "NORMAL"]), st.lists(st.integers(0, 900), min_size=1, max_size=8), st.booleans())
def test_looking_at_any_moments_in_any_order_writes_each_once(level: str, moments: list[int], automatic: bool) -> None:
    """Suspended, restarted, on two devices: whatever the moments are, and a wall clock may even go back."""
    doc = order(priority=level, events=[moved(1, D, W, 3), event(2, EventKind.NOTE, 40, text="备件已到")])
    for now in moments:
        doc = written(doc, now, automatic=automatic)
    ids = [item["id"] for item in doc["events"]]
    assert len(set(ids)) == len(ids)
    outcomes = [(item["data"].get("key"), item["data"].get("outcome")) for item in doc["events"] if item["kind"] == "notice"]
    assert len(set(outcomes)) == len(outcomes)
    last = max(moments)
    missed = {key for key, outcome in outcomes if outcome == "missed"}
    for notice in by_itself.look(doc, shipped_profile(), at(last)).notices:
        if notice.due_at + timedelta(seconds=1) < at(last):
            assert notice.key in missed
