"""What lists, filters and full-text search know of an order or a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from fieldapp.clock import from_wire
from fieldapp.domain import events, kinds, links
from fieldapp.domain import status as domain_status
from fieldapp.domain.kinds import Kind
from fieldapp.domain.records import JSON, Document, Event, EventKind, OrderSummary
from fieldapp.forms.expressions import is_empty
from fieldapp.forms.schema import CHOICE_TYPES, Field, FieldType, FormDefinition

if TYPE_CHECKING:
    from fieldapp.domain.profile import Profile

TITLE_LENGTH = 80
"""Chinese characters; of Latin letters there is room for two in the place of one."""


def summarise(
    definition: FormDefinition, doc: Document, profile: Profile, now: datetime, log: Sequence[Event] | None = None
) -> OrderSummary:
    """Total: an answer of the wrong type counts as none, so that one odd order never keeps a list from showing. `log`: the
    document's (`events.log`), from whoever has read it already; nobody looks for it in `doc` then."""
    log = events.log(doc) if log is None else log
    if (kind := kinds.of(doc)) is not None:
        return summarise_record(definition, doc, kind, log)
    answers: Mapping[str, JSON] = doc.get("answers", {})
    status = domain_status.derive(doc, profile, now, log)
    return OrderSummary(
        number=_text(doc.get("number")),
        title=_title(_text(answers.get("symptom"))),
        customer=_text(answers.get("customer_unit")),
        site=_text(answers.get("address")),
        contact=" ".join(filter(None, (_text(answers.get("contact_name")), _text(answers.get("contact_phone"))))),
        state=status.state,
        priority=status.priority,
        category=_text(answers.get("final_category")) or _text(answers.get("category")),
        assignee=doc.get("assignee"),
        discovered_at=status.discovered_at,
        due_at=status.due_at,
        appointment_at=_moment(answers.get("appointment_at")),
        accepted=status.accepted_at is not None,
        resolved_at=status.resolved_at,
        serials=tuple(dict.fromkeys(_serials(definition, answers))),
        search_text=search_text(definition, doc, log),
    )


def summarise_record(definition: FormDefinition, doc: Document, kind: Kind, log: Sequence[Event]) -> OrderSummary:
    """What the kind puts into the columns of a list."""
    answers: Mapping[str, JSON] = doc.get("answers", {})

    def said(column: str) -> JSON:
        return answers.get(kind.columns.get(column, ""))

    return OrderSummary(
        number=_text(doc.get("number")),
        title=_title(_text(said("title"))),
        customer=_text(said("customer")),
        site=_text(said("site")),
        contact=_text(said("contact")),
        state=str(doc["state"]),
        priority=_text(said("priority")),
        category=_text(said("category")),
        assignee=doc.get("assignee"),
        discovered_at=_moment(said("since")) or _moment(doc.get("created_at")),
        due_at=None if kind.states[doc["state"]].final else _moment(said("due")),
        appointment_at=None,
        accepted=False,
        resolved_at=None,
        serials=tuple(dict.fromkeys(_serials(definition, answers))),
        search_text="\n".join((search_text(definition, doc, log), *(_text(row.get("number")) for row in links.of(doc)))),
        kind=kind.code,
        links=links.targets(doc),
    )


def search_text(definition: FormDefinition, doc: Document, log: Sequence[Event]) -> str:
    """One line for every searchable answer, choices in both languages, and the progress notes of its log."""
    answers: Mapping[str, JSON] = doc.get("answers", {})
    lines = [_text(doc.get("number"))]
    for field in definition.searchable:
        value = answers.get(field.id)
        if isinstance(value, str) and field.type not in CHOICE_TYPES:
            lines.append(value.strip())  # what nearly all of them are
        elif value is not None:
            lines.extend(_words(field, value))
    lines.extend(_text(event.data.get("text")) for event in log if event.kind is EventKind.NOTE)
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _words(field: Field, value: JSON) -> Iterator[str]:
    if is_empty(value):
        return
    if field.type in CHOICE_TYPES:
        for code in value if isinstance(value, list) else [value]:
            label = field.option_label(str(code))
            yield f"{label.zh} {label.en}" if label else str(code)
    elif isinstance(value, list):
        columns = [column for column in field.columns if column.searchable]
        for row in _rows(value):
            yield " ".join(word for column in columns for word in _words(column, row.get(column.id)))
    else:
        yield str(value).strip()


def _serials(definition: FormDefinition, answers: Mapping[str, JSON]) -> Iterator[str]:
    """Everything a scanner may read: the history of a device is found by it."""
    for field, columns in definition.scanned:
        value = answers.get(field.id)
        if field.type is FieldType.BARCODE:
            yield from filter(None, [_text(value)])
        for row in _rows(value) if columns else ():
            yield from filter(None, (_text(row.get(column)) for column in columns))


def _rows(value: JSON) -> list[Mapping[str, JSON]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _title(symptom: str) -> str:
    line = symptom.splitlines()[0] if symptom else ""
    if len(line) <= TITLE_LENGTH:
        return line
    widths = [2 if east_asian_width(char) in "WF" else 1 for char in line]
    if sum(widths) <= 2 * TITLE_LENGTH:
        return line
    room = 2 * TITLE_LENGTH - 2
    kept = next(place for place, used in enumerate(accumulate(widths)) if used > room)
    return line[:kept].rstrip() + "…"


def _text(value: JSON) -> str:
    return value.strip() if isinstance(value, str) else ""


def _moment(value: JSON) -> datetime | None:
    try:
        return from_wire(value) if isinstance(value, str) else None
    except ValueError:
        return None
