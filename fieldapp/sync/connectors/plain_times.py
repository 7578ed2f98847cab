"""Times that a product writes without a zone, `2026-11-27 08:00:00`: which zone is meant is known from elsewhere."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from fieldapp.clock import from_wire, to_wire

PLAIN = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
FORMAT = "%Y-%m-%d %H:%M:%S"


def with_zone(text: str, zone: tzinfo) -> str:
    """RFC 3339; a text that is no such time stays as it is."""
    if not PLAIN.fullmatch(text):
        return text
    try:
        return to_wire(datetime.strptime(text, FORMAT).replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return text


def without_zone(text: str, zone: tzinfo) -> str:
    """The way back, to the second; a text that is no moment stays as it is."""
    try:
        return from_wire(text).astimezone(zone).strftime(FORMAT)
    except (ValueError, OverflowError):
        return text
