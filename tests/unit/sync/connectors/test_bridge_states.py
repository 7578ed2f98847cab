"""Who moved, the engineer or the desk: every pair of states, and half-finished ways."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from fieldapp.domain.records import State
from fieldapp.sync.bridge.states import Apart, Follow, Step, after, judge

P, D, W, H, R, C = State


def log(*states: State) -> list[dict[str, Any]]:
    """The entries of a way through `states`, with notes between."""
    moves = pairwise(states)
    entries: list[dict[str, Any]] = []
    for number, (from_, to) in enumerate(moves):
        entries.append({"id": f"n{number}", "kind": "note", "data": {"text": "x"}})
        entries.append({"id": f"t{number}", "kind": "transition", "data": {"from": from_.value, "to": to.value}})
    return entries


def test_the_ticket_goes_the_engineers_way_step_by_step() -> None:
    assert judge(log(D, W, H, W, R), R, D) == (Step("t0", W), Step("t1", H), Step("t2", W), Step("t3", R))


def test_a_way_that_was_broken_off_goes_on() -> None:
    assert judge(log(D, W, R), R, W) == (Step("t1", R),)
    assert judge(log(D, W, R), R, R) == ()


@pytest.mark.parametrize(("order", "ticket"), [(R, C), (R, W), (P, D)])
def test_the_order_follows_the_desk(order: State, ticket: State) -> None:
    assert judge([], order, ticket) == Follow(ticket)


@pytest.mark.parametrize("state", State)
def test_who_stands_together_stays(state: State) -> None:
    assert judge([], state, state) == ()


@pytest.mark.parametrize(("order", "ticket"), [(D, W), (D, C), (W, R), (C, W), (W, D)])
def test_what_nobody_may_do_is_for_a_person(order: State, ticket: State) -> None:
    assert isinstance(judge([], order, ticket), Apart)


def test_both_moved_apart_is_for_a_person() -> None:
    assert isinstance(judge(log(D, W), W, C), Apart)


def test_entries_after_the_mark() -> None:
    entries = log(D, W, R)
    assert [entry["id"] for entry in after(entries, "t0")] == ["n1", "t1"]
    assert after(entries, None) == entries
    assert after(entries, "unknown") == entries
