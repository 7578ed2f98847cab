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


_NAMES = uuid.UUID("5c0e2b0a-7d0a-5b52-9a57-3160841c0de5")
"""The space of `named_id`; never changed, or what was written before would be written again."""

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


def named_id(*parts: str) -> str:
    """The same identifier wherever the same names are given: whoever writes an entry twice writes one."""
    return str(uuid.uuid5(_NAMES, "/".join(parts)))


def is_id(text: object) -> bool:
    """True for the canonical lower-case text form of a UUID."""
    if not isinstance(text, str):
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
