"""What the report reads of one order. The bulk is shown by test_recount; here are the rules one by one."""

from __future__ import annotations

import pytest
from support.domain_documents import DESK, ENGINEER, START, at, event, moved, order, shipped_profile, uid

from fieldapp.domain.records import Document, EventKind, State
from fieldapp.report.facts import Fact, Person, read

SOLVED = [
    event(1, EventKind.ASSIGNED, 3, DESK, assignee=ENGINEER.id, name="旧名"),
    event(2, EventKind.ACCEPTED, 10),
    event(3, EventKind.ARRIVED, 40),
    moved(4, State.DISPATCHED, State.IN_PROGRESS, 41),
    moved(5, State.IN_PROGRESS, State.RESOLVED, 100),
]
REOPENED = [
    *SOLVED,
    moved(6, State.RESOLVED, State.IN_PROGRESS, 200, DESK),
    moved(7, State.IN_PROGRESS, State.RESOLVED, 260),
    moved(8, State.RESOLVED, State.CLOSED, 300, DESK),
]


def fact(doc: Document, minutes: float = 1000, *, cancelled: bool = False) -> Fact:
    found = read(doc, shipped_profile(), at(minutes), cancelled=cancelled)
    assert found is not None
    return found


def test_from_discovery_to_the_last_solution() -> None:
    found = fact(order(State.CLOSED, events=REOPENED))
    assert (found.began, found.resolution_s, found.closed_at) == (START, 260 * 60, at(300))
    assert (found.solved, found.closed, found.reopened, found.target_met) == (True, True, 1, True)
    assert (found.response_s, found.arrival_s) == (600, 2400)
    assert found.engineer == Person(ENGINEER.id, ENGINEER.name)


def test_each_dispatch_and_each_reopening_that_was_answered_is_a_service_response() -> None:
    assert [response.at for response in fact(order(State.CLOSED, events=REOPENED)).responses] == [at(10), at(260)]


def test_a_dispatch_that_was_declined_is_none() -> None:
    events = [
        SOLVED[0],
        event(2, EventKind.DECLINED, 10, reason="休假"),
        moved(3, State.DISPATCHED, State.PENDING, 10, reason="休假"),
    ]
    found = fact(order(State.PENDING, events=events))
    assert (found.responses, found.declined, found.engineer) == ((), 1, Person())


def test_an_order_that_an_engineer_recorded_for_himself_was_answered() -> None:
    assert len(fact(order(State.RESOLVED, events=SOLVED[1:])).responses) == 1


@pytest.mark.parametrize(
    ("minutes", "state", "resolved"),
    [(2, State.DISPATCHED, False), (50, State.IN_PROGRESS, False), (150, State.RESOLVED, True), (230, State.IN_PROGRESS, False)],
)
def test_as_it_stood_then(minutes: float, state: State, resolved: bool) -> None:
    found = fact(order(State.CLOSED, events=REOPENED), minutes)
    assert (found.state, found.resolved_at is not None, found.closed_at) == (state, resolved, None)


def test_what_had_not_begun_is_not_there() -> None:
    assert read(order(), shipped_profile(), at(-1)) is None


def test_withdrawn_but_for_what_was_closed() -> None:
    assert fact(order(State.RESOLVED, events=SOLVED), cancelled=True).withdrawn
    assert not fact(order(State.CLOSED, events=REOPENED), cancelled=True).withdrawn


def test_an_open_order_misses_its_target_when_the_time_is_over() -> None:
    assert fact(order(), 479).target_met is None
    assert fact(order(), 481).target_met is False


def test_the_last_word_on_the_category() -> None:
    both = fact(order(category="hardware", final_category="server"))
    assert (both.category, both.reclassified) == ("server", True)
    first = fact(order(category="hardware"))
    assert (first.category, first.reclassified) == ("hardware", False)


def test_a_level_by_hand() -> None:
    answers = {"impact": "single", "scope": "individual", "urgency": "normal"}
    given = event(
        9, EventKind.PRIORITY_SET, 5, DESK, **{"from": "NORMAL", "to": "SEVERE", "proposed": "NORMAL", "reason": "合同"}
    )
    assert fact(order(events=[given], **answers, priority="SEVERE")).level_changed
    assert not fact(order(**answers)).level_changed


def test_devices_that_failed() -> None:
    rows = [{"_id": uid(n), "serial": serial, "name": "球机"} for n, serial in enumerate(("ｓｎ-1", "SN 1", "", "SN-2"))]
    assert [device.serial for device in fact(order(devices=rows)).devices] == ["sn-1", "SN-2"]
    assert fact(order(devices=rows, nature="request")).devices == ()


@pytest.mark.parametrize("value", [7, ["x"], {"a": 1}, None, True], ids=["number", "list", "object", "none", "yes"])
def test_odd_answers_count_as_none(value: object) -> None:
    doc = order(customer_unit=value, category=value, satisfaction=value, devices=value, contract=value)
    found = fact(doc)
    assert (found.customer, found.category, found.satisfaction, found.contract, found.devices) == ("", "", "", "", ())
