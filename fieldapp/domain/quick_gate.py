"""The gate's rules once more, for what nearly every document is: one that this program wrote. msgspec reads all of it in C, in
a fifth of the time that `validation` takes, and what was read is handed on: a first sync makes a list's columns of it.

A yes is certain; a no says nothing: keys of a newer version, deeper nesting, a large document and every fault are for
`validation`, which finds the place and has the words. A test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, NamedTuple, Union

import msgspec
from msgspec import UNSET, Meta, UnsetType

from fieldapp.clock import YEARS, from_wire
from fieldapp.domain.records import Actor, Document, Event, EventKind, Role
from fieldapp.domain.values import MAX_INTEGER, MAX_KEY, MAX_TEXT, MAX_VALUES

DEPTH: Final = 5
"""Levels of lists and objects in an answer or an entry's data; msgspec's plan doubles with each."""

MOST_ANSWERS: Final = 1_000
LARGEST: Final = min(MAX_TEXT, MAX_VALUES)
"""Bytes of a document that is looked at here: what is smaller has neither longer texts nor more values."""

_Named = Annotated[str, Meta(min_length=1)]
_Key = Annotated[str, Meta(min_length=1, max_length=MAX_KEY)]
_Whole = Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_Finite = Annotated[float, Meta(ge=-1.7976931348623157e308, le=1.7976931348623157e308)]
_Moment = Annotated[datetime, Meta(tz=True)]
_UUIDS = re.compile(r"(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} )+")
_TRANSITION: Final = EventKind.TRANSITION  # asked of every entry: looking it up in its class takes longer than the question
_EDITED: Final = EventKind.EDITED
_Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


def _value(levels: int) -> Any:
    below = _value(levels - 1) if levels else None
    deeper = (list[below], dict[_Key, below]) if levels else ()  # type: ignore[valid-type]
    return Union[(None, bool, _Whole, _Finite, str, *deeper)]


_VALUE: Any = _value(DEPTH)
_ANSWER: Any = Union[bool, _Whole, _Finite, str, list[_value(DEPTH - 1)], dict[_Key, _value(DEPTH - 1)]]  # type: ignore[misc]  # noqa: UP007


class _Form(msgspec.Struct, forbid_unknown_fields=True):
    id: _Named
    version: Annotated[int, Meta(ge=1, le=MAX_INTEGER)]


class _Actor(Actor, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: _Named
    name: _Named
    role: Role


class _Event(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    at: _Moment
    actor: _Actor
    data: dict[_Key, _VALUE]
    server_at: _Moment | None = None


class _Attachment(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    sha256: _Sha256
    name: _Named
    mime: _Named
    size: Annotated[int, Meta(ge=0, le=1 << 40)]
    kind: Literal["photo", "file", "ink", "signed_pdf"]
    added_at: _Moment
    revision: _Whole | None = None
    snapshot_sha256: str | None = None
    extends: str | None = None


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    schema: Literal[1]
    form: _Form
    state: str
    created_at: str
    answers: Annotated[dict[_Key, _ANSWER], Meta(max_length=MOST_ANSWERS)]
    events: Annotated[tuple[_Event, ...], Meta(max_length=20_000)]
    attachments: Annotated[tuple[_Attachment, ...], Meta(max_length=2_000)]
    number: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    assignee: _Named | None = None
    kind: str | UnsetType = UNSET


class Reading(NamedTuple):
    """A document that the gate lets pass: what it says besides its log and attachments, and its log."""

    doc: Document
    log: tuple[Event, ...]


States = Callable[[Mapping[str, Any]], frozenset[str]]
"""The states that a document may be in, by its kind; none for a kind that is not known."""

_READER = msgspec.json.Decoder(_Document)


def read(written: bytes, states: States) -> Reading | None:
    """The document that JSON holds, if `validation.check_document` surely lets it pass."""
    try:
        found = _READER.decode(written) if _is_small(written) else None
        return Reading(_head(found), found.events) if found is not None and _is_sound(found, states) else None
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def is_surely_fine(doc: object, states: States, written: bytes = b"") -> bool:
    """True for a document that `validation.check_document` lets pass. `written`: the JSON it was read from, where that is at
    hand."""
    try:
        return _is_small(written or msgspec.json.encode(doc)) and _is_sound(msgspec.convert(doc, _Document), states)
    except (msgspec.ValidationError, TypeError, ValueError, RecursionError):
        return False


def _is_small(written: bytes) -> bool:
    hides_nul = b"\\" in written and b"\\u0000" in written  # no text may hold it
    return len(written) <= LARGEST and not hides_nul


def _is_sound(doc: _Document, states: States) -> bool:
    """What types do not say. Raises ValueError where it was made at no moment."""
    from_wire(doc.created_at)
    known = states({} if doc.kind is UNSET else {"kind": doc.kind})
    return _is_of_our_age(doc) and _is_a_sound_log(doc, known) and _has_sound_ids(doc) and _has_sound_rows(doc)


def _head(doc: _Document) -> Document:
    said = {name: getattr(doc, name) for name in ("id", "number", "schema", "assignee", "state", "created_at", "answers")}
    kind = {} if doc.kind is UNSET else {"kind": doc.kind}
    return {**said, "form": {"id": doc.form.id, "version": doc.form.version}, **kind}


def _is_of_our_age(doc: _Document) -> bool:
    moments = [event.at for event in doc.events]
    moments += [event.server_at for event in doc.events if event.server_at is not None]
    moments += [entry.added_at for entry in doc.attachments]
    years = [moment.year for moment in moments]
    return not years or (min(years) in YEARS and max(years) in YEARS)


def _is_a_sound_log(doc: _Document, states: frozenset[str]) -> bool:
    state = None
    for event in doc.events:
        if event.kind is _TRANSITION:
            from_, to = event.data.get("from"), event.data.get("to")
            known = type(from_) is str and type(to) is str and from_ in states and to in states
            if not known or state not in (None, from_):
                return False
            state = to
        elif event.kind is _EDITED and not _are_names(event.data.get("fields")):
            return False
    return state in (None, doc.state) and doc.state in states


def _are_names(fields: Any) -> bool:
    """What an edit says it changed."""
    return type(fields) is list and {*map(type, fields)} == {str} and all(fields) and len(fields) <= MOST_ANSWERS


def _has_sound_ids(doc: _Document) -> bool:
    """UUIDs, looked at as one text, and none twice in one list."""
    log, files = [event.id for event in doc.events], [entry.id for entry in doc.attachments]
    text = " ".join((doc.id, *log, *files, ""))
    return len({*log}) == len(log) and len({*files}) == len(files) and _UUIDS.fullmatch(text) is not None


def _has_sound_rows(doc: _Document) -> bool:
    """Only lists with an object in them are rows. Ids are looked at together: the same one in two lists is for the other gate."""
    ids: list[Any] = []
    for value in doc.answers.values():
        if type(value) is list and dict in map(type, value):
            try:
                ids += [row["_id"] for row in value]
            except (TypeError, KeyError):
                return False
    return not ids or ({*map(type, ids)} == {str} and len({*ids}) == len(ids) and all(ids) and max(map(len, ids)) <= 100)
