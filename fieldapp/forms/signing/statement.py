"""What a seal vouches for, in so many words: a signed attribute of the CMS, so nobody can change it without the key."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import rfc8785

from fieldapp.errors import InputFault
from fieldapp.forms.evidence import Evidence, InkRecord

OID = "2.25.234390533142340978878520903726734622930"
"""The attribute's type, under the arc that ITU-T X.667 gives to UUIDs (b055f982-6600-5877-bbd9-d5385669c0d2)."""

VERSION = 1
MAX_BYTES = 16_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SealStatement:
    """Which revision of which order was sealed, over which snapshot and inks, and how many signatures the finished file has."""

    number: str
    revision: int
    snapshot_sha256: str
    inks: tuple[InkRecord, ...]
    signatures_expected: int

    @classmethod
    def of(cls, evidence: Evidence) -> SealStatement:
        """The statement that goes with an evidence sheet."""
        return cls(evidence.number, evidence.revision, evidence.snapshot_sha256, evidence.inks, evidence.signatures_expected)

    def to_bytes(self) -> bytes:
        """Canonical JSON (RFC 8785)."""
        return rfc8785.dumps(
            {
                "version": VERSION,
                "number": self.number,
                "revision": self.revision,
                "snapshot_sha256": self.snapshot_sha256,
                "inks": [{"field": ink.field, "sha256": ink.sha256} for ink in self.inks],
                "signatures_expected": self.signatures_expected,
            }
        )

    @property
    def reason(self) -> str:
        """The same in one line for other PDF readers; every one of them shows it as the signature's reason."""
        return f"{self.number} r{self.revision} SHA-256 {self.snapshot_sha256}"


def parse(data: bytes) -> SealStatement:
    """Read what `to_bytes` wrote, byte for byte. InputFault `statement.invalid`."""
    try:
        if len(data) > MAX_BYTES:
            raise ValueError("too large")
        statement = _read(json.loads(data))
        if statement.to_bytes() != data:
            raise ValueError("not in canonical form")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputFault("statement.invalid", f"seal statement: {type(error).__name__} {error}") from error
    return statement


def _read(raw: dict[str, Any]) -> SealStatement:
    inks = tuple(InkRecord(_text(ink["field"]), _hash(ink["sha256"])) for ink in raw["inks"])
    return SealStatement(
        _text(raw["number"]), _count(raw["revision"]), _hash(raw["snapshot_sha256"]), inks, _count(raw["signatures_expected"])
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _hash(value: object) -> str:
    text = _text(value)
    if not _SHA256.fullmatch(text):
        raise ValueError("not a SHA-256")
    return text


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("a whole number is expected")
    return value
