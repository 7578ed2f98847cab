"""Documents of records for tests; the problem record stands for all kinds."""

from __future__ import annotations

from typing import Any

from fieldapp.clock import to_wire
from fieldapp.domain.records import Actor, Document, EventKind
from tests.support.domain_documents import DESK, ENGINEER, at, event, uid

OTHER = Actor("eng-002", "王岩", ENGINEER.role)


def problem(state: str = "SUBMITTED", *, number: int = 0xDEF, author: Actor = ENGINEER, **answers: Any) -> Document:
    """A problem that ENGINEER has recorded at START."""
    return {
        "id": uid(number),
        "number": f"WT-20261123-{number:06X}",
        "kind": "problem",
        "schema": 1,
        "form": {"id": "problem-record", "version": 1},
        "assignee": None,
        "state": state,
        "created_at": to_wire(at(0)),
        "answers": {"title": "同型号摄像机反复断线", "reason_kind": "repeated", **answers},
        "events": [event(number + 1, EventKind.CREATED, 0, author)],
        "attachments": [],
    }


def step(number: int, from_: str, to: str, actor: Actor = DESK, **data: Any) -> dict[str, Any]:
    """One move of a record."""
    return event(number, EventKind.TRANSITION, number, actor, **{"from": from_, "to": to}, **data)
