"""One answer: what is kept, what is dropped, what is refused and with which code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.errors import InputFault
from fieldapp.forms.schema import FieldType
from fieldapp.forms.values import MAX_ROWS, clean_text, normalise
from tests.support.forms_orders import RARE, uid
from tests.support.forms_small import small_form

FORM = small_form()
SHA = "0f" * 32
FILE = {"_id": uid(1), "sha256": SHA, "name": "a.txt", "mime": "text/plain", "size": 3}
PHOTO = {**FILE, "tag": "before", "caption": "门前", "taken_at": "2026-11-22T14:30:00+08:00"}
SIGNATURE = {"ink_sha256": SHA, "signed_at": "2026-11-22T14:30:00+08:00", "snapshot_sha256": SHA, "revision": 1}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("line", None, None),
        ("line", "", None),
        ("line", " \t\n ", None),
        ("line", "a\r\nb\tc", "a b c"),
        ("line", "𠅤" * 10, "𠅤" * 10),
        ("line", "ab\x00c\x1b\u202ed", "abcd"),
        ("story", "一\r\n二\r三\u2028四\t五", "一\n二\n三\n四\t五"),
        ("story", RARE, RARE),
        ("story", "葛\U000e0100 👨\u200d🔧", "葛\U000e0100 👨\u200d🔧"),
        ("story", "\uf900 e\u0301", "\uf900 e\u0301"),
        ("story", "a\ud800b\uffff\U0001fffe\ufeff", "ab"),
        ("story", "字" * 5000, "字" * 5000),
        ("story", "  缩进 ", "  缩进 "),
        ("amount", 3, 3),
        ("amount", 3.0, 3),
        ("amount", 2.5, 2.5),
        ("amount", " １２．５ ", 12.5),
        ("amount", "", None),
        ("amount", -0.0, 0),
        ("price", "12.5", "12.50"),
        ("price", 12, "12.00"),
        ("price", "-0", "0.00"),
        ("price", "1e2", "100.00"),
        ("price", " ", None),
        ("sure", False, False),
        ("colour", "blue", "blue"),
        ("colour", "", None),
        ("tags", ["b", "a", "b"], ["a", "b"]),
        ("tags", [], None),
        ("day", "2026-11-22", "2026-11-22"),
        ("day", " ", None),
        ("clock", "9:05", "09:05"),
        ("clock", "１４：３０", "14:30"),
        ("clock", "14:30:59.5", "14:30"),
        ("clock", "", None),
        ("moment", "2026-11-22T14:30:00+08:00", "2026-11-22T14:30:00.000+08:00"),
        ("moment", "2026-11-22T06:30:00.123456Z", "2026-11-22T06:30:00.123+00:00"),
        ("moment", "", None),
        ("length", 0, 0),
        ("who", RARE, RARE),
        ("call", " ０２０－82110137 转 8021 ", "020-82110137 转 8021"),
        ("call", "+86 (20) 8211/0137", "+86 (20) 8211/0137"),
        ("call", " ", None),
        ("code", "\r\n SN-1 \n", "SN-1"),
        ("code", "\n", None),
        ("rows", [], []),
        ("rows", [{"_id": uid(1), "name": "", "new": {"kept": 1}}], [{"_id": uid(1), "new": {"kept": 1}}]),
        ("rows", [{"_id": uid(1), "cost": "3"}], [{"_id": uid(1), "cost": "3.00"}]),
        ("pictures", [PHOTO], [PHOTO]),
        ("papers", [{**FILE, "name": "a\nb", "caption": "c\rd"}], [{**FILE, "name": "a b", "caption": "c d"}]),
        ("papers", [{**FILE, "name": "长" * 300}], [{**FILE, "name": "长" * 255}]),
        ("ink", SIGNATURE, SIGNATURE),
    ],
)
def test_what_is_kept(field: str, value: Any, expected: Any) -> None:
    result = normalise(FORM.field(field), value)
    assert result == expected
    assert type(result) is type(expected)
    if result is not None:
        assert normalise(FORM.field(field), result) == result


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("line", 5, "type"),
        ("line", ["a"], "type"),
        ("line", "字" * 11, "too-long"),
        ("story", "字" * 5001, "too-long"),
        ("amount", "twelve", "bad-number"),
        ("amount", float("inf"), "bad-number"),
        ("amount", 2**53, "bad-number"),
        ("amount", "NaN", "bad-number"),
        ("amount", True, "type"),
        ("amount", [], "type"),
        ("price", "12.505", "bad-money"),
        ("price", "¥12", "bad-money"),
        ("price", "1e30", "bad-money"),
        ("sure", "yes", "type"),
        ("sure", 1, "type"),
        ("colour", "green", "not-an-option"),
        ("colour", 1, "type"),
        ("tags", "a", "type"),
        ("tags", ["z"], "not-an-option"),
        ("tags", [["a"]], "type"),
        ("day", "2026-02-30", "bad-date"),
        ("day", "20261122", "bad-date"),
        ("day", "0026-11-22", "bad-date"),
        ("day", 20261122, "type"),
        ("clock", "24:00", "bad-time"),
        ("clock", "noon", "bad-time"),
        ("moment", "2026-11-22T14:30:00", "bad-datetime"),
        ("moment", "2026-11-22T14:30:00+08:00:30", "bad-datetime"),
        ("moment", "0001-01-01T00:00:00+14:00", "bad-datetime"),
        ("moment", "tomorrow", "bad-datetime"),
        ("length", 1.5, "type"),
        ("length", True, "type"),
        ("length", -1, "bad-duration"),
        ("length", 10**9, "bad-duration"),
        ("call", "call me", "bad-phone"),
        ("call", "---", "bad-phone"),
        ("rows", {}, "type"),
        ("rows", ["x"], "bad-row"),
        ("rows", [{"name": "x"}], "bad-row"),
        ("rows", [{"_id": ["x"]}], "bad-row"),
        ("rows", [{"_id": uid(1)}, {"_id": uid(1)}], "bad-row"),
        ("rows", [{"_id": uid(number)} for number in range(MAX_ROWS + 1)], "too-many-rows"),
        ("pictures", [{**PHOTO, "sha256": "short"}], "bad-file"),
        ("pictures", [{**PHOTO, "size": -1}], "bad-file"),
        ("pictures", [{**PHOTO, "size": True}], "bad-file"),
        ("pictures", [{**PHOTO, "tag": "sideways"}], "not-an-option"),
        ("pictures", [{**PHOTO, "taken_at": "noon"}], "bad-datetime"),
        ("papers", [{**FILE, "caption": "字" * 501}], "too-long"),
        ("papers", [{**FILE, "caption": 5}], "too-long"),
        ("ink", "signed", "bad-signature"),
        ("ink", {**SIGNATURE, "revision": 0}, "bad-signature"),
        ("ink", {**SIGNATURE, "ink_sha256": None}, "bad-signature"),
        ("held", 5, "computed"),
    ],
)
def test_what_is_refused(field: str, value: Any, code: str) -> None:
    with pytest.raises(InputFault) as caught:
        normalise(FORM.field(field), value)
    assert caught.value.code == f"answer.{code}"
    assert caught.value.details["field"] == field


def test_a_fault_in_a_table_names_row_and_column() -> None:
    with pytest.raises(InputFault) as caught:
        normalise(FORM.field("rows"), [{"_id": uid(1)}, {"_id": uid(2), "count_of": "many"}])
    assert caught.value.code == "answer.bad-number"
    assert (caught.value.details["field"], caught.value.details["row_id"], caught.value.details["column"]) == (
        "rows",
        uid(2),
        "count_of",
    )


def test_a_too_long_text_says_how_much_fits() -> None:
    with pytest.raises(InputFault) as caught:
        normalise(FORM.field("line"), "字" * 11)
    assert (caught.value.details["limit"], caught.value.details["length"]) == (10, 11)


def test_what_came_in_is_not_altered() -> None:
    row = {"_id": uid(1), "name": "a\nb"}
    normalise(FORM.field("rows"), [row])
    assert row == {"_id": uid(1), "name": "a\nb"}


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["2026-11-22", "14:30", "red", "12.5", "020"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["_id", "name", "cost", "sha256", "x"]), inner),
    max_leaves=6,
)
ROWS = st.lists(
    st.fixed_dictionaries({"_id": st.uuids().map(str)}, optional={"name": ANYTHING, "count_of": ANYTHING, "cost": ANYTHING}),
    max_size=3,
)


def normal_or_fault(field: str, value: Any) -> Any:
    try:
        return normalise(FORM.field(field), value)
    except InputFault as fault:
        return fault


@given(st.sampled_from([field.id for field in FORM.fields]), ANYTHING | ROWS)
@settings(max_examples=500, deadline=None)
def test_anything_is_normalised_once_and_for_all_or_is_one_clear_fault(field: str, value: Any) -> None:
    once = normal_or_fault(field, value)
    if isinstance(once, InputFault):
        assert once.code.startswith("answer.")
    elif once is not None:
        assert normalise(FORM.field(field), once) == once


@given(st.text(st.characters(min_codepoint=0x20, blacklist_categories=("Cc", "Cs", "Cf", "Cn", "Zl", "Zp"))))
@settings(max_examples=200, deadline=None)
def test_no_character_that_can_be_meant_is_lost(text: str) -> None:
    assert clean_text(text) == text


def test_every_type_is_tried_here() -> None:
    assert {field.type for field in FORM.fields} == set(FieldType)
