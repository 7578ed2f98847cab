"""Dates and times as people type them, in the zone the work is done in. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

from fieldapp.clock import from_wire, to_wire

_FULL_WIDTH = str.maketrans("０１２３４５６７８９：／－．", "0123456789:/-.")
_DATE = re.compile(r"^(?:(\d{4})[-/.年]?)?\s*(\d{1,2})[-/.月]?\s*(\d{1,2})日?$")
_SOLID_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_TIME = re.compile(r"^(\d{1,2})[:.点时](\d{1,2})?分?$")
_SOLID_TIME = re.compile(r"^(\d{1,2})(\d{2})$")


def parse_date(text: str, today: date) -> date | None:
    """2026-11-22, 2026/11/22, 20261122, 11-22, 11月22日; None when it is no date. Without a year: this year."""
    clean = text.translate(_FULL_WIDTH).strip()
    found = _SOLID_DATE.match(clean) or _DATE.match(clean)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        return date(int(year) if year else today.year, int(month), int(day))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """14:30, 14：30, 1430, 14点, 14点30分; None when it is no time."""
    clean = text.translate(_FULL_WIDTH).strip()
    found = _TIME.match(clean) or _SOLID_TIME.match(clean)
    if found is None:
        return None
    hour, minute = found.groups()
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


def join(day: date, moment: time, zone: tzinfo | None) -> str:
    """A wire datetime of this date and time in a zone, with its offset on that day."""
    return to_wire(datetime.combine(day, moment, zone or UTC))


def split(wire: str, zone: tzinfo | None) -> tuple[date, time] | None:
    """Date and time of a wire datetime in a zone, seconds dropped; None when it is not one."""
    try:
        local = from_wire(wire).astimezone(zone)
    except ValueError:
        return None
    return local.date(), local.time().replace(second=0, microsecond=0)
