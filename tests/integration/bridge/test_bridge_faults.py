"""The bridge between a real endpoint and the weakest product there could be: whichever call fails, before it, after it or with
the bridge's own death, everything is there once in the end."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from support.connector_rig import FIELDS, native
from support.itsm_server import Api, EndpointProcess
from support.memory_product import Died, MemoryProduct, Trouble
from support.sync_device import MovingClock
from support.sync_proxy import PASS, Fault, FaultProxy, Request

from fieldapp.domain.records import State
from fieldapp.paths import resource
from fieldapp.sync.bridge.ledger import Ledger
from fieldapp.sync.bridge.run import Bridge, BridgeReport
from fieldapp.sync.connectors.mapping import Along, TicketMapping, parse_mapping
from fieldapp.sync.connectors.native import Native
from fieldapp.sync.faults import BusyFault

TEXT = resource("connectors/request-tracker.toml").read_text(encoding="utf-8")
TEXT = TEXT.replace('liming = "eng-001"', 'eng1 = "eng-001"\neng2 = "eng-002"')


@dataclass
class Counter:
    """Counts the bridge's calls to both sides; the one numbered `at` goes wrong in `mode`."""

    at: int = -1
    mode: Trouble = ""
    seen: list[str] = field(default_factory=list)

    def call(self, name: str) -> Trouble:
        self.seen.append(name)
        return self.mode if len(self.seen) - 1 == self.at else ""


@dataclass
class World:
    """One endpoint, one product, and a bridge that may die and is started again."""

    folder: Path
    proxy: FaultProxy
    endpoint: Native
    product: MemoryProduct
    engineer: Api
    desk: Api
    clock: MovingClock
    mapping: TicketMapping
    counter: Counter = field(default_factory=Counter)
    died: bool = False

    def arm(self, at: int = -1, mode: Trouble = "") -> None:
        self.counter = Counter(at, mode)
        self.product.trouble = lambda name: self.counter.call(name)
        self.proxy.plan = self._plan

    def _plan(self, request: Request) -> Fault:
        trouble = self.counter.call(f"{request.method} {request.path.split('?')[0][:24]}")
        self.died = self.died or trouble == "die"
        return {"": PASS, "before": Fault("drop_request")}.get(trouble, Fault("drop_reply"))

    def once(self) -> BridgeReport | None:
        """One run of a freshly started bridge; None when it died."""
        ledger = Ledger(self.folder, self.mapping.instance)
        try:
            return Bridge(self.endpoint, self.product, self.mapping, ledger, self.clock).run_once(lambda: self._check_alive())
        except Died:
            return None
        finally:
            ledger.close()

    def _check_alive(self) -> bool:
        if self.died:
            self.died = False
            raise Died
        return False

    def settled(self, most: int = 12) -> BridgeReport:
        for _ in range(most):
            report = self.once()
            if report is not None and report.outcome == "done" and not report.waiting:
                return report
            self.clock.ahead += 6
        raise AssertionError(report)

    def order_of(self, rid: str) -> str:
        order_id = self.product.tickets[rid].client_id
        assert order_id is not None
        return order_id

    def doc(self, order_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.desk.send("GET", f"/orders/{order_id}").json()
        return found

    def patch(self, order_id: str, patch: dict[str, Any]) -> None:
        """What the engineer's device sends."""
        etag = self.engineer.send("GET", f"/orders/{order_id}").headers["ETag"]
        (result,) = self.engineer.batch(self.engineer.op(order_id, etag, patch))
        assert result["status"] == "applied", result


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("bridge-endpoint")) as made:
        yield made


Logins = tuple[FaultProxy, Native, Api, Api]


@pytest.fixture(scope="module")
def logins(server: EndpointProcess) -> Iterator[Logins]:
    with FaultProxy(server.url) as proxy, server.login("liming") as engineer, server.login("desk") as desk:
        yield proxy, native(proxy.url), engineer, desk


@pytest.fixture
def world(logins: Logins, tmp_path: Path) -> World:
    """A new product, and a bridge that has read what earlier tests left at the endpoint."""
    clock, (proxy, endpoint, engineer, desk) = MovingClock(), logins
    mapping = parse_mapping(TEXT.replace("rt.example.com", tmp_path.name), "test")
    made = World(tmp_path / "bridge", proxy, endpoint, MemoryProduct(clock), engineer, desk, clock, mapping)
    made.arm()
    ledger = Ledger(made.folder, mapping.instance)
    more = True
    while more:
        page = endpoint.pull(ledger.kept.orders, ())
        ledger.kept.orders, more = page.next, page.more
    ledger.save()
    ledger.close()
    return made


def transition(api: Api, from_: str, to: str, **more: Any) -> dict[str, Any]:
    return api.event("transition", {"from": from_, "to": to, **more})


def work_on(world: World, order_id: str) -> tuple[str, bytes]:
    """The engineer's visit: states, a note, answers, a signed file. Returns the note's id and the file."""
    api, pdf = world.engineer, os.urandom(3000)
    sha256 = hashlib.sha256(pdf).hexdigest()
    note = api.event("note", {"text": "备件已到"})
    world.patch(order_id, {"events": [api.event("accepted"), transition(api, "DISPATCHED", "IN_PROGRESS"), note]})
    assert api.upload(pdf, sha256).status_code == 201
    entry = api.attachment(sha256, len(pdf), kind="signed_pdf", name="派工单（第 1 版）.pdf", mime="application/pdf")
    answers = {"cause": "磁盘写满", "solution": "清理日志"}
    world.patch(order_id, {"answers": answers, "events": [transition(api, "IN_PROGRESS", "RESOLVED")], "attachments": [entry]})
    return note["id"], pdf


def whole_way(world: World) -> None:
    """A ticket, its order, the visit and the way back; then everything has to be there once."""
    rid = world.product.desk_ticket(**FIELDS)
    world.settled()
    order_id = world.order_of(rid)
    note, pdf = work_on(world, order_id)
    world.settled()
    ticket = world.product.tickets[rid]
    assert (ticket.fields["state"], ticket.fields["solution"]) == ("RESOLVED", "清理日志")
    assert ticket.states == ["DISPATCHED", "IN_PROGRESS", "RESOLVED"]
    assert [note_id for note_id, _ in ticket.notes] == [note]
    assert [data for _, _, data in ticket.files] == [pdf]
    doc = world.doc(order_id)
    assert [entry["kind"] for entry in doc["events"]].count("assigned") == 1
    assert {name: doc["answers"][name] for name in FIELDS} == FIELDS
    assert world.product.find(order_id) == (rid,)


def calls_of(world: World, scenario: Callable[[World], None]) -> int:
    world.arm()
    scenario(world)
    return len(world.counter.seen)


@pytest.mark.parametrize("mode", ["before", "after", "die"])
def test_whichever_call_fails_everything_is_there_once(world: World, mode: Trouble) -> None:
    calls = calls_of(world, whole_way)
    assert calls > 20
    for at in range(0, calls, 3 if mode == "before" else 1):
        world.arm(at, mode)
        whole_way(world)
        assert len(world.counter.seen) > at


def test_what_a_product_wants_along_with_a_state_goes_along(world: World) -> None:
    world.product.needs = {"RESOLVED": {"solution"}}
    world.mapping = replace(world.mapping, along={State.RESOLVED: Along(("solution",))})
    whole_way(world)


def test_a_busy_product_is_left_alone_as_long_as_it_says(world: World) -> None:
    def busy(_call: str) -> Trouble:
        raise BusyFault("net.busy", "the product is busy (429)", retry_after_s=120.0)

    world.product.trouble = busy
    report = world.once()
    assert report is not None
    assert (report.outcome, report.wait_s) == ("offline", 120.0)


def test_a_second_run_writes_nothing(world: World) -> None:
    whole_way(world)
    world.arm()
    world.settled()
    assert not {"update", "create", "note", "attach"} & set(world.counter.seen)
    assert not [name for name in world.counter.seen if name.startswith(("POST", "PATCH", "PUT"))]


def test_without_its_folder_the_bridge_looks_again_and_doubles_nothing(world: World) -> None:
    whole_way(world)
    before = [(dict(ticket.fields), list(ticket.notes), len(ticket.files)) for ticket in world.product.tickets.values()]
    (world.folder / "bridge.json").unlink()
    world.once()
    world.once()
    assert [(dict(ticket.fields), list(ticket.notes), len(ticket.files)) for ticket in world.product.tickets.values()] == before


def test_an_order_recorded_on_site_gets_one_ticket(world: World) -> None:
    world.settled()
    for at, mode in ((-1, ""), *((n, m) for n in range(8) for m in ("after", "die"))):
        world.arm(at, mode)
        api, order_id = world.engineer, str(uuid.uuid4())
        doc = {"id": order_id, "number": None, "schema": 1, "form": {"id": "maintenance-work-order", "version": 1}}
        doc |= {"assignee": "eng-001", "state": "IN_PROGRESS", "created_at": "2026-11-23T10:00:00.000+08:00", "answers": FIELDS}
        doc |= {"events": [api.event("created"), transition(api, "DISPATCHED", "IN_PROGRESS")], "attachments": []}
        sent = api.send("POST", "/orders", json={"op_id": order_id, "device_seq": api.next_seq(), "doc": doc})
        assert sent.status_code == 201, sent.text
        world.settled()
        (rid,) = world.product.find(order_id)
        assert world.product.tickets[rid].states == ["DISPATCHED", "IN_PROGRESS"]
        assert world.product.tickets[rid].fields["customer_unit"] == FIELDS["customer_unit"]


def test_the_desk_closes_reopens_and_reassigns(world: World) -> None:
    rid = world.product.desk_ticket(**FIELDS)
    world.settled()
    order_id = world.order_of(rid)
    work_on(world, order_id)
    world.settled()
    world.product.desk_update(rid, state="IN_PROGRESS", contact_name="王㛃")
    world.settled()
    assert (world.doc(order_id)["state"], world.doc(order_id)["answers"]["contact_name"]) == ("IN_PROGRESS", "王㛃")
    world.patch(order_id, {"events": [transition(world.engineer, "IN_PROGRESS", "RESOLVED")]})
    world.settled()
    world.product.desk_update(rid, state="CLOSED")
    world.settled()
    assert world.doc(order_id)["state"] == "CLOSED"
    assert world.product.tickets[rid].states == ["DISPATCHED", "IN_PROGRESS", "RESOLVED", "IN_PROGRESS", "RESOLVED", "CLOSED"]


def test_a_shared_field_goes_both_ways_and_nothing_of_it_is_lost(world: World) -> None:
    rid = world.product.desk_ticket(**FIELDS)
    world.settled()
    order_id = world.order_of(rid)
    world.patch(order_id, {"answers": {"contact_name": "现场的人"}})
    world.settled()
    assert world.product.tickets[rid].fields["contact_name"] == "现场的人"
    world.product.desk_update(rid, contact_name="服务台的人")
    world.settled()
    assert world.doc(order_id)["answers"]["contact_name"] == "服务台的人"
    assert world.product.tickets[rid].notes == []
    for mode in ("", "after", "die"):
        world.patch(order_id, {"answers": {"contact_name": f"甲{mode}"}})
        world.product.desk_update(rid, contact_name=f"乙{mode}")
        world.arm(5, mode)  # type: ignore[arg-type]
        world.settled()
        assert world.doc(order_id)["answers"]["contact_name"] == f"乙{mode}"
        said = [text for _, text in world.product.tickets[rid].notes if f"“甲{mode}”" in text]
        assert len(said) == 1


def test_a_declined_order_comes_back_with_the_reason_and_goes_to_the_next(world: World) -> None:
    rid = world.product.desk_ticket(**FIELDS)
    world.settled()
    order_id, api = world.order_of(rid), world.engineer
    declined = [api.event("declined", {"reason": "人在外地"}), transition(api, "DISPATCHED", "PENDING", reason="人在外地")]
    world.patch(order_id, {"events": declined})
    world.settled()
    assert world.product.tickets[rid].fields["state"] == "PENDING"
    assert "人在外地" in world.product.tickets[rid].notes[0][1]
    world.product.desk_update(rid, state="DISPATCHED", assignee="eng-002")
    world.settled()
    doc = world.doc(order_id)
    assert (doc["state"], doc["assignee"]) == ("DISPATCHED", "eng-002")


def test_what_needs_a_person_is_told_and_holds_nobody_else_up(world: World) -> None:
    nobody = world.product.desk_ticket(**FIELDS)
    world.product.tickets[nobody].fields.pop("assignee")
    taken_back = world.product.desk_ticket(**FIELDS)
    fine = world.product.desk_ticket(**FIELDS)
    report = world.once()
    assert report is not None
    assert [reason for _, reason in report.attention] == ["dispatched to nobody whom the mapping knows"]
    assert world.doc(world.order_of(fine))["state"] == "DISPATCHED"
    world.product.tickets[taken_back].fields["state"] = "removed"
    world.product.log.append(taken_back)
    world.once()
    assert world.engineer.everything()[0][world.order_of(taken_back)]["removed"] == "cancelled"


def test_both_sides_moved_apart_and_nothing_is_overwritten(world: World) -> None:
    rid = world.product.desk_ticket(**FIELDS)
    world.settled()
    order_id = world.order_of(rid)
    world.product.desk_update(rid, state="PENDING")
    world.patch(order_id, {"events": [transition(world.engineer, "DISPATCHED", "IN_PROGRESS")]})
    report = world.once()
    assert report is not None
    ((told, reason),) = report.attention
    assert (told, "nobody may bring" in reason) == (order_id, True)
    assert world.product.tickets[rid].fields["state"] == "PENDING"
    assert world.doc(order_id)["state"] == "IN_PROGRESS"


def test_two_tickets_of_one_order_are_told(world: World) -> None:
    rid = world.product.desk_ticket(**FIELDS)
    world.settled()
    order_id = world.order_of(rid)
    world.product._store(order_id, {"state": "DISPATCHED", "assignee": "eng-001"})
    world.patch(order_id, {"events": [world.engineer.event("note", {"text": "x"})]})
    report = world.once()
    assert report is not None
    assert any("2 tickets carry this order" in reason for _, reason in report.attention)
