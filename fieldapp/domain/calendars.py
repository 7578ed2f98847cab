"""When the clock of a target runs: around the clock, or in working hours with public holidays and 调休 working days (§6.1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from fieldapp.domain.records import Label

Interval = tuple[datetime, datetime]
"""From (included) to (excluded), both aware."""

Hours = tuple[tuple[int, int], ...]
"""Working hours of a day in minutes since midnight, apart from each other, in order; 1440 is the day's end."""

FOREVER: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""Beyond any time that is reckoned with; leaves room for adding to it."""


@dataclass(frozen=True, slots=True)
class Always:
    """7×24."""

    label: Label

    def open_from(self, start: datetime) -> Iterator[Interval]:
        yield start.astimezone(UTC), FOREVER


@dataclass(frozen=True, slots=True)
class Weekly:
    """Working hours by weekday (Monday first), without `holidays`; on `workdays` (调休上班) `workday_hours` hold instead.

    A day that is both is a working day: 调休 days are named one by one, holidays as ranges.
    """

    label: Label
    zone: tzinfo
    week: tuple[Hours, ...]
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    workday_hours: Hours = ()
    years: frozenset[int] = frozenset()
    """The years whose public holidays are known; in any other one every weekday counts as worked."""
    _known: dict[date, tuple[Interval, ...]] = field(default_factory=dict, compare=False, repr=False)

    def open_from(self, start: datetime) -> Iterator[Interval]:
        """The open intervals from `start` on, in UTC, in order, without end (FOREVER excepted)."""
        day = start.astimezone(self.zone).date()
        while day.year < FOREVER.year:
            for opens, closes in self._intervals(day):
                if closes > start:
                    yield max(opens, start.astimezone(UTC)), closes
            day += timedelta(days=1)

    def hours(self, day: date) -> Hours:
        """The working hours of a local day."""
        if day in self.workdays:
            return self.workday_hours
        return () if day in self.holidays else self.week[day.weekday()]

    def _intervals(self, day: date) -> tuple[Interval, ...]:
        intervals = self._known.get(day)
        if intervals is None:
            intervals = tuple((self._moment(day, opens), self._moment(day, closes)) for opens, closes in self.hours(day))
            self._known[day] = intervals
        return intervals

    def _moment(self, day: date, minute: int) -> datetime:
        days, minute = divmod(minute, 24 * 60)
        local = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60), self.zone)
        return local.astimezone(UTC)


Calendar = Always | Weekly
Calendars = Mapping[str, Calendar]
