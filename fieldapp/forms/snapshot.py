"""The frozen order that the customer sees, the PDF prints and the seal covers: one canonical JSON text (RFC 8785), its SHA-256.

It holds what the form makes public and nothing else: no internal field or section, no note, no notice, no signature. Every public
field that showed is there, null where it was left empty, so that what the customer signed says also what was not filled in.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import rfc8785

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain.records import JSON, Document, EventKind, Priority, State
from fieldapp.errors import InputFault
from fieldapp.forms.answers import visible
from fieldapp.forms.computed import COMPUTATIONS
from fieldapp.forms.expressions import Scope
from fieldapp.forms.schema import Field, FieldType, FormDefinition
from fieldapp.forms.values import normalise

if TYPE_CHECKING:
    from fieldapp.domain.status import Status

SCHEMA = 1
MAX_BYTES = 4_000_000

PUBLIC_EVENTS: dict[str, tuple[str, ...]] = {
    EventKind.ACCEPTED: (),
    EventKind.DEPARTED: (),
    EventKind.ARRIVED: (),
    EventKind.LEFT: (),
    EventKind.TRANSITION: ("from", "to"),
    EventKind.PRIORITY_SET: ("from", "to"),
    EventKind.TIME_CORRECTED: ("field", "old", "new"),
}
"""Events that leave the company, with the part of their data that does. Reasons are written for colleagues."""

_PHOTO_KEYS = ("sha256", "name", "mime", "size", "tag", "caption", "taken_at")
_FILE_KEYS = ("sha256", "name", "mime", "size", "caption")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`data` is the canonical text in UTF-8, `sha256` its hash in lower-case hex."""

    data: bytes
    sha256: str

    @property
    def content(self) -> dict[str, JSON]:
        """What it says; a new copy at every call."""
        content: dict[str, JSON] = json.loads(self.data)
        return content

    @property
    def revision(self) -> int:
        return int(self.content["revision"])


def freeze(definition: FormDefinition, doc: Document, status: Status, *, revision: int, frozen_at: datetime) -> Snapshot:
    """Freeze what is public of `doc`. `revision` counts from 1 (0 for a draft); `frozen_at` is aware.

    Raises InputFault `answer.*` when an answer is not usable: nothing may be signed that would print otherwise than it says.
    """
    answers = doc.get("answers", {})
    scope = Scope(answers, status.state, status.priority, frozen_at)
    shown = visible(definition, scope)
    return _seal(
        {
            "schema": SCHEMA,
            "kind": "work-order",
            "order": {"id": doc["id"], "number": doc.get("number")},
            "form": {"id": definition.id, "version": definition.version, "sha256": definition.sha256},
            "revision": revision,
            "frozen_at": to_wire(frozen_at),
            "state": status.state.value,
            "priority": status.priority.value,
            "answers": {
                field.id: _public_value(field, doc, status) for field in definition.fields if field.public and field.id in shown
            },
            "events": [_public_event(event) for event in doc.get("events", []) if _is_public(definition, event)],
        }
    )


def parse(data: bytes) -> Snapshot:
    """Take in a snapshot from outside.

    Raises InputFault `snapshot.broken` when it is not a canonical one, `snapshot.newer` when this program is too old for it.
    """
    if len(data) > MAX_BYTES:
        raise InputFault("snapshot.broken", f"a snapshot of {len(data)} bytes is too large")
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.schema > SCHEMA:
            raise InputFault("snapshot.newer", f"the snapshot has schema {head.schema}, known is {SCHEMA}", schema=head.schema)
        content = msgspec.json.decode(data, type=_Content)
        for moment in (content.frozen_at, *(event.at for event in content.events)):
            from_wire(moment)
        State(content.state)
        if content.priority is not None:
            Priority(content.priority)
        canonical = rfc8785.dumps(json.loads(data))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:  # rfc8785's and json's errors are ValueErrors
        raise InputFault("snapshot.broken", f"not a snapshot: {str(error).splitlines()[0]}") from error
    if canonical != data:
        raise InputFault("snapshot.broken", "the snapshot is not in canonical form")
    return Snapshot(data, hashlib.sha256(data).hexdigest())


def changed(definition: FormDefinition, signed: Snapshot, current: Snapshot) -> tuple[str, ...]:
    """Ids of the public answers that differ from what was signed, in the order of the form: any of them voids the signature.

    Computed values follow from the log and do not count; nor do fields that may be filled in after signing.
    """
    before, after = signed.content["answers"], current.content["answers"]
    return tuple(
        field.id
        for field in definition.fields
        if field.public
        and not field.derived
        and before.get(field.id) != after.get(field.id)
        and not (field.after_signing and before.get(field.id) is None)
    )


class _Head(msgspec.Struct):
    schema: int


class _Order(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    number: str | None


class _Form(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    version: int
    sha256: str


class _Event(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    at: str
    server_at: str | None
    actor: dict[str, str]
    data: dict[str, Any]


_Cell = None | bool | int | float | str
_Row = dict[str, _Cell | list[str]]


class _Content(msgspec.Struct, forbid_unknown_fields=True):
    schema: int
    kind: Literal["work-order"]
    order: _Order
    form: _Form
    revision: Annotated[int, msgspec.Meta(ge=0)]
    frozen_at: str
    state: str
    priority: str | None
    answers: dict[str, _Cell | list[str | _Row]]
    events: list[_Event]


def _seal(content: dict[str, JSON]) -> Snapshot:
    try:
        data = rfc8785.dumps(content)
    except rfc8785.CanonicalizationError as error:
        raise InputFault("snapshot.broken", f"the order cannot be frozen: {error}") from error
    return Snapshot(data, hashlib.sha256(data).hexdigest())


def _public_value(field: Field, doc: Document, status: Status) -> JSON:
    if field.compute is not None:
        return COMPUTATIONS[field.compute].value(doc, status)
    if field.type is FieldType.SIGNATURE:
        return None
    value = normalise(field, doc.get("answers", {}).get(field.id))
    match field.type:
        case FieldType.TABLE:
            columns = tuple(column.id for column in field.columns if column.public)
            return _public_rows(value, columns)
        case FieldType.PHOTOS:
            return _public_rows(value, _PHOTO_KEYS)
        case FieldType.FILES:
            return _public_rows(value, _FILE_KEYS)
        case _:
            return value


def _public_rows(rows: list[dict[str, JSON]] | None, keys: tuple[str, ...]) -> list[dict[str, JSON]] | None:
    """Known columns only, without the row's id: what a newer version added was not shown to anyone."""
    return [{key: row[key] for key in keys if row.get(key) is not None} for row in rows] if rows else None


def _is_public(definition: FormDefinition, event: dict[str, JSON]) -> bool:
    if event.get("kind") not in PUBLIC_EVENTS:
        return False
    about = event.get("data", {}).get("field")
    return about is None or (about in definition and definition.field(about).public)


def _public_event(event: dict[str, JSON]) -> dict[str, JSON]:
    data, actor = event.get("data", {}), event.get("actor", {})
    return {
        "kind": event["kind"],
        "at": event["at"],
        "server_at": event.get("server_at"),
        "actor": {"name": actor.get("name", ""), "role": actor.get("role", "")},
        "data": {key: data[key] for key in PUBLIC_EVENTS[event["kind"]] if key in data},
    }
