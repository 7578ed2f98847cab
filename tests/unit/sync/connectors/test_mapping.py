"""Mapping files: what they say is used, what is wrong with them is told by file and key."""

from __future__ import annotations

import re

import pytest

from fieldapp.domain.records import Owner, State
from fieldapp.errors import InputFault
from fieldapp.paths import resource
from fieldapp.services.shipped import shipped_catalog
from fieldapp.sync.connectors.mapping import load_mapping, parse_mapping

SHIPPED = ("request-tracker", "redmine", "servicenow", "glpi")
TEXT = resource("connectors/request-tracker.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_files_name_fields_of_the_form_on_their_owners_side(name: str) -> None:
    mapping = load_mapping(resource(f"connectors/{name}.toml"))
    form = shipped_catalog().latest("maintenance-work-order")
    assert mapping.product == name
    for field in (*mapping.fields, *mapping.answers):
        assert field in form
    for mapped in mapping.fields.values():
        assert form.owner_of(mapped.name) in (mapped.owner, Owner.SHARED)
        if mapped.kind == "choice":
            assert set(mapped.choices) == {option.code for option in form.field(mapped.name).options}


def test_values_go_both_ways() -> None:
    mapping = parse_mapping(TEXT, "x")
    theirs = mapping.theirs({"state": "ON_HOLD", "assignee": "eng-001", "category": "server", "cause": "甲", "solution": None})
    assert theirs == {
        "Status": "onhold",
        "Owner": "liming",
        "CF.Category": "服务器应急故障",
        "CF.Cause": "甲",
        "CF.Solution": "",
    }
    ours = mapping.ours(theirs | {"CF.Cause": " 甲\r\n乙 "})
    assert (ours["state"], ours["assignee"], ours["category"]) == (State.ON_HOLD, "eng-001", "server")
    assert (ours["cause"], ours["solution"]) == ("甲\n乙", None)


def test_what_the_file_does_not_know_is_left_out_not_guessed() -> None:
    ours = parse_mapping(TEXT, "x").ours({"Status": "stalled", "Owner": "somebody", "CF.Category": "其他", "Created": "gestern"})
    assert not {"state", "assignee", "category", "discovered_at"} & set(ours)
    assert parse_mapping(TEXT, "x").ours({"Status": "rejected", "Owner": ""})["state"] == "removed"


def test_a_moment_is_written_in_local_time() -> None:
    assert parse_mapping(TEXT, "x").ours({"Created": "2026-11-22T23:30:00Z"})["discovered_at"] == "2026-11-23T07:30:00.000+08:00"


def test_a_name_or_a_person_without_a_counterpart_is_a_fault() -> None:
    mapping = parse_mapping(TEXT, "x")
    for fields in ({"witness": "x"}, {"assignee": "eng-009"}):
        with pytest.raises(InputFault) as caught:
            mapping.theirs(fields)
        assert caught.value.code == "mapping.value"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("schema = 1", "schema = 2", "schema"),
        ('product = "request-tracker"', 'product = "jira"', "product"),
        ('RESOLVED = "resolved"', "", "states.RESOLVED: is missing"),
        ('RESOLVED = "resolved"', 'RESOLVED = "closed"', "states: two states"),
        ('RESOLVED = "resolved"', 'RESOLVED = "resolved"\nSOLVED = "x"', "states.SOLVED: unknown key"),
        ('field = "CF.Cause", owner = "engineer"', 'field = "CF.Cause", owner = "both"', "fields.cause.owner"),
        ('field = "CF.Cause"', 'field = "CF.Solution"', "CF.Solution is used twice"),
        ('kind = "moment"', 'kind = "date"', "fields.discovered_at.kind"),
        ('platform = "平台软件故障"', 'platform = "硬件故障"', "fields.category.choices: two choices"),
        ('note = "{name}：{text}"', 'note = "{who}"', "comments.note"),
        ('note = "{name}：{text}"', 'note = "{name"', "comments.note: is not a usable template"),
        ('number = "RT-{rid}"', 'number = "RT-{id}"', "ticket.number: {id} is not known here; known: rid, number"),
        ('removed = ["cancelled"', 'removed = ["closed"', "removed: closed is one of the states"),
        ('liming = "eng-001"', 'liming = "eng-001"\nwang = "eng-001"', "people: two people"),
        ('utc_offset = "+08:00"', 'utc_offset = "8"', "utc_offset"),
        ('client_id = "CF.ClientUUID"', "", "ticket.client_id: is missing"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(InputFault, match=re.escape(said)) as caught:
        parse_mapping(TEXT.replace(old, new, 1), "my.toml")
    assert caught.value.code == "mapping.invalid"
    assert caught.value.text.startswith("my.toml: ")


def test_a_file_that_is_no_toml_is_told() -> None:
    with pytest.raises(InputFault) as caught:
        parse_mapping("schema = ", "my.toml")
    assert caught.value.code == "mapping.unreadable"
    assert "my.toml" in caught.value.text


def test_a_template_reaches_nothing_but_its_values() -> None:
    with pytest.raises(InputFault):
        parse_mapping(TEXT.replace("{name}：{text}", "{name.__class__}", 1), "x")
