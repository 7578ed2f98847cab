"""Records from the desk's side, without a network: recorded, answered and moved on the endpoint's database itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from fieldapp import clock, ids
from fieldapp.domain import kinds, links, patches, validation
from fieldapp.domain.patches import Patch
from fieldapp.domain.records import JSON, Actor, Document, EventKind
from fieldapp.errors import InputFault
from fieldapp.forms import answers, issued
from fieldapp.forms.schema import FormDefinition
from fieldapp.itsm import orders, rules
from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.envelope import new_event, rewritten
from fieldapp.itsm.operations import office_day, save_followed
from fieldapp.itsm.orders import Change, StoredOrder
from fieldapp.itsm.problems import Code, Problem


def create(
    endpoint: Endpoint, kind: str, given: Mapping[str, JSON], actor: Actor, linked_to: Sequence[str] = (), *, record_id: str = ""
) -> StoredOrder:
    """Record one; its number is the endpoint's next. An id given that is there already is returned as it is.

    Raises InputFault `kind.unknown`, `answer.*`, `order.unknown` for a link to nothing.
    """
    found = kinds.get(kind)
    definition = endpoint.catalog.latest(found.form)
    now = endpoint.clock.now()
    filled = {name: answers.normalise(definition.field(name), value) for name, value in given.items()}
    doc: Document = {
        "id": record_id or ids.new_id(),
        "number": None,
        "kind": kind,
        "schema": 1,
        "form": {"id": definition.id, "version": definition.version},
        "assignee": None,
        "state": found.initial[0],
        "created_at": clock.to_wire(now),
        "answers": answers.defaults(definition) | {name: value for name, value in filled.items() if value not in (None, "", [])},
        "events": [new_event(EventKind.CREATED, actor, now, {})],
        "attachments": [],
    }

    def work(connection: Connection) -> StoredOrder:
        orders.hold_feed(endpoint.database, connection)
        there = orders.load(endpoint.database, connection, [doc["id"]]).get(doc["id"])
        if there is not None:
            return there
        targets = orders.load(endpoint.database, connection, linked_to)
        if missing := [target for target in linked_to if target not in targets]:
            raise InputFault("order.unknown", f"the endpoint has no order {missing[0]}", number=missing[0])
        rows = [links.row(targets[target].doc) for target in dict.fromkeys(linked_to)]
        linked = doc["answers"] | ({links.LINKS: rows} if rows else {})
        whole = {**doc, "number": orders.fresh_number(connection, office_day(endpoint), found.prefix), "answers": linked}
        validation.check_document(whole)
        rules.check_names(whole)
        return orders.save(connection, None, whole)

    return endpoint.database.run_writing(work)


def change(endpoint: Endpoint, record_id: str, changes: Mapping[str, JSON], actor: Actor) -> StoredOrder:
    """Set answers by field id (None removes), with the entry that says who. Raises InputFault `order.unknown`, `answer.*`."""

    def build(doc: Document) -> Patch:
        definition = rules.definition_of(doc, endpoint.catalog)
        normal = {name: answers.normalise(definition.field(name), value) for name, value in changes.items()}
        stored = {name: None if value in ("", []) else value for name, value in normal.items()}
        return rewritten(doc, actor, endpoint.clock.now(), stored)

    return _patched(endpoint, record_id, build)


def move(endpoint: Endpoint, record_id: str, to: str, actor: Actor, **said: str) -> StoredOrder:
    """One step of its kind. Raises InputFault `order.unknown`, RefusedFault `state.refused`."""

    def build(doc: Document) -> dict[str, Any]:
        return moved(rules.definition_of(doc, endpoint.catalog), doc, to, actor, endpoint.clock.now(), said)

    return _patched(endpoint, record_id, build)


def moved(
    definition: FormDefinition, doc: Document, to: str, actor: Actor, now: datetime, said: Mapping[str, str]
) -> dict[str, Any]:
    """The patch of one step: what it issues, and the step itself."""
    version = issued.on_move(definition, doc, to)
    first = [] if version is None else [new_event(EventKind.PLAN_ISSUED, actor, now, version)]
    return {"events": [*first, new_event(EventKind.TRANSITION, actor, now, {"from": doc["state"], "to": to, **said})]}


def by_caller(endpoint: Endpoint, caller: Caller, record_id: str, base: str, build: Callable[[Document], Patch]) -> StoredOrder:
    """What somebody does to the version he has seen (`base`: its ETag), under the rules of the wire. Raises Problem `not-found`,
    `stale`, and as `rules.patched`."""

    def work(connection: Connection) -> StoredOrder:
        record = orders.load(endpoint.database, connection, [record_id], lock=True).get(record_id)
        if record is None or not kinds.is_record(record.doc):
            raise Problem(Code.NOT_FOUND, "no such record")
        if not orders.same_etag(base, record.etag):
            raise Problem(Code.STALE, "the record has another ETag now", headers={"ETag": record.etag})
        doc = rules.patched(record.doc, build(record.doc), caller, endpoint.catalog, endpoint.blobs.size)
        if doc == record.doc:
            return record
        return save_followed(endpoint, connection, Change(record, doc))

    return endpoint.database.run_writing(work)


def note(endpoint: Endpoint, record_id: str, text: str, actor: Actor) -> StoredOrder:
    """A progress note."""
    return _patched(
        endpoint, record_id, lambda _: {"events": [new_event(EventKind.NOTE, actor, endpoint.clock.now(), {"text": text})]}
    )


def _patched(endpoint: Endpoint, record_id: str, build: Any) -> StoredOrder:
    def work(connection: Connection) -> StoredOrder:
        record = orders.load(endpoint.database, connection, [record_id], lock=True).get(record_id)
        if record is None or not kinds.is_record(record.doc):
            raise InputFault("order.unknown", f"the endpoint has no record {record_id}", number=record_id)
        doc = patches.apply(record.doc, build(record.doc))
        validation.check_document(doc)
        if doc == record.doc:
            return record
        return save_followed(endpoint, connection, Change(record, doc))

    return endpoint.database.run_writing(work)
