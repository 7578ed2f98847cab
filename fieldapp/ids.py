"""Identifiers. UUIDv7 (RFC 9562) where order of creation helps an index or a log, UUIDv4 elsewhere."""

from __future__ import annotations

import uuid

import uuid_utils


def new_id() -> str:
    """A random identifier for rows and records."""
    return str(uuid.uuid4())


def new_ordered_id() -> str:
    """A time-ordered identifier for operations and events."""
    return str(uuid_utils.uuid7())


def is_id(text: object) -> bool:
    """True for the canonical lower-case text form of a UUID."""
    if not isinstance(text, str):
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
