"""The evidence record survives the trip through the file and refuses what cannot be true."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from fieldapp.domain.records import Actor, EventKind, Role
from fieldapp.errors import InputFault
from fieldapp.forms import evidence
from fieldapp.forms.evidence import ClockConfidence, ClockReading, Evidence, EvidenceEvent, InkRecord

AT = datetime(2026, 11, 22, 14, 30, 1, 5000, tzinfo=timezone(timedelta(hours=8)))
RECORD = Evidence(
    order_id="7f8f9b0e-0d1c-4a65-8b7f-0f2f6f4f3a10",
    number="WX-20261122-000137",
    revision=2,
    form_id="maintenance-work-order",
    form_version=1,
    snapshot_sha256="ab" * 32,
    operator=Actor("eng-001", "李旻", Role.ENGINEER),
    device_id="d-1",
    device_name="现场 2 号",
    app_version="0.1.0",
    outcome="refused",
    inks=(InkRecord("engineer_signature", "cd" * 32),),
    events=(EvidenceEvent(EventKind.ARRIVED, AT), EvidenceEvent(EventKind.NOT_SIGNED, AT, AT.astimezone(UTC))),
    clock=ClockReading(-1250, ClockConfidence.CHECKED, AT),
    reason="客户不在场",
    witness="欧阳𠅤",
    certificate="EF" * 32,
    signatures_expected=1,
)


def test_round_trip_is_exact_and_canonical() -> None:
    data = RECORD.to_bytes()
    assert evidence.parse(data) == RECORD
    assert data == json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_unknown_keys_of_a_newer_program_are_ignored() -> None:
    raw = json.loads(RECORD.to_bytes()) | {"later": 1}
    assert evidence.parse(json.dumps(raw).encode()) == RECORD


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"snapshot_sha256": "AB" * 32}, "SHA-256"),
        ({"revision": -1}, "negative"),
        ({"inks": (InkRecord("a", "cd" * 32), InkRecord("a", "cd" * 32))}, "two inks"),
    ],
)
def test_impossible_records_cannot_be_built(change: dict[str, object], part: str) -> None:
    with pytest.raises(InputFault, match=part) as caught:
        replace(RECORD, **change)  # type: ignore[arg-type]
    assert caught.value.code == "evidence.invalid"


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b'{"version":1}', b"[" * 100_000, b" " * 300_000])
def test_broken_bytes_are_one_clear_fault(data: bytes) -> None:
    with pytest.raises(InputFault) as caught:
        evidence.parse(data)
    assert caught.value.code == "evidence.invalid"


def test_another_version_is_named() -> None:
    raw = json.loads(RECORD.to_bytes()) | {"version": 9}
    with pytest.raises(InputFault) as caught:
        evidence.parse(json.dumps(raw).encode())
    assert caught.value.code == "evidence.version"


@pytest.mark.parametrize("path", [("order", "revision"), ("operator", "role"), ("clock", "confidence"), ("outcome", "kind")])
def test_wrong_types_inside_are_refused(path: tuple[str, str]) -> None:
    raw = json.loads(RECORD.to_bytes())
    raw[path[0]][path[1]] = ["?"]
    with pytest.raises(InputFault) as caught:
        evidence.parse(json.dumps(raw).encode())
    assert caught.value.code == "evidence.invalid"
