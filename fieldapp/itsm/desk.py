"""The desk's side without a network: dispatch, reassign, cancel, look at an order. Works on the endpoint's database itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain import events, kinds, patches, validation
from fieldapp.domain.documents import superseding
from fieldapp.domain.records import JSON, Actor, Document, EventKind, Role, State
from fieldapp.domain.status import signing_of
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.itsm import orders, rules
from fieldapp.itsm.accounts import User, engineers, find_user
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.envelope import completed, form_of_today, handing_over, moved, new_event
from fieldapp.itsm.operations import office_day, save_followed
from fieldapp.itsm.orders import Change, StoredOrder
from fieldapp.itsm.problems import Problem
from fieldapp.itsm.removed import CANCELS
from fieldapp.itsm.tables import late_reports

CONSOLE = Actor("desk-console", "服务台", Role.DESK)
"""Who acts when an administrator works at the command line."""


def dispatch(endpoint: Endpoint, raw: object, to: str | None = None, files: Path | None = None) -> StoredOrder:
    """Record an order and give it to an engineer (`to`: login name; else the order's assignee; else the only engineer).

    Files that the order names are taken from the folder `files`. Raises InputFault `order.invalid|answer.*|dispatch.exists|
    dispatch.person|dispatch.files`, RefusedFault `state.refused` for an order that is already being worked on.
    """
    doc = completed(raw, endpoint.clock.now(), form_of_today(endpoint.catalog))
    validation.check_document(doc)
    if kinds.is_record(doc):
        raise InputFault("order.invalid", f"$.kind: a {doc['kind']} is not dispatched", path="$.kind")
    _check_form(doc, endpoint)
    if doc["state"] not in (State.PENDING, State.DISPATCHED):
        text = f"an order in state {doc['state']} is not dispatched any more"
        raise RefusedFault("state.refused", text, allowed=[State.PENDING.value, State.DISPATCHED.value])
    _take_files(endpoint, doc, files)

    def work(connection: Connection) -> StoredOrder:
        orders.hold_feed(endpoint.database, connection)
        if orders.load(endpoint.database, connection, [doc["id"]]):
            raise InputFault("dispatch.exists", f"order {doc['id']} is already at the endpoint", id=doc["id"])
        if doc["number"] is not None and orders.by_number(connection, doc["number"]):
            raise InputFault("dispatch.exists", f"order number {doc['number']} is already taken", number=doc["number"])
        number = doc["number"] or orders.fresh_number(connection, office_day(endpoint))
        person = _person(connection, to, doc["assignee"])
        given = patches.apply(
            {**doc, "number": number}, {"events": handing_over(doc, CONSOLE, person.id, person.full_name, endpoint.clock.now())}
        )
        given["answers"] = {**given["answers"], "assignee_name": person.full_name}
        rules.check_names(given)
        return orders.save(connection, None, given)

    return _run(endpoint, work)


def reassign(endpoint: Endpoint, number: str, to: str, reason: str = "") -> StoredOrder:
    """Give an order to another engineer; the former one hears `reassigned` and the reason. Raises InputFault `order.unknown|
    dispatch.person`, RefusedFault `state.refused` for a closed one."""

    def work(connection: Connection) -> StoredOrder:
        order = _locked(endpoint, connection, number)
        if order.doc["state"] == State.CLOSED:
            raise RefusedFault("state.refused", f"{number} is closed", allowed=[])
        person = _person(connection, to, None)
        now = endpoint.clock.now()
        entries = handing_over(order.doc, CONSOLE, person.id, person.full_name, now, reason.strip())
        doc = patches.apply(order.doc, {"events": entries})
        doc["answers"] = {**doc["answers"], "assignee_name": person.full_name}
        return orders.save(connection, order, doc)

    return _run(endpoint, work)


def cancel(endpoint: Endpoint, number: str, reason: str = "") -> StoredOrder:
    """Take an order back from whoever has it. It stays at the endpoint. Raises InputFault `order.unknown`."""

    def work(connection: Connection) -> StoredOrder:
        return take_back(endpoint, connection, _locked(endpoint, connection, number), CONSOLE, reason)

    return _run(endpoint, work)


def take_back(endpoint: Endpoint, connection: Connection, order: StoredOrder, actor: Actor, reason: str) -> StoredOrder:
    """Cancel an order whose row is locked; once is enough."""
    if order.cancelled:
        return order
    said = {"text": f"取消派工。{reason}".strip(), CANCELS: True, **({"reason": reason.strip()} if reason.strip() else {})}
    note = new_event(EventKind.NOTE, actor, endpoint.clock.now(), said)
    return save_followed(endpoint, connection, Change(order, patches.apply(order.doc, {"events": [note]}), cancelled=True))


def close(endpoint: Endpoint, number: str) -> StoredOrder:
    """The desk confirms that it is solved (已解决 → 关闭). Raises InputFault `order.unknown`, RefusedFault `state.refused`."""

    def work(connection: Connection) -> StoredOrder:
        order = _locked(endpoint, connection, number)
        event = moved(CONSOLE, endpoint.clock.now(), order.doc["state"], State.CLOSED)
        return save_followed(endpoint, connection, Change(order, patches.apply(order.doc, {"events": [event]})))

    return _run(endpoint, work)


def look(endpoint: Endpoint, number: str) -> dict[str, JSON]:
    """The other side of an order: document, files as they lie on disk (hashed anew), late reports.

    Raises InputFault `order.unknown`."""
    with endpoint.database.reading() as connection:
        order = orders.by_number(connection, number)
        if order is None:
            raise InputFault("order.unknown", f"the endpoint has no order {number}", number=number)
        query = select(late_reports).where(late_reports.c.order_id == order.id).order_by(late_reports.c.id)
        late = [
            {"id": row.id, "from": row.user_id, "reason": row.reason, "received_at": row.received_at}
            for row in connection.execute(query)
        ]
    revision, signing, _ = signing_of(events.log(order.doc))
    superseded = superseding(order.doc["attachments"])
    return {
        "id": order.id,
        "number": number,
        "state": order.doc["state"],
        "signing": signing.value,
        "revision": revision,
        "assignee": order.assignee,
        "cancelled": order.cancelled,
        "etag": order.etag,
        "answers": order.doc["answers"],
        "events": order.doc["events"],
        "attachments": [_file(endpoint, entry, superseded) for entry in order.doc["attachments"]],
        "late_reports": late,
        "doc": order.doc,
    }


def _file(endpoint: Endpoint, entry: Mapping[str, Any], superseded: Mapping[str, tuple[int, str]]) -> dict[str, JSON]:
    size = endpoint.blobs.size(entry["sha256"])
    intact = size is not None and endpoint.blobs.intact(entry["sha256"])
    kept = ("id", "sha256", "name", "mime", "kind", "size", "revision", "snapshot_sha256")
    file = {**{name: entry[name] for name in kept if name in entry}, "complete": size is not None, "intact": intact}
    revision, sha256 = superseded.get(entry["sha256"], (None, None))
    return file | ({"superseded_by": sha256, "superseded_by_revision": revision} if sha256 else {})


def _run(endpoint: Endpoint, work: Any) -> StoredOrder:
    try:
        order: StoredOrder = endpoint.database.run_writing(work)
    except Problem as problem:
        raise InputFault("order.invalid", problem.detail) from problem
    return order


def _locked(endpoint: Endpoint, connection: Connection, number: str) -> StoredOrder:
    found = orders.by_number(connection, number)
    if found is None or kinds.is_record(found.doc):
        raise InputFault("order.unknown", f"the endpoint has no order {number}", number=number)
    # read again under the lock: somebody may have changed it since
    return orders.load(endpoint.database, connection, [found.id], lock=True)[found.id]


def _check_form(doc: Document, endpoint: Endpoint) -> None:
    form = doc["form"]
    rules.check_answers(doc, doc["answers"], endpoint.catalog.get(form["id"], form["version"]))


def _person(connection: Connection, name: str | None, user_id: str | None) -> User:
    if name is not None:
        person = find_user(connection, name=name)
    elif user_id is not None:
        person = find_user(connection, user_id=user_id)
    else:
        everybody = engineers(connection)
        person = everybody[0] if len(everybody) == 1 else None
    if person is None or person.role is not Role.ENGINEER:
        asked = name or user_id
        raise InputFault(
            "dispatch.person", f"there is no engineer {asked}" if asked else "say to whom: there is not exactly one engineer"
        )
    return person


def _take_files(endpoint: Endpoint, doc: Document, folder: Path | None) -> None:
    missing = {entry["sha256"] for entry in doc["attachments"] if endpoint.blobs.size(entry["sha256"]) is None}
    for path in sorted(folder.iterdir()) if folder is not None and missing else ():
        data = path.read_bytes() if path.is_file() else b""
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in missing:
            endpoint.blobs.put(sha256, data)
            missing.discard(sha256)
    if missing:
        text = f"{len(missing)} file(s) of the order are not here ({min(missing)[:12]}…); give their folder with --files"
        raise InputFault("dispatch.files", text, missing=sorted(missing))
