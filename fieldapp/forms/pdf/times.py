"""Moments as the evidence prints them."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from fieldapp.clock import from_wire


def when(moment: datetime) -> str:
    """To the second, with the offset the clock had: 2026-11-22 14:30:05 +08:00."""
    return f"{moment:%Y-%m-%d %H:%M:%S} {moment.isoformat()[-6:]}"


def offset_of(frozen_at: str) -> str:
    """Of `zone_of`, as it is printed: +08:00."""
    return from_wire(frozen_at).isoformat()[-6:]


def zone_of(frozen_at: str) -> tzinfo:
    """The zone of all printed moments: that of the profile, in which the snapshot's time of freezing is written. The events come
    from several clocks, some of which write UTC."""
    return from_wire(frozen_at).tzinfo or UTC
