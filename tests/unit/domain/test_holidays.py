"""Public holidays as files of their own, and the profile's calendars that name them."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.domain.calendars import Weekly
from fieldapp.domain.holidays import parse, shipped
from fieldapp.domain.profile import parse as parse_profile
from fieldapp.errors import InputFault
from tests.support.domain_documents import profile_text, profile_with, shipped_profile

NEXT = """schema = 1
id = "cn"
version = 2
[years.2027]
source = "a notice of the test"
holidays = ["2026-12-31..2027-01-02", "2027-10-01"]
workdays = ["2027-10-09"]
"""
OFFICE = '[contracts."X"]\nsla = { calendar = "working_hours", hold_stops_clock = false }\n'


def office(text: str, files: dict[str, object] | None = None) -> Weekly:
    calendar = parse_profile(text, "p.toml", files).calendars["working_hours"]  # type: ignore[arg-type]
    assert isinstance(calendar, Weekly)
    return calendar


def test_the_shipped_year_is_the_one_of_the_notice() -> None:
    year = shipped()["cn"].years[2026]
    assert len(year.holidays) == 33
    assert len(year.workdays) == 6
    assert "国务院办公厅" in year.source
    calendar = office(profile_text())
    assert calendar.hours(date(2026, 10, 1)) == ()
    assert calendar.hours(date(2026, 10, 10)) == calendar.workday_hours != ()


def test_a_newer_file_adds_its_year() -> None:
    both = shipped()["cn"].joined(parse(NEXT, "n.toml"))
    assert both.known == {2026, 2027}
    calendar = office(profile_text(), {"cn": both})
    assert calendar.hours(date(2026, 10, 1)) == calendar.hours(date(2027, 10, 1)) == calendar.hours(date(2026, 12, 31)) == ()
    assert calendar.hours(date(2027, 10, 9)), "a Saturday that is worked"
    assert calendar.years == {2026, 2027}


def test_days_beside_the_file_win_over_it() -> None:
    own = 'holidays_file = "cn"\nholidays = ["2026-10-10"]\nworkdays = ["2026-10-03"]\n'
    calendar = office(profile_text().replace('holidays_file = "cn"', own))
    assert calendar.hours(date(2026, 10, 10)) == ()
    assert calendar.hours(date(2026, 10, 3)) == calendar.workday_hours
    assert calendar.hours(date(2026, 10, 1)) == (), "the rest stays"


def test_a_calendar_in_use_without_days_for_the_year_is_named() -> None:
    assert profile_with(OFFICE).without_holidays(2026) == ()
    (label,) = profile_with(OFFICE).without_holidays(2027)
    assert label.zh == "工作时间"
    assert shipped_profile().without_holidays(2027) == (), "no target runs by it"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"2027-10-01"', '"2028-01-01"', "years.2027.holidays"),
        ('["2027-10-09"]', '["2027-10-01"]', "years.2027.workdays"),
        ("[years.2027]", "[years.next]", "years.next"),
        ('source = "a notice of the test"', "", "years.2027.source"),
        ("version = 2", 'version = "2"', "version"),
        ("schema = 1", "schema = 1\nfolder = '../x'", "folder"),
    ],
)
def test_a_fault_names_file_and_key(old: str, new: str, key: str) -> None:
    assert old in NEXT
    with pytest.raises(InputFault) as caught:
        parse(NEXT.replace(old, new), "cn.toml")
    assert (caught.value.code, caught.value.details["key"]) == ("holidays.invalid", key)
    assert caught.value.text.startswith("cn.toml: ")
