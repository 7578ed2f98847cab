"""Public holidays and 调休 working days, year by year, as data files that a profile's calendars name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from fieldapp.domain.tables import Table
from fieldapp.errors import InputFault
from fieldapp.paths import resource

SCHEMA: Final = 1
_MOST_DAYS_OFF: Final = 370


@dataclass(frozen=True, slots=True)
class Year:
    """One year's notice: who says so, the days off, and the days that are worked instead."""

    source: str
    holidays: frozenset[date]
    workdays: frozenset[date]


@dataclass(frozen=True, slots=True)
class Holidays:
    """One file. Mappings are not to be altered."""

    id: str
    version: int
    years: Mapping[int, Year]

    @property
    def known(self) -> frozenset[int]:
        return frozenset(self.years)

    @property
    def holidays(self) -> frozenset[date]:
        return frozenset().union(*(year.holidays for year in self.years.values()))

    @property
    def workdays(self) -> frozenset[date]:
        return frozenset().union(*(year.workdays for year in self.years.values()))

    def joined(self, newer: Holidays) -> Holidays:
        """With the years of a newer file, which wins where both have one."""
        return Holidays(self.id, newer.version, {**self.years, **newer.years})


NONE: Final = Holidays("", 0, {})


def parse(text: str, source: str) -> Holidays:
    """Raises InputFault `holidays.invalid`, naming `source` and the key."""
    try:
        table = Table(tomllib.loads(text), source, code="holidays.invalid")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputFault("holidays.invalid", f"{source}: {error}"[:300], source=source) from error
    table.whole("schema", SCHEMA, SCHEMA)
    found = Holidays(
        table.text("id"), table.whole("version", 1, 1_000_000), dict(_year(*one) for one in table.table("years").tables())
    )
    if not found.years:
        raise table.fault("years", "at least one year is needed")
    table.done()
    return found


def _year(name: str, table: Table) -> tuple[int, Year]:
    if not (name.isascii() and name.isdigit() and len(name) == 4):
        raise table.fault("", "a year has four digits")
    number = int(name)
    year = Year(table.text("source"), read_days(table, "holidays"), read_days(table, "workdays"))
    table.done()
    if not year.holidays:
        raise table.fault("holidays", "must not be empty")
    for key, days in (("holidays", year.holidays), ("workdays", year.workdays)):
        for day in days:
            # 元旦 may begin in December
            if not date(number - 1, 12, 1) <= day <= date(number, 12, 31):
                raise table.fault(key, f"{day} does not belong to {number}")
    if both := year.holidays & year.workdays:
        raise table.fault("workdays", f"{min(both)} is a holiday as well")
    return number, year


def read_days(table: Table, key: str) -> frozenset[date]:
    """Days and ranges of days (`first..last`, both included); none where there is no such key."""
    days: set[date] = set()
    for text in table.texts(key) if key in table else ():
        first, _, last = text.partition("..")
        try:
            begins, ends = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError as error:
            raise table.fault(key, f'{text!r} must look like "2026-10-01" or "2026-10-01..2026-10-07"') from error
        if not 0 <= (ends - begins).days < _MOST_DAYS_OFF:
            raise table.fault(key, f"{text!r} does not end after it begins, or is longer than a year")
        days.update(begins + timedelta(days=count) for count in range((ends - begins).days + 1))
    return frozenset(days)


@cache
def shipped() -> Mapping[str, Holidays]:
    """The files that come with the program, by id."""
    found = (parse(path.read_text(encoding="utf-8"), str(path)) for path in sorted(resource("holidays").glob("*.toml")))
    return {one.id: one for one in found}
