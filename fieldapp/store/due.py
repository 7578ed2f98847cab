"""When something that was put off may be tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, bindparam, or_

LONGEST_WAIT = timedelta(hours=1)
"""Nothing is put off for longer; a moment beyond it was stored while the clock was wrong and is not believed."""


def is_due(not_before: datetime | None, now: datetime) -> bool:
    """True when it may be tried now."""
    return not_before is None or not_before <= now or not_before > now + LONGEST_WAIT


def due(not_before: Column[datetime]) -> ColumnElement[bool]:
    """The same as a condition on a column; `moments` are its parameters."""
    now, beyond = (bindparam(name, type_=not_before.type) for name in ("due_now", "due_beyond"))
    return or_(not_before.is_(None), not_before <= now, not_before > beyond)


def moments(now: datetime) -> dict[str, datetime]:
    """The parameters of `due`."""
    return {"due_now": now, "due_beyond": now + LONGEST_WAIT}
