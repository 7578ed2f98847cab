"""§7.2.4: the reviews of the recovery team and of the management group, kept apart: when the next is, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from fieldapp.domain.major.rows import rows, text, when
from fieldapp.domain.major.rules import GROUPS, MajorRules
from fieldapp.domain.records import Document
from fieldapp.domain.status import moment

REVIEWS = "reviews"
NEXT = {group: f"next_{group}_review" for group in GROUPS}
"""The answer that says when a group meets next: it belongs to its plan (§7.2.3, §7.2.4-14)."""


class ReviewState(StrEnum):
    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Review:
    """A meeting that was held."""

    row_id: str
    group: str
    held_at: datetime | None
    chair: str
    present: str
    minutes: str
    decisions: str
    statement: str


@dataclass(frozen=True, slots=True)
class NextReview:
    """The next meeting of a group. `proposed`: nobody has set it, the time is what the rules propose."""

    group: str
    at: datetime
    state: ReviewState
    proposed: bool


def held(doc: Document, group: str) -> tuple[Review, ...]:
    """The meetings of a group, newest first."""
    early = datetime.min.replace(tzinfo=UTC)
    found = [_review(row) for row in rows(doc, REVIEWS) if text(row, "group") == group]
    return tuple(sorted(found, key=lambda review: review.held_at or early, reverse=True))


def upcoming(doc: Document, group: str, rules: MajorRules, now: datetime) -> NextReview:
    """A time that was set counts until a meeting at or after it was held; after that the rules propose one."""
    last = next((review.held_at for review in held(doc, group) if review.held_at is not None), None)
    stated = when(doc.get("answers", {}), NEXT[group])
    proposed = stated is None or (last is not None and stated <= last)
    begin = last or moment(doc.get("created_at")) or now
    at = begin + rules.reviews[group] if stated is None or proposed else stated
    state = ReviewState.OVERDUE if now > at else ReviewState.DUE if now >= at - rules.remind else ReviewState.UPCOMING
    return NextReview(group, at, state, proposed)


def _review(row: Mapping[str, Any]) -> Review:
    return Review(
        row_id=row["_id"],
        group=text(row, "group"),
        held_at=when(row, "held_at"),
        chair=text(row, "chair"),
        present=text(row, "present"),
        minutes=text(row, "minutes"),
        decisions=text(row, "decisions"),
        statement=text(row, "statement"),
    )
