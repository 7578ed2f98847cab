"""Whom a notice reaches, and what a device makes of the list of a newer endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.domain.contacts import Contacts, from_wire, read
from fieldapp.errors import InputFault
from tests.support.domain_documents import order, shipped_profile

WANG = {"id": "wang", "name": "王强", "audience": "pm", "side": "handling", "groups": ["platform"], "phone": "138-0013 8000"}
LIU = {"id": "liu", "name": "刘洋", "audience": "pm", "side": "desk"}
QIAN = {"id": "qian", "name": "钱进", "audience": "pm", "contracts": ["HT-9"], "groups": ["platform", "field"]}


def names(audience: str, **answers: Any) -> list[str]:
    known = Contacts(read([WANG, LIU, QIAN], "test"))
    return [one.id for one in known.of(audience, order(**answers), shipped_profile())]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"category": "platform"}, ["wang", "liu"]),
        ({"category": "hardware"}, ["liu"]),
        ({"category": "hardware", "final_category": "platform"}, ["wang", "liu"]),
        ({}, ["wang", "liu"]),
        ({"contract": "HT-9", "category": "platform"}, ["qian"]),
        ({"contract": " HT-9 ", "category": "server"}, []),
        ({"contract": "HT-1", "category": "platform"}, ["wang", "liu"]),
    ],
)
def test_those_of_the_contract_else_of_the_support_group(answers: dict[str, Any], expected: list[str]) -> None:
    assert names("pm", **answers) == expected
    assert names("leaders", **answers) == []


def test_a_number_is_dialled_without_its_gaps() -> None:
    (wang,) = read([WANG], "test")
    assert (wang.phone, wang.number) == ("138-0013 8000", "13800138000")


def test_a_list_goes_to_the_devices_and_back() -> None:
    known = Contacts(read([WANG, LIU, QIAN], "test"), sends=True)
    assert from_wire(known.to_wire()) == known


def test_what_a_newer_endpoint_says_besides_is_passed_over() -> None:
    later = {"people": [WANG | {"pager": "77"}, LIU | {"audience": "board"}, "x", {"id": 7}], "sends": True, "more": 1}
    found = from_wire(later)
    assert [one.id for one in found.people] == ["wang"]
    assert found.sends


@pytest.mark.parametrize("value", [None, [], {}, {"people": "x"}])
def test_what_is_no_list_is_refused(value: object) -> None:
    with pytest.raises(InputFault):
        from_wire(value)
