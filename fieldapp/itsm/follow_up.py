"""What comes of a record by itself: a kind's file says which other record is made once it gets into a state (§7.2.5: closing a
major incident hands it to problem management). It is made where every way of getting there meets, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from fieldapp import clock, ids
from fieldapp.domain import kinds, links
from fieldapp.domain.records import Actor, Document, EventKind, Role
from fieldapp.forms import answers
from fieldapp.itsm import knowledge, ledger, orders
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.envelope import new_event
from fieldapp.itsm.orders import Change


def follow_up_id(record_id: str, kind: str) -> str:
    """The id of what comes of a record: the same however often, and by whom, it gets there."""
    return ids.named_id(record_id, "follow-up", kind)


def followed(endpoint: Endpoint, connection: Connection, changes: Sequence[Change], day: str) -> list[Change]:
    """The changes about to be saved, with everything that comes of them: in the ledger, in the counts of articles, and as
    records. Row locks must be held; `day`: YYYYMMDD, for new numbers."""
    along = knowledge.counted(endpoint, connection, ledger.followed(endpoint, connection, changes, day))
    made = [_made(endpoint, connection, change, day) for change in along]
    return [*along, *(Change(None, doc) for doc in made if doc is not None)]


def _made(endpoint: Endpoint, connection: Connection, change: Change, day: str) -> Document | None:
    """What comes of one change; None when nothing does, or it is there already."""
    kind = kinds.of(change.doc)
    rule = kind.follow_up if kind is not None else None
    was = change.before.doc["state"] if change.before is not None else None
    if rule is None or change.doc["state"] != rule.on or was == rule.on:
        return None
    record_id = follow_up_id(change.doc["id"], rule.kind)
    if orders.load(endpoint.database, connection, [record_id]):
        return None
    made, now = kinds.get(rule.kind), endpoint.clock.now()
    definition = endpoint.catalog.latest(made.form)
    return {
        "id": record_id,
        "number": orders.fresh_number(connection, day, made.prefix),
        "kind": made.code,
        "schema": 1,
        "form": {"id": definition.id, "version": definition.version},
        "assignee": None,
        "state": made.initial[0],
        "created_at": clock.to_wire(now),
        "answers": answers.defaults(definition) | _taken(change.doc, rule) | {links.LINKS: _links(change.doc)},
        "events": [new_event(EventKind.CREATED, _who(change.doc, rule.on), now, {"from": change.doc["id"]})],
        "attachments": [],
    }


def _taken(doc: Document, rule: kinds.FollowUp) -> dict[str, Any]:
    said = doc["answers"]
    return {there: said[here] for here, there in rule.take.items() if here in said} | dict(rule.given)


def _links(doc: Document) -> list[Mapping[str, Any]]:
    """To the record itself and to what it belongs to."""
    return [links.row(doc), *links.of(doc)]


def _who(doc: Document, state: str) -> Actor:
    """Who brought it there: he is the author, so he hears of what becomes of it."""
    moves = (entry for entry in reversed(doc["events"]) if entry["kind"] == EventKind.TRANSITION)
    entry = next((entry for entry in moves if entry["data"].get("to") == state), None)
    actor = entry["actor"] if entry is not None else {"id": "system", "name": "fieldapp", "role": Role.SYSTEM}
    return Actor(actor["id"], actor["name"], Role(actor["role"]))
