"""The gate's rules once more, for what nearly every document is: one that this program wrote. msgspec looks at all of it in C, in
a fifth of the time that `validation` takes.

A yes is certain; a no says nothing: keys of a newer version, deeper nesting, a large document and every fault are for
`validation`, which finds the place and has the words. A test holds the two together.
"""

from __future__ import annotations

import re
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
_UUIDS = re.compile(r"(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} )+")
_TRANSITION: Final = EventKind.TRANSITION.value
_EDITED: Final = EventKind.EDITED.value
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
    id: str
    kind: _Named
    at: str
    actor: _Actor
    data: dict[_Key, _VALUE]
    server_at: str | None = None


class _Attachment(msgspec.Struct, forbid_unknown_fields=True):
    id: str
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
    id: str
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


def is_surely_fine(doc: object, states: frozenset[str], written: bytes = b"") -> bool:
    """True for a document that `validation.check_document` lets pass; `states`: those that one of its kind may be in; `written`:
    the JSON it was read from, where that is at hand."""
    try:
        data = written or msgspec.json.encode(doc)
        if len(data) > LARGEST or (b"\\" in data and b"\\u0000" in data):
            return False
        found = msgspec.convert(doc, _Document)
        _read_moments(found)
    except (msgspec.ValidationError, TypeError, ValueError, RecursionError):
        return False
    return _is_a_sound_log(found, states) and _has_sound_ids(found) and _has_sound_rows(found)


def _read_moments(doc: _Document) -> None:
    """Raises ValueError; what it costs to read them one by one is more than to read them."""
    texts = [doc.created_at]
    for event in doc.events:
        texts.append(event.at)
        if event.server_at is not None:
            texts.append(event.server_at)
    texts += [entry.added_at for entry in doc.attachments]
    moments = [*map(datetime.fromisoformat, texts)]
    years = [moment.year for moment in moments]
    if None in [moment.tzinfo for moment in moments] or min(years) not in YEARS or max(years) not in YEARS:
        raise ValueError("a moment without offset, or of no year that is reckoned with")


def _is_a_sound_log(doc: _Document, states: frozenset[str]) -> bool:
    state = None
    for event in doc.events:
        if event.kind == _TRANSITION:
            from_, to = event.data.get("from"), event.data.get("to")
            known = type(from_) is str and type(to) is str and from_ in states and to in states
            if not known or state not in (None, from_):
                return False
            state = to
        elif event.kind == _EDITED and not _are_names(event.data.get("fields")):
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
    """Only lists with an object in them are rows."""
    for value in doc.answers.values():
        if type(value) is list and dict in map(type, value):
            try:
                ids = [row["_id"] for row in value]
            except (TypeError, KeyError):
                return False
            if {*map(type, ids)} != {str} or len({*ids}) != len(ids) or not all(ids) or max(map(len, ids)) > 100:
                return False
    return True
