"""Identifiers. UUIDv7 (RFC 9562) where order of creation helps an index or a log, UUIDv4 elsewhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import uuid_utils


class Source(Protocol):
    """Where identifiers come from, in their canonical text form."""

    def random(self) -> str: ...

    def ordered(self) -> str: ...


class SystemSource:
    """The machine's own randomness and time."""

    def random(self) -> str:
        return str(uuid.uuid4())

    def ordered(self) -> str:
        return str(uuid_utils.uuid7())


_source: Source = SystemSource()


@contextmanager
def drawn_from(source: Source) -> Iterator[None]:
    """For a simulation that is to run the same way twice: until the end of the block, identifiers come from its own source."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before


def new_id() -> str:
    """A random identifier for rows and records."""
    return _source.random()


def new_ordered_id() -> str:
    """A time-ordered identifier for operations and events."""
    return _source.ordered()


def is_id(text: object) -> bool:
    """True for the canonical lower-case text form of a UUID."""
    if not isinstance(text, str):
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
