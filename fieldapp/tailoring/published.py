"""One approved file: what it is, its text, who approved it, from which day it counts. It travels as JSON."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from fieldapp.clock import from_wire, to_wire
from fieldapp.errors import InputFault

LARGEST: Final = 256 * 1024
"""Bytes of one file; the largest that is shipped has some 30 KiB."""

MOST: Final = 200
"""Files that an endpoint may hand out at once."""

LARGEST_SET: Final = 4 * 1024 * 1024
"""Bytes of all of them together."""

PROFILE: Final = "profile"
"""The name of the one profile."""

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,59}")
_VERSIONS: Final = range(1, 1_000_001)


class Kind(StrEnum):
    """What a file is."""

    PROFILE = "profile"
    FORM = "form"
    HOLIDAYS = "holidays"


@dataclass(frozen=True, slots=True)
class Published:
    """`since`: the day (at the desk) from which it counts; `published_at`: when it was published, aware."""

    name: str
    kind: Kind
    version: int
    sha256: str
    text: str
    approved_by: str
    note: str
    published_at: datetime
    since: date

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind.value, self.name, self.version

    @property
    def source(self) -> str:
        """How faults name it."""
        return f"{self.name}.v{self.version}"

    def to_wire(self) -> dict[str, Any]:
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            **values,
            "kind": self.kind.value,
            "published_at": to_wire(self.published_at),
            "since": self.since.isoformat(),
        }


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def invalid(reason: str) -> InputFault:
    """What is to be raised about a file that somebody sent."""
    return InputFault("tailoring.invalid", reason, reason=reason)


def from_wire_list(value: object) -> tuple[Published, ...]:
    """The files as they were sent or kept: types, sizes, names and hashes are right. What they say is checked elsewhere
    (`checking`). Raises InputFault `tailoring.invalid`."""
    if not isinstance(value, list) or len(value) > MOST:
        raise invalid(f"a list of at most {MOST} files is expected")
    found = tuple(_one(row) for row in value)
    if sum(len(one.text) for one in found) > LARGEST_SET:
        raise invalid(f"more than {LARGEST_SET} bytes together")
    if len({one.key for one in found}) != len(found):
        raise invalid("the same version twice")
    return found


def _one(row: object) -> Published:
    if not isinstance(row, Mapping):
        raise invalid("a file is an object")
    texts = {name: _text(row, name, most) for name, most in _TEXTS.items()}
    version = row.get("version")
    if not _NAME.fullmatch(texts["name"]):
        raise invalid(f"{texts['name'][:60]!r} is not the name of a file here")
    if texts["kind"] not in tuple(Kind):
        raise invalid(f"{texts['kind']!r} is no kind of file")
    if not isinstance(version, int) or isinstance(version, bool) or version not in _VERSIONS:
        raise invalid(f"{texts['name']}: version must be a whole number from 1 to {_VERSIONS[-1]}")
    if sha256_of(texts["text"]) != texts["sha256"]:
        raise invalid(f"{texts['name']}.v{version}: the text is not the one that was approved (SHA-256)")
    try:
        published_at, since = from_wire(texts["published_at"]), date.fromisoformat(texts["since"])
    except ValueError as error:
        raise invalid(f"{texts['name']}.v{version}: {error}"[:200]) from error
    said = {name: texts[name] for name in ("name", "sha256", "text", "approved_by", "note")}
    return Published(**said, kind=Kind(texts["kind"]), version=version, published_at=published_at, since=since)


_TEXTS: Final[Mapping[str, int]] = {
    "name": 60,
    "kind": 20,
    "sha256": 64,
    "text": LARGEST,
    "approved_by": 100,
    "note": 1000,
    "published_at": 40,
    "since": 10,
}
"""The texts of a file and how many bytes each may have."""


def _text(row: Mapping[Any, Any], name: str, most: int) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise invalid(f"{name} must be a text")
    if len(value.encode("utf-8", "surrogatepass")) > most:
        raise invalid(f"{name} is longer than {most} bytes")
    return value
