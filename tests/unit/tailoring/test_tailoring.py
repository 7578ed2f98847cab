"""Approved files: what may be one, which is in force, and what a device takes from an endpoint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain.holidays import shipped
from fieldapp.domain.records import Priority
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.itsm import tailoring as office
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.database import Database, open_database
from fieldapp.tailoring.checking import check_all, read_draft
from fieldapp.tailoring.in_force import shipped_profile, terms
from fieldapp.tailoring.kept import files_of, followed_by
from fieldapp.tailoring.published import LARGEST, Kind, Published, from_wire_list, sha256_of
from tests.support.tailored import DAYS_2, FORM, FORM_OWN, OWN, PROFILE_2, own_form, own_holidays, own_profile, published

TODAY = date(2026, 11, 27)
NOW = PROFILE_2.published_at


def target(profile: Any) -> timedelta:
    found: timedelta = profile.levels[Priority.SEVERE].target
    return found


def test_what_is_published_is_in_force() -> None:
    found = terms((PROFILE_2, FORM_OWN, DAYS_2), TODAY)
    assert target(found.profile) == timedelta(minutes=240)
    assert found.catalog.latest(FORM).version == OWN
    assert found.catalog.latest(FORM).field("site_access_card")
    assert found.catalog.get(FORM, 1).version == 1, "orders keep theirs"
    assert {one.kind for one in found.approvals} == set(Kind)
    assert not found.problems
    assert 2027 in found.profile.calendars["working_hours"].years  # type: ignore[union-attr]


def test_nothing_counts_before_its_day() -> None:
    later = [replace(one, since=date(2026, 12, 1)) for one in (PROFILE_2, FORM_OWN)]
    found = terms(later, TODAY)
    assert target(found.profile) == target(shipped_profile())
    assert found.catalog.latest(FORM).version == 1
    assert found.catalog.get(FORM, OWN).version == OWN, "an order from elsewhere can be read all the same"
    assert terms(later, date(2026, 12, 1)).catalog.latest(FORM).version == OWN


def test_the_highest_profile_whose_day_has_come() -> None:
    third = published(Kind.PROFILE, "profile", 3, own_profile(3, 200))
    fourth = published(Kind.PROFILE, "profile", 4, own_profile(4, 100), date(2027, 1, 1))
    found = terms((fourth, third, PROFILE_2), TODAY)
    assert target(found.profile) == timedelta(minutes=200)
    assert [one.version for one in found.approvals] == [3]


def test_a_file_that_this_program_cannot_use_is_left_out_and_named() -> None:
    broken = published(Kind.PROFILE, "profile", 3, own_profile(3).replace("[repeat]", "[repeated]"))
    found = terms((PROFILE_2, broken), TODAY)
    assert target(found.profile) == timedelta(minutes=240)
    (problem,) = found.problems
    assert problem.startswith("profile.v3: ")
    assert "repeat" in problem


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "p.toml",
            own_profile(2, 0),
            "p.toml: levels.SEVERE.target_minutes: ",
        ),
        ("p.toml", own_profile() + "\n]", "p.toml: "),
        ("f.yaml", own_form(2), "below 1000 belong to the program"),
        ("f.yaml", own_form().replace("{id: symptom,", "{id: symptoms,"), "symptom: the program needs this field"),
        ("f.yaml", own_form().replace("type: text\n", "type: texts\n", 1), "f.yaml:"),
        ("f.yaml", own_form().replace(f"id: {FORM}", "id: my-form"), "uses no form my-form"),
        ("h.toml", own_holidays().replace("2027-01-03", "2027-01-33"), "h.toml: years.2027.holidays: "),
        ("x.txt", "", "is expected"),
        ("x.toml", "x = '" + "y" * LARGEST + "'", "larger than"),
    ],
)
def test_a_file_that_is_not_fit_is_told_by_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        read_draft(tmp_path / name, shipped())
    assert said in caught.value.text
    assert name in caught.value.text


def test_what_is_sound_is_read(tmp_path: Path) -> None:
    for name, text in (("p.toml", own_profile()), ("f.yaml", own_form()), ("h.toml", own_holidays())):
        (tmp_path / name).write_text(text, encoding="utf-8")
    drafts = office.read_drafts([tmp_path / name for name in ("p.toml", "f.yaml", "h.toml")], ())
    assert {(one.kind, one.name, one.version) for one in drafts} == {
        (Kind.PROFILE, "profile", 2),
        (Kind.FORM, FORM, OWN),
        (Kind.HOLIDAYS, "cn", 2),
    }


# --- what a device takes ---------------------------------------------------------------------------


def test_it_travels_whole() -> None:
    files = (PROFILE_2, FORM_OWN, DAYS_2)
    assert from_wire_list([one.to_wire() for one in files]) == files
    check_all(files)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", "../../settings.json", "not the name of a file"),
        ("name", "C:\\x", "not the name of a file"),
        ("kind", "program", "no kind"),
        ("version", "2", "version must be"),
        ("version", True, "version must be"),
        ("version", 0, "version must be"),
        ("text", 5, "must be a text"),
        ("text", "x" * (LARGEST + 1), "longer than"),
        ("sha256", "0" * 64, "not the one that was approved"),
        ("published_at", "yesterday", "profile.v2: "),
        ("since", "soon", "profile.v2: "),
        ("approved_by", None, "must be a text"),
    ],
)
def test_a_hostile_file_is_refused_in_words(key: str, value: object, said: str) -> None:
    with pytest.raises(InputFault) as caught:
        from_wire_list([PROFILE_2.to_wire() | {key: value}])
    assert caught.value.code == "tailoring.invalid"
    assert said in caught.value.text


@pytest.mark.parametrize("value", [None, {}, [None], ["x"], [PROFILE_2.to_wire()] * 2, [{}] * 201])
def test_no_list_of_files_at_all(value: object) -> None:
    with pytest.raises(InputFault) as caught:
        from_wire_list(value)
    assert caught.value.code == "tailoring.invalid"


def test_the_text_has_to_be_of_the_version_it_is_called() -> None:
    with pytest.raises(InputFault, match="another name or version"):
        check_all((replace(PROFILE_2, version=3),))


def test_form_versions_stay_and_never_change() -> None:
    assert followed_by([FORM_OWN, PROFILE_2], [DAYS_2]) == (FORM_OWN, PROFILE_2, DAYS_2)
    other = own_form().replace("出入证编号", "证件编号")
    with pytest.raises(InputFault, match="another text than before"):
        followed_by([FORM_OWN], [replace(FORM_OWN, text=other, sha256=sha256_of(other))])


def test_the_profile_goes_forward_only() -> None:
    third = published(Kind.PROFILE, "profile", 3, own_profile(3))
    assert followed_by([PROFILE_2], [third]) == (third,)
    with pytest.raises(InputFault, match="version 3 is here already"):
        followed_by([third], [PROFILE_2])


def test_a_damaged_fact_does_not_keep_the_program_shut() -> None:
    assert files_of({"etag": "x", "files": [{"name": 5}]}) == ()
    assert files_of(None) == files_of("nonsense") == ()


# --- publishing --------------------------------------------------------------------------------------


@pytest.fixture
def database(tmp_path: Path) -> Any:
    opened = open_database(EndpointConfig(tmp_path / "endpoint"))
    yield opened
    opened.close()


def publish(database: Database, tmp_path: Path, *texts: tuple[str, str], since: date | None = None) -> tuple[Published, ...]:
    paths = [tmp_path / name for name, _ in texts]
    for path, (_, text) in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    drafts = office.read_drafts(paths, office.published(database))
    return office.publish(database, drafts, "王强", "合同要求", NOW, since)


def test_published_with_its_approval(database: Database, tmp_path: Path) -> None:
    added = publish(database, tmp_path, ("p.toml", own_profile()), ("f.yaml", own_form()))
    assert office.published(database) == added
    assert {(one.approved_by, one.note, one.published_at, one.since) for one in added} == {
        ("王强", "合同要求", NOW, date(2026, 11, 23))
    }
    assert publish(database, tmp_path, ("p.toml", own_profile()), ("f.yaml", own_form())) == (), "again after a power cut"
    assert office.published(database) == added


@pytest.mark.parametrize(
    "second",
    [
        ("p.toml", own_profile(2, 200)),
        ("p.toml", own_profile(1)),
        ("f.yaml", own_form().replace("出入证编号", "证件编号")),
        ("h.toml", own_holidays(1)),
    ],
    ids=["same-profile", "lower-profile", "same-form", "lower-holidays"],
)
def test_versions_rise_and_nothing_is_replaced(database: Database, tmp_path: Path, second: tuple[str, str]) -> None:
    before = publish(database, tmp_path, ("p.toml", own_profile()), ("f.yaml", own_form()), ("h.toml", own_holidays()))
    with pytest.raises(RefusedFault) as caught:
        publish(database, tmp_path, ("q.toml", own_profile(3)), second)
    assert caught.value.code == "tailoring.version"
    assert {one.key for one in office.published(database)} == {one.key for one in before}, "all or none"


def test_earlier_versions_stay_and_devices_get_what_they_need(database: Database, tmp_path: Path) -> None:
    publish(database, tmp_path, ("p.toml", own_profile()), ("f.yaml", own_form()))
    publish(database, tmp_path, ("p.toml", own_profile(3)), ("f.yaml", own_form(OWN + 1)))
    publish(database, tmp_path, ("p.toml", own_profile(4)), since=date(2027, 1, 1))
    files = office.published(database)
    assert len(files) == 5
    sent = office.handed_out(files, NOW)
    assert [(one.kind.value, one.version) for one in sent if one.kind is Kind.PROFILE] == [("profile", 3), ("profile", 4)]
    assert [one.version for one in sent if one.kind is Kind.FORM] == [OWN, OWN + 1]
    assert office.etag_of(sent) != office.etag_of(sent[1:])


def test_another_profile_has_the_timetable_reckoned_anew(database: Database) -> None:
    from sqlalchemy import select, update

    from fieldapp.itsm.tables import counters

    here = counters.c.name == "timetable"

    def read_after(found: Any) -> int:
        database.run_writing(lambda c: c.execute(update(counters).where(here).values(value=7)))
        office.reckon_anew(database, found)
        with database.reading() as connection:
            return int(connection.execute(select(counters.c.value).where(here)).scalar_one())

    usual, own = terms((), TODAY), terms((PROFILE_2,), TODAY)
    assert [read_after(usual), read_after(usual), read_after(own), read_after(own), read_after(usual)] == [7, 7, 0, 7, 0]
