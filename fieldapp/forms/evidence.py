"""What the evidence sheet says: who, on which device, when by which clock, over which bytes.

The PDF prints it for people and carries it as `evidence.json` for `signing/verify`; both come from this one record. It claims
integrity and circumstances only: ink on a screen is not by itself a 可靠电子签名 in the sense of 《电子签名法》 art. 13.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any

import rfc8785

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain.records import Actor, EventKind, Role
from fieldapp.errors import InputFault

VERSION = 1
MAX_BYTES = 256_000

OUTCOMES = frozenset({"unsigned", "signed", "voided", "refused", "absent", "later"})
"""How signing went, in the words of `domain/status`."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class ClockConfidence(StrEnum):
    """How far the device's clock may be trusted: compared with the server today, earlier, or never."""

    CHECKED = "checked"
    EARLIER = "earlier"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ClockReading:
    """`offset_ms`: server's clock minus device's clock when last compared at `compared_at`; None when it never was."""

    offset_ms: int | None = None
    confidence: ClockConfidence = ClockConfidence.UNKNOWN
    compared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EvidenceEvent:
    """One event worth proving. `at` is the device's clock, `server_at` the estimate of the server's."""

    kind: EventKind
    at: datetime
    server_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InkRecord:
    """Which signature field holds which ink; the ink itself is embedded as `file_name`."""

    field: str
    sha256: str

    @property
    def file_name(self) -> str:
        return f"ink-{self.field}.json"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signing of one revision. `outcome` is one of OUTCOMES; `reason` and `witness` belong to refused, absent and later.

    `certificate` is the SHA-256 fingerprint of the certificate that will seal the file, None in a draft; `signatures_expected` is
    the number of digital signatures in the finished file. Raises InputFault `evidence.invalid` when a value cannot be true.
    """

    order_id: str
    number: str
    revision: int
    form_id: str
    form_version: int
    snapshot_sha256: str
    operator: Actor
    device_id: str
    device_name: str
    app_version: str
    outcome: str
    inks: tuple[InkRecord, ...] = ()
    events: tuple[EvidenceEvent, ...] = ()
    clock: ClockReading = ClockReading()
    reason: str = ""
    witness: str = ""
    certificate: str | None = None
    signatures_expected: int = 0

    def __post_init__(self) -> None:
        _require(self.outcome in OUTCOMES, f"outcome {self.outcome!r} is not known")
        for value in (self.snapshot_sha256, *(ink.sha256 for ink in self.inks)):
            _require(_SHA256.fullmatch(value) is not None, f"{value[:80]!r} is not a SHA-256")
        _require(self.revision >= 0 and self.signatures_expected >= 0, "revision and number of signatures cannot be negative")
        _require(len({ink.field for ink in self.inks}) == len(self.inks), "two inks in one field")

    def in_zone(self, zone: tzinfo) -> Evidence:
        """The same moments, all told in one zone: for print, where a reader compares them. Other bytes, so not for the file."""
        compared = self.clock.compared_at
        return replace(
            self,
            events=tuple(
                replace(e, at=e.at.astimezone(zone), server_at=None if e.server_at is None else e.server_at.astimezone(zone))
                for e in self.events
            ),
            clock=replace(self.clock, compared_at=None if compared is None else compared.astimezone(zone)),
        )

    def to_bytes(self) -> bytes:
        """Canonical JSON (RFC 8785)."""
        return rfc8785.dumps(
            {
                "version": VERSION,
                "order": {"id": self.order_id, "number": self.number, "revision": self.revision},
                "form": {"id": self.form_id, "version": self.form_version},
                "snapshot_sha256": self.snapshot_sha256,
                "inks": [{"field": ink.field, "sha256": ink.sha256} for ink in self.inks],
                "operator": self.operator.to_wire(),
                "device": {"id": self.device_id, "name": self.device_name},
                "app_version": self.app_version,
                "clock": {
                    "offset_ms": self.clock.offset_ms,
                    "confidence": self.clock.confidence.value,
                    "compared_at": _moment_out(self.clock.compared_at),
                },
                "events": [
                    {"kind": e.kind.value, "at": to_wire(e.at), "server_at": _moment_out(e.server_at)} for e in self.events
                ],
                "outcome": {"kind": self.outcome, "reason": self.reason, "witness": self.witness},
                "certificate": self.certificate,
                "signatures_expected": self.signatures_expected,
            }
        )


def parse(data: bytes) -> Evidence:
    """Read what `to_bytes` wrote; unknown keys are ignored. Raises InputFault `evidence.invalid|evidence.version`."""
    _require(len(data) <= MAX_BYTES, f"larger than {MAX_BYTES} bytes")
    try:
        raw = json.loads(data)
        version = raw["version"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _invalid(f"not readable ({type(error).__name__})") from error
    if version != VERSION:
        raise InputFault("evidence.version", f"evidence of version {version!r} is not known here", version=version)
    try:
        return _read(raw)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _invalid(f"{type(error).__name__}: {error}") from error


def _read(raw: dict[str, Any]) -> Evidence:
    order, form, device, operator = raw["order"], raw["form"], raw["device"], raw["operator"]
    clock, outcome, certificate = raw["clock"], raw["outcome"], raw["certificate"]
    offset = clock["offset_ms"]
    return Evidence(
        order_id=_text(order["id"]),
        number=_text(order["number"]),
        revision=_whole(order["revision"]),
        form_id=_text(form["id"]),
        form_version=_whole(form["version"]),
        snapshot_sha256=_text(raw["snapshot_sha256"]),
        operator=Actor(_text(operator["id"]), _text(operator["name"]), Role(operator["role"])),
        device_id=_text(device["id"]),
        device_name=_text(device["name"]),
        app_version=_text(raw["app_version"]),
        outcome=_text(outcome["kind"]),
        inks=tuple(InkRecord(_text(ink["field"]), _text(ink["sha256"])) for ink in raw["inks"]),
        events=tuple(EvidenceEvent(EventKind(e["kind"]), from_wire(e["at"]), _moment_in(e["server_at"])) for e in raw["events"]),
        clock=ClockReading(
            None if offset is None else _whole(offset), ClockConfidence(clock["confidence"]), _moment_in(clock["compared_at"])
        ),
        reason=_text(outcome["reason"]),
        witness=_text(outcome["witness"]),
        certificate=None if certificate is None else _text(certificate),
        signatures_expected=_whole(raw["signatures_expected"]),
    )


def _moment_out(moment: datetime | None) -> str | None:
    return None if moment is None else to_wire(moment)


def _moment_in(text: str | None) -> datetime | None:
    return None if text is None else from_wire(text)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError("a whole number is expected")
    return value


def _invalid(text: str) -> InputFault:
    return InputFault("evidence.invalid", f"evidence: {text}")


def _require(true: bool, text: str) -> None:
    if not true:
        raise _invalid(text)
