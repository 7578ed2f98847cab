"""The only way a document changes, at both sides: small JSON patches that can be applied, joined and computed.

Everything here is pure and shares unchanged parts with its input, so a caller never alters a document in place. A patch that came
over the wire has passed `validation.check_patch` before it gets here. Laws (kept by tests):
`apply(apply(d, a), b) == apply(d, compose(a, b))` and `apply(old, diff(old, new)) == new` for answers, rows and appended entries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from fieldapp.domain import events
from fieldapp.domain.records import JSON, Document

Patch = dict[str, Any]
"""`{"answers", "rows", "events", "attachments"}`, each optional; docs/architecture.md gives the shape."""

Rows = list[dict[str, Any]]
_APPENDED = ("events", "attachments")


def apply(doc: Document, patch: Mapping[str, Any]) -> Document:
    """The document after the patch. Answers are set first (null removes), then rows: drop, put, order; then entries are appended.

    Entries whose id is there are passed over, so applying twice is applying once. `state` and `assignee` follow from the new
    entries; raises RefusedFault `state.refused` or `assign.refused` (`events.follow`), the document given is untouched then.
    """
    result = dict(doc)
    if patch.get("answers") or patch.get("rows"):
        result["answers"] = _answered(doc.get("answers", {}), patch)
    for part in _APPENDED:
        if patch.get(part):
            present = doc.get(part, [])
            fresh = _fresh(present, patch[part])
            result[part] = [*present, *fresh]
            if part == "events":
                for entry in fresh:
                    result.update(events.follow(result, entry))
    return result


def compose(first: Mapping[str, Any], second: Mapping[str, Any]) -> Patch:
    """One patch that does what `first` and then `second` do.

    `order` of a row change names rows that are there once its own patch is applied (as `diff` writes it); names of other
    rows have no effect when applied alone, and are undefined after joining.
    """
    answers, rows = _folded(first)
    later_answers, later_rows = _folded(second)
    for field, value in later_answers.items():
        rows.pop(field, None)
        answers[field] = value
    for field, change in later_rows.items():
        if field in answers:
            answers[field] = _with_rows(answers[field], change)
        elif field in rows:
            rows[field] = _joined(rows[field], change)
        else:
            rows[field] = change
    joined: Patch = {"answers": answers, "rows": rows}
    for part in _APPENDED:
        joined[part] = _fresh((), [*first.get(part, ()), *second.get(part, ())])
    return {part: content for part, content in joined.items() if content}


def diff(old: Document, new: Document) -> Patch:
    """The patch from `old` to `new`: changed answers, changed rows of tables, appended events and attachments."""
    before, after = old.get("answers", {}), new.get("answers", {})
    answers: dict[str, JSON] = {field: None for field in before if field not in after}
    rows: dict[str, Any] = {}
    for field, value in after.items():
        if field not in before:
            answers[field] = value
        elif not same(before[field], value):
            if is_rows(before[field]) and is_rows(value):
                rows[field] = _row_change(before[field], value)
            else:
                answers[field] = value
    patch: Patch = {"answers": answers, "rows": rows}
    for part in _APPENDED:
        present = events.ids(old.get(part, ()))
        patch[part] = [entry for entry in new.get(part, ()) if entry["id"] not in present]
    return {part: content for part, content in patch.items() if content}


def is_empty(patch: Mapping[str, Any]) -> bool:
    """True when applying it changes nothing in any document."""
    return not (touched_fields(patch) or any(patch.get(part) for part in _APPENDED))


def touched_fields(patch: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the answers that the patch sets, removes or changes rows of."""
    rows: Mapping[str, Mapping[str, Any]] = patch.get("rows") or {}
    return frozenset(patch.get("answers") or {}) | {field for field, change in rows.items() if _does_something(change)}


def is_rows(value: object) -> bool:
    """True for a row-valued answer: a list of objects with distinct `_id` (the empty list included)."""
    if not isinstance(value, list):
        return False
    seen: set[str] = set()
    for row in value:
        row_id = row.get("_id") if isinstance(row, dict) else None
        if not isinstance(row_id, str) or row_id in seen:
            return False
        seen.add(row_id)
    return True


def same(one: JSON, other: JSON) -> bool:
    """Equality of JSON values. Python takes `True == 1` for equal; in a record they are different answers."""
    if one is other:
        return True
    if one != other or isinstance(one, bool) is not isinstance(other, bool):
        return False
    # equal texts most of the time; looking at every value costs ten times that
    if isinstance(one, dict | list) and _text(one) == _text(other):
        return True
    if isinstance(one, dict):
        return all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return all(same(left, right) for left, right in zip(one, other, strict=True))
    return True


def _text(value: JSON) -> bytes | None:
    try:
        return msgspec.json.encode(value, order="sorted")
    except (TypeError, ValueError, RecursionError):
        return None


def _answered(answers: Mapping[str, JSON], patch: Mapping[str, Any]) -> dict[str, JSON]:
    result = dict(answers)
    for field, value in (patch.get("answers") or {}).items():
        if value is None:
            result.pop(field, None)
        else:
            result[field] = value
    for field, change in (patch.get("rows") or {}).items():
        if _does_something(change):
            result[field] = _with_rows(result.get(field), change)
    return result


def _with_rows(value: JSON, change: Mapping[str, Any]) -> Rows:
    """Drop, then replace in place or append, then order. Always leaves a list, also where there was no answer."""
    current: Rows = value if is_rows(value) else []
    dropped = frozenset(change.get("drop") or ())
    rows = {row["_id"]: row for row in current if row["_id"] not in dropped}
    for row in change.get("put") or ():
        rows[row["_id"]] = row
    first = [row_id for row_id in change.get("order") or () if row_id in rows]
    return [rows[row_id] for row_id in dict.fromkeys([*first, *rows])]


def _does_something(change: Mapping[str, Any]) -> bool:
    return bool(change.get("put") or change.get("drop") or change.get("order"))


def _row_change(before: Rows, after: Rows) -> dict[str, Any]:
    known = {row["_id"]: row for row in before}
    wanted = [row["_id"] for row in after]
    kept = frozenset(wanted)
    change: dict[str, Any] = {
        "put": [row for row in after if row["_id"] not in known or not same(known[row["_id"]], row)],
        "drop": [row_id for row_id in known if row_id not in kept],
    }
    if [row["_id"] for row in _with_rows(before, change)] != wanted:
        change["order"] = wanted
    return {name: content for name, content in change.items() if content}


def _joined(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Two row changes as one. A row that `second` drops loses the place that `first` gave it, also when it is put again."""
    gone = frozenset(second.get("drop") or ())
    put = {row["_id"]: row for row in first.get("put") or () if row["_id"] not in gone}
    for row in second.get("put") or ():
        put[row["_id"]] = row
    earlier = [row_id for row_id in first.get("order") or () if row_id not in gone]
    change: dict[str, Any] = {
        "put": list(put.values()),
        "drop": list(dict.fromkeys([*(first.get("drop") or ()), *(second.get("drop") or ())])),
        "order": list(dict.fromkeys([*(second.get("order") or ()), *earlier])),
    }
    return {name: content for name, content in change.items() if content}


def _folded(patch: Mapping[str, Any]) -> tuple[dict[str, JSON], dict[str, Any]]:
    """Answers and rows of a patch with no field in both."""
    answers = dict(patch.get("answers") or {})
    rows: dict[str, Any] = {}
    for field, change in (patch.get("rows") or {}).items():
        if not _does_something(change):
            continue
        if field in answers:
            answers[field] = _with_rows(answers[field], change)
        else:
            rows[field] = change
    return answers, rows


def _fresh(present: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The entries that are not present, each once."""
    seen = events.ids(present)
    fresh = []
    for entry in entries:
        if entry["id"] not in seen:
            seen.add(entry["id"])
            fresh.append(entry)
    return fresh
