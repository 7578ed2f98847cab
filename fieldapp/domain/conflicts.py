"""Three-way merge of one order: what both sides changed is decided by who owns the field, and the loser's value is kept.

Sides: `base` is what the endpoint last acknowledged, `mine` the document on this engineer's device, `theirs` what the endpoint
holds now. Law (kept by tests): every value that a side changed is in the merged document or in a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from fieldapp.domain import events, written
from fieldapp.domain.patches import Rows, is_rows, same
from fieldapp.domain.records import JSON, Document, Owner, Role
from fieldapp.domain.written import Written
from fieldapp.errors import RefusedFault

ORDER_COLUMN: Final = "_order"
"""The `column` of a conflict about the order of a table's rows; its values are lists of row ids."""

STATE_FIELD: Final = "state"
"""The `field` of a conflict about an entry that the endpoint's document no longer allows; `mine` is the whole entry."""

_ABSENT: Final = None
"""Documents hold no null answers, so None stands for "not answered" here and in conflicts."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """Both sides changed one thing. Values are JSON, None where the side has no answer, row or column any more.

    `row_id` and `column` are set for a table's cell, `row_id` alone for a row that one side dropped and the other changed, or
    for the id of an entry of the log; `winner` (desk or engineer) says whose value is in the merged document. `written`: who at
    the desk wrote `theirs`, None where the log does not say it.
    """

    field: str
    row_id: str | None
    column: str | None
    base: JSON
    mine: JSON
    theirs: JSON
    winner: Owner
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged document and what a person has to look at."""

    doc: Document
    conflicts: tuple[FieldConflict, ...]


def merge(base: Document, mine: Document, theirs: Document, owner_of: Callable[[str], Owner]) -> Merge:
    """Merge per answer, per row (`_id`) and column; events and attachments by id, the endpoint's first.

    `owner_of` gives the owner of an answer by its field id; shared fields are the desk's in a conflict. Other top-level
    values are the endpoint's. An entry of mine that the merged state does not allow is left out of the log and becomes a
    conflict. An entry of the desk that the endpoint had and has no longer went with a restored endpoint, as the desk's answers
    did: nobody else may say it again.
    """
    conflicts: list[FieldConflict] = []
    doc: Document = {key: value for key, value in mine.items() if key not in base} | theirs
    doc["answers"] = _merged_answers(
        base.get("answers", {}), mine.get("answers", {}), theirs.get("answers", {}), owner_of, conflicts
    )
    doc["attachments"] = _union(mine, theirs, "attachments")
    doc["events"] = list(theirs.get("events", ()))
    common = events.ids(base.get("events", ()))
    for entry in _union(mine, theirs, "events")[len(doc["events"]) :]:
        if entry["id"] in common and entry["actor"]["role"] == Role.DESK:
            continue
        try:
            doc.update(events.follow(doc, entry))
        except RefusedFault:
            conflicts.append(_refused_entry(entry, base, doc))
        else:
            doc["events"].append(entry)
    if not conflicts:
        return Merge(doc, ())
    writers = written.since(base, theirs)
    return Merge(doc, tuple(replace(conflict, written=writers.get(conflict.field)) for conflict in conflicts))


def _refused_entry(entry: Mapping[str, Any], base: Document, doc: Document) -> FieldConflict:
    return FieldConflict(STATE_FIELD, entry["id"], None, base.get("state"), dict(entry), doc.get("state"), Owner.DESK)


def _union(mine: Document, theirs: Document, part: str) -> list[dict[str, Any]]:
    held = theirs.get(part, [])
    known = events.ids(held)
    return [*held, *(entry for entry in mine.get(part, []) if entry["id"] not in known)]


def _merged_answers(
    base: Mapping[str, JSON],
    mine: Mapping[str, JSON],
    theirs: Mapping[str, JSON],
    owner_of: Callable[[str], Owner],
    conflicts: list[FieldConflict],
) -> dict[str, JSON]:
    merged: dict[str, JSON] = {}
    for field in dict.fromkeys([*theirs, *mine]):
        sides = _Sides(base.get(field), mine.get(field), theirs.get(field))
        if not sides.both_changed:
            value = sides.undisputed
        elif sides.are_tables:
            value = _merged_rows(field, sides, owner_of(field), conflicts)
        else:
            value = sides.settled(field, None, None, owner_of(field), conflicts)
        if value is not _ABSENT:
            merged[field] = value
    return merged


@dataclass(frozen=True, slots=True)
class _Sides:
    """The three values of one thing."""

    base: JSON
    mine: JSON
    theirs: JSON

    @property
    def both_changed(self) -> bool:
        return not (same(self.mine, self.base) or same(self.theirs, self.base) or same(self.mine, self.theirs))

    @property
    def undisputed(self) -> JSON:
        """The value where at most one side changed it, or both alike."""
        return self.mine if same(self.theirs, self.base) else self.theirs

    @property
    def are_tables(self) -> bool:
        return all(value is _ABSENT or is_rows(value) for value in (self.base, self.mine, self.theirs))

    def settled(self, field: str, row_id: str | None, column: str | None, owner: Owner, conflicts: list[FieldConflict]) -> JSON:
        """The owner's value; the conflict is put on record."""
        winner = Owner.ENGINEER if owner is Owner.ENGINEER else Owner.DESK
        conflicts.append(FieldConflict(field, row_id, column, self.base, self.mine, self.theirs, winner))
        return self.mine if winner is Owner.ENGINEER else self.theirs


def _merged_rows(field: str, sides: _Sides, owner: Owner, conflicts: list[FieldConflict]) -> Rows:
    base, mine, theirs = (_by_id(rows) for rows in (sides.base, sides.mine, sides.theirs))
    merged: dict[str, dict[str, Any]] = {}
    for row_id in dict.fromkeys([*theirs, *mine]):
        row = _Sides(base.get(row_id), mine.get(row_id), theirs.get(row_id))
        if not row.both_changed:
            value = row.undisputed
        elif row.mine is _ABSENT or row.theirs is _ABSENT:
            value = row.settled(field, row_id, None, owner, conflicts)
        else:
            value = _merged_columns(field, row_id, row, owner, conflicts)
        if value is not _ABSENT:
            merged[row_id] = value
    order = _merged_order(field, _Sides(list(base), list(mine), list(theirs)), owner, conflicts)
    return [merged[row_id] for row_id in order if row_id in merged]


def _merged_columns(field: str, row_id: str, row: _Sides, owner: Owner, conflicts: list[FieldConflict]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    before = row.base or {}
    for column in dict.fromkeys([*row.theirs, *row.mine]):
        cell = _Sides(before.get(column), row.mine.get(column), row.theirs.get(column))
        value = cell.settled(field, row_id, column, owner, conflicts) if cell.both_changed else cell.undisputed
        if value is not _ABSENT:
            merged[column] = value
    return merged


def _merged_order(field: str, ids: _Sides, owner: Owner, conflicts: list[FieldConflict]) -> list[str]:
    """The order of the side that changed it, the other side's own rows put in after the row they follow there."""
    common = frozenset(ids.base) & frozenset(ids.mine) & frozenset(ids.theirs)
    kept = _Sides(*([row_id for row_id in side if row_id in common] for side in (ids.base, ids.mine, ids.theirs)))
    if kept.both_changed:
        chosen = kept.settled(field, None, ORDER_COLUMN, owner, conflicts)
        return _inserted(ids.mine, ids.theirs) if chosen == kept.mine else _inserted(ids.theirs, ids.mine)
    return _inserted(ids.theirs, ids.mine) if kept.mine == kept.base else _inserted(ids.mine, ids.theirs)


def _inserted(leading: Sequence[str], following: Sequence[str]) -> list[str]:
    order = list(leading)
    present = set(leading)
    for position, row_id in enumerate(following):
        if row_id not in present:
            order.insert(order.index(following[position - 1]) + 1 if position else 0, row_id)
            present.add(row_id)
    return order


def _by_id(rows: Rows | None) -> dict[str, dict[str, Any]]:
    return {row["_id"]: row for row in rows or ()}
