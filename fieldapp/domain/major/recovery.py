"""§7.2.3: the causes in the order in which they are to be investigated, and the timetable of the actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from fieldapp.domain.major.rows import rows, text, when
from fieldapp.domain.major.rules import MajorRules
from fieldapp.domain.records import Document

CAUSES = "causes"
ACTIONS = "recovery_actions"


class Verdict(StrEnum):
    """What is known of a cause, in the order in which causes are read."""

    CONFIRMED = "confirmed"
    TESTING = "testing"
    OPEN = "open"
    RULED_OUT = "ruled_out"


class Pace(StrEnum):
    """How an action stands at a moment."""

    LATE = "late"
    DUE = "due"
    PLANNED = "planned"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Cause:
    """`priority` of investigating it, 1 first; None: not weighed yet. `test`: how it is tested or ruled out."""

    row_id: str
    cause: str
    component: str
    test: str
    likelihood: str
    ease: str
    priority: int | None
    verdict: Verdict
    finding: str


@dataclass(frozen=True, slots=True)
class Action:
    """One action of this stage. DUE: it should be under way."""

    row_id: str
    action: str
    detail: str
    cause: str
    who: str
    user: str
    begins: datetime | None
    until: datetime | None
    pace: Pace
    result: str


def causes(doc: Document, rules: MajorRules) -> tuple[Cause, ...]:
    """What is confirmed comes first, then what is still possible by its priority (unweighed last, as they were written down),
    then what was ruled out."""
    found = [_cause(row, rules) for row in rows(doc, CAUSES) if text(row, "cause")]
    last = len(rules.ranks) + 2

    def place(cause: Cause) -> tuple[int, int, int]:
        group = {Verdict.CONFIRMED: 0, Verdict.RULED_OUT: 2}.get(cause.verdict, 1)
        return group, cause.priority or last, list(Verdict).index(cause.verdict)

    return tuple(sorted(found, key=place))


def _cause(row: Mapping[str, Any], rules: MajorRules) -> Cause:
    likelihood, ease, verdict = text(row, "likelihood"), text(row, "ease"), text(row, "verdict")
    return Cause(
        row_id=row["_id"],
        cause=text(row, "cause"),
        component=text(row, "component"),
        test=text(row, "test"),
        likelihood=likelihood,
        ease=ease,
        priority=rules.rank(likelihood, ease),
        verdict=Verdict(verdict) if verdict in set(Verdict) else Verdict.OPEN,
        finding=text(row, "finding"),
    )


def actions(doc: Document, now: datetime) -> tuple[Action, ...]:
    """What is still to be done by its time, then what is done or dropped."""
    found = [_action(row, now) for row in rows(doc, ACTIONS) if text(row, "action")]
    far = datetime.max.replace(tzinfo=UTC)
    over = (Pace.DONE, Pace.DROPPED)
    return tuple(sorted(found, key=lambda one: (one.pace in over, one.until or one.begins or far)))


def _action(row: Mapping[str, Any], now: datetime) -> Action:
    begins, until = when(row, "begins"), when(row, "until")
    return Action(
        row_id=row["_id"],
        action=text(row, "action"),
        detail=text(row, "detail"),
        cause=text(row, "cause"),
        who=text(row, "who"),
        user=text(row, "user"),
        begins=begins,
        until=until,
        pace=_pace(text(row, "progress"), begins, until, now),
        result=text(row, "result"),
    )


def _pace(progress: str, begins: datetime | None, until: datetime | None, now: datetime) -> Pace:
    if progress in (Pace.DONE, Pace.DROPPED):
        return Pace(progress)
    if until is not None and now > until:
        return Pace.LATE
    return Pace.DUE if progress == "doing" or (begins is not None and begins <= now) else Pace.PLANNED
