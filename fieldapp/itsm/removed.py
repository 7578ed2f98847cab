"""Who took an order away, when and why, for whoever has it no longer: read from the order's log, never the order itself."""

from __future__ import annotations

from fieldapp import clock
from fieldapp.domain import events
from fieldapp.domain.records import JSON, Document, Event, EventKind

CANCELS = "cancels"
"""In the data of the note by which an order is cancelled: true; `reason` beside it is what the note says."""

LONGEST = 1000
LONGEST_NAME = 100


def told(doc: Document, removed: str, user_id: str) -> dict[str, JSON]:
    """What the wire says: `removed`, and `by`, `at`, `to`, `reason` as far as the log names them, for the person `user_id`."""
    entry = _cancelled(doc) if removed == "cancelled" else _given_away(doc, user_id)
    if entry is None:
        return {"removed": removed}
    said = {
        "removed": removed,
        "by": _short(entry.actor.name, LONGEST_NAME),
        "at": clock.to_wire(events.moment(entry)),
        "to": _short(entry.data.get("name"), LONGEST_NAME) if entry.kind is EventKind.ASSIGNED else "",
        "reason": _short(entry.data.get("reason"), LONGEST),
    }
    return {name: value for name, value in said.items() if value}


def _cancelled(doc: Document) -> Event | None:
    notes = (event for event in reversed(events.log(doc)) if event.kind is EventKind.NOTE)
    return next((event for event in notes if event.data.get(CANCELS) is True), None)


def _given_away(doc: Document, user_id: str) -> Event | None:
    """The last entry by which it passed from this person to somebody else, or back to the desk; who has an order that was
    recorded on site is not in its log until then."""
    holder, last = user_id, None
    for event in events.log(doc):
        if event.kind not in (EventKind.ASSIGNED, EventKind.DECLINED):
            continue
        following = event.data.get("assignee") if event.kind is EventKind.ASSIGNED else None
        if holder == user_id and following != user_id:
            last = event
        holder = following if isinstance(following, str) else ""
    return last


def _short(value: object, most: int) -> str:
    return " ".join(value.split())[:most] if isinstance(value, str) else ""
