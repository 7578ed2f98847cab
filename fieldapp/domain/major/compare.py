"""What differs between two versions of a plan, as people speak of it: field by field, row by row, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fieldapp.domain.patches import Rows, is_rows, same
from fieldapp.domain.records import JSON


class What(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One of them. For a row `row` is what it says (the newer version's, or the removed one's); for one of its cells `column` is
    set too; MOVED is the order of a table's rows."""

    field: str
    what: What
    old: JSON = None
    new: JSON = None
    row: Mapping[str, Any] | None = None
    column: str | None = None


def compare(old: Mapping[str, JSON], new: Mapping[str, JSON], order: tuple[str, ...]) -> tuple[Difference, ...]:
    """In the `order` of the form's fields; fields of a newer form come last."""
    names = [*order, *sorted({*old, *new} - {*order})]
    return tuple(difference for name in names for difference in _field(name, old.get(name), new.get(name)))


def _field(name: str, old: JSON, new: JSON) -> Iterator[Difference]:
    if same(old, new):
        return
    before, after = ([] if value is None else value for value in (old, new))
    if is_rows(before) and is_rows(after):
        yield from _rows(name, before, after)
    else:
        what = What.ADDED if old is None else What.REMOVED if new is None else What.CHANGED
        yield Difference(name, what, old, new)


def _rows(name: str, before: Rows, after: Rows) -> Iterator[Difference]:
    old, new = ({row["_id"]: row for row in rows} for rows in (before, after))
    for row_id, row in new.items():
        if row_id not in old:
            yield Difference(name, What.ADDED, row=row)
        else:
            yield from _cells(name, old[row_id], row)
    for row_id, row in old.items():
        if row_id not in new:
            yield Difference(name, What.REMOVED, row=row)
    if [row_id for row_id in old if row_id in new] != [row_id for row_id in new if row_id in old]:
        yield Difference(name, What.MOVED)


def _cells(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for column in dict.fromkeys([*old, *new]):
        if not same(old.get(column), new.get(column)):
            yield Difference(name, What.CHANGED, old.get(column), new.get(column), new, column)
