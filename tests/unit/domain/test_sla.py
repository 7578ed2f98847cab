"""The clock of the target against a naive oracle that walks minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain import sla
from fieldapp.domain.calendars import FOREVER, Always, Calendar, Weekly
from fieldapp.domain.records import Label
from tests.support.domain_documents import shipped_profile

BEIJING = timezone(timedelta(hours=8))
WORDS = Label("x", "x")
OFFICE = shipped_profile().calendars["working_hours"]
ALWAYS = Always(WORDS)
MINUTE = timedelta(minutes=1)


def local(text: str) -> datetime:
    """A Beijing time given as "10-08 09:00" of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("found", "hours", "due"),
    [
        ("11-23 09:00", 2, "11-23 11:00"),
        ("11-23 11:00", 2, "11-23 14:30"),  # over lunch
        ("11-23 12:30", 1, "11-23 14:30"),  # found at lunch
        ("11-23 09:00", 3, "11-23 12:00"),  # ends with the morning, not after lunch
        ("11-23 17:00", 2, "11-24 10:00"),  # over night
        ("11-27 17:00", 2, "11-30 10:00"),  # over the weekend
        ("09-30 17:00", 2, "10-08 10:00"),  # over 国庆节
        ("10-09 17:00", 8, "10-10 17:30"),  # 调休: that Saturday is worked
        ("10-10 17:00", 2, "10-12 10:00"),  # and that Sunday is not
        ("02-13 17:00", 8, "02-14 17:30"),  # 调休 before 春节
        ("02-14 17:00", 2, "02-24 10:00"),
        ("11-23 09:00", 0, "11-23 09:00"),
    ],
)
def test_working_hours(found: str, hours: float, due: str) -> None:
    target = timedelta(hours=hours)
    assert sla.due(local(found), target, OFFICE) == local(due)
    assert sla.elapsed(local(found), local(due), OFFICE) == target


def test_around_the_clock_is_plain_arithmetic() -> None:
    assert sla.due(local("10-01 23:00"), timedelta(hours=2), ALWAYS) == local("10-02 01:00")
    assert sla.elapsed(local("10-01 23:00"), local("10-02 01:00"), ALWAYS) == timedelta(hours=2)
    assert sla.elapsed(local("10-02 01:00"), local("10-01 23:00"), ALWAYS) == timedelta(0)


def test_a_hold_moves_the_due_time() -> None:
    hold = (local("11-23 10:00"), local("11-25 10:00"))
    assert sla.due(local("11-23 09:00"), timedelta(hours=2), ALWAYS, [hold]) == local("11-25 11:00")
    assert sla.due(local("11-23 09:00"), timedelta(hours=2), OFFICE, [hold]) == local("11-25 11:00")
    assert sla.due(local("11-23 09:00"), timedelta(hours=1), OFFICE, [hold]) == local("11-23 10:00")
    assert sla.due(local("11-23 09:00"), timedelta(hours=2), ALWAYS, [(hold[0], FOREVER)]) == FOREVER


def test_a_calendar_that_never_opens_never_ends_a_target() -> None:
    closed = Weekly(WORDS, UTC, ((),) * 7)
    assert sla.due(datetime(8999, 12, 1, tzinfo=UTC), timedelta(hours=1), closed) == FOREVER


def test_a_holiday_that_is_worked_is_a_working_day() -> None:
    day = date(2026, 10, 1)
    calendar = Weekly(WORDS, BEIJING, (((540, 600),),) * 7, frozenset({day}), frozenset({day}), ((0, 1440),))
    assert calendar.hours(day) == ((0, 1440),)
    assert Weekly(WORDS, BEIJING, (((540, 600),),) * 7, frozenset({day})).hours(day) == ()


@pytest.mark.parametrize("zone", [BEIJING, ZoneInfo("Asia/Shanghai")])
def test_a_named_zone_and_an_offset_agree(zone: Any) -> None:
    calendar = Weekly(WORDS, zone, (((0, 1440),),) * 7)
    assert sla.due(local("11-23 23:00"), timedelta(hours=30), calendar) == local("11-25 05:00")


def test_a_night_with_a_change_of_clocks_has_the_hours_it_has() -> None:
    calendar = Weekly(WORDS, ZoneInfo("Europe/Berlin"), (((0, 1440),),) * 7)
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert sla.elapsed(start, start + timedelta(hours=24), calendar) == timedelta(hours=24)


moments = st.integers(0, 8 * 24 * 60).map(lambda minutes: local("09-28 00:00") + minutes * MINUTE)
holds = st.lists(st.tuples(moments, st.integers(0, 3000)).map(lambda pair: (pair[0], pair[0] + pair[1] * MINUTE)), max_size=3)
hours = st.lists(st.integers(0, 48), min_size=0, max_size=4, unique=True).map(
    lambda marks: tuple((30 * a, 30 * b) for a, b in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    if draw(st.booleans()):
        return draw(st.sampled_from([ALWAYS, OFFICE]))
    week = (*(draw(hours) for _ in range(6)), ((0, 30),))
    days = st.frozensets(st.integers(0, 9).map(lambda number: date(2026, 9, 28) + timedelta(days=number)), max_size=3)
    return Weekly(WORDS, BEIJING, week, draw(days), draw(days), draw(hours))


def runs(minute: datetime, calendar: Calendar, standing: list[tuple[datetime, datetime]]) -> bool:
    """The oracle: does the clock count the minute that begins here?"""
    if any(begins <= minute < ends for begins, ends in standing):
        return False
    if isinstance(calendar, Always):
        return True
    here = minute.astimezone(calendar.zone)
    return any(opens <= here.hour * 60 + here.minute < closes for opens, closes in calendar.hours(here.date()))


@settings(max_examples=100, deadline=None)
@given(calendars(), moments, st.integers(0, 3 * 24 * 60), holds)
def test_elapsed_is_what_the_oracle_counts(calendar: Calendar, start: datetime, length: int, standing: Any) -> None:
    counted = sum(runs(start + minute * MINUTE, calendar, standing) for minute in range(length))
    assert sla.elapsed(start, start + length * MINUTE, calendar, standing) == counted * MINUTE


@settings(max_examples=100, deadline=None)
@given(calendars(), moments, st.integers(1, 600), holds)
def test_due_is_the_first_moment_at_which_the_oracle_has_counted_enough(
    calendar: Calendar, start: datetime, target: int, standing: Any
) -> None:
    due = sla.due(start, target * MINUTE, calendar, standing)
    assert sla.elapsed(start, due, calendar, standing) == target * MINUTE
    assert runs(due - MINUTE, calendar, standing)
    if due - start < timedelta(days=4):
        counted = sum(runs(start + minute * MINUTE, calendar, standing) for minute in range((due - start) // MINUTE))
        assert counted == target


@settings(max_examples=150, deadline=None)
@given(calendars(), st.tuples(moments, moments, moments), st.integers(1, 600), st.integers(0, 600), holds)
def test_time_adds_up_and_never_runs_backwards(
    calendar: Calendar, three: tuple[datetime, datetime, datetime], target: int, more: int, standing: Any
) -> None:
    first, second, third = sorted(three)
    whole = sla.elapsed(first, third, calendar, standing)
    assert whole == sla.elapsed(first, second, calendar, standing) + sla.elapsed(second, third, calendar, standing)
    assert timedelta(0) <= whole <= third - first
    due = sla.due(first, target * MINUTE, calendar, standing)
    assert due >= first + target * MINUTE
    assert due <= sla.due(first, (target + more) * MINUTE, calendar, standing)
    assert due <= sla.due(second, target * MINUTE, calendar, standing)
