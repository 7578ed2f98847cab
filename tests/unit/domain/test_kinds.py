"""Kinds of records: the machine, who wears which hat, who holds what, and files that are not sound."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.domain import conflicts, events, kinds, links, patches, validation
from fieldapp.domain.records import EventKind, Owner, Role
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.services.shipped import shipped_catalog
from tests.support.domain_documents import DESK, ENGINEER, event, order, uid
from tests.support.record_documents import OTHER, problem, step

SOUND = """
code = "thing"
label = {zh = "物", en = "Thing"}
prefix = "W"
form = "thing-form"
read = ["member"]
create = ["engineer"]
members = "team"
initial = ["NEW"]
[states]
NEW = {zh = "新", en = "New", edit = ["author", "member"]}
OLD = {zh = "旧", en = "Old", final = true, edit = []}
[[moves]]
from = ["NEW"]
to = "OLD"
hats = ["author"]
label = {zh = "了结", en = "Finish"}
needs = ["reason"]
"""


@pytest.mark.parametrize("code", sorted(kinds.every()))
def test_a_shipped_kind_is_sound(code: str) -> None:
    """Every state can be reached and left, the form is there, and its columns are its fields."""
    kind, form = kinds.get(code), shipped_catalog().latest(kinds.get(code).form)
    assert form.kind == code
    reached = set(kind.initial)
    while more := {move.to for move in kind.moves if move.from_ in reached} - reached:
        reached |= more
    assert reached == set(kind.states)
    left = {move.from_ for move in kind.moves}
    assert {state for state in kind.states if not kind.states[state].final} <= left
    assert set(kind.columns.values()) <= {field.id for field in form.fields}
    assert {*kind.members, *kind.leads} <= {field.id for field in form.fields}
    if (follow := kind.follow_up) is not None:
        made = shipped_catalog().latest(kinds.get(follow.kind).form)
        assert set(follow.take) <= {field.id for field in form.fields}
        assert {*follow.take.values(), *follow.given} <= {field.id for field in made.fields}
    assert links.LINKS not in form


def test_numbers_of_kinds_do_not_meet() -> None:
    prefixes = [kind.prefix for kind in kinds.every().values()]
    assert len({*prefixes, "WX", "XC"}) == len(prefixes) + 2


def test_a_record_follows_its_log() -> None:
    doc = patches.apply(problem(), {"events": [step(1, "SUBMITTED", "INVESTIGATING"), step(2, "INVESTIGATING", "KNOWN_ERROR")]})
    assert doc["state"] == "KNOWN_ERROR"
    validation.check_document(doc)
    given = patches.apply(problem(), {"events": [event(1, EventKind.ASSIGNED, 1, DESK, assignee="eng-002", name="王岩")]})
    assert given["assignee"] == "eng-002"
    assert patches.apply(given, {"events": [event(2, EventKind.DECLINED, 2, ENGINEER)]})["assignee"] == "eng-002"


@pytest.mark.parametrize(
    ("state", "entry", "allowed", "missing"),
    [
        ("SUBMITTED", step(1, "SUBMITTED", "INVESTIGATING", ENGINEER), [], []),
        ("SUBMITTED", step(1, "SUBMITTED", "CLOSED"), ["INVESTIGATING", "REJECTED"], []),
        ("SUBMITTED", step(1, "SUBMITTED", "REJECTED"), ["INVESTIGATING", "REJECTED"], ["reason"]),
        ("SUBMITTED", step(1, "SUBMITTED", "REJECTED", reason=" "), ["INVESTIGATING", "REJECTED"], ["reason"]),
        ("CLOSED", step(1, "SUBMITTED", "INVESTIGATING"), ["INVESTIGATING"], []),
        ("SUBMITTED", step(1, "SUBMITTED", "NOWHERE"), ["INVESTIGATING", "REJECTED"], []),
    ],
)
def test_moves_that_are_refused(state: str, entry: dict[str, Any], allowed: list[str], missing: list[str]) -> None:
    with pytest.raises(RefusedFault) as caught:
        events.follow(problem(state), entry)
    assert (caught.value.code, caught.value.details["allowed"]) == ("state.refused", allowed)
    assert caught.value.details["missing"] == missing


def test_hats_give_rights() -> None:
    kind = kinds.parse(SOUND, "thing.toml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "every", lambda: {"thing": kind})
        doc = {**problem("NEW", team=[{"_id": uid(1), "user": "eng-002"}, {"_id": uid(2)}, "eng-003"]), "kind": "thing"}
        assert kinds.hats(doc, ENGINEER.id, Role.ENGINEER) == {"engineer", "author"}
        assert kinds.hats(doc, OTHER.id, Role.ENGINEER) == {"engineer", "member"}
        assert kinds.audience(doc) == kinds.Audience(frozenset({"eng-002", "eng-003"}))
        assert [move.to for move in kind.allowed("NEW", kinds.hats(doc, ENGINEER.id, Role.ENGINEER))] == ["OLD"]
        assert kind.allowed("NEW", kinds.hats(doc, OTHER.id, Role.ENGINEER)) == ()
        assert kind.may_edit(doc, OTHER.id, Role.ENGINEER)
        assert not kind.may_edit(doc, "eng-009", Role.ENGINEER)
        assert not kind.may_edit({**doc, "state": "OLD"}, ENGINEER.id, Role.ENGINEER)


def test_who_holds_a_document() -> None:
    assert kinds.audience(order()) == kinds.Audience(frozenset({ENGINEER.id}))
    assert kinds.audience({**order(), "assignee": None}) == kinds.Audience(frozenset())
    change = {**problem(), "kind": "change"}
    assert kinds.audience({**change, "assignee": OTHER.id}) == kinds.Audience(frozenset({ENGINEER.id, OTHER.id}))
    assert not kinds.audience(change).holds(OTHER.id)
    assert kinds.audience(problem()).holds("anybody")


def test_both_sides_merge_as_for_an_order() -> None:
    """Each side's answers by owner, links of both, and a step that no longer fits is shown, not lost."""
    base = problem(symptom="旧")
    mine = patches.apply(base, {"answers": {"symptom": "我方"}, "rows": {"links": {"put": [links.row(order())]}}})
    theirs = patches.apply(
        base, {"answers": {"symptom": "台方", "measure": "换型号"}, "events": [step(1, "SUBMITTED", "REJECTED", reason="重复")]}
    )
    mine = patches.apply(mine, {"events": [step(2, "SUBMITTED", "INVESTIGATING")]})
    form = shipped_catalog().latest("problem-record")
    merged = conflicts.merge(base, mine, theirs, form.owner_of)
    assert (merged.doc["answers"]["symptom"], merged.doc["answers"]["measure"]) == ("我方", "换型号")
    assert (merged.doc["state"], merged.doc["kind"], links.targets(merged.doc)) == ("REJECTED", "problem", (order()["id"],))
    assert [(one.field, one.winner) for one in merged.conflicts] == [("symptom", Owner.ENGINEER), ("state", Owner.DESK)]


def test_the_same_link_twice_is_one() -> None:
    row = links.row(problem())
    assert (row["kind"], links.row(order())["kind"]) == ("problem", "order")
    doc = patches.apply(order(), {"rows": {"links": {"put": [row]}}})
    assert links.targets(patches.apply(doc, {"rows": {"links": {"put": [{**row, "number": "later"}]}}})) == (row["_id"],)
    assert links.targets({"answers": {"links": [7, {"no": "id"}]}}) == ()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"kind": "nonsense"}, "$.kind"),
        ({"kind": 7}, "$.kind"),
        ({"kind": None}, "$.kind"),
        ({"state": "DISPATCHED"}, "$.state"),
        ({"events": [step(1, "SUBMITTED", "IN_PROGRESS")]}, "$.events[0].data.to"),
        ({"events": [step(1, "SUBMITTED", "CLOSED")]}, "$.state"),
    ],
)
def test_documents_that_are_none(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InputFault) as caught:
        validation.check_document({**problem(), **change})
    assert (caught.value.code, caught.value.details["path"]) == ("order.invalid", path)


def test_a_patch_is_checked_by_its_documents_kind() -> None:
    patch = {"events": [step(1, "SUBMITTED", "INVESTIGATING")]}
    validation.check_patch(patch, problem())
    with pytest.raises(InputFault, match=r"\$\.events\[0\]\.data\.from"):
        validation.check_patch(patch)
    with pytest.raises(InputFault, match=r"\$\.events\[0\]\.data\.from"):
        validation.check_patch(patch, order())


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('code = "thing"', 'code = "other"', "code"),
        ('code = "thing"', 'code = "order"', "code"),
        ('prefix = "W"', "prefix = 7", "prefix"),
        ('label = {zh = "物", en = "Thing"}', 'label = {zh = "物"}', "label"),
        ('initial = ["NEW"]', 'initial = ["NO"]', "initial"),
        ('initial = ["NEW"]', "initial = []", "initial"),
        ('read = ["member"]', 'read = ["desk"]', "read"),
        ('edit = ["author", "member"]', 'edit = ["boss"]', "states.NEW.edit"),
        ("final = true", 'tone = "pink"', "states.OLD"),
        ('to = "OLD"', 'to = "GONE"', "moves[0]"),
        ('hats = ["author"]', 'hats = "author"', "moves[0].hats"),
        ('label = {zh = "了结", en = "Finish"}', "", "moves[0].label"),
        ('members = "team"', 'members = "team"\ncolumns = {colour = "x"}', "columns"),
        ("[states]", "[states", ""),
    ],
)
def test_a_file_that_is_not_sound(old: str, new: str, key: str) -> None:
    assert old in SOUND
    with pytest.raises(InputFault, match=r"\.toml: ") as caught:
        kinds.parse(SOUND.replace(old, new), "order.toml" if new == 'code = "order"' else "thing.toml")
    assert (caught.value.code, caught.value.details["key"]) == ("kind.invalid", key)


def test_the_author_is_who_recorded_it() -> None:
    assert kinds.author(problem(author=OTHER)) == OTHER.id
    assert kinds.author({"events": []}) is None
    with pytest.raises(InputFault) as caught:
        kinds.get("nonsense")
    assert caught.value.code == "kind.unknown"
