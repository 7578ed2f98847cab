"""The gate's rules once more, for what nearly every document is: one that this program wrote. msgspec looks at all of it in C, in
a fifth of the time that `validation` takes.

A yes is certain; a no says nothing: keys of a newer version, deeper nesting, a large document and every fault are for
`validation`, which finds the place and has the words. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Union

import msgspec
from msgspec import Meta

from fieldapp.clock import YEARS
from fieldapp.domain.records import EventKind
from fieldapp.domain.values import MAX_INTEGER, MAX_KEY, MAX_TEXT, MAX_VALUES

DEPTH: Final = 5
"""Levels of lists and objects in an answer or an entry's data; msgspec's plan doubles with each."""

MOST_ANSWERS: Final = 1_000
LARGEST: Final = min(MAX_TEXT, MAX_VALUES)
"""Bytes of a document that is looked at here: what is smaller has neither longer texts nor more values."""

_Text = Annotated[str, Meta(max_length=MAX_TEXT)]
_Named = Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]
_Key = Annotated[str, Meta(min_length=1, max_length=MAX_KEY)]
_Whole = Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_Finite = Annotated[float, Meta(ge=-1.7976931348623157e308, le=1.7976931348623157e308)]
_Uuid = Annotated[str, Meta(pattern=r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
_Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


def _value(levels: int) -> Any:
    below = _value(levels - 1) if levels else None
    deeper = (list[below], dict[_Key, below]) if levels else ()  # type: ignore[valid-type]
    return Union[(None, bool, _Whole, _Finite, _Text, *deeper)]


_VALUE: Any = _value(DEPTH)
_ANSWER: Any = Union[bool, _Whole, _Finite, _Text, list[_value(DEPTH - 1)], dict[_Key, _value(DEPTH - 1)]]  # type: ignore[misc]  # noqa: UP007


class _Form(msgspec.Struct, forbid_unknown_fields=True):
    id: _Named
    version: Annotated[int, Meta(ge=1, le=MAX_INTEGER)]


class _Actor(msgspec.Struct, forbid_unknown_fields=True):
    id: _Named
    name: _Named
    role: Literal["desk", "engineer", "system"]


class _Event(msgspec.Struct, forbid_unknown_fields=True):
    id: _Uuid
    kind: _Named
    at: str
    actor: _Actor
    data: dict[_Key, _VALUE]
    server_at: str | None = None


class _Attachment(msgspec.Struct, forbid_unknown_fields=True):
    id: _Uuid
    sha256: _Sha256
    name: _Named
    mime: _Named
    size: Annotated[int, Meta(ge=0, le=1 << 40)]
    kind: Literal["photo", "file", "ink", "signed_pdf"]
    added_at: str
    revision: _Whole | None = None
    snapshot_sha256: _Text | None = None
    extends: _Text | None = None


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    id: _Uuid
    schema: Literal[1]
    form: _Form
    state: str
    created_at: str
    answers: Annotated[dict[_Key, _ANSWER], Meta(max_length=MOST_ANSWERS)]
    events: Annotated[list[_Event], Meta(max_length=20_000)]
    attachments: Annotated[list[_Attachment], Meta(max_length=2_000)]
    number: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    assignee: _Named | None = None
    kind: str = ""


def is_surely_fine(doc: object, states: Collection[str]) -> bool:
    """True for a document that `validation.check_document` lets pass; `states`: those that one of its kind may be in."""
    try:
        data = msgspec.json.encode(doc)
        if len(data) > LARGEST or b"\\u0000" in data:
            return False
        found = msgspec.convert(doc, _Document)
        _read_moments(found)
    except (msgspec.ValidationError, TypeError, ValueError, RecursionError):
        return False
    return _is_a_chain(found, states) and _each_once(found) and all(map(_has_sound_rows, found.answers.values()))


def _read_moments(doc: _Document) -> None:
    """Raises ValueError; what it costs to read them one by one is more than to read them."""
    texts = [doc.created_at]
    for event in doc.events:
        texts.append(event.at)
        if event.server_at is not None:
            texts.append(event.server_at)
    texts += [entry.added_at for entry in doc.attachments]
    moments = [*map(datetime.fromisoformat, texts)]
    if any(moment.tzinfo is None or moment.year not in YEARS for moment in moments):
        raise ValueError("a moment without offset, or of no year that is reckoned with")


def _is_a_chain(doc: _Document, states: Collection[str]) -> bool:
    state = None
    for event in doc.events:
        if event.kind == EventKind.TRANSITION:
            from_, to = event.data.get("from"), event.data.get("to")
            if state not in (None, from_) or not (isinstance(from_, str) and isinstance(to, str) and {from_, to} <= set(states)):
                return False
            state = to
    return state in (None, doc.state) and doc.state in states


def _each_once(doc: _Document) -> bool:
    return all(len({entry.id for entry in entries}) == len(entries) for entries in (doc.events, doc.attachments))


def _has_sound_rows(value: Any) -> bool:
    """Only lists with an object in them are rows."""
    if type(value) is not list or dict not in map(type, value):
        return True
    try:
        ids = [row["_id"] for row in value]
        return all(type(name) is str and 0 < len(name) <= 100 for name in ids) and len({*ids}) == len(ids)
    except (TypeError, KeyError):
        return False
