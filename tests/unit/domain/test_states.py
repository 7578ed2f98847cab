"""§6.1.2: the table of states, and a random walk that the documents may never leave."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fieldapp.domain import events, patches, states, workflow
from fieldapp.domain.records import EventKind, Role, State
from fieldapp.domain.status import Signing, derive
from fieldapp.domain.validation import check_document
from fieldapp.domain.workflow import Action
from fieldapp.errors import RefusedFault
from tests.support.domain_documents import DESK, ENGINEER, at, event, moved, order, shipped_profile

TABLE = {
    (State.PENDING, State.DISPATCHED): Role.DESK,
    (State.DISPATCHED, State.PENDING): Role.ENGINEER,
    (State.DISPATCHED, State.IN_PROGRESS): Role.ENGINEER,
    (State.IN_PROGRESS, State.ON_HOLD): Role.ENGINEER,
    (State.IN_PROGRESS, State.RESOLVED): Role.ENGINEER,
    (State.ON_HOLD, State.IN_PROGRESS): Role.ENGINEER,
    (State.RESOLVED, State.IN_PROGRESS): Role.DESK,
    (State.RESOLVED, State.CLOSED): Role.DESK,
}
HOLD = {"supplier": "海康威视", "reason": "主板送修", "expected_at": "2026-11-30"}


@pytest.mark.parametrize(("from_", "to", "role"), list(itertools.product(State, State, Role)))
def test_only_the_table_is_allowed(from_: State, to: State, role: Role) -> None:
    said = {"reason": "有原因", "hold": HOLD}
    if TABLE.get((from_, to)) is role:
        assert to in states.allowed(from_, role)
        states.check(from_, to, role, said)
        return
    assert to not in states.allowed(from_, role)
    with pytest.raises(RefusedFault) as caught:
        states.check(from_, to, role, said)
    assert caught.value.code == "state.refused"
    assert caught.value.details["allowed"] == sorted(states.allowed(from_, role))
    assert all(name in caught.value.text for name in caught.value.details["allowed"] or ["nothing"])


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        ({}, ["hold.supplier", "hold.reason", "hold.expected_at"]),
        ({"hold": "soon"}, ["hold.supplier", "hold.reason", "hold.expected_at"]),
        ({"hold": HOLD | {"supplier": " "}}, ["hold.supplier"]),
        ({"hold": HOLD | {"expected_at": "tomorrow"}}, ["hold.expected_at"]),
        ({"hold": HOLD | {"expected_at": "2026-13-01"}}, ["hold.expected_at"]),
        ({"hold": HOLD | {"expected_at": "2026-11-30T10:00:00"}}, ["hold.expected_at"]),
        ({"hold": HOLD | {"expected_at": 3}}, ["hold.expected_at"]),
        ({"hold": HOLD | {"expected_at": "2026-11-30T10:00:00+08:00"}}, []),
        ({"hold": HOLD}, []),
    ],
)
def test_a_hold_says_who_why_and_until_when(data: dict[str, Any], missing: list[str]) -> None:
    if not missing:
        states.check(State.IN_PROGRESS, State.ON_HOLD, Role.ENGINEER, data)
        return
    with pytest.raises(RefusedFault) as caught:
        states.check(State.IN_PROGRESS, State.ON_HOLD, Role.ENGINEER, data)
    assert caught.value.details["missing"] == missing


def test_declining_needs_a_reason() -> None:
    with pytest.raises(RefusedFault) as caught:
        states.check(State.DISPATCHED, State.PENDING, Role.ENGINEER, {"reason": "  "})
    assert caught.value.details["missing"] == ["reason"]


class OrderLife(RuleBasedStateMachine):
    """Desk and engineer do what they like; the document stays true to its log whatever they try."""

    @initialize(mode=st.sampled_from(["phone", "remote", "onsite"]))
    def dispatched(self, mode: str) -> None:
        self.doc = order(service_mode=mode)
        self.minutes = 3
        self.count = 100

    def _do(self, *entries: dict[str, Any]) -> bool:
        try:
            self.doc = patches.apply(self.doc, {"events": list(entries)})
        except RefusedFault:
            return False
        return True

    def _next(self) -> int:
        self.minutes += 7
        self.count += 1
        return self.count

    @rule(to=st.sampled_from(State), by_desk=st.booleans(), said=st.booleans())
    def any_move(self, to: State, by_desk: bool, said: bool) -> None:
        from_ = State(self.doc["state"])
        actor = DESK if by_desk else ENGINEER
        data = {"reason": "原因", "hold": HOLD} if said else {}
        done = self._do(moved(self._next(), from_, to, self.minutes, actor, **data))
        needs = to is State.ON_HOLD or (from_, to) == (State.DISPATCHED, State.PENDING)
        assert done is (TABLE.get((from_, to)) is actor.role and (said or not needs))

    @rule()
    def next_step(self) -> None:
        """The action that the screens offer first is never refused."""
        status = derive(self.doc, shipped_profile(), at(self.minutes))
        action = workflow.next_action(self.doc, status)
        assert workflow.blocked(action, self.doc, status, shipped_profile()) is None
        assert self._do(*self._entries(action, status.next_revision))

    @rule(outcome=st.sampled_from(["signed", "refused", "absent", "later"]))
    def confirm(self, outcome: str) -> None:
        status = derive(self.doc, shipped_profile(), at(self.minutes))
        if workflow.blocked(Action.CONFIRM, self.doc, status, shipped_profile()) is None:
            kind = EventKind.SIGNED if outcome == "signed" else EventKind.NOT_SIGNED
            assert self._do(event(self._next(), kind, self.minutes, outcome=outcome, revision=status.next_revision))
            assert derive(self.doc, shipped_profile(), at(self.minutes)).signing == outcome

    def _entries(self, action: Action, revision: int) -> list[dict[str, Any]]:
        number = self._next()
        taps = {Action.ACCEPT: EventKind.ACCEPTED, Action.DEPART: EventKind.DEPARTED, Action.ARRIVE: EventKind.ARRIVED}
        moves = {
            Action.START: (State.DISPATCHED, State.IN_PROGRESS),
            Action.RESUME: (State.ON_HOLD, State.IN_PROGRESS),
            Action.RESOLVE: (State.IN_PROGRESS, State.RESOLVED),
        }
        if action in taps:
            return [event(number, taps[action], self.minutes)]
        if action in moves:
            return [moved(number, *moves[action], self.minutes)]
        if action is Action.CONFIRM:
            return [event(number, EventKind.SIGNED, self.minutes, revision=revision)]
        if action is Action.SEAL:
            return [event(number, EventKind.SEALED, self.minutes, revision=revision - 1)]
        return []

    @invariant()
    def true_to_its_log(self) -> None:
        check_document(self.doc)
        status = derive(self.doc, shipped_profile(), at(self.minutes))
        assert status.state == self.doc["state"]
        assert (status.resolved_at is not None) is (status.state in (State.RESOLVED, State.CLOSED))
        assert (status.signed_revision is not None) is (status.signing is Signing.SIGNED)
        assert events.ids(self.doc["events"]) == {entry.id for entry in events.log(self.doc)}
        if status.state is State.PENDING:
            assert workflow.next_action(self.doc, status) is Action.WAIT


OrderLife.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestOrderLife = OrderLife.TestCase
