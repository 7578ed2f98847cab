"""What lists and search know of an order."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.clock import from_wire
from fieldapp.domain import events
from fieldapp.domain.profile import parse as parse_profile
from fieldapp.domain.records import OrderSummary, Priority, State
from fieldapp.forms.summary import TITLE_LENGTH, search_text, summarise
from fieldapp.paths import resource
from tests.support.forms_orders import NOW, at, full_order, uid, work_order_form
from tests.support.forms_small import small_form

PROFILE = parse_profile(resource("profiles/default.toml").read_text(encoding="utf-8"), "default.toml")
FORM = work_order_form()


def summary(**changes: Any) -> OrderSummary:
    return summarise(FORM, full_order(**changes), PROFILE, NOW)


def test_a_full_order() -> None:
    found = summary()
    assert (found.number, found.state, found.priority) == ("WX-20261122-000137", State.RESOLVED, Priority.SEVERE)
    assert found.title == "开创大道沿线 32 路摄像机画面卡顿、间歇黑屏，"
    assert found.customer == "广州市公安局黄埔区分局"
    assert found.contact == "䶮㛃 020-8211 0137 转 8021"
    assert (found.category, found.assignee, found.accepted) == ("hardware", "eng-001", True)
    assert (found.discovered_at, found.resolved_at) == (from_wire(at(0)), from_wire(at(230)))
    assert (found.appointment_at, found.due_at) == (from_wire(at(85)), from_wire(at(300)))
    assert found.serials == ("2102351XYZ0123456789", "D48123577", "OM-19-44120", "OM-26-00817")


def test_the_final_category_wins() -> None:
    assert summary(final_category="server").category == "server"
    assert summary(final_category=None).category == "hardware"


def test_a_long_symptom_makes_a_short_title() -> None:
    title = summary(symptom="字" * 500).title
    assert len(title) == TITLE_LENGTH
    assert title.endswith("…")
    assert summary(symptom="x" * 2 * TITLE_LENGTH).title == "x" * 2 * TITLE_LENGTH, "Latin letters are half as wide"
    assert summary(symptom="x " * 500).title == "x " * (TITLE_LENGTH - 2) + "x…"


def test_search_covers_the_searchable_answers_in_both_languages() -> None:
    doc = full_order()
    text = search_text(FORM, doc, events.log(doc))
    for word in (
        "黄埔",
        "䶮㛃",
        "2102351XYZ0123456789",
        "硬件故障",
        "Hardware fault",
        "球形摄像机 𪚥-7",
        "客户情绪激动",
        "毛利",
        "CR-2026",
    ):
        assert word in text, word
    assert "平安黄埔" in text
    assert at(15) not in text


def test_serials_and_choices_outside_of_tables() -> None:
    form = small_form(("en: B}}]", "en: B}}]\n        searchable: true"))
    doc = {**full_order(events=[]), "answers": {"code": " SN-1 ", "tags": ["a", "gone"], "story": "话"}}
    found = summarise(form, doc, PROFILE, NOW)
    assert found.serials == ("SN-1",)
    assert found.search_text.splitlines() == [doc["number"], "话", "甲 A", "gone"]
    assert summary(appointment_at="soon").appointment_at is None


def test_an_empty_order_has_a_summary() -> None:
    found = summarise(FORM, full_order(events=[], state="PENDING", assignee=None) | {"answers": {}}, PROFILE, NOW)
    assert (found.title, found.customer, found.serials, found.discovered_at) == ("", "", (), None)
    assert found.search_text == "WX-20261122-000137"


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("2026-11-22T14:30:00+08:00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["_id", "serial", "name"]), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([field.id for field in FORM.fields]), JUNK, max_size=15))
@settings(max_examples=150, deadline=None)
def test_odd_answers_never_keep_a_list_from_showing(answers: dict[str, Any]) -> None:
    doc = {**full_order(), "answers": answers}
    doc["events"][9] = {**doc["events"][9], "data": {"text": 5}, "id": uid(999)}
    assert isinstance(summarise(FORM, doc, PROFILE, NOW).search_text, str)
