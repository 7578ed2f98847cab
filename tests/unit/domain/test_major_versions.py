"""§7.2.3: versions of a plan, kept for audit: put together again exactly, told when altered, compared as people speak."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from fieldapp.domain import conflicts, events, patches, validation, versions
from fieldapp.domain.major import compare, steps
from fieldapp.domain.major.compare import What
from fieldapp.domain.records import Actor, Document, EventKind, Owner
from fieldapp.domain.versions import Version
from tests.support.domain_documents import event, uid
from tests.support.major_documents import MANAGER, MEMBER, cause, major

FIELDS = ("known_problem", "components", "causes", "recovery_actions", "next_recovery_review")


def known(doc: Document) -> tuple[Version, ...]:
    return versions.history(events.log(doc), "recovery")


def issued(doc: Document, number: int, note: str = "改", actor: Actor = MANAGER) -> Document:
    data = versions.issue_data("recovery", known(doc), versions.content_of(doc, FIELDS), note)
    assert data is not None
    entry = {**event(number, EventKind.PLAN_ISSUED, number, actor), "data": data}
    return patches.apply(doc, {"events": [entry]})


def typed(doc: Document, **answers: Any) -> Document:
    return patches.apply(doc, {"answers": answers})


def test_every_version_comes_out_as_it_was_issued() -> None:
    doc, frozen = major(known_problem="全部黑屏"), []
    for number in range(1, 8):
        causes = [cause(row, f"原因{row}", "high", "easy") for row in range(number, number + 3)]
        doc = typed(doc, known_problem=None if number == 4 else f"第 {number} 稿", causes=causes if number != 5 else None)
        frozen.append(copy.deepcopy(versions.content_of(doc, FIELDS)))
        doc = issued(doc, number)
    validation.check_document(doc)
    found = known(doc)
    assert [version.content for version in found] == frozen
    assert [version.number for version in found] == list(range(1, 8))
    assert all(version.sound and not version.beside for version in found)
    assert versions.history(events.log(doc), "communication") == ()


def test_a_version_costs_what_changed() -> None:
    causes = [cause(row, "原因" * 20, "high", "easy") for row in range(1, 60)]
    doc = issued(major(causes=causes), 0x101)
    first = len(str(doc["events"][-1]))
    for number in range(0x102, 0x110):
        doc = issued(typed(doc, known_problem=f"{number}"), number)
    assert max(len(str(entry)) for entry in doc["events"][2:]) * 10 < first


def test_nothing_new_is_no_version() -> None:
    doc = issued(major(known_problem="一"), 1)
    assert versions.issue_data("recovery", known(doc), versions.content_of(doc, FIELDS), "x") is None
    back = issued(typed(doc, known_problem="二"), 2)
    again = issued(typed(back, known_problem="一"), 3)
    further = issued(typed(again, known_problem="三"), 4)
    assert [version.beside for version in known(further)] == [False] * 4, "an older content come back is no fork"
    assert [version.number for version in known(further)] == [1, 2, 3, 4]


def test_an_altered_entry_is_told() -> None:
    doc = issued(typed(issued(major(known_problem="一"), 1), known_problem="二"), 2)
    forged = copy.deepcopy(doc)
    forged["events"][1]["data"]["patch"]["answers"]["known_problem"] = "改写"
    assert [version.sound for version in known(forged)] == [False, True]
    broken = copy.deepcopy(doc)
    broken["events"][1]["data"]["patch"] = {"answers": 7}
    assert [(version.content, version.sound) for version in known(broken)] == [(None, False), (None, False)]
    strange = copy.deepcopy(doc)
    strange["events"][2]["data"] = {"plan": "recovery", "number": "two"}
    assert [version.sound for version in known(strange)] == [True, False]


def test_two_who_issue_at_the_same_time() -> None:
    """Both versions stay, by their own content; the next one goes on from the later and nothing of either is lost."""
    base = issued(major(causes=[cause(1, "光端机", "high", "easy")]), 1)
    mine = issued(patches.apply(base, {"rows": {"causes": {"put": [cause(2, "交换机", "low", "hard")]}}}), 2, "甲")
    theirs = issued(patches.apply(base, {"rows": {"causes": {"put": [cause(3, "电源", "medium", "easy")]}}}), 3, "乙", MEMBER)
    merged = conflicts.merge(base, mine, theirs, lambda _: Owner.SHARED)
    assert merged.conflicts == ()
    found = known(merged.doc)
    assert [(one.number, one.note, one.beside, one.sound) for one in found] == [
        (1, "改", False, True), (2, "乙", False, True), (2, "甲", True, True),
    ]  # fmt: skip
    assert [sorted(row["cause"] for row in (one.content or {})["causes"]) for one in found] == [
        ["光端机"], ["光端机", "电源"], ["交换机", "光端机"],
    ]  # fmt: skip
    last = known(issued(merged.doc, 9))[-1]
    assert (last.number, last.sound) == (3, True)
    assert {row["cause"] for row in (last.content or {})["causes"]} == {"光端机", "交换机", "电源"}


def test_what_differs_as_people_speak() -> None:
    old = {"known_problem": "一", "causes": [cause(1, "光端机", "high", "easy"), cause(2, "电源", "low", "easy")], "gone": "x"}
    new = {
        "known_problem": "二",
        "causes": [cause(3, "交换机", "low", "easy"), cause(1, "光端机", "medium", "easy", "ruled_out")],
        "next_recovery_review": "2026-11-23T10:00:00.000+08:00",
    }
    found = compare.compare(old, new, FIELDS)
    told = [(one.field, one.what, one.column, one.old, one.new, (one.row or {}).get("cause")) for one in found]
    assert told == [
        ("known_problem", What.CHANGED, None, "一", "二", None),
        ("causes", What.ADDED, None, None, None, "交换机"),
        ("causes", What.CHANGED, "likelihood", "high", "medium", "光端机"),
        ("causes", What.CHANGED, "verdict", "open", "ruled_out", "光端机"),
        ("causes", What.REMOVED, None, None, None, "电源"),
        ("next_recovery_review", What.ADDED, None, None, "2026-11-23T10:00:00.000+08:00", None),
        ("gone", What.REMOVED, None, "x", None, None),
    ]
    turned = [cause(2, "电源", "low", "easy"), cause(1, "光端机", "high", "easy")]
    assert [one.what for one in compare.compare({"causes": old["causes"]}, {"causes": turned}, FIELDS)] == [What.MOVED]
    assert compare.compare(old, old, FIELDS) == ()
    assert [one.what for one in compare.compare({}, {"causes": turned}, FIELDS)] == [What.ADDED, What.ADDED]


@pytest.mark.parametrize(
    ("doc", "to", "orders", "way"),
    [
        (major(managers=[]), "RECOVERING", [], ("manager", "plan.recovery", "plan.communication")),
        (issued(major(known_problem="一"), 1), "RECOVERING", [], ("plan.communication",)),
        (major("RESOLVED"), "RECOVERING", ["IN_PROGRESS"], ()),
        (major("RESOLVED"), "CLOSED", ["RESOLVED", "CLOSED"], ()),
        (major("RESOLVED", continuity="invoked", recovery_actions=[{"_id": uid(1), "progress": "doing"}]), "CLOSED", ["ON_HOLD"],
         ("order", "action", "continuity")),
        (major("RESOLVED", continuity="ended", recovery_actions=[{"_id": uid(1), "progress": "done"}]), "CLOSED", [], ()),
    ],
    ids=["declared", "one plan", "recalled", "closable", "all in the way", "ended"],
)  # fmt: skip
def test_what_stands_in_the_way(doc: Document, to: str, orders: list[str], way: tuple[str, ...]) -> None:
    assert steps.in_the_way(doc, events.log(doc), to, orders) == way
