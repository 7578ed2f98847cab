"""Moments as the evidence prints them."""

from __future__ import annotations

from datetime import datetime


def when(moment: datetime) -> str:
    """To the second, with the offset the clock had: 2026-11-22 14:30:05 +08:00."""
    return f"{moment:%Y-%m-%d %H:%M:%S} {moment.isoformat()[-6:]}"
