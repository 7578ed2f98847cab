"""What surrounds the answers of an order: identifiers, the empty log, and the entries that hand it to an engineer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from fieldapp import clock, ids
from fieldapp.domain import patches
from fieldapp.domain.patches import Patch
from fieldapp.domain.records import JSON, Actor, Document, EventKind, State
from fieldapp.domain.written import FIELDS
from fieldapp.errors import InputFault
from fieldapp.forms.catalog import Catalog

FORM: dict[str, JSON] = {"id": "maintenance-work-order", "version": 1}
"""What an order is filled in with where nobody says otherwise."""


def form_of_today(catalog: Catalog) -> dict[str, JSON]:
    """What a new order is filled in with: the newest version in force."""
    return {"id": FORM["id"], "version": catalog.latest(str(FORM["id"])).version}


def completed(raw: object, now: datetime, form: dict[str, JSON] = FORM) -> Document:
    """An ORDER.json may leave out the envelope: identifiers and an empty log are added. What is given is never changed.

    Raises InputFault `order.invalid` for anything but an object.
    """
    if not isinstance(raw, Mapping):
        raise InputFault("order.invalid", "$: an order is an object", path="$")
    envelope: Document = {
        "id": ids.new_id(),
        "number": None,
        "schema": 1,
        "form": dict(form),
        "assignee": None,
        "state": State.PENDING.value,
        "created_at": clock.to_wire(now),
        "answers": {},
        "events": [],
        "attachments": [],
    }
    return {**envelope, **raw}


def new_event(kind: EventKind, actor: Actor, at: datetime, data: dict[str, JSON]) -> dict[str, JSON]:
    """One entry of the log; the endpoint's clock is the server's clock."""
    moment = clock.to_wire(at)
    return {
        "id": ids.new_ordered_id(),
        "kind": kind.value,
        "at": moment,
        "server_at": moment,
        "actor": actor.to_wire(),
        "data": data,
    }


def moved(actor: Actor, at: datetime, from_: str, to: State) -> dict[str, JSON]:
    """A transition entry."""
    return new_event(EventKind.TRANSITION, actor, at, {"from": from_, "to": to.value})


def rewritten(doc: Document, actor: Actor, at: datetime, answers: Mapping[str, JSON]) -> Patch:
    """What a person at the desk changes (None removes), with the entry that says who; empty when nothing becomes different."""
    held = doc["answers"]
    changed = {name: value for name, value in answers.items() if not patches.same(held.get(name), value)}
    if not changed:
        return {}
    return {"answers": changed, "events": [new_event(EventKind.EDITED, actor, at, {FIELDS: list(changed)})]}


def handing_over(
    doc: Mapping[str, JSON], actor: Actor, assignee: str, name: str, at: datetime, reason: str = ""
) -> list[dict[str, JSON]]:
    """The entries that give an order to an engineer; a pending one becomes 已派单 (§6.1.2). `reason`: told to whoever had it."""
    said: dict[str, JSON] = {"assignee": assignee, "name": name, **({"reason": reason} if reason else {})}
    assigned = new_event(EventKind.ASSIGNED, actor, at, said)
    return [assigned, moved(actor, at, State.PENDING.value, State.DISPATCHED)] if doc["state"] == State.PENDING else [assigned]
