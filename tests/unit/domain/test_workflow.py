"""The next step and the reasons against the others (§6.2), as a table."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.domain import workflow
from fieldapp.domain.records import EventKind, State
from fieldapp.domain.status import derive
from fieldapp.domain.workflow import Action
from tests.support.domain_documents import DESK, at, event, moved, order, shipped_profile

D, W, H, R, C = State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD, State.RESOLVED, State.CLOSED
ACCEPTED = event(1, EventKind.ACCEPTED, 5)
DEPARTED = event(2, EventKind.DEPARTED, 10)
ARRIVED = event(3, EventKind.ARRIVED, 30)
STARTED = moved(4, D, W, 35)
HELD = moved(5, W, H, 40)
RESOLVED = moved(7, W, R, 100)
SIGNED = event(8, EventKind.SIGNED, 105, revision=1)
SEALED = event(9, EventKind.SEALED, 106, revision=1)
LEFT = event(10, EventKind.LEFT, 110)
CLOSED = moved(11, R, C, 200, DESK)
ON_SITE = [ACCEPTED, DEPARTED, ARRIVED, STARTED]


def case(log: list[dict[str, Any]], state: State = D, **answers: Any) -> tuple[Any, Any]:
    doc = order(state, events=log, **answers)
    return doc, derive(doc, shipped_profile(), at(300))


def refused(outcome: str) -> dict[str, Any]:
    return event(8, EventKind.NOT_SIGNED, 105, outcome=outcome, revision=1)


@pytest.mark.parametrize(
    ("log", "mode", "action"),
    [
        ([], "onsite", Action.ACCEPT),
        ([ACCEPTED], "onsite", Action.DEPART),
        ([ACCEPTED, DEPARTED], "onsite", Action.ARRIVE),
        ([ACCEPTED, ARRIVED], "onsite", Action.START),
        ([ACCEPTED, DEPARTED, ARRIVED], "onsite", Action.START),
        ([ACCEPTED], "phone", Action.START),
        ([ACCEPTED], "remote", Action.START),
        (ON_SITE, "onsite", Action.RESOLVE),
        ([*ON_SITE, HELD], "onsite", Action.RESUME),
        ([*ON_SITE, RESOLVED], "onsite", Action.CONFIRM),
        ([*ON_SITE, RESOLVED, refused("later")], "onsite", Action.CONFIRM),
        ([*ON_SITE, RESOLVED, refused("refused")], "onsite", Action.SEAL),
        ([*ON_SITE, RESOLVED, refused("absent")], "onsite", Action.SEAL),
        ([*ON_SITE, RESOLVED, SIGNED], "onsite", Action.SEAL),
        ([*ON_SITE, RESOLVED, SIGNED, SEALED], "onsite", Action.DONE),
        ([*ON_SITE, RESOLVED, SIGNED, CLOSED], "onsite", Action.SEAL),
        ([*ON_SITE, RESOLVED, SIGNED, SEALED, CLOSED], "onsite", Action.DONE),
        ([*ON_SITE, RESOLVED, CLOSED], "onsite", Action.DONE),
    ],
)
def test_the_next_step(log: list[dict[str, Any]], mode: str, action: Action) -> None:
    doc, status = case(log, service_mode=mode)
    assert workflow.next_action(doc, status) is action
    assert workflow.blocked(action, doc, status, shipped_profile()) is None


def test_an_order_without_dispatch_waits_for_the_desk() -> None:
    assert workflow.next_action(*case([], State.PENDING)) is Action.WAIT


def test_steps_without_travel() -> None:
    assert workflow.steps(order()) == workflow.STEPS
    assert workflow.steps(order(service_mode="remote")) == (
        Action.ACCEPT,
        Action.START,
        Action.RESOLVE,
        Action.CONFIRM,
        Action.SEAL,
    )


@pytest.mark.parametrize(
    ("log", "answers", "action", "reason"),
    [
        ([], {}, Action.ACCEPT, None),
        ([ACCEPTED], {}, Action.ACCEPT, "workflow.already-accepted"),
        (ON_SITE, {}, Action.ACCEPT, "workflow.not-dispatched"),
        ([ACCEPTED], {}, Action.DECLINE, None),
        (ON_SITE, {}, Action.DECLINE, "workflow.not-dispatched"),
        ([], {}, Action.DEPART, "workflow.not-accepted"),
        ([ACCEPTED], {"service_mode": "phone"}, Action.DEPART, "workflow.not-on-site"),
        ([ACCEPTED, DEPARTED], {}, Action.DEPART, "workflow.already-departed"),
        ([ACCEPTED, ARRIVED], {}, Action.DEPART, "workflow.already-departed"),
        ([ACCEPTED], {}, Action.ARRIVE, None),
        ([], {}, Action.ARRIVE, "workflow.not-accepted"),
        ([ACCEPTED, ARRIVED], {}, Action.ARRIVE, "workflow.already-arrived"),
        ([ACCEPTED], {"service_mode": "remote"}, Action.ARRIVE, "workflow.not-on-site"),
        ([ACCEPTED], {}, Action.START, "workflow.not-arrived"),
        ([], {}, Action.START, "workflow.not-accepted"),
        (ON_SITE, {}, Action.START, "workflow.not-dispatched"),
        (ON_SITE, {}, Action.HOLD, None),
        ([], {}, Action.HOLD, "workflow.not-in-progress"),
        (ON_SITE, {}, Action.RESUME, "workflow.not-on-hold"),
        ([*ON_SITE, HELD], {}, Action.RESOLVE, "workflow.not-in-progress"),
        (ON_SITE, {"result": "unsolved"}, Action.RESOLVE, "workflow.unsolved"),
        (ON_SITE, {"result": "solved"}, Action.RESOLVE, None),
        (ON_SITE, {"priority": "SEVERE"}, Action.RESOLVE, "workflow.backup-missing"),
        (ON_SITE, {"priority": "CRITICAL", "backup_done": "not_needed"}, Action.RESOLVE, None),
        (ON_SITE, {}, Action.CONFIRM, "workflow.not-resolved"),
        ([*ON_SITE, RESOLVED, SIGNED], {}, Action.CONFIRM, "workflow.already-signed"),
        ([*ON_SITE, RESOLVED, refused("refused")], {}, Action.CONFIRM, None),
        (ON_SITE, {}, Action.SEAL, "workflow.not-resolved"),
        ([*ON_SITE, RESOLVED], {}, Action.SEAL, "workflow.not-confirmed"),
        ([*ON_SITE, RESOLVED, SIGNED, SEALED], {}, Action.SEAL, "workflow.already-sealed"),
        ([], {}, Action.LEAVE, "workflow.not-arrived"),
        (ON_SITE, {}, Action.LEAVE, None),
        (ON_SITE, {"service_mode": "phone"}, Action.LEAVE, "workflow.not-on-site"),
        ([*ON_SITE, LEFT], {}, Action.LEAVE, "workflow.already-left"),
        ([], {}, Action.DONE, None),
        ([], {}, Action.WAIT, None),
    ],
)
def test_reasons(log: list[dict[str, Any]], answers: dict[str, Any], action: Action, reason: str | None) -> None:
    doc, status = case(log, **answers)
    assert workflow.blocked(action, doc, status, shipped_profile()) == reason
    assert workflow.actions(doc, status, shipped_profile()).get(action) == reason


def test_every_action_of_a_person_has_a_rule() -> None:
    assert set(workflow.actions(*case([]), shipped_profile())) == set(Action) - {Action.WAIT, Action.DONE}
