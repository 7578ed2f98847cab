"""What GLPI did when it was recorded and no other product does; the contract is in tests/contract."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from support.itsm_products import Product, running
from support.recorded_glpi import APP_TOKEN, RecordedGlpi

from fieldapp.errors import InputFault
from fieldapp.sync.connectors.glpi import Glpi
from fieldapp.sync.connectors.logins import Login
from fieldapp.sync.connectors.mapping import parse_mapping
from fieldapp.sync.connectors.opening import open_product
from fieldapp.sync.faults import AuthFault
from fieldapp.sync.transport import Transport


@dataclass
class Bench:
    """`glpi` is the connector, `there` what is behind it."""

    glpi: Glpi
    there: RecordedGlpi
    product: Product

    def new(self, **fields: Any) -> str:
        return self.glpi.create(str(uuid.uuid4()), {"state": "PENDING", "customer_unit": "甲", **fields}).rid

    def with_login(self, login: Login) -> Glpi:
        found = open_product(self.product.mapping(), Transport(self.product.url), login)
        assert isinstance(found, Glpi)
        return found

    def with_mapping(self, old: str, new: str) -> Glpi:
        text = self.product.mapping_text()
        assert old in text
        found = open_product(
            parse_mapping(text.replace(old, new), "x"), Transport(self.product.url), self.product.login("bridge")
        )
        assert isinstance(found, Glpi)
        return found


@pytest.fixture
def bench() -> Iterator[Bench]:
    with running("glpi") as product:
        glpi = open_product(product.mapping(), Transport(product.url), product.login("bridge"))
        assert isinstance(glpi, Glpi)
        yield Bench(glpi, product.played_back, product)


def test_a_session_that_is_over_is_renewed_once_and_the_write_happens_once(bench: Bench) -> None:
    rid = bench.new()
    bench.there.sessions.clear()
    assert bench.glpi.update(rid, {"contact_name": "李䶮"}, None).order.fields["contact_name"] == "李䶮"
    assert len(bench.there.sessions) == 1


def test_a_login_that_is_taken_away_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    rid = bench.new()
    bench.there.sessions.clear()
    monkeypatch.setattr("support.recorded_glpi.TOKENS", {})
    with pytest.raises(AuthFault):
        bench.glpi.get(rid)


def test_an_app_token_goes_along(bench: Bench) -> None:
    bench.there.wants_app_token = True
    login = bench.product.login("bridge")
    assert bench.with_login(replace(login, client=APP_TOKEN)).probe().user == "bridge"
    with pytest.raises(InputFault, match="App-Token"):
        bench.with_login(replace(login, client="wrong")).probe()


def test_a_profile_without_the_log_is_told_at_once(bench: Bench) -> None:
    bench.there.may_read_log = False
    with pytest.raises(InputFault, match="may not read the log"):
        bench.glpi.probe()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('scope = "workorders"', 'scope = "nowhere"', "no entity nowhere"),
        ('"CF.Cause"', '"CF.Reason"', "no field Reason"),
        ('client_id = "CF.ClientUUID"', 'client_id = "CF.Nobody"', "no block of the Fields plugin"),
        ('product_zone = "+08:00"', 'product_zone = "+01:00"', "product_zone is not the zone"),
    ],
    ids=["entity", "field", "block", "zone"],
)
def test_what_the_mapping_names_and_glpi_lacks(bench: Bench, old: str, new: str, said: str) -> None:
    with pytest.raises(InputFault, match=said):
        bench.with_mapping(old, new).probe()


def test_a_line_in_the_name_of_a_block_or_field_is_no_matter(bench: Bench) -> None:
    for option in bench.there.told.all["search-options"]["body"].values():
        if isinstance(option, dict):
            option["name"] = option["name"].replace("fieldapp - ", "IT - field - ").replace("Cause", "Cause - 1")
    assert bench.with_mapping('"CF.Cause"', '"CF.Cause - 1"').probe().product == "GLPI"
    assert bench.with_mapping('"CF.Cause"', '"CF.causefield"').probe().product == "GLPI"


@pytest.mark.parametrize("scope", ["1", "Root entity > workorders"])
def test_an_entity_by_number_or_whole_name(bench: Bench, scope: str) -> None:
    assert bench.with_mapping('scope = "workorders"', f'scope = "{scope}"').probe().product == "GLPI"


def test_a_value_that_is_too_long_takes_no_other_with_it(bench: Bench) -> None:
    rid = bench.new()
    result = bench.glpi.update(rid, {"contact_name": "长" * 256, "cause": "甲", "contact_phone": "1"}, None)
    assert list(result.refused) == ["contact_name"]
    assert "too long" in result.refused["contact_name"]
    assert (result.order.fields["cause"], result.order.fields["contact_phone"]) == ("甲", "1")


def test_nor_the_client_uuid_of_a_new_ticket(bench: Bench) -> None:
    """It would be opened again with every run."""
    client_id = str(uuid.uuid4())
    order = bench.glpi.create(client_id, {"state": "PENDING", "customer_unit": "长" * 256, "cause": "甲"})
    assert (order.client_id, order.fields["cause"]) == (client_id, "甲")
    assert bench.glpi.find(client_id) == (order.rid,)


def test_the_life_cycle_of_the_profile_is_kept_though_glpi_does_not(bench: Bench) -> None:
    rid = bench.new()
    result = bench.glpi.update(rid, {"state": "RESOLVED", "cause": "甲"}, None)
    assert "does not lead from status 1 to 5" in result.refused["state"]
    assert (result.order.fields["state"], result.order.fields["cause"]) == ("PENDING", "甲")


def test_who_leaves_a_ticket_is_taken_away_after_the_new_one_came(bench: Bench) -> None:
    rid = bench.new(state="DISPATCHED", assignee="eng-001")
    seen = bench.glpi.update(rid, {"assignee": "eng-002"}, None).order
    assert (seen.fields["assignee"], seen.fields["state"]) == ("eng-002", "DISPATCHED")
    assert list(bench.there.tickets[int(rid)].people.values()) == [9]
    assert bench.glpi.update(rid, {"assignee": None}, None).order.fields["assignee"] is None


def test_of_several_assignees_the_first_whom_the_mapping_knows(bench: Bench) -> None:
    rid = bench.new(state="DISPATCHED", assignee="eng-001")
    people = bench.there.tickets[int(rid)].people
    known = next(iter(people))
    people |= {known - 100: 77, known + 100: 9}
    assert bench.glpi.get(rid).fields["assignee"] == "eng-001"


def test_a_file_added_by_hand_is_known_by_its_bytes(bench: Bench) -> None:
    rid, data = bench.new(), b"%PDF-1.7\r\nby hand"
    sha256 = __import__("hashlib").sha256(data).hexdigest()
    first = bench.glpi.attach(rid, "手.pdf", "application/pdf", sha256, io.BytesIO(data), lambda _sent, _all: None)
    bench.there.documents[int(first.id)].about["comment"] = "from the desk"
    again = bench.glpi.attach(rid, "手.pdf", "application/pdf", sha256, io.BytesIO(data), lambda _sent, _all: None)
    assert (again.id, again.sha256, again.size) == (first.id, None, -1)


def test_a_long_silence_is_read_up_in_pages(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = bench.glpi.pull(None, ()).next
    monkeypatch.setattr("fieldapp.sync.connectors.glpi.LOG_PAGE", 7)
    monkeypatch.setattr("fieldapp.sync.connectors.glpi.ENOUGH", 3)
    made = {bench.new() for _ in range(8)}
    seen: list[str] = []
    while True:
        page = bench.glpi.pull(cursor, ())
        cursor = page.next
        seen += [item.rid for item in page.items]
        if not page.more:
            break
    assert sorted(seen) == sorted(made)
