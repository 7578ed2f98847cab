"""What this device knows of a site and its devices from earlier orders: offered, never filled in by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldapp.domain import serials
from fieldapp.domain.records import JSON, Document, Owner
from fieldapp.errors import RefusedFault
from fieldapp.forms.schema import Field, FieldType, FormDefinition
from fieldapp.ids import new_id
from fieldapp.services.changes import definition_of
from fieldapp.services.context import Context
from fieldapp.services.detail import created_here
from fieldapp.store.records import OrderRow

MOST_VISITS = 20
"""Orders that are read whole; what is older helps nobody on site."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An earlier order. `here`: of the same customer; `serials`: devices that this order names too, as written there; `cause`
    and `solution` as they were given."""

    order_id: str
    number: str
    at: datetime | None
    title: str
    here: bool
    serials: tuple[str, ...]
    cause: str
    solution: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A device that failed at least as often as the profile's `repeat` says, this order among them."""

    serial: str
    name: str
    failures: int
    days: int


@dataclass(frozen=True, slots=True)
class History:
    """`offers`: answers of the last visit by field id, for fields that carry over and are still empty; `source`: that order's
    number and day."""

    visits: tuple[Visit, ...] = ()
    offers: Mapping[str, JSON] | None = None
    source: tuple[str, datetime | None] = ("", None)
    repeated: tuple[Repeated, ...] = ()


@dataclass(frozen=True, slots=True)
class Device:
    """A device by its serial number: the last row that named it in the table `field_id`, and how many orders did."""

    field_id: str
    row: Mapping[str, JSON]
    number: str
    at: datetime | None
    orders: int


def read_history(context: Context, order_id: str) -> History:
    """Earlier orders of this order's customer and of its serial numbers, latest first. Raises RefusedFault `order.unknown`."""
    with context.store.reading() as work:
        stored = work.orders.get(order_id)
        own = created_here(work, order_id)
    if stored is None:
        raise RefusedFault("order.unknown", f"no order {order_id} on this device", order_id=order_id)
    definition = definition_of(context, stored.doc)
    named = dict(named_serials(definition, stored.doc))
    customer = str(stored.doc.get("answers", {}).get("customer_unit") or "")
    rows = [row for row in context.store.queries.history(customer, named.values()) if row.id != order_id][:MOST_VISITS]
    docs = read_documents(context, rows)
    visits = tuple(visit(context, row, docs[row.id], customer, named) for row in rows if row.id in docs)
    repeated = repeated_devices(context, definition, stored.doc, named)
    for row in rows:
        if row.customer == customer and row.id in docs:
            offers = carried_over(definition, stored.doc, docs[row.id], desk_too=own)
            if offers:
                return History(visits, offers, (row.number, row.discovered_at), repeated)
    return History(visits, None, ("", None), repeated)


def read_device(context: Context, serial: str, but_for: str = "") -> Device | None:
    """What the latest order with this serial number says of it; `but_for` is the order that asks."""
    wanted = serials.key(serial)
    if not wanted:
        return None
    rows = [row for row in context.store.queries.history("", [serial]) if row.id != but_for]
    docs = read_documents(context, rows[:MOST_VISITS])
    for row in rows:
        if row.id not in docs:
            continue
        definition = definition_of(context, docs[row.id])
        for field, _column, found, text in serial_cells(definition, docs[row.id]):
            if serials.key(text) == wanted:
                cells = {name: value for name, value in found.items() if name != "_id"}
                return Device(field.id, cells, row.number, row.discovered_at, len(rows))
    return None


def carried_over(definition: FormDefinition, doc: Document, earlier: Document, *, desk_too: bool) -> dict[str, JSON]:
    """Answers of an earlier order for the fields that carry over, are still empty here and are the person's to fill in."""
    if earlier.get("form", {}).get("id") != definition.id:
        return {}
    answers, before = doc.get("answers", {}), earlier.get("answers", {})
    found: dict[str, JSON] = {}
    for field in definition.fields:
        value = before.get(field.id)
        if not field.carry_over or answers.get(field.id) or not value or (field.owner is Owner.DESK and not desk_too):
            continue
        if field.type is FieldType.TABLE:
            value = [{**row, "_id": new_id()} for row in value if isinstance(row, dict)]
        found[field.id] = value
    return found


def repeated_devices(
    context: Context, definition: FormDefinition, doc: Document, named: Mapping[str, str]
) -> tuple[Repeated, ...]:
    """Devices of this order that failed again and again within the profile's days (转问题管理)."""
    rule = context.profile.repeat
    names = {serials.key(text): str(row.get("name") or "") for _field, _column, row, text in serial_cells(definition, doc)}
    since = context.now() - timedelta(days=rule.days)
    found = []
    for key, text in named.items():
        failures = len(context.store.queries.history("", [text], since=since))
        if failures >= rule.failures:
            found.append(Repeated(text, names.get(key, ""), failures, rule.days))
    return tuple(found)


def visit(context: Context, row: OrderRow, doc: Document, customer: str, named: Mapping[str, str]) -> Visit:
    answers = doc.get("answers", {})
    there = named_serials(definition_of(context, doc), doc)
    shared = tuple(text for key, text in there if key in named)
    cause, solution = (str(answers.get(name) or "").strip() for name in ("cause", "solution"))
    return Visit(row.id, row.number, row.discovered_at, row.title, row.customer == customer, shared, cause, solution)


def named_serials(definition: FormDefinition, doc: Document) -> list[tuple[str, str]]:
    """(key for comparing, text) of each serial number of a document, each once."""
    found: dict[str, str] = {}
    for _field, _column, _row, text in serial_cells(definition, doc):
        if key := serials.key(text):
            found.setdefault(key, text)
    return list(found.items())


def serial_cells(definition: FormDefinition, doc: Document) -> Iterator[tuple[Field, Field, Mapping[str, JSON], str]]:
    """Each filled serial number of the tables: field, column, row, text."""
    answers = doc.get("answers", {})
    for field in definition.fields:
        rows = answers.get(field.id)
        for row in rows if field.type is FieldType.TABLE and isinstance(rows, list) else ():
            for column in field.columns:
                text = row.get(column.id) if isinstance(row, dict) else None
                if column.type is FieldType.BARCODE and isinstance(text, str) and text:
                    yield field, column, row, text


def read_documents(context: Context, rows: list[OrderRow]) -> dict[str, Document]:
    with context.store.reading() as work:
        found = {row.id: work.orders.get(row.id) for row in rows}
    return {order_id: stored.doc for order_id, stored in found.items() if stored is not None}
