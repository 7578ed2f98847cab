"""Who moved: the engineer (the order goes on, the ticket follows) or the desk (the ticket moved, the order follows)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.domain.records import EventKind, Role, State
from fieldapp.domain.states import allowed


@dataclass(frozen=True, slots=True)
class Step:
    """One transition that the ticket has to make; `event`: the entry of the order's log it comes from."""

    event: str
    to: State


@dataclass(frozen=True, slots=True)
class Follow:
    """The order has to be moved by the desk."""

    to: State


@dataclass(frozen=True, slots=True)
class Apart:
    """Both moved, or the ticket stands where no one may bring the order: a person has to look."""

    reason: str


Verdict = tuple[Step, ...] | Follow | Apart


def after(log: Sequence[Mapping[str, Any]], mark: str | None) -> Sequence[Mapping[str, Any]]:
    """The entries that were not carried over yet: all of them where the mark is unknown."""
    places = [place for place, entry in enumerate(log) if entry["id"] == mark]
    return log[places[0] + 1 :] if places else log


def judge(pending: Sequence[Mapping[str, Any]], order_state: State, ticket_state: State) -> Verdict:
    """`pending`: entries after the mark. The ticket is looked for along the way that the order went since the mark."""
    moves = [entry for entry in pending if entry["kind"] == EventKind.TRANSITION]
    way = [State(moves[0]["data"]["from"])] if moves else [order_state]
    way += [State(entry["data"]["to"]) for entry in moves]
    if ticket_state in way:
        start = way.index(ticket_state)
        return tuple(Step(str(entry["id"]), State(entry["data"]["to"])) for entry in moves[start:])
    if ticket_state in allowed(order_state, Role.DESK):
        return Follow(ticket_state)
    return Apart(f"the ticket is {ticket_state}, the order {order_state}: nobody may bring one to the other")
