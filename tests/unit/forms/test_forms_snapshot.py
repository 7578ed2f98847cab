"""The frozen order: only what is public, the same bytes for the same order, and nothing else taken in."""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.profile import Profile
from fieldapp.domain.profile import parse as parse_profile
from fieldapp.domain.records import Document
from fieldapp.domain.status import derive
from fieldapp.errors import InputFault
from fieldapp.forms.snapshot import Snapshot, changed, freeze, parse
from fieldapp.paths import resource
from tests.support.forms_orders import NOW, RARE, full_order, uid, work_order_form

PROFILE: Profile = parse_profile(resource("profiles/default.toml").read_text(encoding="utf-8"), "default.toml")
FORM = work_order_form()
INTERNAL = [field.id for field in FORM.fields if not field.public]


def frozen(doc: Document, revision: int = 1) -> Snapshot:
    return freeze(FORM, doc, derive(doc, PROFILE, NOW), revision=revision, frozen_at=NOW)


def shuffled(value: Any, dice: random.Random) -> Any:
    """The same JSON value with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        dice.shuffle(keys)
        return {key: shuffled(value[key], dice) for key in keys}
    return [shuffled(item, dice) for item in value] if isinstance(value, list) else value


def test_the_bytes_are_what_they_were(golden: Any) -> None:
    golden.check("forms/full-order.snapshot.json", frozen(full_order()).data)


def test_hash_and_canonical_form() -> None:
    snapshot = frozen(full_order())
    assert snapshot.sha256 == hashlib.sha256(snapshot.data).hexdigest()
    assert rfc8785.dumps(snapshot.content) == snapshot.data
    assert snapshot.revision == 1
    assert parse(snapshot.data) == snapshot


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_keys_does_not_matter(dice: random.Random) -> None:
    assert frozen(shuffled(full_order(), dice)) == frozen(full_order())


def test_nothing_internal_leaves() -> None:
    text = frozen(full_order(decline_reason="机密", unsigned_reason="机密", witness="机密")).data.decode()
    assert "机密" not in text
    content = json.loads(text)
    assert not set(INTERNAL) & set(content["answers"])
    assert {"internal_notes", "notices", "kb_solution", "sign_outcome", "witness", "decline_reason"} <= set(INTERNAL)
    assert {event["kind"] for event in content["events"]} == {
        "accepted",
        "departed",
        "arrived",
        "left",
        "transition",
        "priority_set",
        "time_corrected",
    }
    assert "eng-001" not in text
    assert uid(1) not in text


def test_signatures_never_get_in() -> None:
    signature = {"ink_sha256": "ab" * 32, "signed_at": "2026-11-22T12:40:00+08:00", "snapshot_sha256": "cd" * 32, "revision": 1}
    signed = frozen(full_order(customer_signature=signature, engineer_signature=signature, sign_outcome="signed"))
    assert signed == frozen(full_order())


def test_what_a_newer_version_added_is_not_passed_on() -> None:
    doc = full_order(newer_field="new")
    doc["answers"]["devices"][0]["newer_column"] = "new"
    doc["answers"]["photos"][0]["gps"] = "23.1,113.4"
    doc["newer"] = 1
    assert frozen(doc) == frozen(full_order())


def test_hidden_fields_are_absent_and_empty_ones_null() -> None:
    answers = frozen(full_order(backup_done="not_needed", backup_reason="只换光模块", customer_comment=None)).content["answers"]
    assert "backup_place" not in answers
    assert answers["backup_reason"] == "只换光模块"
    assert answers["customer_comment"] is None
    assert answers["customer_signature"] is None


def test_computed_values_are_those_of_the_status() -> None:
    answers = frozen(full_order()).content["answers"]
    computed = ("number", "priority", "due_at", "response_time", "arrival_time", "handling_time", "hold_time", "target_met")
    assert {name: answers[name] for name in computed} == {
        "number": "WX-20261122-000137",
        "priority": "SEVERE",
        "due_at": "2026-11-22T13:05:00.000+08:00",
        "response_time": 15,
        "arrival_time": 80,
        "handling_time": 115,
        "hold_time": 30,
        "target_met": True,
    }


def test_rare_characters_stay() -> None:
    assert RARE in frozen(full_order(customer_comment=RARE)).data.decode()


def test_an_answer_that_does_not_fit_is_not_frozen() -> None:
    with pytest.raises(InputFault) as caught:
        frozen(full_order(satisfaction="delighted"))
    assert caught.value.code == "answer.not-an-option"


def test_what_json_cannot_hold_exactly_is_not_frozen() -> None:
    with pytest.raises(InputFault) as caught:
        frozen(full_order(number=2**60))
    assert caught.value.code == "snapshot.broken"


def test_a_correction_of_an_internal_field_stays_inside() -> None:
    doc = full_order()
    correction = {"field": "kb_title", "old": "机密", "new": "机密", "reason": "x"}
    doc["events"].append({**doc["events"][7], "id": uid(900), "data": correction})
    assert frozen(doc) == frozen(full_order())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"customer_comment": "又想了想"}, ("customer_comment",)),
        ({"cause": "另一个", "result": "workaround"}, ("cause", "result")),
        ({"internal_notes": "别的", "kb_title": "别的", "notices": None}, ()),
        ({"left_at": "2026-11-22T12:31:00+08:00"}, ("left_at",)),
        ({"photos": None}, ("photos",)),
        ({"backup_done": "not_needed", "backup_reason": "x"}, ("backup_done", "backup_reason", "backup_place", "backup_at")),
    ],
)
def test_what_voids_a_signature(changes: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert changed(FORM, frozen(full_order()), frozen(full_order(**changes), revision=2)) == expected


def test_leaving_after_the_signature_does_not_void_it() -> None:
    assert changed(FORM, frozen(full_order(left_at=None)), frozen(full_order())) == ()


def test_a_desk_closing_the_order_does_not_void_it() -> None:
    assert changed(FORM, frozen(full_order()), frozen(full_order(state="CLOSED", number="WX-2"))) == ()


def altered(**changes: Any) -> bytes:
    return rfc8785.dumps({**frozen(full_order()).content, **changes})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "broken"),
        (b"{}", "broken"),
        (b"[" * 5000, "broken"),
        (b"\xff", "broken"),
        (b" " * 4_000_001, "broken"),
        (altered(schema=2, surprise=True), "newer"),
        (altered(schema="1"), "broken"),
        (altered(surprise=True), "broken"),
        (altered(state="ASLEEP"), "broken"),
        (altered(priority="HIGH"), "broken"),
        (altered(frozen_at="2026-11-22T12:00:00"), "broken"),
        (altered(answers=[]), "broken"),
        (altered(answers={"devices": [1]}), "broken"),
        (altered(answers={"devices": [{"serial": {"deep": 1}}]}), "broken"),
        (altered(events=[{"kind": "left"}]), "broken"),
        (altered(revision=-1), "broken"),
        (altered(kind="something else"), "broken"),
        (frozen(full_order()).data + b"\n", "broken"),
        (frozen(full_order()).data.replace(b'"revision":1', b'"revision":2,"revision":1'), "broken"),
        (json.dumps(frozen(full_order()).content).encode(), "broken"),
    ],
)
def test_what_is_not_a_snapshot_is_not_taken_for_one(data: bytes, code: str) -> None:
    with pytest.raises(InputFault) as caught:
        parse(data)
    assert caught.value.code == f"snapshot.{code}"


def test_no_priority_is_a_priority_not_yet_known() -> None:
    assert parse(altered(priority=None)).content["priority"] is None
