"""A major incident for tests: declared by ENGINEER at START, MANAGER in charge."""

from __future__ import annotations

from typing import Any

from fieldapp.clock import to_wire
from fieldapp.domain.records import Actor, Document, EventKind, Role
from tests.support.domain_documents import ENGINEER, at, event, uid

MANAGER = Actor("mgr-001", "赵总", Role.ENGINEER)
MEMBER = Actor("eng-002", "王岩", Role.ENGINEER)


def shift(number: int, actor: Actor, begins: float, ends: float | None = None) -> dict[str, Any]:
    row = {"_id": uid(number), "name": actor.name, "user": actor.id, "phone": "13800000000", "begins": to_wire(at(begins))}
    return row if ends is None else {**row, "ends": to_wire(at(ends))}


def cause(number: int, name: str, likelihood: str, ease: str, verdict: str = "open") -> dict[str, Any]:
    row = {"_id": uid(number), "cause": name, "likelihood": likelihood, "ease": ease, "verdict": verdict, "test": "替换法"}
    return {key: value for key, value in row.items() if value}


def update(number: int, audience: str, every: int | None = 60, **more: Any) -> dict[str, Any]:
    row = {"_id": uid(number), "audience": audience, "mechanism": "phone", "approver": MANAGER.name, "user": MANAGER.id, **more}
    return row if every is None else {**row, "every": every}


def major(state: str = "DECLARED", *, log: list[dict[str, Any]] | None = None, **answers: Any) -> Document:
    said = {"title": "临江分局平台全部中断", "customer_unit": "临江市公安局", "started_at": to_wire(at(-20))}
    said |= {"managers": [shift(0xA1, MANAGER, 0)], "recovery_team": [{"_id": uid(0xB1), "name": MEMBER.name, "user": MEMBER.id}]}
    return {
        "id": uid(0xD00),
        "number": "ZD-20261123-000D00",
        "kind": "major-incident",
        "schema": 1,
        "form": {"id": "major-incident", "version": 1},
        "assignee": None,
        "state": state,
        "created_at": to_wire(at(0)),
        "answers": said | answers,
        "events": [event(0xD01, EventKind.CREATED, 0, ENGINEER), *(log or [])],
        "attachments": [],
    }


def sent(number: int, row: int, minutes: float, due: float, actor: Actor = MEMBER) -> dict[str, Any]:
    """An update of a row that was due at `due` and given at `minutes`."""
    data = {"key": f"{uid(row)}@{to_wire(at(due))}", "row": uid(row), "audience": "senior", "due_at": to_wire(at(due))}
    return event(number, EventKind.STATEMENT_SENT, minutes, actor, **data, mechanism="phone", text="…", approved_by="赵总")
