"""What people have committed and must therefore find again: kept beside the system, by other means than its own.

A value counts until somebody who saw it wrote another one in its place; two values that did not know of each other both count.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

DESK = "desk"
Place = tuple[str, ...]
"""(order, field) or (order, field, row, column)."""


@dataclass(frozen=True)
class File:
    """An attachment: its entry's id and order, and the bytes' hash."""

    order: str
    entry: str
    sha256: str


@dataclass(frozen=True)
class Sealed:
    """A sealed PDF as it was stored on a device."""

    device: str
    order: str
    sha256: str
    revision: int


@dataclass
class Truth:
    """`live`: value → author, by place. `entries`: log entries by id with their order. `lost`: orders whose last word on whose
    they are went with a restored endpoint; `poisoned`: those with an operation that the endpoint must refuse."""

    live: dict[Place, dict[str, str]] = field(default_factory=dict)
    author: dict[str, str] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    sealed: list[Sealed] = field(default_factory=list)
    poisoned: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    restored: bool = False

    def write(self, author: str, place: Place, seen: object, value: str) -> None:
        held = self.live.setdefault(place, {})
        held.pop(str(seen), None)
        held[value] = author
        self.author[value] = author

    def snapshot(self) -> Truth:
        """What was true when the endpoint was backed up; from then on it is noted whose orders change hands."""
        self.moved.clear()
        return copy.deepcopy(self)

    def restored_to(self, then: Truth) -> None:
        """The desk's own words since then are gone with the old endpoint; an engineer's are not."""
        self.restored = True
        for place, values in self.live.items():
            known = then.live.get(place, {})
            self.live[place] = {value: author for value, author in values.items() if author != DESK or value in known}
        self.lost |= self.moved
