"""What the log says of the notices of §6.1.4: how each was given, handed over, missed; and how such entries are written.

Entries that no person writes have an id made from the order, the notice and what is said, so two devices and the endpoint that
find out the same thing write one entry.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Final

from fieldapp import ids
from fieldapp.domain.records import Event, EventKind


class Outcome(StrEnum):
    """What became of a notice. QUEUED: the text was handed to the endpoint, which sends it. FAILED: it could not send it to
    everybody. UNCERTAIN: it was interrupted while sending, so the text may have gone out. NO_ANSWER: called in vain."""

    SENT = "sent"
    CALLED = "called"
    LATE = "late"
    MISSED = "missed"
    QUEUED = "queued"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    NO_ANSWER = "no_answer"


GIVEN: Final[Collection[str]] = frozenset({Outcome.SENT, Outcome.CALLED, Outcome.LATE})
"""Somebody was told."""

FAILURES: Final[Collection[str]] = frozenset({Outcome.FAILED, Outcome.UNCERTAIN})
_RANK: Final[Mapping[str, int]] = {Outcome.MISSED: 1, Outcome.QUEUED: 2, Outcome.FAILED: 2, Outcome.UNCERTAIN: 2}
_GIVEN_RANK: Final = 3


def counting(log: Sequence[Event]) -> dict[str, Event]:
    """The entry that counts for each notice: the first that tells of giving it; else what the endpoint said last of sending it;
    else that it was missed. Calls in vain do not count."""
    entries: dict[str, Event] = {}
    for event in log:
        if event.kind is not EventKind.NOTICE or outcome_of(event) == Outcome.NO_ANSWER:
            continue
        key = str(event.data.get("key") or event.id)
        held = _rank(entries[key]) if key in entries else -1
        if _rank(event) > held or (_rank(event) == held and not is_given(event)):
            entries[key] = event
    return entries


def outcome_of(event: Event) -> str:
    return str(event.data.get("outcome") or "")


def is_given(event: Event) -> bool:
    return outcome_of(event) in GIVEN


def entry_id(order_id: str, key: str, what: str) -> str:
    """The id of an entry that is written once: `what` is an outcome, or `given` for what the endpoint gave."""
    return ids.named_id(order_id, key, what)


def _rank(event: Event) -> int:
    if is_given(event):
        return _GIVEN_RANK
    return _RANK.get(outcome_of(event), 0)
