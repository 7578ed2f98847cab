"""The gate for JSON that this program did not write: an ORDER.json, a document or a patch from the wire.

Everything behind the gate may rely on the shapes of docs/architecture.md. A fault is InputFault `order.invalid` (or
`patch.invalid`) whose text starts with the JSON path, e.g. `$.events[3].actor.role: …`; its details hold `path`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, Final

from fieldapp.clock import from_wire
from fieldapp.domain import kinds, quick_gate
from fieldapp.domain.quick_gate import Reading
from fieldapp.domain.records import Document, EventKind, Role, State
from fieldapp.domain.values import JsonFault, check_value, is_named
from fieldapp.errors import InputFault

SCHEMA: Final = 1
MAX_BYTES: Final = 8 * 1024 * 1024
MAX_ANSWERS: Final = 1_000
MAX_EVENTS: Final = 20_000
MAX_ATTACHMENTS: Final = 2_000
MAX_FILE_BYTES: Final = 1 << 40

ATTACHMENT_KINDS: Final = frozenset({"photo", "file", "ink", "signed_pdf"})
PATCH_PARTS: Final = frozenset({"answers", "rows", "events", "attachments"})
_ROW_PARTS: Final = frozenset({"put", "drop", "order"})
_KINDS: Final = frozenset(kind.value for kind in EventKind)
_STATES: Final = frozenset(state.value for state in State)
_ROLES: Final = frozenset(role.value for role in Role)
_ONE_OF_ROLES: Final = f"one of {', '.join(Role)} is expected"
_ONE_OF_ATTACHMENTS: Final = f"one of {', '.join(sorted(ATTACHMENT_KINDS))} is expected"
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def read_document(data: bytes, source: str) -> Document:
    """Parse and check the bytes of an ORDER.json; `source` names them in the fault's text.

    Raises InputFault `order.unreadable` (size, encoding, JSON syntax, nesting, a key given twice) or `order.invalid`.
    """
    if len(data) > MAX_BYTES:
        raise InputFault("order.unreadable", f"{source}: larger than {MAX_BYTES} bytes", source=source)
    try:
        doc = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_no_doubles)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputFault("order.unreadable", f"{source}: not usable JSON: {reason}"[:500], source=source) from error
    try:
        check_document(doc)
    except InputFault as fault:
        raise InputFault(fault.code, f"{source}: {fault.text}", source=source, **fault.details) from fault
    return doc  # type: ignore[no-any-return]  # checked to be a document


def check_document(doc: object, written: bytes = b"") -> None:
    """Shape, types and sizes of an order document or record, and that `state` is what the log says (§6.1.2).

    Unknown keys and kinds of event pass, bounded in size. `written`: the JSON it was read from, where that is at hand. Raises
    InputFault `order.invalid` with the JSON path.
    """
    if not (isinstance(doc, dict) and quick_gate.is_surely_fine(doc, _known_states, written)):
        _gate("order.invalid", _document, doc)


def read_at_once(written: bytes) -> Reading | None:
    """What JSON says of a document that surely passes; None says nothing, and reading it all and `check_document` come next."""
    return quick_gate.read(written, _known_states)


def check_patch(patch: object, doc: Document | None = None) -> None:
    """Shape, types and sizes of a patch (of the document `doc`; None: an order). Unknown parts are refused: passing over one
    would lose work silently.

    Raises InputFault `patch.invalid` with the JSON path.
    """
    _gate("patch.invalid", partial(_patch, states=_STATES if doc is None else _states_of(doc)), patch)


def _gate(code: str, check: Callable[[Any], None], value: object) -> None:
    try:
        check(value)
    except JsonFault as fault:
        line = " ".join(f"{fault.path}: {fault.reason}".split())
        raise InputFault(code, line[:300], path=fault.path) from fault


def _document(doc: Any) -> None:
    _need(isinstance(doc, dict), "$", "an order is an object")
    check_value(doc, "$")
    _identified(doc, "id", "$")
    number = doc.get("number")
    _need(number is None or (is_named(number) and len(number) <= 100), "$.number", "text of at most 100 characters is expected")
    _need(doc.get("schema") == SCHEMA and doc["schema"] is not True, "$.schema", f"this program reads schema {SCHEMA}")
    _form(doc.get("form"))
    assignee = doc.get("assignee")
    _need(assignee is None or is_named(assignee), "$.assignee", "a user id or null is expected")
    states = _states_of(doc)
    _need(_is_one_of(doc.get("state"), states), "$.state", _one_of(states))
    _moment(doc, "created_at", "$")
    _answers(doc.get("answers"), "$.answers", removable=False)
    _entries(doc.get("events"), "$.events", MAX_EVENTS, partial(_event, states=states))
    _entries(doc.get("attachments"), "$.attachments", MAX_ATTACHMENTS, _attachment)
    _chain(doc)


def _states_of(doc: Mapping[str, Any]) -> frozenset[str]:
    if "kind" not in doc:
        return _STATES
    known = kinds.every()
    _need(isinstance(doc["kind"], str) and doc["kind"] in known, "$.kind", "a kind of record that this program knows is expected")
    return frozenset(known[doc["kind"]].states)


def _known_states(doc: Mapping[str, Any]) -> frozenset[str]:
    """Of its kind; none of a kind that is not known."""
    try:
        return _states_of(doc)
    except JsonFault:
        return frozenset()


@cache
def _one_of(names: frozenset[str]) -> str:
    ordered = [name for name in State if name in names] if names == _STATES else sorted(names)
    return f"one of {', '.join(ordered)} is expected"


def _form(form: Any) -> None:
    _need(isinstance(form, dict), "$.form", "an object is expected")
    _need(is_named(form.get("id")), "$.form.id", "text is expected")
    version = form.get("version")
    _need(
        isinstance(version, int) and not isinstance(version, bool) and version > 0,
        "$.form.version",
        "a version number is expected",
    )


def _answers(answers: Any, path: str, *, removable: bool) -> None:
    _need(isinstance(answers, dict), path, "an object is expected")
    _need(len(answers) <= MAX_ANSWERS, path, f"more than {MAX_ANSWERS} answers")
    for field, value in answers.items():
        if value is None:
            _need(removable, f"{path}.{field}", "an answer is never null; leave it out")
        elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
            _rows(value, f"{path}.{field}")


def _rows(rows: Any, path: str) -> None:
    _need(isinstance(rows, list), path, "a list of rows is expected")
    seen: set[str] = set()
    for index, row in enumerate(rows):
        _need(isinstance(row, dict), f"{path}[{index}]", "a row is an object")
        row_id = row.get("_id")
        _need(is_named(row_id) and len(row_id) <= 100, f"{path}[{index}]._id", "the row's identifier is missing")
        _need(row_id not in seen, f"{path}[{index}]._id", "the same identifier twice")
        seen.add(row_id)


def _entries(entries: Any, path: str, most: int, check: Callable[[dict[str, Any], str], None]) -> None:
    _need(isinstance(entries, list), path, "a list is expected")
    _need(len(entries) <= most, path, f"more than {most} entries")
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        here = f"{path}[{index}]"
        _need(isinstance(entry, dict), here, "an object is expected")
        _identified(entry, "id", here)
        _need(entry["id"] not in seen, f"{here}.id", "the same identifier twice")
        seen.add(entry["id"])
        check(entry, here)


def _event(event: dict[str, Any], path: str, *, states: frozenset[str]) -> None:
    kind = event.get("kind")
    _need(is_named(kind), f"{path}.kind", "text is expected")
    _moment(event, "at", path)
    if event.get("server_at") is not None:
        _moment(event, "server_at", path)
    actor: Any = event.get("actor")
    _need(isinstance(actor, dict), f"{path}.actor", "an object is expected")
    _need(is_named(actor.get("id")), f"{path}.actor.id", "text is expected")
    _need(is_named(actor.get("name")), f"{path}.actor.name", "text is expected")
    _need(kind not in _KINDS or _is_one_of(actor.get("role"), _ROLES), f"{path}.actor.role", _ONE_OF_ROLES)
    data: Any = event.get("data")
    _need(isinstance(data, dict), f"{path}.data", "an object is expected")
    if kind == EventKind.TRANSITION:
        for end in ("from", "to"):
            _need(_is_one_of(data.get(end), states), f"{path}.data.{end}", _one_of(states))
    if kind == EventKind.EDITED:
        fields = data.get("fields")
        named = isinstance(fields, list) and 0 < len(fields) <= MAX_ANSWERS and all(is_named(name) for name in fields)
        _need(named, f"{path}.data.fields", "the names of the answers that were changed are expected")


def _attachment(entry: dict[str, Any], path: str) -> None:
    sha256 = entry.get("sha256")
    _need(
        isinstance(sha256, str) and _SHA256.fullmatch(sha256) is not None, f"{path}.sha256", "64 hexadecimal digits are expected"
    )
    for key in ("name", "mime"):
        _need(is_named(entry.get(key)), f"{path}.{key}", "text is expected")
    size = entry.get("size")
    fits = isinstance(size, int) and not isinstance(size, bool) and 0 <= size <= MAX_FILE_BYTES
    _need(fits, f"{path}.size", "a number of bytes is expected")
    _need(
        _is_one_of(entry.get("kind"), ATTACHMENT_KINDS),
        f"{path}.kind",
        _ONE_OF_ATTACHMENTS,
    )
    _moment(entry, "added_at", path)


def _chain(doc: dict[str, Any]) -> None:
    """Each transition starts where the one before ended, and the last one ends in the document's state."""
    state = None
    for index, event in enumerate(doc["events"]):
        if event["kind"] == EventKind.TRANSITION:
            from_ = event["data"]["from"]
            _need(state in (None, from_), f"$.events[{index}].data.from", f"the order was {state}, not {from_}")
            state = event["data"]["to"]
    _need(state in (None, doc["state"]), "$.state", f"the log says {state}, not {doc['state']}")


def _patch(patch: Any, *, states: frozenset[str]) -> None:
    _need(isinstance(patch, dict), "$", "a patch is an object")
    check_value(patch, "$")
    for part in patch:
        _need(part in PATCH_PARTS, f"$.{part}"[:100], f"not a part of a patch; there are {', '.join(sorted(PATCH_PARTS))}")
    _answers(patch.get("answers", {}), "$.answers", removable=True)
    rows = patch.get("rows", {})
    _need(isinstance(rows, dict), "$.rows", "an object is expected")
    for field, change in rows.items():
        _row_change(change, f"$.rows.{field}")
    _entries(patch.get("events", []), "$.events", MAX_EVENTS, partial(_event, states=states))
    _entries(patch.get("attachments", []), "$.attachments", MAX_ATTACHMENTS, _attachment)


def _row_change(change: Any, path: str) -> None:
    _need(isinstance(change, dict), path, "an object is expected")
    for part in change:
        _need(
            part in _ROW_PARTS, f"{path}.{part}"[:200], f"not a part of a row change; there are {', '.join(sorted(_ROW_PARTS))}"
        )
    _rows(change.get("put", []), f"{path}.put")
    for part in ("drop", "order"):
        names = change.get(part, [])
        _need(
            isinstance(names, list) and all(isinstance(name, str) for name in names),
            f"{path}.{part}",
            "a list of row ids is expected",
        )


def _identified(obj: Mapping[str, Any], key: str, path: str) -> None:
    value = obj.get(key)
    _need(isinstance(value, str) and _UUID.fullmatch(value) is not None, f"{path}.{key}", "a UUID in lower case is expected")


def _moment(obj: Mapping[str, Any], key: str, path: str) -> None:
    try:
        from_wire(obj[key])
    except (KeyError, TypeError, ValueError) as error:
        raise JsonFault(f"{path}.{key}", "a time with UTC offset (RFC 3339) is expected") from error


def _is_one_of(value: object, names: frozenset[str]) -> bool:
    return isinstance(value, str) and value in names


def _need(holds: bool, path: str, reason: str) -> None:
    if not holds:
        raise JsonFault(path, reason)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _no_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    obj = dict(pairs)
    if len(obj) != len(pairs):
        raise ValueError("a key is given twice in one object")
    return obj
