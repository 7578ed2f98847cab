"""Demo data: two users, realistic orders whose times count from the moment of seeding, and the ledger of their devices."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from fieldapp import clock
from fieldapp.domain import patches, validation
from fieldapp.domain.records import JSON, Document, EventKind, Role, State
from fieldapp.itsm import orders, records, rules
from fieldapp.itsm.accounts import User, add_user
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.duties import Duty
from fieldapp.itsm.envelope import FORM, new_event
from fieldapp.paths import resource

ENGINEER = User("eng-001", "liming", "李旻", Role.ENGINEER)
DESK = User("desk-001", "desk", "欧阳𠅤", Role.DESK, frozenset(Duty))

_STEPS: dict[str, tuple[EventKind, User, str | None]] = {
    "accept": (EventKind.ACCEPTED, ENGINEER, "accepted_at"),
    "depart": (EventKind.DEPARTED, ENGINEER, "departed_at"),
    "arrive": (EventKind.ARRIVED, ENGINEER, "arrived_at"),
    "leave": (EventKind.LEFT, ENGINEER, "left_at"),
}
_MOVES: dict[str, tuple[State, User]] = {
    "dispatch": (State.DISPATCHED, DESK),
    "start": (State.IN_PROGRESS, ENGINEER),
    "hold": (State.ON_HOLD, ENGINEER),
    "resolve": (State.RESOLVED, ENGINEER),
    "close": (State.CLOSED, DESK),
}
_TIMED = {"start": "started_at", "resolve": "restored_at"}


def seed(endpoint: Endpoint, password: str) -> int:
    """Add both users (a known user gets this password) and the orders that are not there yet; returns how many were added."""
    for user in (ENGINEER, DESK):
        add_user(endpoint.database, user, password)
    entries = json.loads(resource("demo/orders.json").read_text(encoding="utf-8"))["orders"]
    now = endpoint.clock.now()
    added = sum(_add(endpoint, entry, now) for entry in entries)
    _enter_ledger(endpoint, entries)
    return added


def seed_more(endpoint: Endpoint, count: int) -> None:
    """The same orders once more and once more, as many as asked for, under numbers and ids of their own."""
    entries = json.loads(resource("demo/orders.json").read_text(encoding="utf-8"))["orders"]
    now = endpoint.clock.now()
    for number in range(count):
        entry = entries[number % len(entries)]
        _add(endpoint, {**entry, "key": f"{entry['key']}/{number // len(entries) + 1}"}, now)


def _enter_ledger(endpoint: Endpoint, entries: list[dict[str, Any]]) -> None:
    """设备台账 of the devices that the orders name, one change of it (§6.2.8) and one known problem."""
    told = json.loads(resource("demo/ledger.json").read_text(encoding="utf-8"))
    for entry in entries:
        for row in entry.get("rows", {}).get("devices", ()):
            if not row.get("ci"):
                continue
            settings = [
                {"_id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{row['ci']}/{name}")), "attribute": name, "value": value}
                for name, value in told["settings"].get(row["ci"], ())
            ]
            known = {name: row[name] for name in ("ci", "name", "kind", "model", "serial", "location") if row.get(name)}
            answers = {**known, "customer_unit": entry["answers"].get("customer_unit", ""), "settings": settings}
            records.create(endpoint, "device", answers, DESK.actor, record_id=order_id(endpoint, f"device/{row['ci']}"))
    for kind in ("problem", "configuration"):
        given = told["request" if kind == "configuration" else kind]
        linked = [order_id(endpoint, given["order"])]
        made = records.create(
            endpoint, kind, given["answers"], ENGINEER.actor, linked, record_id=order_id(endpoint, f"{kind}/demo")
        )
        if kind == "configuration" and made.doc["state"] == "SUBMITTED":
            records.move(endpoint, made.id, "APPROVED", DESK.actor)


def order_id(endpoint: Endpoint, key: str) -> str:
    """The same for every seeding of one endpoint, so that a second one finds the order instead of doubling it."""
    return str(uuid.uuid5(uuid.UUID(endpoint.instance), key))


def _add(endpoint: Endpoint, entry: dict[str, Any], now: datetime) -> bool:
    def work(connection: Connection) -> bool:
        orders.hold_feed(endpoint.database, connection)
        wanted = order_id(endpoint, entry["key"])
        if orders.load(endpoint.database, connection, [wanted]):
            return False
        discovered = (now - timedelta(minutes=entry["discovered_minutes_ago"])).replace(microsecond=0).astimezone(endpoint.office)
        number = orders.fresh_number(connection, discovered.strftime("%Y%m%d"))
        doc = _told(entry, _begun(entry, wanted, number, discovered), discovered)
        validation.check_document(doc)
        rules.check_answers(doc, doc["answers"], rules.definition_of(doc, endpoint.catalog))
        orders.save(connection, None, doc)
        return True

    return endpoint.database.run_writing(work)


def _begun(entry: dict[str, Any], wanted: str, number: str, discovered: datetime) -> Document:
    received = discovered + timedelta(minutes=entry.get("received_after", 4))
    answers: dict[str, JSON] = {
        **entry["answers"],
        "discovered_at": clock.to_wire(discovered),
        "received_at": clock.to_wire(received),
        "received_by": DESK.full_name,
        "assignee_name": ENGINEER.full_name,
    }
    for name, minutes in entry.get("set_times", {}).items():
        answers[name] = clock.to_wire(discovered + timedelta(minutes=minutes))
    for name, rows in entry.get("rows", {}).items():
        answers[name] = [{"_id": str(uuid.uuid5(uuid.UUID(wanted), f"{name}/{index}")), **row} for index, row in enumerate(rows)]
    return {
        "id": wanted,
        "number": number,
        "schema": 1,
        "form": FORM,
        "assignee": None,
        "state": State.PENDING.value,
        "created_at": clock.to_wire(received),
        "answers": answers,
        "events": [new_event(EventKind.CREATED, DESK.actor, received, {})],
        "attachments": [],
    }


def _told(entry: dict[str, Any], doc: Document, discovered: datetime) -> Document:
    """Play the story of an order: each step with its minutes after discovery, through the same patches as everybody's."""
    for step in entry["story"]:
        at = discovered + timedelta(minutes=step["after"])
        doc = patches.apply(doc, _patch(doc, step, at))
    return doc


def _patch(doc: Document, step: dict[str, Any], at: datetime) -> patches.Patch:
    name = step["step"]
    if name == "note":
        return {"events": [new_event(EventKind.NOTE, ENGINEER.actor, at, {"text": step["text"]})]}
    if name in _STEPS:
        kind, user, field = _STEPS[name]
        return {"answers": {field: clock.to_wire(at)}, "events": [new_event(kind, user.actor, at, {})]}
    target, user = _MOVES[name]
    move: dict[str, JSON] = {"from": doc["state"], "to": target.value, **step.get("data", {})}
    patch: patches.Patch = {"events": [new_event(EventKind.TRANSITION, user.actor, at, move)]}
    if name == "dispatch":
        given: dict[str, JSON] = {"assignee": ENGINEER.id, "name": ENGINEER.full_name}
        patch["events"].insert(0, new_event(EventKind.ASSIGNED, user.actor, at, given))
    if name in _TIMED:
        patch["answers"] = {_TIMED[name]: clock.to_wire(at)}
    return patch
