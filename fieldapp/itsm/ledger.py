"""设备台账 (§6.2.8): an approved configuration request changes the devices it names, in the transaction that approves it.

Each change is a row of the device's history: attribute, what the ledger held, the new value, when, who asked, by which order.
Its id is made from the request's, so that an approval that is written again changes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from fieldapp import clock
from fieldapp.domain import kinds, links, patches, serials, validation
from fieldapp.domain.records import JSON, ORDER, SYSTEM, Document, EventKind
from fieldapp.forms.schema import TEXT_TYPES, FormDefinition
from fieldapp.itsm import orders
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.envelope import new_event
from fieldapp.itsm.orders import Change, StoredOrder

REQUEST: Final = "configuration"
DEVICE: Final = "device"
APPROVED: Final = "APPROVED"


def followed(endpoint: Endpoint, connection: Connection, changes: Sequence[Change], day: str) -> list[Change]:
    """The changes about to be saved, with what follows from them for the ledger. `day`: YYYYMMDD, for new numbers."""
    result = list(changes)
    for change in changes:
        if _is_approval(change):
            orders.hold_feed(endpoint.database, connection)
            for ci, rows in _by_item(change.doc).items():
                _follow(endpoint, connection, result, change.doc, ci, rows, day)
    return result


def _is_approval(change: Change) -> bool:
    before = change.before.doc["state"] if change.before else None
    return change.doc.get("kind") == REQUEST and change.doc["state"] == APPROVED and before != APPROVED


def _by_item(request: Document) -> dict[str, list[dict[str, JSON]]]:
    """The request's rows by the configuration item they name, as it is written first."""
    found: dict[str, tuple[str, list[dict[str, JSON]]]] = {}
    for row in request["answers"].get("changes") or ():
        name = str(row.get("ci") or "").strip()
        if serials.key(name):
            found.setdefault(serials.key(name), (name, []))[1].append(row)
    return dict(found.values())


def _follow(
    endpoint: Endpoint,
    connection: Connection,
    result: list[Change],
    request: Document,
    ci: str,
    rows: Sequence[Mapping[str, JSON]],
    day: str,
) -> None:
    """One device: the one that the ledger holds, also where this very transaction changes it, else a new one."""
    definition = endpoint.catalog.latest(kinds.get(DEVICE).form)
    held = orders.found_by(endpoint.database, connection, DEVICE, ci)
    place = next((at for at, change in enumerate(result) if _is_device(change, held, ci)), None)
    before: StoredOrder | None = result[place].before if place is not None else held
    doc = result[place].doc if place is not None else held.doc if held is not None else None
    if doc is None:
        doc = _new_device(endpoint, connection, definition, request, ci, day)
    doc = patches.apply(doc, _patch(endpoint, definition, doc, request, rows))
    validation.check_document(doc)
    if place is None:
        result.append(Change(before, doc))
    else:
        result[place] = Change(before, doc, result[place].cancelled)


def _is_device(change: Change, held: StoredOrder | None, ci: str) -> bool:
    if held is not None:
        return bool(change.doc["id"] == held.id)
    return change.doc.get("kind") == DEVICE and serials.key(str(change.doc["answers"].get("ci") or "")) == serials.key(ci)


def _new_device(
    endpoint: Endpoint, connection: Connection, definition: FormDefinition, request: Document, ci: str, day: str
) -> Document:
    """A device that the ledger does not hold yet, with what the request says of it."""
    now, kind = endpoint.clock.now(), kinds.get(DEVICE)
    known = [row for row in request["answers"].get("devices") or () if serials.key(str(row.get("ci") or "")) == serials.key(ci)]
    said = {name: value for row in known[:1] for name, value in row.items() if name in definition and value}
    customer = {"customer_unit": request["answers"]["customer_unit"]} if request["answers"].get("customer_unit") else {}
    return {
        "id": str(uuid.uuid5(uuid.UUID(request["id"]), serials.key(ci))),
        "number": orders.fresh_number(connection, day, kind.prefix),
        "kind": DEVICE,
        "schema": 1,
        "form": {"id": definition.id, "version": definition.version},
        "assignee": None,
        "state": kind.initial[0],
        "created_at": clock.to_wire(now),
        "answers": {"name": ci, **customer, **said, "ci": ci},
        "events": [new_event(EventKind.CREATED, SYSTEM, now, {})],
        "attachments": [],
    }


def _patch(
    endpoint: Endpoint, definition: FormDefinition, doc: Document, request: Document, rows: Sequence[Mapping[str, JSON]]
) -> dict[str, Any]:
    """What the rows of an approved request do to a device."""
    now = endpoint.clock.now()
    done = {row["_id"] for row in doc["answers"].get("history") or ()}
    answers: dict[str, JSON] = {}
    settings = [dict(row) for row in doc["answers"].get("settings") or ()]
    history, told = [], []
    for row in rows:
        entry_id = str(uuid.uuid5(uuid.UUID(request["id"]), str(row["_id"])))
        if entry_id in done:
            continue
        attribute, new = str(row.get("attribute") or "").strip(), str(row.get("new") or "").strip()
        old = _set(definition, {**doc["answers"], **answers}, answers, settings, attribute, new)
        history.append(_entry(endpoint, entry_id, request, row, old, now))
        told.append(f"{attribute}：{old or '—'} → {new}")
    if not history:
        return {}
    note = new_event(EventKind.NOTE, SYSTEM, now, {"text": f"{request['number']}：{'；'.join(told)}"})
    after = {**doc, "answers": {**doc["answers"], **answers, "settings": settings}}
    if not settings:
        del after["answers"]["settings"]
    patch = patches.diff(doc, after)
    return patches.compose(patch, {"rows": {"history": {"put": history}}, "events": [note]})


def _set(
    definition: FormDefinition,
    current: Mapping[str, JSON],
    answers: dict[str, JSON],
    settings: list[dict[str, JSON]],
    attribute: str,
    new: str,
) -> str:
    """Put the new value where the attribute stands, a field of the form by its words or a row of its own; the value before."""
    wanted = serials.key(attribute)
    for field in definition.fields:
        names = {serials.key(field.id), serials.key(field.label.zh), serials.key(field.label.en)}
        if field.type in TEXT_TYPES and wanted in names:
            answers[field.id] = new
            return str(current.get(field.id) or "")
    for row in settings:
        if serials.key(str(row.get("attribute") or "")) == wanted:
            old, row["value"] = str(row.get("value") or ""), new
            return old
    settings.append({"_id": str(uuid.uuid5(uuid.NAMESPACE_OID, wanted)), "attribute": attribute, "value": new})
    return ""


def _entry(endpoint: Endpoint, entry_id: str, request: Document, row: Mapping[str, JSON], old: str, now: Any) -> dict[str, JSON]:
    """One row of the history. Where the ledger held something else than the request says, that is in the remark."""
    said = str(row.get("old") or "").strip()
    orders_named = [str(link["number"]) for link in links.of(request) if link.get("kind") == ORDER]
    created = next((entry for entry in request["events"] if entry["kind"] == EventKind.CREATED), None)
    entry: dict[str, JSON] = {
        "_id": entry_id,
        "at": clock.to_wire(now.astimezone(endpoint.office)),
        "attribute": str(row.get("attribute") or "").strip(),
        "old": old or said,
        "new": str(row.get("new") or "").strip(),
        "by": str(created["actor"]["name"]) if created else "",
        "order": "、".join(orders_named),
        "request": str(request["number"]),
        "remark": f"申请单所写原值：{said}" if said and old and said != old else "",
    }
    return {name: value for name, value in entry.items() if value}
