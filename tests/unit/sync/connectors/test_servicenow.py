"""What is known of ServiceNow and of no other product; the contract is in tests/contract. All of it on recorded answers."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from support.itsm_products import Product, running
from support.recorded_servicenow import RecordedServiceNow

from fieldapp.errors import InputFault, NetworkFault
from fieldapp.sync.connectors.interface import GoneFault
from fieldapp.sync.connectors.logins import Login
from fieldapp.sync.connectors.mapping import parse_mapping
from fieldapp.sync.connectors.opening import open_product
from fieldapp.sync.connectors.servicenow import ServiceNow, value_of, without_code
from fieldapp.sync.faults import AuthFault, BusyFault
from fieldapp.sync.transport import Transport


@dataclass
class Bench:
    """`now` is the connector, `there` what is behind it."""

    now: ServiceNow
    there: RecordedServiceNow
    product: Product

    def new(self, **fields: Any) -> str:
        return self.now.create(str(uuid.uuid4()), {"state": "PENDING", "customer_unit": "甲", **fields}).rid

    def opened(self, login: Login | None = None, old: str = "", new: str = "") -> ServiceNow:
        text = self.product.mapping_text()
        assert old in text
        mapping = parse_mapping(text.replace(old, new), "x")
        found = open_product(mapping, Transport(self.product.url), login or self.product.login("bridge"))
        assert isinstance(found, ServiceNow)
        return found


@pytest.fixture
def bench() -> Iterator[Bench]:
    with running("servicenow") as product:
        now = open_product(product.mapping(), Transport(product.url), product.login("bridge"))
        assert isinstance(now, ServiceNow)
        yield Bench(now, product.played_back, product)


def test_it_says_that_it_never_ran_on_the_product(bench: Bench) -> None:
    assert any("recorded answers only" in words for words in bench.now.probe().capabilities.weaker())


OAUTH = Login("bridge password", "bridge", "app", "app secret")


@pytest.mark.parametrize("login", [OAUTH, Login("", "", "app", "app secret")], ids=["password", "client"])
def test_a_token_that_is_over_is_renewed_once(bench: Bench, login: Login) -> None:
    now = bench.opened(login)
    rid = now.create(str(uuid.uuid4()), {"state": "PENDING"}).rid
    bench.there.tokens.clear()
    assert now.update(rid, {"contact_name": "李䶮"}, None).order.fields["contact_name"] == "李䶮"
    assert len(bench.there.tokens) == 1


@pytest.mark.parametrize("status", [400, 401])
def test_an_application_that_is_not_known_is_told(bench: Bench, status: int) -> None:
    bench.there.told.all["token-refused"]["status"] = status
    with pytest.raises(AuthFault):
        bench.opened(Login("bridge password", "bridge", "app", "wrong")).probe()


def test_state_new_with_somebody_is_dispatched(bench: Bench) -> None:
    rid = bench.new()
    seen = bench.now.update(rid, {"state": "DISPATCHED", "assignee": "eng-001"}, None)
    assert (seen.refused, seen.order.fields["state"], bench.there.records[rid]["state"]) == ({}, "DISPATCHED", "1")
    back = bench.now.update(rid, {"state": "PENDING"}, None)
    assert (back.refused, back.order.fields["state"], back.order.fields["assignee"]) == ({}, "PENDING", None)


def test_dispatched_to_nobody_is_not_dispatched(bench: Bench) -> None:
    assert bench.now.update(bench.new(), {"state": "DISPATCHED"}, None).refused["state"]


def worked_on(bench: Bench) -> str:
    rid = bench.new(state="DISPATCHED", assignee="eng-001")
    assert bench.now.update(rid, {"state": "IN_PROGRESS"}, None).refused == {}
    return rid


def test_what_has_to_go_along_with_a_state_goes_along(bench: Bench) -> None:
    rid = worked_on(bench)
    done = bench.now.update(rid, {"state": "RESOLVED", "solution": "换电源"}, None)
    assert done.refused == {}
    assert (bench.there.records[rid]["close_code"], bench.there.records[rid]["close_notes"]) == ("Solution provided", "换电源")


def test_without_it_the_reason_is_told(bench: Bench) -> None:
    refused = bench.now.update(worked_on(bench), {"state": "RESOLVED"}, None).refused
    assert "Resolution code" in refused["state"]
    assert "aborted by Business Rule" in bench.now.update(bench.new(), {"state": "RESOLVED"}, None).refused["state"]


def test_a_column_that_is_passed_over_without_a_word_is_told(bench: Bench) -> None:
    rid = bench.new()
    bench.there.read_only.add("u_contact")
    result = bench.now.update(rid, {"contact_name": "李䶮", "contact_phone": "1"}, None)
    assert list(result.refused) == ["contact_name"]
    assert result.order.fields["contact_phone"] == "1"


def test_a_client_uuid_that_is_not_kept_is_told_and_not_tried_for_ever(bench: Bench) -> None:
    bench.there.read_only.add("correlation_id")
    with pytest.raises(InputFault, match="may not write it"):
        bench.new()


def test_a_search_that_is_passed_over_finds_nobody_elses_ticket(bench: Bench) -> None:
    bench.new()
    with pytest.raises(InputFault, match="does not search by"):
        bench.opened(old='"correlation_id"', new='"u_not_there"').find(str(uuid.uuid4()))


def test_a_column_that_is_not_there_is_told_by_the_probe(bench: Bench) -> None:
    bench.new()
    with pytest.raises(InputFault, match="no column u_nothing"):
        bench.opened(old='"u_customer"', new='"u_nothing"').probe()


@pytest.mark.parametrize("scope", ["Elsewhere", "with^caret"])
def test_a_group_that_is_not_there_is_told(bench: Bench, scope: str) -> None:
    with pytest.raises(InputFault):
        bench.opened(old='"Field service"', new=f'"{scope}"').probe()


def test_the_rate_limit_is_kept(bench: Bench) -> None:
    rid = bench.new()
    bench.there.trouble = ["rate-limited"]
    with pytest.raises(BusyFault) as caught:
        bench.now.get(rid)
    assert caught.value.details["retry_after_s"] == 120.0


def test_an_answer_that_ends_in_an_error_is_no_answer(bench: Bench) -> None:
    """With status 200 and a part of the records."""
    bench.new()
    cursor = bench.now.pull(None, ()).next
    bench.there.trouble = ["broken-off"]
    with pytest.raises(NetworkFault, match="broke off"):
        bench.now.pull(cursor, ())


def test_a_reference_is_its_id_with_or_without_a_link(bench: Bench) -> None:
    linked = bench.there.told.body("incident-with-links")["result"]
    assert value_of(linked["assigned_to"]) == "46d44a5dc0a8010e00c0ba5b7a2b7d31"


def test_times_are_utc(bench: Bench) -> None:
    rid = bench.new()
    bench.there.records[rid]["opened_at"] = "2026-11-27 23:30:00"
    assert bench.now.get(rid).fields["discovered_at"] == "2026-11-28T07:30:00.000+08:00"


def test_where_no_hash_is_shown_the_bytes_decide(bench: Bench) -> None:
    bench.there.hashes = False
    rid, data = bench.new(), b"%PDF-1.7\r\nold"
    sha256 = hashlib.sha256(data).hexdigest()
    both = [
        bench.now.attach(rid, "手 册.pdf", "application/pdf", sha256, io.BytesIO(data), lambda _sent, _all: None)
        for _ in range(2)
    ]
    assert (both[0].id, both[0].sha256) == (both[1].id, None)
    assert len(bench.there.files) == 1


def test_what_was_read_is_passed_over_when_the_last_seconds_are_read_again(bench: Bench) -> None:
    old, newest = bench.new(), bench.new()
    bench.there.records[old]["sys_updated_on"] = "2026-11-27 08:00:00"
    bench.there.records[newest]["sys_updated_on"] = "2026-11-27 08:00:20"
    first = bench.now.pull(None, ())
    assert {order.rid for order in first.items} == {old, newest}
    assert bench.now.pull(first.next, ()).items == ()
    bench.there.records[old] |= {"sys_updated_on": "2026-11-27 08:00:21", "sys_mod_count": "7"}
    assert [order.rid for order in bench.now.pull(first.next, ()).items] == [old]


def test_many_that_changed_in_one_second_are_all_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldapp.sync.connectors.servicenow.PAGE", 3)
    monkeypatch.setattr("fieldapp.sync.connectors.servicenow.ENOUGH", 4)
    made = {bench.new() for _ in range(11)}
    for rid in made:
        bench.there.records[rid]["sys_updated_on"] = "2026-11-27 08:00:00"
    seen, cursor = [], None
    while True:
        page = bench.now.pull(cursor, ())
        seen += [order.rid for order in page.items]
        cursor = page.next
        if not page.more:
            break
    assert set(seen) == made


def test_a_note_is_never_shown_as_html() -> None:
    assert without_code("a [code]<b>x</b>[/CODE] b") == "a [ code ]<b>x</b>[ /code ] b"


@pytest.mark.parametrize("rid", ["", "../sys_user", "6816f79cc0a8016401c5a33be04be44", "6816F79CC0A8016401C5A33BE04BE441"])
def test_what_is_no_id_never_becomes_an_address(bench: Bench, rid: str) -> None:
    with pytest.raises(GoneFault):
        bench.now.get(rid)
