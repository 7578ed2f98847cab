"""Time as a dependency: nothing below the composition root asks the operating system for the time itself."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Final, Protocol

YEARS: Final = range(1900, 3000)


class Clock(Protocol):
    """Source of wall time (aware, UTC) and of a monotonic reading in seconds."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def to_wire(moment: datetime) -> str:
    """RFC 3339 with offset and milliseconds; `moment` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place in a record")
    return moment.isoformat(timespec="milliseconds")


def from_wire(text: str) -> datetime:
    """Parse RFC 3339 (§5.6: a small z, too); raises ValueError when the text is not one, has no offset, or is of no year in which
    orders are made: at the ends of the calendar nothing can be added to a moment, nor can it be told in another zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        if not text.endswith("z"):
            raise
        moment = datetime.fromisoformat(text.upper())
    if moment.tzinfo is None:
        raise ValueError(f"no UTC offset in {text!r}")
    if moment.year not in YEARS:
        raise ValueError(f"no year that is reckoned with in {text!r}")
    return moment
