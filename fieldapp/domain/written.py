"""Who at the desk wrote an answer, as far as the log says. `edited` names the answers (`fields`); `assigned` and `note` name
those that were written with them. Documents of an earlier endpoint, and clients that say nothing, leave it unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain import events
from fieldapp.domain.records import Document, EventKind, Role

FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Written:
    """By whom at the desk, and when (`events.moment`)."""

    by: str
    at: datetime


def since(base: Document, theirs: Document) -> dict[str, Written]:
    """Answer → the desk's last entry about it among those that `base` does not hold; `state` is told by a step of the desk."""
    known = events.ids(base.get("events", ()))
    found: dict[str, Written] = {}
    for event in events.log(theirs):
        if event.actor.role is not Role.DESK or event.id in known:
            continue
        fields = ["state"] if event.kind is EventKind.TRANSITION else event.data.get(FIELDS)
        if isinstance(fields, list):
            written = Written(event.actor.name, events.moment(event))
            found |= {name: written for name in fields if isinstance(name, str)}
    return found
