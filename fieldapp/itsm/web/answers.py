"""The answers of an order as the desk reads them: every section that shows, the internal ones too, in the form's own words. Times
are on the office's wall clock, like those of the log beside them, in whatever offset they were written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from fieldapp.clock import from_wire
from fieldapp.domain.records import JSON, Document
from fieldapp.domain.status import Status
from fieldapp.forms.computed import COMPUTATIONS
from fieldapp.forms.expressions import Scope, is_empty
from fieldapp.forms.formats import Formatter
from fieldapp.forms.schema import Field, FieldType, FormDefinition, Section


@dataclass(frozen=True, slots=True)
class Item:
    """One answer. `kind`: text | long | table | pictures | files; `rows`: cells of a table, or (sha256, name, caption)."""

    id: str
    label: str
    kind: str
    text: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One section; `empty`: how many of its questions have no answer yet."""

    id: str
    letter: str
    title: str
    items: tuple[Item, ...]
    empty: int
    internal: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """How values read: in which language, on which wall clock."""

    lang: str
    zone: tzinfo

    def text(self, field: Field, value: JSON) -> str:
        """One value in words."""
        if field.value_type is FieldType.DATETIME and isinstance(value, str):
            try:
                return from_wire(value).astimezone(self.zone).strftime("%Y-%m-%d %H:%M")
            except ValueError:
                return value
        return Formatter(self.lang).value(field, value)


def parts(definition: FormDefinition, doc: Document, status: Status, reading: Reading, now: datetime) -> list[Part]:
    """All sections; a field that is hidden by the form's conditions is left out, as on the engineer's screen."""
    scope = Scope(doc["answers"], status.state, status.priority, now)
    return [_part(section, scope, lambda field: value_of(field, doc, status), reading) for section in definition.sections]


def record_parts(definition: FormDefinition, doc: Document, reading: Reading, now: datetime) -> list[Part]:
    """The same of a record, which has a state and no status."""
    scope = Scope(doc["answers"], doc["state"], None, now)
    return [_part(section, scope, lambda field: doc["answers"].get(field.id), reading) for section in definition.sections]


def value_of(field: Field, doc: Document, status: Status) -> JSON:
    """What stands in a field, computed ones included."""
    if field.compute is not None:
        return COMPUTATIONS[field.compute].value(doc, status)
    return doc["answers"].get(field.id)


def words_of(field: Field, doc: Document, status: Status, reading: Reading) -> str:
    """An answer as one short text; a table says how many rows it has."""
    value = value_of(field, doc, status)
    if isinstance(value, list) and field.columns:
        return str(len(value))
    return reading.text(field, value)


def _part(section: Section, scope: Scope, said: Callable[[Field], JSON], reading: Reading) -> Part:
    shown = [field for field in section.fields if field.visible_when is None or field.visible_when.evaluate(scope)]
    items = [_item(field, said(field), reading) for field in shown]
    found = tuple(item for item in items if item is not None)
    return Part(section.id, section.letter, section.label.get(reading.lang), found, len(items) - len(found), section.internal)


def _item(field: Field, value: JSON, reading: Reading) -> Item | None:
    label = field.label.get(reading.lang)
    if is_empty(value):
        return None
    match field.type:
        case FieldType.TABLE:
            return _table(field, value, reading)
        case FieldType.PHOTOS | FieldType.FILES:
            return _files(field, value, reading.lang)
        case FieldType.SIGNATURE:
            return None
        case FieldType.LONG_TEXT:
            return Item(field.id, label, "long", str(value), wide=True)
        case _:
            text = reading.text(field, value)
            return Item(field.id, label, "text", text, wide=len(text) > 60)


def _table(field: Field, rows: JSON, reading: Reading) -> Item | None:
    if not isinstance(rows, list):
        return None
    used = [column for column in field.columns if any(not is_empty(row.get(column.id)) for row in rows)]
    cells = tuple(tuple(reading.text(column, row.get(column.id)) for column in used) for row in rows)
    heads = tuple(column.label.get(reading.lang) for column in used)
    return Item(field.id, field.label.get(reading.lang), "table", heads=heads, rows=cells, wide=True)


def _files(field: Field, rows: JSON, lang: str) -> Item | None:
    if not isinstance(rows, list):
        return None

    def line(row: Mapping[str, JSON]) -> tuple[str, ...]:
        tag = field.option_label(str(row.get("tag")))
        words = [tag.get(lang) if tag else "", str(row.get("caption") or "")]
        return str(row.get("sha256", "")), str(row.get("name", "")), " · ".join(filter(None, words))

    kind = "pictures" if field.type is FieldType.PHOTOS else "files"
    return Item(field.id, field.label.get(lang), kind, rows=tuple(line(row) for row in rows), wide=True)
