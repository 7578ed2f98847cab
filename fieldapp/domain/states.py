"""§6.1.2 事件状态: which moves exist, who may make them and what has to be said with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from fieldapp.clock import from_wire
from fieldapp.domain.records import Role, State
from fieldapp.errors import RefusedFault

_MOVES: Final[Mapping[State, Mapping[State, Role]]] = {
    State.PENDING: {State.DISPATCHED: Role.DESK},
    State.DISPATCHED: {State.PENDING: Role.ENGINEER, State.IN_PROGRESS: Role.ENGINEER},
    State.IN_PROGRESS: {State.ON_HOLD: Role.ENGINEER, State.RESOLVED: Role.ENGINEER},
    State.ON_HOLD: {State.IN_PROGRESS: Role.ENGINEER},
    State.RESOLVED: {State.IN_PROGRESS: Role.DESK, State.CLOSED: Role.DESK},
    State.CLOSED: {},
}

INITIAL: Final = frozenset({State.PENDING, State.DISPATCHED})
"""States an order may be recorded in: by the desk as 待处理, by an engineer on site for himself as 已派单 (§6.2.1)."""


def allowed(state: State, role: Role) -> frozenset[State]:
    """The states that `role` may bring an order to from `state` (§6.1.2). The system moves nothing by itself."""
    return frozenset(target for target, mover in _MOVES[state].items() if mover is role)


def check(from_: State, to: State, role: Role, data: Mapping[str, Any]) -> None:
    """Let a transition pass or raise RefusedFault `state.refused` (details: from_state, to_state, role, allowed, missing).

    `data` is the transition event's: declining (已派单→待处理) needs `reason` (§6.1.1-2); 挂起 needs `hold` with supplier,
    reason and expected date (§6.1.2); `missing` names what was not given.
    """
    possible = sorted(allowed(from_, role))
    names = [state.value for state in possible]
    details = {"from_state": from_.value, "to_state": to.value, "role": role.value, "allowed": names}
    if to not in possible:
        named = ", ".join(names) or "nothing"
        raise RefusedFault("state.refused", f"{from_} to {to} is not for the {role}; allowed: {named}", missing=[], **details)
    if missing := _missing(from_, to, data):
        raise RefusedFault("state.refused", f"{from_} to {to} needs {', '.join(missing)}", missing=missing, **details)


def _missing(from_: State, to: State, data: Mapping[str, Any]) -> list[str]:
    if (from_, to) == (State.DISPATCHED, State.PENDING):
        return [] if _is_said(data.get("reason")) else ["reason"]
    if to is State.ON_HOLD:
        hold = data.get("hold")
        given = hold if isinstance(hold, Mapping) else {}
        missing = [f"hold.{name}" for name in ("supplier", "reason") if not _is_said(given.get(name))]
        return missing if _is_moment(given.get("expected_at")) else [*missing, "hold.expected_at"]
    return []


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_moment(value: object) -> bool:
    """A day or an RFC 3339 moment: suppliers promise days, sometimes hours."""
    if not isinstance(value, str):
        return False
    try:
        if len(value) == len("2026-11-22"):
            date.fromisoformat(value)
        else:
            from_wire(value)
    except ValueError:
        return False
    return True
