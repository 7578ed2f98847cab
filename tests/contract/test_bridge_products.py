"""The whole way on real products, and on two that are played back from recorded answers: a ticket becomes an order on a real
device, the sealed PDF and the state come back to the ticket, each exactly once, though every first answer to a write is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.connector_rig import FIELDS, Rig, desk_ticket, native, notes_with, product_rig
from support.device import CONFIRMATION, fill_and_resolve, open_device, recorded_ink
from support.itsm_server import PASSWORD, EndpointProcess
from support.sync_device import MovingClock
from support.sync_proxy import PASS, Fault, Request

from fieldapp.bootstrap.application import Application
from fieldapp.cli import main
from fieldapp.forms.signing.verify import verify
from fieldapp.store.records import OrderFilter
from fieldapp.sync.bridge.ledger import Ledger
from fieldapp.sync.bridge.run import Bridge, BridgeReport

WRITES = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("request-tracker", marks=pytest.mark.itsm),
        pytest.param("redmine", marks=pytest.mark.itsm),
        pytest.param("glpi", marks=pytest.mark.itsm),
        pytest.param("servicenow", marks=pytest.mark.itsm),
    ],
)
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with product_rig(request.param) as made:
        yield made


def lose_first_replies(rig: Rig) -> None:
    """Each kind of write is done, and its first answer gets lost."""
    lost: set[tuple[str, str, bytes]] = set()

    def plan(request: Request) -> Fault:
        what = (request.method, request.path, hashlib.sha256(request.body).digest())
        if request.method not in WRITES or what in lost:
            return PASS
        lost.add(what)
        return Fault("drop_reply")

    rig.proxy.plan = plan


def run_until_settled(bridge: Bridge, clock: MovingClock, most: int = 60) -> BridgeReport:
    """Time passes between runs, as it does."""
    for _ in range(most):
        report = bridge.run_once()
        if report.outcome == "done" and not report.waiting:
            return report
        clock.ahead += 20
    raise AssertionError(report)


def signed_pdf(device: Application, order_id: str) -> bytes:
    device.filling.save(order_id, CONFIRMATION)
    view = device.signing.prepare(order_id)
    device.signing.shown(order_id, view.snapshot.sha256, "zh")
    device.signing.sign(order_id, view, recorded_ink())
    return device.signing.document(device.signing.seal(order_id).sha256)


@pytest.mark.timeout(900)
def test_ticket_to_device_and_back(rig: Rig, tmp_path: Path) -> None:
    clock = MovingClock()
    rid = desk_ticket(rig, "指挥中心大屏黑屏")
    with EndpointProcess(tmp_path / "endpoint") as server:
        mapping = rig.product.mapping() if rig.product else None
        assert mapping is not None
        ledger = Ledger(tmp_path / "bridge", mapping.instance)
        bridge = Bridge(native(server.url), rig.connector, mapping, ledger, clock)
        device = open_device(tmp_path / "device", server.url)
        try:
            assert bridge.probe()
            lose_first_replies(rig)
            run_until_settled(bridge, clock)

            assert device.sync.run_once().outcome == "done"
            (order_id,) = device.context.store.queries.order_ids(OrderFilter())
            detail = device.orders.detail(order_id)
            assert detail.doc["answers"]["symptom"] == "大屏黑屏。\n重启无效。"
            assert {name: detail.doc["answers"][name] for name in ("customer_unit", "contact_name")} == {
                name: FIELDS[name] for name in ("customer_unit", "contact_name")
            }
            assert detail.doc["answers"]["category"] == "platform"
            assert rig.other.find(order_id) == (rid,)

            fill_and_resolve(device, order_id)
            device.orders.note(order_id, "备件已到，今晚更换。")
            pdf = signed_pdf(device, order_id)
            assert device.sync.run_once().outcome == "done"
            run_until_settled(bridge, clock)

            ticket = rig.other.get(rid)
            assert ticket.fields["state"] == "RESOLVED"
            doc = device.orders.detail(order_id).doc
            assert ticket.fields["solution"] == doc["answers"]["solution"]
            signed = [entry["sha256"] for entry in doc["attachments"] if entry["kind"] == "signed_pdf"]
            files = {held.sha256: rig.other.fetch(held) for held in rig.other.attachments(rid)}
            assert sorted(files) == sorted(signed)
            assert len(rig.other.attachments(rid)) == len(signed)
            assert files[hashlib.sha256(pdf).hexdigest()] == pdf
            trust = [root.encode() for root in bridge.endpoint.client.trust().roots]
            assert all(verify(got, trust).valid for got in files.values())
            (note,) = [entry["id"] for entry in doc["events"] if entry["kind"] == "note"]
            assert notes_with(rig, rid, note) == 1

            assert rig.other.update(rid, {"state": "CLOSED"}, None).refused == {}
            run_until_settled(bridge, clock)
            device.sync.run_once()
            assert device.orders.detail(order_id).doc["state"] == "CLOSED"

            rig.heal()
            run_until_settled(bridge, clock)
            assert not [request for request in rig.proxy.seen if request.method in WRITES]
        finally:
            device.close()
            ledger.close()


@pytest.mark.timeout(900)
def test_reassignment_reaches_both_engineers(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = MovingClock()
    rig.heal()
    rid = desk_ticket(rig, "改派")
    with EndpointProcess(tmp_path / "endpoint") as server:
        mapping = rig.product.mapping() if rig.product else None
        assert mapping is not None
        ledger = Ledger(tmp_path / "bridge", mapping.instance)
        bridge = Bridge(native(server.url), rig.connector, mapping, ledger, clock)
        try:
            run_until_settled(bridge, clock)
            (order_id,) = [order for order in (rig.other.get(rid).client_id,) if order]
            rig.other.update(rid, {"assignee": "eng-002", "contact_name": "王㛃"}, None)
            run_until_settled(bridge, clock)
            with server.login("liming") as first, server.login("wangyan") as second:
                assert first.everything()[0][order_id]["removed"] == "reassigned"
                answers = second.everything()[0][order_id]["doc"]["answers"]
            assert answers["contact_name"] == "王㛃"
        finally:
            ledger.close()
        assert rig.product is not None
        (tmp_path / "mapping.toml").write_text(rig.product.mapping_text(), encoding="utf-8")
        monkeypatch.setenv("FIELDAPP_PRODUCT_TOKEN", rig.product.token("bridge"))
        monkeypatch.setenv("FIELDAPP_PRODUCT_USER", rig.user)
        monkeypatch.setenv("FIELDAPP_ITSM_PASSWORD", PASSWORD)
        where = ["--mapping", str(tmp_path / "mapping.toml"), "--product", rig.product.url, "--endpoint", server.url]
        assert main(["bridge", *where, "--data", str(tmp_path / "bridge"), "--once"]) == 0
        said = capsys.readouterr().out
        assert "weaker than our own endpoint: " in said
        assert "done: 0 dispatched" in said
        assert not any(secret in said for secret in (PASSWORD, rig.product.token("bridge")))
