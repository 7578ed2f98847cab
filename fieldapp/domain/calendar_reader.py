"""Reading calendars and the time zone from a profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldapp.domain.calendars import Always, Calendar, Calendars, Hours, Weekly
from fieldapp.domain.holidays import NONE, Holidays, read_days
from fieldapp.domain.tables import Table

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS: Final = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)")
_OFFSET: Final = re.compile(r"([+-])(\d\d):([0-5]\d)")


def read_zone(table: Table) -> tzinfo:
    """`utc_offset = "+08:00"` or `timezone = "Asia/Shanghai"`, exactly one of them.

    A time-zone name needs the machine's database, which Windows has not; the offset needs nothing.
    """
    if ("timezone" in table) == ("utc_offset" in table):
        raise table.fault("utc_offset", "exactly one of utc_offset and timezone is needed")
    return read_named_zone(table, "timezone") if "timezone" in table else read_offset(table, "utc_offset")


def read_named_zone(table: Table, key: str) -> tzinfo:
    name = table.text(key)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise table.fault(key, f"{name!r} is not known on this machine; an offset needs no database") from error


def read_offset(table: Table, key: str) -> tzinfo:
    match = _OFFSET.fullmatch(table.text(key))
    if match is None or int(match[2]) > 14:
        raise table.fault(key, 'must look like "+08:00"')
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-offset if match[1] == "-" else offset)


def read_calendars(table: Table, zone: tzinfo, holidays: Mapping[str, Holidays]) -> Calendars:
    """All `[calendars.NAME]` tables; at least one is needed. `holidays`: the files that they may name."""
    calendars = {name: _calendar(part, zone, holidays) for name, part in table.tables()}
    if not calendars:
        raise table.fault("", "at least one calendar is needed")
    return calendars


def _calendar(table: Table, zone: tzinfo, files: Mapping[str, Holidays]) -> Calendar:
    label = table.label()
    calendar: Calendar = Always(label)
    if table.one_of("kind", ("always", "weekly")) == "weekly":
        week = table.table("week")
        hours = tuple(_hours(week, day) if day in week else () for day in WEEKDAYS)
        week.done()
        if not any(hours):
            raise table.fault("week", "no working hours on any day")
        given = files[table.one_of("holidays_file", tuple(files))] if "holidays_file" in table else NONE
        own_holidays, own_workdays = read_days(table, "holidays"), read_days(table, "workdays")
        holidays = (given.holidays - own_workdays) | own_holidays
        workdays = (given.workdays - own_holidays) | own_workdays
        workday_hours = _hours(table, "workday_hours") if workdays else ()
        if workdays and not workday_hours:
            raise table.fault("workday_hours", "must not be empty")
        calendar = Weekly(label, zone, hours, holidays, workdays, workday_hours, given.known | {day.year for day in own_holidays})
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
