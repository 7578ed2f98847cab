"""What the log says about times, target and signing."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.clock import to_wire
from fieldapp.domain.records import EventKind, Priority, State
from fieldapp.domain.status import Risk, Signing, Status, at_moment, derive, moment
from tests.support.domain_documents import DESK, START, at, event, moved, order, profile_with, shipped_profile

D, W, H, R, C, P = (
    State.DISPATCHED,
    State.IN_PROGRESS,
    State.ON_HOLD,
    State.RESOLVED,
    State.CLOSED,
    State.PENDING,
)
CRITICAL = {"priority": "CRITICAL"}


def status(*log: dict[str, Any], now: float = 0, state: State = D, **answers: Any) -> Status:
    return derive(order(state, events=list(log), **answers), shipped_profile(), at(now))


def a_day(resolved: float = 100) -> list[dict[str, Any]]:
    """Accepted at 5, departed 10, arrived 30, started 35, held 50 to 80, resolved."""
    return [
        event(1, EventKind.ACCEPTED, 5),
        event(2, EventKind.DEPARTED, 10),
        event(3, EventKind.ARRIVED, 30),
        moved(4, D, W, 35),
        moved(5, W, H, 50),
        moved(6, H, W, 80),
        moved(7, W, R, resolved),
    ]


def test_a_whole_day() -> None:
    log = [*a_day(), event(8, EventKind.LEFT, 110), event(9, EventKind.LEFT, 115), moved(10, R, C, 200, DESK)]
    day = status(*log, now=300, **CRITICAL)
    assert (day.state, day.priority) == (C, Priority.CRITICAL)
    times = (day.accepted_at, day.departed_at, day.arrived_at, day.started_at, day.left_at, day.resolved_at, day.closed_at)
    assert times == (at(5), at(10), at(30), at(35), at(115), at(100), at(200))
    assert (day.discovered_at, day.clock_from, day.due_at) == (START, START, at(120))
    assert (day.response_s, day.arrival_s, day.handling_s, day.hold_s) == (300, 1800, 35 * 60, 30 * 60)
    assert (day.time_left_s, day.target_met, day.risk) == (20 * 60, True, Risk.NONE)


@pytest.mark.parametrize(
    ("now", "resolved", "left", "met", "risk"),
    [
        (89, None, 31, None, Risk.NONE),
        (91, None, 29, None, Risk.AT_RISK),
        (120, None, 0, None, Risk.AT_RISK),
        (121, None, -1, False, Risk.BREACHED),
        (500, 120, 0, True, Risk.NONE),
        (500, 121, -1, False, Risk.BREACHED),
    ],
)
def test_the_target(now: float, resolved: float | None, left: int, met: bool | None, risk: Risk) -> None:
    log = a_day(resolved) if resolved else a_day()[:-1]
    found = status(*log, now=now, **CRITICAL)
    assert (found.time_left_s, found.target_met, found.risk) == (left * 60, met, risk)


def test_hold_stops_the_clock_only_where_the_contract_says_so() -> None:
    profile = profile_with('[contracts."HT-1"]\nsla.hold_stops_clock = true\n')
    held = order(events=a_day()[:5], contract="HT-1", **CRITICAL)
    running = derive(held, profile, at(500))
    assert (running.time_left_s, running.due_at, running.contract) == (70 * 60, at(570), "HT-1")
    assert running.hold_s == 450 * 60
    done = derive(order(events=a_day(140), contract="HT-1", **CRITICAL), profile, at(900))
    assert (done.due_at, done.target_met, done.time_left_s) == (at(150), True, 600)
    assert derive(order(events=a_day(140), **CRITICAL), profile, at(900)).target_met is False


def test_reopening_runs_the_clock_on() -> None:
    again = status(*a_day(), moved(8, R, W, 110, DESK), now=130, **CRITICAL)
    assert (again.state, again.resolved_at, again.handling_s, again.target_met) == (W, None, None, False)
    twice = status(*a_day(), moved(8, R, W, 110, DESK), moved(9, W, R, 115), now=130, **CRITICAL)
    assert (twice.resolved_at, twice.target_met) == (at(115), True)


@pytest.mark.parametrize(
    ("answers", "log", "level"),
    [
        ({"priority": "SEVERE"}, [("priority_set", "CRITICAL")], Priority.SEVERE),
        ({"priority": "HUGE"}, [("priority_set", "CRITICAL")], Priority.CRITICAL),
        ({}, [("priority_set", "HUGE")], Priority.NORMAL),
        ({"impact": "outage", "scope": "part", "urgency": "normal"}, [], Priority.CRITICAL),
        ({}, [], Priority.NORMAL),
    ],
)
def test_the_level(answers: dict[str, Any], log: list[tuple[str, str]], level: Priority) -> None:
    entries = [event(n, EventKind(kind), n, DESK, to=to) for n, (kind, to) in enumerate(log)]
    assert status(*entries, **answers).priority is level


def test_a_new_dispatch_starts_over() -> None:
    log = [
        event(1, EventKind.ACCEPTED, 5),
        event(2, EventKind.DECLINED, 9, reason="生病"),
        moved(3, D, P, 9, reason="生病"),
        event(4, EventKind.ASSIGNED, 20, DESK, assignee="eng-002", name="王"),
        moved(5, P, D, 20, DESK),
    ]
    assert status(*log).accepted_at is None
    assert status(*log, event(6, EventKind.ACCEPTED, 25)).accepted_at == at(25)


def test_a_correction_replaces_the_tap_and_no_more() -> None:
    fixed = {"field": "arrived_at", "old": to_wire(at(30)), "reason": "忘了点"}
    log = [*a_day(), event(8, EventKind.TIME_CORRECTED, 120, new=to_wire(at(20)), **fixed)]
    assert status(*log).arrived_at == at(20)
    assert status(*log).departed_at == at(10)
    later = event(9, EventKind.TIME_CORRECTED, 121, new=to_wire(at(22)), **fixed)
    assert status(*log, later).arrived_at == at(22)
    assert status(*log, event(9, EventKind.TIME_CORRECTED, 121, new="soon", **fixed)).arrived_at == at(30)
    assert status(log[-1]).arrived_at is None


def test_the_servers_clock_counts_where_it_is_known() -> None:
    tapped = event(1, EventKind.ACCEPTED, 65) | {"server_at": to_wire(at(5))}
    assert status(tapped).accepted_at == at(5)
    assert status(event(1, EventKind.ACCEPTED, -3)).response_s == 0


@pytest.mark.parametrize(
    ("answers", "clock_from"),
    [
        ({"received_at": to_wire(at(1))}, at(0)),
        ({"discovered_at": "yesterday", "received_at": to_wire(at(1))}, at(1)),
        ({"discovered_at": "0202-11-23T09:00:00+08:00"}, at(2)),
        ({"discovered_at": "9999-11-23T09:00:00+08:00"}, at(2)),
        ({"discovered_at": 5}, at(2)),
    ],
)
def test_what_the_clock_runs_from(answers: dict[str, Any], clock_from: Any) -> None:
    assert status(**answers).clock_from == clock_from


def test_a_time_without_offset_is_none() -> None:
    assert moment("2026-11-23T09:00:00") is None


@pytest.mark.parametrize(
    ("log", "signing", "revision", "sealed", "needs_seal"),
    [
        ([], Signing.UNSIGNED, 0, None, False),
        ([("signed", {"revision": 1})], Signing.SIGNED, 1, None, True),
        ([("signed", {"revision": 1}), ("sealed", {"revision": 1})], Signing.SIGNED, 1, 1, False),
        ([("signed", {"revision": 1}), ("signature_voided", {"revision": 1})], Signing.VOIDED, 1, None, False),
        (
            [("signed", {"revision": 1}), ("sealed", {"revision": 1}), ("signature_voided", {}), ("signed", {"revision": 2})],
            Signing.SIGNED,
            2,
            1,
            True,
        ),
        ([("not_signed", {"outcome": "refused", "revision": 1})], Signing.REFUSED, 1, None, True),
        ([("not_signed", {"outcome": "absent", "revision": 1})], Signing.ABSENT, 1, None, True),
        ([("not_signed", {"outcome": "later", "revision": 1})], Signing.LATER, 1, None, False),
        ([("not_signed", {"outcome": "signed", "revision": 1})], Signing.LATER, 1, None, False),
        ([("signed", {"revision": "one"})], Signing.SIGNED, 1, None, True),
        ([("signed", {"revision": 1}), ("reopened", {})], Signing.VOIDED, 1, None, False),
        ([("reopened", {})], Signing.UNSIGNED, 0, None, False),
    ],
)
def test_signing(
    log: list[tuple[str, dict[str, Any]]], signing: Signing, revision: int, sealed: int | None, needs_seal: bool
) -> None:
    entries = [
        moved(20 + n, R, W, 200 + n, DESK) if kind == "reopened" else event(20 + n, EventKind(kind), 200 + n, **data)
        for n, (kind, data) in enumerate(log)
    ]
    found = status(*a_day(), *entries, now=300)
    assert (found.signing, found.revision, found.sealed_revision) == (signing, revision, sealed)
    assert found.needs_seal is needs_seal
    assert found.next_revision == revision + 1
    assert found.signed_revision == (revision if signing is Signing.SIGNED else None)


def test_the_snapshot_of_the_last_confirmation() -> None:
    shown = event(20, EventKind.SIGNED, 200, revision=1, snapshot_sha256="ab")
    assert status(*a_day(), shown).snapshot_sha256 == "ab"
    assert status(*a_day()).snapshot_sha256 is None


def test_handling_counts_no_hold_outside_of_it() -> None:
    begun_in_the_hold = {"field": "started_at", "old": to_wire(at(35)), "new": to_wire(at(60)), "reason": "点错"}
    assert status(*a_day(), event(8, EventKind.TIME_CORRECTED, 120, **begun_in_the_hold)).handling_s == 20 * 60


def test_an_order_solved_before_it_was_begun_has_no_handling_time() -> None:
    assert status(state=R).handling_s is None


@pytest.mark.parametrize("stops", [pytest.param(False, id="hold-counts"), pytest.param(True, id="hold-stops-the-clock")])
@pytest.mark.parametrize("steps", range(8))
@pytest.mark.parametrize("later", [0, 60, 130, 3000])
def test_a_status_goes_on_without_its_log(steps: int, later: int, stops: bool) -> None:
    terms = f'sla = {{ calendar = "{"working_hours" if steps % 2 else "always"}", hold_stops_clock = {str(stops).lower()} }}'
    profile = profile_with(f'[contracts."HT-1"]\n{terms}\n')
    log = a_day()[:steps]
    first, then = at(36 + later / 2), at(36 + later)
    told = [entry for entry in log if entry["at"] <= to_wire(first)]
    doc = order(D, events=told, contract="HT-1", **CRITICAL)
    assert at_moment(derive(doc, profile, first), profile, then) == derive(doc, profile, then)
