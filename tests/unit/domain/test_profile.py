"""The profile: what is shipped says what the document says; every fault names file and key; contracts win."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from fieldapp.domain import priority
from fieldapp.domain.profile import CODES, STAGES, parse
from fieldapp.domain.records import Label, Priority
from fieldapp.errors import InputFault
from tests.support.domain_documents import profile_text, profile_with, shipped_profile

C, S, N = Priority.CRITICAL, Priority.SEVERE, Priority.NORMAL
IMPACT = {"outage": C, "risk": S, "single": N}
SCOPE = {"all": C, "part": S, "individual": N}
URGENCY = {"critical": C, "urgent": S, "normal": N}


def test_targets_of_6_1_3_and_backup_of_6_2_5() -> None:
    levels = shipped_profile().levels
    assert {level: terms.target for level, terms in levels.items()} == {
        C: timedelta(hours=2),
        S: timedelta(hours=5),
        N: timedelta(hours=8),
    }
    assert [shipped_profile().backup_required(level) for level in Priority] == [True, True, False]
    assert not shipped_profile().hold_stops_clock
    assert shipped_profile().calendar is shipped_profile().calendars["always"]


@pytest.mark.parametrize(
    ("level", "line", "minutes", "audiences"),
    [
        (C, "discovery", 10, {"pm": "sms phone", "director": "sms phone", "leaders": "sms phone"}),
        (C, "progress", 30, {"pm": "sms", "director": "sms", "leaders": "sms"}),
        (C, "resolution", 10, {"pm": "sms", "director": "sms phone", "leaders": "sms phone"}),
        (S, "discovery", 20, {"pm": "sms phone", "director": "sms"}),
        (S, "progress", 60, {"pm": "sms", "director": "sms"}),
        (S, "resolution", 20, {"pm": "sms", "director": "sms"}),
        (N, "discovery", 30, {"pm": "sms"}),
        (N, "progress", 120, {"pm": "sms"}),
        (N, "overdue", 60, {"pm": "phone"}),
        (N, "resolution", 30, {"pm": "sms"}),
    ],
)
def test_the_timetable_of_6_1_4(level: Priority, line: str, minutes: int, audiences: dict[str, str]) -> None:
    stage = getattr(shipped_profile().escalation[level], line)
    assert {audience: " ".join(channels) for audience, channels in stage.audiences.items()} == audiences
    limit = {"progress": "every", "overdue": "after"}.get(line, "within")
    assert getattr(stage, limit) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("impact", "scope", "urgency"), list(product(IMPACT, SCOPE, URGENCY)))
def test_the_highest_of_three_answers_is_proposed(impact: str, scope: str, urgency: str) -> None:
    answers = [IMPACT[impact], SCOPE[scope], URGENCY[urgency]]
    expected = C if C in answers else S if S in answers else N
    assert priority.propose(impact, scope, urgency, shipped_profile()) is expected


@pytest.mark.parametrize("answers", [(None, "all", "normal"), ("outage", "all", None), ("outage", "x", "normal"), ([], {}, 1)])
def test_nothing_is_proposed_from_half_an_answer(answers: tuple[object, object, object]) -> None:
    assert priority.propose(*answers, shipped_profile()) is None


def test_an_exception_of_the_matrix() -> None:
    entry = '[{ impact = "single", scope = "all", urgency = "normal", level = "SEVERE" }]'
    changed = parse(profile_text().replace("exceptions = []", f"exceptions = {entry}"), "p.toml")
    assert priority.propose("single", "all", "normal", changed) is S
    assert priority.propose("single", "all", "urgent", changed) is C
    with pytest.raises(InputFault, match=r"p\.toml: proposal\.exceptions\[1\]: the same combination twice"):
        parse(profile_text().replace("exceptions = []", f"exceptions = {entry[:-1]}, {entry[1:]}"), "p.toml")


@pytest.mark.parametrize(("code", "level"), [("SEVERE", S), ("severe", None), (None, None), (["SEVERE"], None)])
def test_reading_a_level(code: object, level: Priority | None) -> None:
    assert priority.read(code) is level


def test_every_code_has_words_in_both_languages() -> None:
    profile = shipped_profile()
    for group, codes in CODES.items():
        assert all(profile.label(group, code) != Label(code, code) for code in codes)
    assert set(profile.texts) == set(STAGES)
    assert profile.label("level", "CRITICAL").get("zh") == "紧急（重大）"
    assert profile.label("category", "server").get("en") == "Server emergency"
    assert profile.label("state", "NEW").get("en") == "NEW"
    assert profile.label("nothing", "x").get("fr") == "x"


CONTRACTS = """
[contracts."HT-1"]
sla = { calendar = "working_hours", hold_stops_clock = true }
levels.SEVERE.target_minutes = 240
escalation.NORMAL.discovery = { within_minutes = 15, director = ["phone"] }
categories.drone = { label = { zh = "无人机", en = "Drone" }, group = "field" }
"""


def test_a_contract_wins_where_it_speaks() -> None:
    profile = profile_with(CONTRACTS)
    terms = profile.for_contract(" HT-1 ")
    assert (terms.hold_stops_clock, terms.levels[S].target) == (True, timedelta(hours=4))
    assert terms.calendar is terms.calendars["working_hours"]
    assert dict(terms.escalation[N].discovery.audiences) == {"director": ("phone",)}
    assert terms.levels[C] == profile.levels[C]
    assert set(terms.categories) == {*profile.categories, "drone"}
    for other in ("HT-2", None, 5):
        assert profile.for_contract(other) is profile
    assert terms.for_contract("HT-1") is terms


def replaced(old: str, new: str) -> str:
    assert old in profile_text()
    return profile_text().replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("schema = 1", "schema = 2", "schema"),
        ("schema = 1", "schema = true", "schema"),
        ("version = 1", 'version = "1"', "version"),
        ('id = "gsb-t-316.08-a2"', 'id = " "', "id"),
        ('id = "gsb-t-316.08-a2"', "id = 5", "id"),
        ('id = "gsb-t-316.08-a2"', "", "id"),
        ('id = "gsb-t-316.08-a2"', 'id = "x"\nsurprise = 1', "surprise"),
        ('utc_offset = "+08:00"', "", "utc_offset"),
        ('utc_offset = "+08:00"', 'utc_offset = "8"', "utc_offset"),
        ('utc_offset = "+08:00"', 'utc_offset = "+15:00"', "utc_offset"),
        ('utc_offset = "+08:00"', 'utc_offset = "+08:00"\ntimezone = "Asia/Shanghai"', "utc_offset"),
        ('utc_offset = "+08:00"', 'timezone = "Asia/Nowhere"', "timezone"),
        ('utc_offset = "+08:00"', 'timezone = "../etc/passwd"', "timezone"),
        ('calendar = "always"', 'calendar = "moon"', "sla.calendar"),
        ("hold_stops_clock = false", "hold_stops_clock = 0", "sla.hold_stops_clock"),
        ('kind = "weekly"', 'kind = "daily"', "calendars.working_hours.kind"),
        ('week.mon = ["09:00-12:00", "13:30-18:00"]', "week.mon = 9", "calendars.working_hours.week.mon"),
        ('week.mon = ["09:00-12:00", "13:30-18:00"]', "week.mon = [9]", "calendars.working_hours.week.mon"),
        ('week.mon = ["09:00-12:00"', 'week.mon = ["9-12"', "calendars.working_hours.week.mon"),
        ('week.mon = ["09:00-12:00"', 'week.mon = ["12:00-09:00"', "calendars.working_hours.week.mon"),
        ('week.mon = ["09:00-12:00"', 'week.mon = ["09:00-14:00"', "calendars.working_hours.week.mon"),
        ('week.mon = ["09:00-12:00"', 'week.mon = ["09:00-25:00"', "calendars.working_hours.week.mon"),
        ("week.mon", "week.monday", "calendars.working_hours.week.monday"),
        ('holidays_file = "cn"', 'holidays = ["2026-01-41"]', "calendars.working_hours.holidays"),
        ('holidays_file = "cn"', 'holidays = ["2026-01-03..2026-01-01"]', "calendars.working_hours.holidays"),
        ('holidays_file = "cn"', 'holidays = ["2026-01-01..2036-01-03"]', "calendars.working_hours.holidays"),
        ('holidays_file = "cn"', 'holidays_file = "../cn"', "calendars.working_hours.holidays_file"),
        ('workday_hours = ["09:00-12:00", "13:30-18:00"]', "workday_hours = []", "calendars.working_hours.workday_hours"),
        ("target_minutes = 120", "target_minutes = 0", "levels.CRITICAL.target_minutes"),
        ("[levels.NORMAL]", "[levels.LOW]", "levels.NORMAL"),
        ('label = { zh = "一般", en = "Normal" }', 'label = { zh = "一般" }', "levels.NORMAL.label.en"),
        ('label = { zh = "一般", en = "Normal" }', 'label = "一般"', "levels.NORMAL.label"),
        ('outage = "CRITICAL"', 'outage = "HUGE"', "proposal.impact.outage"),
        ("exceptions = []", "exceptions = [1]", "proposal.exceptions"),
        ("exceptions = []", "exceptions = [{ impact = 'x' }]", "proposal.exceptions[0].impact"),
        ('pm = ["sms", "phone"]', 'pm = ["fax"]', "escalation.CRITICAL.discovery.pm"),
        ('pm = ["sms", "phone"]', "pm = []", "escalation.CRITICAL.discovery.pm"),
        ('pm = ["sms", "phone"]', 'pm = ["sms", "sms"]', "escalation.CRITICAL.discovery.pm"),
        ('pm = ["sms", "phone"]', 'boss = ["sms"]', "escalation.CRITICAL.discovery.boss"),
        ("every_minutes = 30", "every_minutes = 0", "escalation.CRITICAL.progress.every_minutes"),
        ('discovery.en = "[{level}]', 'discovery.en = "[{lvl}]', "texts.discovery.en"),
        ('discovery.en = "[{level}]', 'discovery.en = "[{level!r}]', "texts.discovery.en"),
        ('discovery.en = "[{level}]', 'discovery.en = "[{level]', "texts.discovery.en"),
        ('"{time} left"', '"{hours} left"', "phrases.left.en"),
        ('PENDING = { zh = "待处理", en = "Pending" }', "", "labels.state.PENDING"),
        ("[contracts]", '[contracts."X"]\nid = "y"', "contracts.X.id"),
        ("[contracts]", '[contracts]\nX = "y"', "contracts.X"),
        ("[contracts]", '[contracts."X"]\nlevels.SEVERE.target_minutes = 0', "contracts.X.levels.SEVERE.target_minutes"),
    ],
)
def test_a_fault_names_file_and_key(old: str, new: str, key: str) -> None:
    with pytest.raises(InputFault) as caught:
        parse(replaced(old, new), "profile.toml")
    assert (caught.value.code, caught.value.details["key"]) == ("profile.invalid", key)
    assert caught.value.text.startswith(f"profile.toml: {key}: ")


def cut(start: str, end: str, instead: str = "") -> str:
    """The shipped profile with what stands between two texts replaced."""
    text = profile_text()
    return text[: text.index(start)] + instead + text[text.index(end) :]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (cut("[calendars.always]", "# §6.1.3 事件级别", "[calendars]\n"), "calendars"),
        (cut("[categories.service_request]", "# A device that fails", "[categories]\n"), "categories"),
        (cut("week.mon", "# `holidays` and", "week = {}\n"), "calendars.working_hours.week"),
        ("contracts = 5\n" + profile_text().replace("\n[contracts]\n", "\n"), "contracts"),
    ],
)
def test_an_empty_part_is_a_fault(text: str, key: str) -> None:
    with pytest.raises(InputFault) as caught:
        parse(text, "profile.toml")
    assert caught.value.details["key"] == key


@pytest.mark.parametrize("text", ["id = ", "x = " + "[" * 5000, 'a = "\x00"'])
def test_broken_toml(text: str) -> None:
    with pytest.raises(InputFault) as caught:
        parse(text, "profile.toml")
    assert caught.value.code == "profile.unreadable"
    assert caught.value.text.startswith("profile.toml: ")


def test_the_zone_by_name_or_by_offset() -> None:
    named = parse(replaced('utc_offset = "+08:00"', 'timezone = "Asia/Shanghai"'), "p.toml")
    assert named.zone == ZoneInfo("Asia/Shanghai")
    west = parse(replaced('utc_offset = "+08:00"', 'utc_offset = "-03:30"'), "p.toml")
    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(west.zone).utcoffset() == -timedelta(hours=3, minutes=30)


def test_a_calendar_without_exceptions() -> None:
    text = cut("# `holidays` and", "# §6.1.3 事件级别")
    calendar = parse(text, "p.toml").calendars["working_hours"]
    assert calendar != shipped_profile().calendars["working_hours"]
