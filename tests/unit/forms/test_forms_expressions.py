"""The language of conditions: meaning, static check, and that evaluation never fails."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.records import Priority, State
from fieldapp.errors import InputFault
from fieldapp.forms.expressions import Kind, Scope, Symbol, is_empty, parse
from fieldapp.forms.syntax import MAX_TEXT, And, Compare, Count, Empty, Items, Literal, Member, Name, Node, Not, Or, parse_tree

FIELDS = {
    "text": Symbol(Kind.TEXT),
    "order": Symbol(Kind.FLAG),
    "colour": Symbol(Kind.CODE, frozenset({"red", "blue"})),
    "tags": Symbol(Kind.CODES, frozenset({"a", "b"})),
    "amount": Symbol(Kind.NUMBER),
    "other": Symbol(Kind.NUMBER),
    "moment": Symbol(Kind.MOMENT),
    "day": Symbol(Kind.DATE),
    "clock": Symbol(Kind.TIME),
    "rows": Symbol(Kind.ROWS),
    "ink": Symbol(Kind.OPAQUE),
}
COLUMNS = {"amount": Symbol(Kind.TEXT), "cell": Symbol(Kind.NUMBER)}
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def holds(text: str, /, row: dict[str, Any] | None = None, **answers: Any) -> bool:
    scope = Scope(answers, State.IN_PROGRESS, Priority.SEVERE, NOW, row)
    return parse(text, FIELDS, COLUMNS if row is not None else None).evaluate(scope)


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("colour = 'red'", {"colour": "red"}, True),
        ("colour = 'red'", {}, False),
        ("colour != 'red'", {}, True),
        ('colour = "blue"', {"colour": "red"}, False),
        ("'red' = colour", {"colour": "red"}, True),
        ("colour in ['red', 'blue']", {"colour": "blue"}, True),
        ("colour in []", {"colour": "blue"}, False),
        ("colour not in ['red']", {}, True),
        ("'a' in tags", {"tags": ["b", "a"]}, True),
        ("'a' in tags", {}, False),
        ("'a' not in tags", {"tags": "a"}, True),
        ("text in tags", {"tags": ["a"], "text": "a"}, True),
        ("count(tags) = 2", {"tags": ["a", "b"]}, True),
        ("order", {"order": True}, True),
        ("order", {"order": "yes"}, False),
        ("order = false", {"order": False}, True),
        ("order = false", {}, False),
        ("not order", {}, True),
        ("true and not false", {}, True),
        ("amount > 1 and amount <= 2.5", {"amount": 2.5}, True),
        ("amount > 1", {"amount": "12.50"}, True),
        ("amount > 1", {"amount": True}, False),
        ("amount > 1", {"amount": float("nan")}, False),
        ("amount > 1", {"amount": "sNaN"}, False),
        ("amount > -1", {"amount": 0}, True),
        ("amount = other", {"amount": 1, "other": 1.0}, True),
        ("amount >= count(rows)", {"amount": 1, "rows": [{}, {}]}, False),
        ("moment <= now", {"moment": "2026-11-22T14:30:00.000+08:00"}, True),
        ("moment < now", {"moment": "2026-11-22T14:30:00.000+08:00"}, False),
        ("moment <= now", {"moment": "2026-11-22T14:30:00"}, False),
        ("moment > '2026-11-22T00:00:00Z'", {"moment": "2026-11-22T14:30:00.000+08:00"}, True),
        ("day >= '2026-11-22'", {"day": "2026-11-22"}, True),
        ("clock < '14:30'", {"clock": "09:00"}, True),
        ("clock < '14:30'", {"clock": "09:00+08:00"}, False),
        ("empty(text)", {"text": " \u3000 "}, True),
        ("empty(order)", {"order": False}, False),
        ("empty(amount)", {"amount": 0}, False),
        ("empty(rows)", {"rows": []}, True),
        ("empty(ink)", {"ink": {"revision": 1}}, False),
        ("empty(now) or empty(state)", {}, False),
        ("state = 'IN_PROGRESS' and priority in ['SEVERE', 'CRITICAL']", {}, True),
        ("state = 'CLOSED'", {"state": "CLOSED"}, False),
        ("order or order and false", {"order": True}, True),
        ("(order or order) and false", {"order": True}, False),
        ("not order = false", {"order": False}, False),
        ("colour = text", {"colour": "red", "text": "red"}, True),
    ],
)
def test_meaning(text: str, answers: dict[str, Any], expected: bool) -> None:
    assert holds(text, **answers) is expected


def test_columns_hide_fields_of_the_same_name() -> None:
    assert holds("amount = 'x' and cell > 1 and order", {"amount": "x", "cell": 2}, amount=7, order=True)
    assert not holds("empty(amount)", {"amount": "x"})


def test_a_column_outside_any_row_is_empty() -> None:
    scope = Scope({"cell": 5}, State.PENDING, None, NOW)
    assert parse("empty(cell) and empty(priority)", FIELDS, COLUMNS).evaluate(scope)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nothing", "unknown name nothing"),
        ("empty(nothing)", "unknown name nothing"),
        ("colour = 'green'", "'green' is not an option; there are blue, red"),
        ("colour in ['red', 'green']", "'green' is not an option"),
        ("'c' in tags", "'c' is not an option"),
        ("amount in tags", "cannot be an option"),
        ("1 in tags", "is not an option"),
        ("'a' in colour", "needs a list or a multi-choice field"),
        ("colour < 'red'", "has no order"),
        ("text < 'a'", "has no order"),
        ("order > true", "has no order"),
        ("amount = 'x'", "'x' is not a number"),
        ("moment > '2026'", "'2026' is not a datetime"),
        ("moment > '2026-11-22T00:00:00'", "is not a datetime"),
        ("day = moment", "day is a date, moment a datetime"),
        ("rows = 1", "cannot be compared"),
        ("ink = 'x'", "cannot be compared"),
        ("count(text) = 1", "text cannot be counted"),
        ("amount", "amount is a number, a condition is expected"),
        ("'text'", "a condition is expected"),
        ("amount and order", "a condition is expected"),
        ("", "unexpected the end"),
        ("order order", "unexpected order at column 7"),
        ("order = ", "unexpected the end"),
        ("__import__('os')", "unexpected ("),
        ("order.real", "unreadable at column 6"),
        ("Order", "unreadable at column 1"),
        ("order == true", "unexpected ="),
        ("amount in [1, [2]]", "unexpected ["),
        ("order or" + " " * MAX_TEXT + "order", "an expression may have"),
    ],
)
def test_bad_expressions_are_refused_when_the_form_is_loaded(text: str, reason: str) -> None:
    with pytest.raises(InputFault) as caught:
        parse(text, FIELDS)
    assert caught.value.code == "form.expression"
    assert reason in caught.value.text


def test_the_names_used_are_known() -> None:
    expression = parse("order and count(rows) > 1 and moment < now", FIELDS)
    assert expression.names == {"order", "rows", "moment", "now"}
    assert parse(str(expression), FIELDS) == expression


@pytest.mark.parametrize("value", [None, "", " ", [], {}])
def test_empty(value: Any) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", [False, 0, 0.0, "0", [None], {"a": None}])
def test_not_empty(value: Any) -> None:
    assert not is_empty(value)


NAMES = st.sampled_from(sorted(FIELDS)).map(Name)
WORDS = st.text(st.characters(blacklist_characters="'\"\n", blacklist_categories=("Cs",)), max_size=5)
NUMBERS = st.integers(-999, 999) | st.decimals(-9, 9, places=2).map(float).filter(lambda number: number != 0)
LITERALS = (WORDS | NUMBERS).map(Literal)
OPERANDS = NAMES | LITERALS | st.builds(Count, NAMES)
CONTAINERS = NAMES | st.lists(LITERALS, max_size=3).map(lambda values: Items(tuple(values)))
LEAVES = (
    NAMES
    | st.booleans().map(Literal)
    | st.builds(Empty, NAMES)
    | st.builds(Compare, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), OPERANDS, OPERANDS)
    | st.builds(Member, OPERANDS, CONTAINERS, st.booleans())
)


def _branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, inner) | st.builds(And, parts) | st.builds(Or, parts)


TREES: st.SearchStrategy[Node] = st.recursive(LEAVES, _branches, max_leaves=8)


@given(TREES.filter(lambda tree: len(str(tree)) <= MAX_TEXT))
@settings(max_examples=200, deadline=None)
def test_a_tree_survives_being_written_and_read(tree: Node) -> None:
    assert parse_tree(str(tree)) == tree


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["red", "NaN", "2026-11-22", "14:30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1E+999999"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
SOUND = [
    "colour in ['red'] or 'a' in tags or text in tags or text = colour",
    "amount >= other or amount < 3 or count(rows) > amount or amount in [1, 2.5]",
    "moment <= now or moment = '2026-11-22T00:00:00Z' or day < '2026-01-01' or clock >= '14:30'",
    "order or not empty(ink) or empty(rows) or count(tags) != 2 or order = true or state = 'PENDING' or priority != 'NORMAL'",
]


@given(st.sampled_from(SOUND), st.dictionaries(st.sampled_from(sorted(FIELDS)), JUNK))
@settings(max_examples=300, deadline=None)
def test_evaluation_is_total(text: str, answers: dict[str, Any]) -> None:
    assert holds(text, **answers) in (True, False)


def fault_of(text: str) -> InputFault | None:
    try:
        parse(text, FIELDS)
    except InputFault as fault:
        return fault
    return None


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_an_expression_or_one_clear_fault(text: str) -> None:
    fault = fault_of(text)
    assert fault is None or fault.code == "form.expression"
