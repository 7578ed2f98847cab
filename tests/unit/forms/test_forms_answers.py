"""All answers together: visibility, problems, what is missing, completeness."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.records import Priority, State
from fieldapp.forms.answers import Missing, completeness, defaults, missing, problems, row_defaults, visible
from fieldapp.forms.expressions import Scope
from fieldapp.forms.schema import FormDefinition, Step
from tests.support.forms_orders import NOW, full_answers, uid, work_order_form
from tests.support.forms_small import small_form, small_scope

LINE = "{id: line, type: text, label: {zh: 行, en: Line}, max_length: 10}"
ROWS = "        label: {zh: 表, en: Table}\n        columns:"


def line_with(extra: str) -> FormDefinition:
    return small_form((LINE, LINE[:-1] + f", {extra}}}"))


def places(gaps: tuple[Missing, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(gap.field, gap.row_id, gap.column) for gap in gaps]


def scope(priority: Priority = Priority.SEVERE, **changes: Any) -> Scope:
    answers = {key: value for key, value in {**full_answers(), **changes}.items() if value is not None}
    return Scope(answers, State.IN_PROGRESS, priority, NOW)


def test_a_hidden_field_is_neither_checked_nor_missing() -> None:
    form = line_with("visible_when: sure, required_when: true, rules: [{valid_when: line = 'x', message: {zh: 错, en: Wrong}}]")
    hidden, shown = small_scope(line="y"), small_scope(line="y", sure=True)
    assert "line" not in visible(form, hidden)
    assert problems(form, hidden) == missing(form, hidden, Step.CONFIRM) == ()
    assert "line" in visible(form, shown)
    assert [(problem.code, problem.message and problem.message.get("en")) for problem in problems(form, shown)] == [
        ("answer.rule", "Wrong")
    ]
    assert places(missing(form, small_scope(sure=True), Step.CONFIRM)) == [("line", None, None)]


def test_a_rule_is_not_asked_of_an_empty_field() -> None:
    form = line_with("rules: [{valid_when: line = 'x', message: {zh: 错, en: Wrong}}]")
    assert problems(form, small_scope(line="  ")) == ()


@pytest.mark.parametrize(("step", "expected"), [(Step.ACCEPT, 0), (Step.START, 1), (Step.RESOLVE, 1), (Step.CONFIRM, 1)])
def test_what_a_step_needs_every_later_one_needs_too(step: Step, expected: int) -> None:
    form = line_with("required_when: true, needed_for: start")
    assert len(missing(form, small_scope(), step)) == expected


def test_tables_need_their_rows_and_the_rows_their_cells() -> None:
    form = small_form((ROWS, "        required_when: sure\n        min_rows: 2\n" + ROWS))
    assert missing(form, small_scope(), Step.CONFIRM) == ()
    (gap,) = missing(form, small_scope(sure=True, rows=[{"_id": uid(1), "name": "x"}]), Step.CONFIRM)
    assert (gap.field, gap.rows, gap.label.en) == ("rows", 2, "Table")
    rows = [{"_id": uid(1), "name": " "}, {"_id": uid(2), "name": "x"}]
    assert places(missing(form, small_scope(rows=rows), Step.CONFIRM)) == [("rows", uid(1), "name")]


def test_a_required_photo_set_needs_one() -> None:
    pictures = "label: {zh: 照片, en: Photos},"
    form = small_form((pictures, pictures + " required_when: true,"))
    assert [gap.rows for gap in missing(form, small_scope(), Step.CONFIRM)] == [1]


def test_a_value_that_does_not_fit_is_a_problem_with_its_place() -> None:
    form = small_form()
    found = problems(form, small_scope(colour="green", rows=[{"_id": uid(1), "count_of": "many"}], moment="noon"))
    assert [(problem.field, problem.code, problem.row_id, problem.column) for problem in found] == [
        ("colour", "answer.not-an-option", None, None),
        ("moment", "answer.bad-datetime", None, None),
        ("rows", "answer.bad-number", uid(1), "count_of"),
    ]


def test_rules_of_columns_name_the_row() -> None:
    rule = "default: 1, rules: [{valid_when: count_of > 0 and sure, message: {zh: 错, en: Wrong}}]"
    form = small_form(("default: 1", rule))
    rows = [{"_id": uid(1), "count_of": 1}, {"_id": uid(2), "count_of": -1}, {"_id": uid(3)}]
    assert [(problem.row_id, problem.column) for problem in problems(form, small_scope(rows=rows, sure=True))] == [
        (uid(2), "count_of")
    ]


def test_completeness_counts_what_is_needed() -> None:
    form = line_with("required_when: true, needed_for: confirm")
    assert completeness(form, small_scope()) == {"main": (0, 1), "inside": (0, 0)}
    assert completeness(form, small_scope(line="x")) == {"main": (1, 1), "inside": (0, 0)}
    assert completeness(form, small_scope(line="x", rows=[{"_id": uid(1)}])) == {"main": (1, 2), "inside": (0, 0)}


def test_defaults() -> None:
    form = small_form()
    assert defaults(form) == {"colour": "red"}
    assert row_defaults(form.field("rows")) == {"count_of": 1}


def test_the_full_order_is_complete_and_sound() -> None:
    form = work_order_form()
    assert problems(form, scope()) == ()
    assert missing(form, scope(), Step.CONFIRM) == ()
    assert all(done == needed for done, needed in completeness(form, scope()).values())


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({"backup_done": None}, ["backup_done"]),
        ({"backup_done": "not_needed"}, ["backup_reason"]),
        ({"backup_at": None}, ["backup_at"]),
        ({"service_mode": "remote"}, ["remote_consent"]),
        ({"arrived_at": None}, ["arrived_at"]),
        ({"result": "unsolved", "open_issues": None}, ["open_issues", "agreed_at", "agreed_with_customer"]),
        ({"result": "workaround", "workaround": True, "cause": None, "cause_category": None}, []),
        ({"cause": None}, ["cause"]),
        ({"nature": "request", "cause": None, "cause_category": None, "devices": None, "checks": None}, []),
        ({"change_kind": "none", "change_ref": None}, []),
        ({"change_ref": None}, ["change_ref"]),
        ({"to_problem_reason": None}, ["to_problem_reason"]),
        ({"estimated_minutes": None, "customer_agrees_time": None}, []),
        ({"customer_agrees_time": None}, ["customer_agrees_time"]),
        ({"satisfaction": None, "problem_solved": None, "signer_name": None}, ["problem_solved", "satisfaction", "signer_name"]),
        (
            {"sign_outcome": "refused", "satisfaction": None, "problem_solved": None, "signer_name": None},
            ["unsigned_reason", "witness"],
        ),
        ({"sign_outcome": "later", "unsigned_reason": "客户开会"}, []),
        ({"comparison": [{"_id": uid(3), "item": "NTP", "verdict": "deviation"}]}, ["comparison"]),
        ({"devices": None}, ["devices"]),
    ],
)
def test_what_the_process_asks_for(changes: dict[str, Any], gaps: list[str]) -> None:
    assert [gap.field for gap in missing(work_order_form(), scope(**changes), Step.CONFIRM)] == gaps


def test_backup_is_asked_for_by_level() -> None:
    without = {"backup_done": None, "backup_place": None, "backup_at": None}
    assert missing(work_order_form(), scope(Priority.NORMAL, **without), Step.CONFIRM) == ()


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"restored_at": "2026-11-22T08:00:00+08:00"}, ["restored_at"]),
        ({"restored_at": "2026-11-22T23:00:00+08:00"}, ["restored_at"]),
        ({"discovered_at": "2026-11-23T00:00:00+08:00"}, ["discovered_at", "received_at", "restored_at"]),
        ({"departed_at": "2026-11-22T08:19:00+08:00"}, ["departed_at"]),
        ({"arrived_at": "2026-11-22T08:29:00+08:00"}, ["arrived_at"]),
        ({"started_at": "2026-11-22T09:24:00+08:00"}, ["started_at"]),
        ({"left_at": "2026-11-22T09:29:00+08:00"}, ["left_at"]),
        ({"result": "workaround"}, ["workaround"]),
        ({"service_mode": "remote", "remote_consent": False}, ["remote_consent"]),
        ({"parts": [{"_id": uid(8), "name": "x", "old_serial": "1", "new_serial": "1", "quantity": 0}]}, ["parts", "parts"]),
        ({"third_party": [{"_id": uid(9), "sent_on": "2026-11-22", "returned_on": "2026-11-21"}]}, ["third_party"]),
    ],
)
def test_what_cannot_be_true(changes: dict[str, Any], broken: list[str]) -> None:
    assert [problem.field for problem in problems(work_order_form(), scope(**changes))] == broken


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["_id", "name", "at"]), inner, max_size=2),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([field.id for field in work_order_form().fields]), JUNK, max_size=20))
@settings(max_examples=150, deadline=None)
def test_nothing_that_answers_hold_breaks_the_checks(answers: dict[str, Any]) -> None:
    whole = Scope(answers, State.PENDING, None, NOW)
    form = work_order_form()
    assert {problem.field for problem in problems(form, whole)} <= visible(form, whole)
    assert {gap.field for gap in missing(form, whole, Step.CONFIRM)} <= visible(form, whole)
    assert all(done <= needed for done, needed in completeness(form, whole).values())
