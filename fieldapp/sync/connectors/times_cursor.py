"""A place among times of change that are kept to the second: the last seconds are read again, known versions passed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from fieldapp.clock import from_wire
from fieldapp.errors import InputFault, NetworkFault

OVERLAP = timedelta(seconds=30)
"""A change may become visible this long after its time of change."""

UNSETTLED = timedelta(seconds=2)
"""So soon after its change an order may change again without its time of change telling: it is read once more."""


class _Written(msgspec.Struct, frozen=True):
    since: str = ""
    seen: dict[str, str] = msgspec.field(default_factory=dict)
    versions: dict[str, str] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """`since`: RFC 3339 in UTC to the second, "" before the first look. `seen`: rid → time of change that was read;
    `versions`: rid → version, of those that have to be read once more."""

    since: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return msgspec.json.encode(_Written(self.since, dict(self.seen), dict(self.versions))).decode()

    def unread(self, rids: Collection[str]) -> int:
        """How many of them were never read: those that are only read once more do not count, or a page of orders that all
        changed in the same second would come again for ever."""
        return sum(1 for rid in rids if rid not in self.versions)

    def moved_on(self, read: Mapping[str, str], versions: Mapping[str, str]) -> Place:
        """After reading orders (rid → time of change, → version). Only these times count: not every server tells its clock."""
        known = {**self.seen, **read}
        if not known:
            return self
        newest = max(moment(changed) for changed in known.values())
        since = newest - OVERLAP
        kept = {rid: changed for rid, changed in known.items() if since <= moment(changed) < newest - UNSETTLED}
        again = {rid: version for rid, version in {**self.versions, **versions}.items() if rid in known and rid not in kept}
        return Place(since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), kept, again)


def moment(text: str) -> datetime:
    """Raises NetworkFault for what is no time."""
    try:
        return from_wire(text)
    except ValueError as error:
        raise NetworkFault("net.not-the-endpoint", f"the answer has no usable time: {error}") from error


def parse(text: str | None) -> Place:
    """Raises InputFault `cursor.broken`."""
    if text is None:
        return Place()
    try:
        written = msgspec.json.decode(text, type=_Written)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputFault("cursor.broken", f"this is not a cursor of ours: {error}") from error
    return Place(written.since, written.seen, written.versions)
