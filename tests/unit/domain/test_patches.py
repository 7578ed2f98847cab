"""Patches: laws over random documents, and the cases that a law does not name."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain import patches
from fieldapp.domain.records import EventKind, State
from fieldapp.errors import InputFault, RefusedFault
from tests.support.domain_documents import DESK, ENGINEER, event, moved, order, uid
from tests.support.record_documents import problem

FIELDS = ("cause", "comment", "devices", "parts")
row_ids = st.sampled_from([uid(n) for n in range(1, 7)])
scalars = st.one_of(st.text(max_size=3), st.integers(0, 1), st.booleans(), st.lists(st.text(max_size=2), min_size=1, max_size=2))


@st.composite
def row_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    ids = draw(st.lists(row_ids, unique=True, max_size=5))
    return [{"_id": row_id, "sn": draw(scalars), "unknown": 1} for row_id in ids]


def answers() -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(FIELDS), st.one_of(scalars, row_lists()), max_size=4)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    doc = draw(st.sampled_from((order(), problem())))
    doc["events"] = [event(n, EventKind.NOTE, n, text="x") for n in draw(st.sets(st.integers(1, 4)))]
    doc["answers"] = draw(answers())
    doc["attachments"] = [{"id": uid(n), "later": True} for n in draw(st.sets(st.integers(1, 3)))]
    doc["from_a_newer_server"] = {"kept": [1]}
    return doc


@st.composite
def patches_for(draw: st.DrawFn, doc: dict[str, Any]) -> dict[str, Any]:
    """A patch whose `order` names rows that are there once it is applied."""
    patch: dict[str, Any] = {
        "answers": draw(st.dictionaries(st.sampled_from(FIELDS), st.one_of(st.none(), scalars, row_lists()), max_size=2)),
        "rows": {},
        "events": [event(n, EventKind.NOTE, n, text="y") for n in draw(st.lists(st.integers(3, 8), max_size=3))],
        "attachments": [{"id": uid(n)} for n in draw(st.lists(st.integers(2, 6), max_size=2))],
    }
    for field in draw(st.sets(st.sampled_from(FIELDS), max_size=2)):
        patch["rows"][field] = {"put": draw(row_lists()), "drop": draw(st.lists(row_ids, max_size=3))}
        value = patches.apply(doc, patch)["answers"].get(field)
        present = [row["_id"] for row in value] if patches.is_rows(value) else []
        if present:
            patch["rows"][field]["order"] = draw(st.lists(st.sampled_from(present), unique=True))
    return patch


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_joined_patch_does_what_both_do(data: st.DataObject) -> None:
    doc = data.draw(documents())
    untouched = copy.deepcopy(doc)
    first = data.draw(patches_for(doc))
    between = patches.apply(doc, first)
    second = data.draw(patches_for(between))
    joined = patches.compose(first, second)
    assert patches.same(patches.apply(doc, joined), patches.apply(between, second))
    assert patches.touched_fields(joined) == patches.touched_fields(first) | patches.touched_fields(second)
    assert patches.same(doc, untouched)


@settings(max_examples=150, deadline=None)
@given(documents(), answers(), st.data())
def test_a_difference_leads_from_old_to_new(old: dict[str, Any], target: dict[str, Any], data: st.DataObject) -> None:
    new = patches.apply(old, data.draw(patches_for(old))) | {"answers": target}
    change = patches.diff(old, new)
    assert patches.same(patches.apply(old, change), new)
    assert patches.is_empty(change) is patches.same(old, new)


@settings(max_examples=100, deadline=None)
@given(documents(), st.data())
def test_unknown_keys_survive_and_entries_come_once(doc: dict[str, Any], data: st.DataObject) -> None:
    patch = data.draw(patches_for(doc))
    once = patches.apply(doc, patch)
    twice = patches.apply(once, patch)
    assert once["from_a_newer_server"] == {"kept": [1]}
    assert twice["events"] == once["events"]
    assert twice["attachments"] == once["attachments"]


def test_state_and_assignee_follow_the_log() -> None:
    started = moved(1, State.DISPATCHED, State.IN_PROGRESS, 5)
    resolved = moved(2, State.IN_PROGRESS, State.RESOLVED, 50)
    assert patches.apply(order(), {"events": [started, resolved]})["state"] == "RESOLVED"
    declined = [
        event(3, EventKind.DECLINED, 5, reason="别处有紧急事件"),
        moved(4, State.DISPATCHED, State.PENDING, 5, reason="别处有紧急事件"),
    ]
    back = patches.apply(order(), {"events": declined})
    assert (back["state"], back["assignee"]) == ("PENDING", None)
    again = [
        event(5, EventKind.ASSIGNED, 9, DESK, assignee="eng-002", name="王"),
        moved(6, State.PENDING, State.DISPATCHED, 9, DESK),
    ]
    assert patches.apply(back, {"events": again})["assignee"] == "eng-002"


def test_a_refused_move_leaves_the_document_alone() -> None:
    doc = order()
    with pytest.raises(RefusedFault) as caught:
        patches.apply(doc, {"answers": {"cause": "x"}, "events": [moved(1, State.IN_PROGRESS, State.RESOLVED, 5)]})
    assert caught.value.code == "state.refused"
    assert caught.value.details["allowed"] == ["IN_PROGRESS", "PENDING"]
    assert doc["events"] == []
    assert "cause" not in doc["answers"]
    with pytest.raises(RefusedFault, match="allowed: nothing"):
        patches.apply(order(State.PENDING), {"events": [moved(1, State.DISPATCHED, State.PENDING, 5, reason="x")]})


def test_only_the_desk_gives_work_to_others() -> None:
    takes = event(1, EventKind.ASSIGNED, 1, ENGINEER, assignee=ENGINEER.id, name=ENGINEER.name)
    gives = event(2, EventKind.ASSIGNED, 1, ENGINEER, assignee="eng-002", name="王")
    assert patches.apply(order() | {"assignee": None}, {"events": [takes]})["assignee"] == ENGINEER.id
    with pytest.raises(RefusedFault) as caught:
        patches.apply(order(), {"events": [gives]})
    assert caught.value.code == "assign.refused"
    with pytest.raises(RefusedFault):
        patches.apply(order() | {"assignee": "eng-002"}, {"events": [takes]})
    with pytest.raises(InputFault) as broken:
        patches.apply(order(), {"events": [event(2, EventKind.ASSIGNED, 1, DESK, assignee=3)]})
    assert broken.value.code == "event.invalid"


def test_row_changes_are_small() -> None:
    rows = [{"_id": uid(n), "sn": str(n)} for n in range(1, 61)]
    changed = [*rows[:30], {**rows[30], "sn": "new"}, *rows[31:]]
    assert patches.diff(order(devices=rows), order(devices=changed)) == {"rows": {"devices": {"put": [changed[30]]}}}
    assert patches.diff(order(devices=rows), order(devices=rows[1:])) == {"rows": {"devices": {"drop": [uid(1)]}}}
    turned = [rows[1], rows[0]]
    assert patches.diff(order(devices=rows[:2]), order(devices=turned)) == {"rows": {"devices": {"order": [uid(2), uid(1)]}}}


@pytest.mark.parametrize(
    ("patch", "empty"),
    [
        ({}, True),
        ({"answers": {}, "rows": {}, "events": [], "attachments": []}, True),
        ({"rows": {"devices": {}}}, True),
        ({"answers": {"cause": None}}, False),
        ({"rows": {"devices": {"drop": ["x"]}}}, False),
        ({"attachments": [{"id": "x"}]}, False),
    ],
)
def test_emptiness(patch: dict[str, Any], empty: bool) -> None:
    assert patches.is_empty(patch) is empty


@pytest.mark.parametrize("value", ["text", [1], ["a"], [{"sn": "1"}], [{"_id": 1}], [{"_id": "a"}, {"_id": "a"}]])
def test_what_is_not_a_table(value: Any) -> None:
    assert not patches.is_rows(value)


def test_a_yes_is_not_a_one() -> None:
    assert not patches.same(True, 1)
    assert not patches.same({"a": [0]}, {"a": [False]})
    assert patches.same({"a": [0, "x"]}, {"a": [0.0, "x"]})
    assert patches.diff(order(backup_done=1), order(backup_done=True)) == {"answers": {"backup_done": True}}
