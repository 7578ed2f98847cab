"""The clock of the target (§6.1.3): from 事件发现 to 已解决, in the contract's calendar, with or without 挂起."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from fieldapp.domain.calendars import FOREVER, Calendar, Interval


def due(discovered: datetime, target: timedelta, calendar: Calendar, holds: Sequence[Interval] = ()) -> datetime:
    """The first moment at which `target` has elapsed on the clock, in UTC; FOREVER when the clock never gets there.

    `holds` are the intervals in which the clock stands; they may overlap. A target that ends with the working day is due
    then, not the next morning.
    """
    left = target
    if left <= timedelta(0):
        return discovered.astimezone(UTC)
    for begins, ends in _running(discovered, calendar, holds):
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    return FOREVER


def elapsed(start: datetime, end: datetime, calendar: Calendar, holds: Sequence[Interval] = ()) -> timedelta:
    """What the clock counts between two moments; zero when `end` is not after `start`."""
    total = timedelta(0)
    for begins, ends in _running(start, calendar, holds):
        if begins >= end:
            break
        total += min(ends, end) - begins
    return total


def _running(start: datetime, calendar: Calendar, holds: Sequence[Interval]) -> Iterator[Interval]:
    """The intervals from `start` on in which the clock runs."""
    standing = sorted(hold for hold in holds if hold[0] < hold[1])
    for opens, closes in calendar.open_from(start):
        begins = opens
        for stops, resumes in standing:
            if resumes <= begins or stops >= closes:
                continue
            if stops > begins:
                yield begins, stops
            begins = resumes
        if begins < closes:
            yield begins, closes
