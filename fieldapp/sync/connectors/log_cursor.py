"""A place in a log whose numbers are given before they are committed: the last ones are read again, known ones passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from fieldapp.errors import InputFault

OVERLAP = 40
"""A transaction may become visible after this many later ones."""


class _Written(msgspec.Struct, frozen=True):
    log: int
    scanned: int | None = None
    seen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """`newest`: the highest number read. `scanned`: the first look got this far; None when it is over."""

    newest: int
    scanned: int | None = None
    seen: frozenset[int] = frozenset()

    @property
    def after(self) -> int:
        return max(self.newest - OVERLAP, 0)

    @property
    def text(self) -> str:
        return msgspec.json.encode(_Written(self.newest, self.scanned, tuple(sorted(self.seen)))).decode()

    def scanned_to(self, last: int | None) -> Place:
        """After a page of the first look; None at its end."""
        return Place(self.newest, last)

    def moved_on(self, read: Iterable[int]) -> Place:
        seen = self.seen | frozenset(read)
        newest = max(seen, default=self.newest)
        return Place(max(newest, self.newest), None, frozenset(number for number in seen if number > newest - OVERLAP))


def parse(text: str | None) -> Place | None:
    """Raises InputFault `cursor.broken`."""
    if text is None:
        return None
    try:
        written = msgspec.json.decode(text, type=_Written)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputFault("cursor.broken", f"this is not a cursor of ours: {error}") from error
    return Place(written.log, written.scanned, frozenset(written.seen))
