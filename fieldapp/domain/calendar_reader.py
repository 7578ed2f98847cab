"""Reading calendars and the time zone from a profile."""

from __future__ import annotations

import re
from datetime import date, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldapp.domain.calendars import Always, Calendar, Calendars, Hours, Weekly
from fieldapp.domain.tables import Table

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST_DAYS_OFF: Final = 370
_HOURS: Final = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)")
_OFFSET: Final = re.compile(r"([+-])(\d\d):([0-5]\d)")


def read_zone(table: Table) -> tzinfo:
    """`utc_offset = "+08:00"` or `timezone = "Asia/Shanghai"`, exactly one of them.

    A time-zone name needs the machine's database, which Windows has not; the offset needs nothing.
    """
    if ("timezone" in table) == ("utc_offset" in table):
        raise table.fault("utc_offset", "exactly one of utc_offset and timezone is needed")
    if "timezone" in table:
        name = table.text("timezone")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise table.fault("timezone", f"{name!r} is not known on this machine; utc_offset needs no database") from error
    match = _OFFSET.fullmatch(table.text("utc_offset"))
    if match is None or int(match[2]) > 14:
        raise table.fault("utc_offset", 'must look like "+08:00"')
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-offset if match[1] == "-" else offset)


def read_calendars(table: Table, zone: tzinfo) -> Calendars:
    """All `[calendars.NAME]` tables; at least one is needed."""
    calendars = {name: _calendar(part, zone) for name, part in table.tables()}
    if not calendars:
        raise table.fault("", "at least one calendar is needed")
    return calendars


def _calendar(table: Table, zone: tzinfo) -> Calendar:
    label = table.label()
    calendar: Calendar = Always(label)
    if table.one_of("kind", ("always", "weekly")) == "weekly":
        week = table.table("week")
        hours = tuple(_hours(week, day) if day in week else () for day in WEEKDAYS)
        week.done()
        if not any(hours):
            raise table.fault("week", "no working hours on any day")
        holidays = _days(table, "holidays")
        workdays = _days(table, "workdays")
        workday_hours = _hours(table, "workday_hours") if workdays else ()
        if workdays and not workday_hours:
            raise table.fault("workday_hours", "must not be empty")
        calendar = Weekly(label, zone, hours, holidays, workdays, workday_hours)
    table.done()
    return calendar


def _hours(table: Table, key: str) -> Hours:
    hours: list[tuple[int, int]] = []
    for text in table.texts(key):
        match = _HOURS.fullmatch(text)
        if match is None:
            raise table.fault(key, f'{text!r} must look like "09:00-12:00"')
        opens, closes = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if not opens < closes <= 24 * 60:
            raise table.fault(key, f"{text!r} does not end after it begins, on the same day")
        if hours and opens < hours[-1][1]:
            raise table.fault(key, f"{text!r} begins before the hours in front of it end")
        hours.append((opens, closes))
    return tuple(hours)


def _days(table: Table, key: str) -> frozenset[date]:
    """Days and ranges of days (`first..last`, both included)."""
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
