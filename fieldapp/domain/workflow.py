"""The steps of an order (§6.2): 接单 → 出发 → 到达 → 开始处理 → 完成处理 → 客户确认 → 归档, and what may be done when.

The primary action of every screen comes from here. Reasons are codes (`workflow.…`) that `ui/messages.py` turns into words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Document, State
from fieldapp.domain.status import Signing, Status


class Action(StrEnum):
    """What an engineer does with an order. WAIT: it is the desk's turn; DONE: nothing is left to do."""

    ACCEPT = "accept"
    DECLINE = "decline"
    DEPART = "depart"
    ARRIVE = "arrive"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    SEAL = "seal"
    LEAVE = "leave"
    WAIT = "wait"
    DONE = "done"


TRAVEL: Final = (Action.DEPART, Action.ARRIVE)
STEPS: Final = (Action.ACCEPT, *TRAVEL, Action.START, Action.RESOLVE, Action.CONFIRM, Action.SEAL)


@dataclass(frozen=True, slots=True)
class _Case:
    doc: Document
    status: Status
    profile: Profile

    @property
    def on_site(self) -> bool:
        return is_on_site(self.doc)


def is_on_site(doc: Document) -> bool:
    """§6.2.4: whether somebody travels; by phone or remotely nobody departs or arrives. On site unless said otherwise."""
    return doc.get("answers", {}).get("service_mode") not in ("phone", "remote")


def steps(doc: Document) -> tuple[Action, ...]:
    """The steps that this order goes through, in order."""
    return STEPS if is_on_site(doc) else tuple(step for step in STEPS if step not in TRAVEL)


def next_action(doc: Document, status: Status) -> Action:
    """The one step that is next; a step that something is missing for stays the next one (see `blocked`)."""
    match status.state:
        case State.PENDING:
            return Action.WAIT
        case State.DISPATCHED:
            return _next_before_start(doc, status)
        case State.IN_PROGRESS:
            return Action.RESOLVE
        case State.ON_HOLD:
            return Action.RESUME
        case State.RESOLVED:
            return _next_after_resolution(status)
        case State.CLOSED:  # pragma: no branch  # the last of all states
            return Action.SEAL if status.needs_seal else Action.DONE


def actions(doc: Document, status: Status, profile: Profile) -> dict[Action, str | None]:
    """Every action with the code of the reason why it is not possible now, None when it is."""
    case = _Case(doc, status, profile)
    return {action: rule(case) for action, rule in _RULES.items()}


def blocked(action: Action, doc: Document, status: Status, profile: Profile) -> str | None:
    """The code of the reason why an action is not possible now, None when it is; WAIT and DONE are never blocked."""
    rule = _RULES.get(action)
    return rule(_Case(doc, status, profile)) if rule else None


def _next_before_start(doc: Document, status: Status) -> Action:
    if status.accepted_at is None:
        return Action.ACCEPT
    if is_on_site(doc) and status.arrived_at is None:
        return Action.DEPART if status.departed_at is None else Action.ARRIVE
    return Action.START


def _next_after_resolution(status: Status) -> Action:
    if not status.signing.is_settled:
        return Action.CONFIRM
    return Action.SEAL if status.needs_seal else Action.DONE


def _accept(case: _Case) -> str | None:
    if case.status.state is not State.DISPATCHED:
        return "workflow.not-dispatched"
    return "workflow.already-accepted" if case.status.accepted_at else None


def _decline(case: _Case) -> str | None:
    """§6.1.1-2: until the work is begun, also after accepting: people fall ill on the way."""
    return None if case.status.state is State.DISPATCHED else "workflow.not-dispatched"


def _before_start(case: _Case) -> str | None:
    if case.status.state is not State.DISPATCHED:
        return "workflow.not-dispatched"
    return None if case.status.accepted_at else "workflow.not-accepted"


def _depart(case: _Case) -> str | None:
    if not case.on_site:
        return "workflow.not-on-site"
    if case.status.departed_at or case.status.arrived_at:
        return "workflow.already-departed"
    return _before_start(case)


def _arrive(case: _Case) -> str | None:
    """An engineer who is resident at the customer's never departs, so arriving does not ask for it (§3 一线支持)."""
    if not case.on_site:
        return "workflow.not-on-site"
    if case.status.arrived_at:
        return "workflow.already-arrived"
    return _before_start(case)


def _start(case: _Case) -> str | None:
    reason = _before_start(case)
    if reason is None and case.on_site and case.status.arrived_at is None:
        return "workflow.not-arrived"
    return reason


def _hold(case: _Case) -> str | None:
    return None if case.status.state is State.IN_PROGRESS else "workflow.not-in-progress"


def _resume(case: _Case) -> str | None:
    return None if case.status.state is State.ON_HOLD else "workflow.not-on-hold"


def _resolve(case: _Case) -> str | None:
    """§6.1.2 已解决 means solved; §6.2.5 the backup is on record where the level asks for it."""
    answers = case.doc.get("answers", {})
    if case.status.state is not State.IN_PROGRESS:
        return "workflow.not-in-progress"
    if answers.get("result") == "unsolved":
        return "workflow.unsolved"
    terms = case.profile.for_contract(case.status.contract)
    if terms.backup_required(case.status.priority) and "backup_done" not in answers:
        return "workflow.backup-missing"
    return None


def _confirm(case: _Case) -> str | None:
    """§6.2.6 after the work. A customer who refused or was absent may still sign later."""
    if case.status.state is not State.RESOLVED:
        return "workflow.not-resolved"
    return "workflow.already-signed" if case.status.signing is Signing.SIGNED else None


def _seal(case: _Case) -> str | None:
    """§6.2.7 the customer's answer is known; the desk may have closed the order meanwhile."""
    if case.status.state not in (State.RESOLVED, State.CLOSED):
        return "workflow.not-resolved"
    if not case.status.signing.is_settled:
        return "workflow.not-confirmed"
    return None if case.status.needs_seal else "workflow.already-sealed"


def _leave(case: _Case) -> str | None:
    if not case.on_site:
        return "workflow.not-on-site"
    if case.status.arrived_at is None:
        return "workflow.not-arrived"
    return "workflow.already-left" if case.status.left_at else None


_RULES: Final[dict[Action, Callable[[_Case], str | None]]] = {
    Action.ACCEPT: _accept,
    Action.DECLINE: _decline,
    Action.DEPART: _depart,
    Action.ARRIVE: _arrive,
    Action.START: _start,
    Action.HOLD: _hold,
    Action.RESUME: _resume,
    Action.RESOLVE: _resolve,
    Action.CONFIRM: _confirm,
    Action.SEAL: _seal,
    Action.LEAVE: _leave,
}
