"""A definition that loads is sound; one that is not names file, line and reason."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.records import Owner
from fieldapp.errors import InputFault
from fieldapp.forms.loader import load_definition, parse_definition
from fieldapp.forms.schema import FieldType, Step, Width
from tests.support.forms_small import SMALL, small_form, small_text

LINE = "{id: line, type: text, label: {zh: 行, en: Line}, max_length: 10}"


def line_with(extra: str) -> tuple[str, str]:
    return LINE, LINE[:-1] + f", {extra}}}"


def test_what_is_written_is_what_is_loaded() -> None:
    form = small_form()
    assert (form.id, form.version, form.title.zh, form.title.get("en")) == ("small", 3, "小表", "Small form")
    assert form.sha256 == hashlib.sha256(SMALL.encode()).hexdigest()
    assert {field.type for field in form.fields} == set(FieldType)
    line = form.field("line")
    assert (line.owner, line.max_length, line.needed_for, line.width) == (Owner.ENGINEER, 10, Step.RESOLVE, Width.FULL)
    assert form.field("story").max_length == 5000
    assert form.field("held").value_type is FieldType.DURATION
    assert form.field("rows").column("name").required_when is not None
    assert not form.field("rows").column("cost").public
    assert not form.field("margin").public
    assert form.section_of("margin").id == "inside"
    assert form.owner_of("from a newer version") is Owner.SHARED
    with pytest.raises(KeyError):
        form.field("nothing")
    with pytest.raises(KeyError):
        form.field("rows").column("nothing")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("id: small", "id: Small!", 1, "the id of a form"),
        ("version: 3", "version: three", 2, "a whole number"),
        ("version: 3", "version: 0", 2, "a whole number from 1"),
        ("version: 3", "version: 3\nversion: 4", 3, "version is given twice"),
        ("version: 3", "version: 3\nextra: 1", 3, "unknown key extra"),
        ("title: {zh: 小表, en: Small form}", "title: {zh: 小表}", 3, "en is missing"),
        ("title: {zh: 小表, en: Small form}", "title: {zh: 小表, en: No}", 3, "in quotes"),
        ("title: {zh: 小表, en: Small form}", "title: {zh: '  ', en: x}", 3, "the text is empty"),
        ("title: {zh: 小表, en: Small form}", "title: text", 3, "a mapping is expected"),
        ("    owner: engineer", "    owner: nobody", 8, "nobody is not one of desk, engineer, shared"),
        ("    internal: true", "    internal: maybe", 45, "true or false"),
        ("letter: B", "letter: A", 43, "letter A is defined twice, first at line 6"),
        ("id: inside", "id: main", 42, "section main is defined twice"),
        ("id: margin", "id: line", 47, "field line is defined twice, first at line 10"),
        ("id: margin", "id: 'not'", 47, "cannot be an id"),
        ("id: margin", "id: now", 47, "meaning of its own"),
        ("id: margin", "id: priority", 47, "meaning of its own"),
        ("type: money, label: {zh: 毛利, en: Margin}", "type: cash, label: {zh: 毛利, en: Margin}", 47, "cash is not one of"),
        ("label: {zh: 毛利, en: Margin}", "label: {zh: 毛利, en: Margin}, printed: true", 47, "the section is internal"),
        (LINE, "{id: line, type: choice, label: {zh: 行, en: Line}}", 10, "a choice field needs options"),
        (LINE, "{id: line, type: table, label: {zh: 行, en: Line}}", 10, "a table field needs columns"),
        (LINE, "{id: line, type: computed, label: {zh: 行, en: Line}}", 10, "a computed field needs compute"),
        (LINE, "{id: line, type: computed, compute: magic, label: {zh: 行, en: Line}}", 10, "there is no computation magic"),
        (*line_with("compute: due_at"), 10, "due_at gives a datetime"),
        (*line_with("min_rows: 1"), 10, "a text field has no min_rows"),
        (*line_with("unit: {zh: 米, en: m}"), 10, "a text field has no unit"),
        (*line_with("options: []"), 10, "a text field has no options"),
        (*line_with("needed_for: never"), 10, "never is not one of accept, start, resolve, confirm"),
        (*line_with("default: 12345678901"), 10, "not a value of this field"),
        (*line_with("default: {a: b}"), 10, "a plain value is expected"),
        (*line_with("required_when: nobody = 1"), 10, "unknown name nobody"),
        (*line_with("required_when: colour = 'green'"), 10, "'green' is not an option; there are blue, red"),
        (*line_with("required_when: colour ="), 10, "unexpected the end"),
        (*line_with("required_when: held > 1"), 10, "unknown name held"),
        (*line_with("visible_when: amount"), 10, "amount is a number"),
        (*line_with("visible_when: [a]"), 10, "an expression is expected"),
        (*line_with("rules: []"), 10, "a list is expected"),
        (*line_with("rules: [{valid_when: line = day, message: {zh: 错, en: x}}]"), 10, "line is a text, day a date"),
        ("max_length: 10", "max_length: 5001", 10, "a whole number from 1 to 5000"),
        ("default: red", "default: green", 19, "not a value of this field"),
        ("{code: blue,", "{code: red,", 18, "option red is defined twice"),
        ("- {id: count_of, type: number", "- {id: count_of, type: table", 36, "a column cannot be of type table"),
        ("- {id: count_of, type: number", "- {id: name, type: number", 36, "column name is defined twice"),
        ("searchable: true}\n          - ", "owner: desk}\n          - ", 35, "unknown key owner"),
        ("letter: A", "letter: [", 8, ""),
    ],
)
def test_a_bad_definition_names_its_place(old: str, new: str, line: int, reason: str) -> None:
    with pytest.raises(InputFault) as caught:
        small_form((old, new))
    assert caught.value.code == "form.definition"
    assert caught.value.text.startswith(f"small.yaml:{line}: "), caught.value.text
    assert reason in caught.value.text


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"", "x.yaml:1: the file is empty"),
        (b"a: 1\nb: \xff\n", "x.yaml:2: not UTF-8"),
        (b"id: \x00", "x.yaml:1: "),
        (b"[" * 100_000, "x.yaml:1: "),
        (b"- a\n", "x.yaml:1: a mapping is expected"),
        (b"a: &a [*a]\n", "x.yaml:1: unknown key a"),
        (b" " * 1_000_001, "x.yaml: larger than"),
    ],
)
def test_a_file_that_is_no_definition(data: bytes, start: str) -> None:
    with pytest.raises(InputFault) as caught:
        parse_definition(data, "x.yaml")
    assert caught.value.text.startswith(start)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as caught:
        load_definition(tmp_path / "none.v1.yaml")
    assert caught.value.code == "form.definition"


def fault_of(data: bytes) -> InputFault | None:
    try:
        parse_definition(data, "x.yaml")
    except InputFault as fault:
        return fault
    return None


@given(st.integers(0, len(SMALL)), st.text(max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_slip_of_the_pen_loads_or_is_a_fault_with_a_line(position: int, slip: str) -> None:
    data = (SMALL[:position] + slip + SMALL[position + 1 :]).encode("utf-8", "surrogatepass")
    fault = fault_of(data)
    assert fault is None or fault.details["line"] >= 1


@pytest.mark.parametrize(
    ("field", "old", "default", "expected"),
    [
        ("sure", "Sure}", "yes", True),
        ("amount", "unit: {zh: 米, en: m}", "2.5", 2.5),
        ("amount", "unit: {zh: 米, en: m}", "7", 7),
        ("tags", "en: B}}]", "[b, a]", ["a", "b"]),
        ("day", "Day}", "'2026-11-22'", "2026-11-22"),
        ("who", "Who}", "~", None),
    ],
)
def test_defaults_are_stored_as_answers_are(field: str, old: str, default: str, expected: object) -> None:
    separator = "\n        " if field == "tags" else ", "
    form = small_form((old, f"{old}{separator}default: {default}"))
    assert form.field(field).default == expected


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Day}", "Day}, default: 2026-11-22", "put dates and times in quotes"),
        ("unit: {zh: 米, en: m}", "default: 1:30", "a plain decimal number is expected"),
        ("Files}", "Files}, default: []", "a files field has no default"),
        ("compute: hold_time", "compute: hold_time, required_when: true", "a computed field has no required_when"),
    ],
)
def test_defaults_that_cannot_be(old: str, new: str, reason: str) -> None:
    with pytest.raises(InputFault, match=reason):
        small_form((old, new))


def test_a_computed_choice_keeps_its_options() -> None:
    options = "options: [{code: CRITICAL, label: {zh: 紧急, en: Critical}}]"
    form = small_form((LINE, f"{{id: priority, type: choice, compute: priority, label: {{zh: 级, en: P}}, {options}}}"))
    assert form.field("priority").derived


def test_replacing_checks_that_the_text_was_there() -> None:
    with pytest.raises(AssertionError):
        small_text(("not in the form", ""))
