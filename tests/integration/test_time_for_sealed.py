"""What was sealed offline gets its time with the next sync: once, beside the file as it was, whatever happens on the way."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.device import CONFIRMATION, RESULT, open_device, recorded_ink
from support.itsm_server import Api, EndpointProcess
from support.sync_proxy import PASS, Fault, FaultProxy, Request, answer

from fieldapp.bootstrap.application import Application
from fieldapp.clock import to_wire
from fieldapp.forms.signing.extend import Stamper
from fieldapp.forms.signing.verdict import Level
from fieldapp.forms.signing.verify import verify
from fieldapp.itsm import desk
from fieldapp.services import extending
from fieldapp.services.extending import Extending
from fieldapp.sync.timestamps import endpoint_stamper

pytestmark = pytest.mark.slow


DISPATCHED = {
    "customer_unit": "临江市公安局滨江分局",
    "contact_name": "欧阳𠅤",
    "contact_phone": "13800138000",
    "symptom": "黑屏",
    "service_mode": "onsite",
    "category": "platform",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("endpoint")) as running:
        yield running


@pytest.fixture
def device(server: EndpointProcess, tmp_path: Path) -> Iterator[Application]:
    opened = open_device(tmp_path / "device", server.url)
    yield opened
    with contextlib.suppress(Exception):
        opened.close()


def sealed_order(server: EndpointProcess, device: Application) -> str:
    """An order worked on and sealed, known to the endpoint only as it was dispatched."""
    with server.opened() as endpoint:
        order_id = desk.dispatch(endpoint, {"answers": DISPATCHED}, "liming").doc["id"]
    assert device.sync.run_once().outcome == "done"
    for step in (device.orders.accept, device.orders.depart, device.orders.arrive, device.orders.start):
        step(order_id)
    known = {field.id for field in device.orders.detail(order_id).definition.fields}
    restored = {"restored_at": to_wire(device.context.now())}
    device.filling.save(order_id, {name: value for name, value in RESULT.items() if name in known} | restored)
    device.orders.resolve(order_id)
    device.filling.save(order_id, CONFIRMATION)
    view = device.signing.prepare(order_id)
    device.signing.shown(order_id, view.snapshot.sha256, "zh")
    device.signing.sign(order_id, view, recorded_ink())
    device.signing.seal(order_id)
    return order_id


def pdfs(device: Application, order_id: str) -> list[dict[str, Any]]:
    return [entry for entry in device.orders.detail(order_id).doc["attachments"] if entry["kind"] == "signed_pdf"]


def at_endpoint(server: EndpointProcess, device: Application, order_id: str) -> tuple[list[str], dict[str, bytes]]:
    api: Api = server.login(device_id=device.context.session.device_id)
    with api:
        listed = api.send("GET", f"/orders/{order_id}/attachments").json()["attachments"]
        hashes = [entry["sha256"] for entry in listed if entry["kind"] == "signed_pdf"]
        return hashes, {sha256: api.send("GET", f"/blobs/{sha256}").content for sha256 in hashes}


def trust(device: Application) -> list[bytes]:
    with device.context.store.reading() as work:
        return [root.encode() for root in work.meta.get("trust")]


def assert_grown_once(server: EndpointProcess, device: Application, order_id: str) -> None:
    first, second = pdfs(device, order_id)
    assert second["extends"] == first["sha256"]
    assert (second["revision"], second["snapshot_sha256"]) == (first["revision"], first["snapshot_sha256"])
    hashes, held = at_endpoint(server, device, order_id)
    assert hashes == [first["sha256"], second["sha256"]]
    assert held[second["sha256"]].startswith(held[first["sha256"]])
    verdict = verify(held[second["sha256"]], trust(device), expected_signatures=1)
    assert verdict.problems == ()
    assert verdict.level is Level.LTA
    assert verdict.notes == ()
    assert verify(held[first["sha256"]], trust(device)).level is Level.B
    shown = device.orders.detail(order_id).documents
    assert [(document.level, document.extends) for document in shown] == [("B-LTA", first["sha256"])]
    assert Extending(device.context).waiting() == ()


def test_with_the_next_sync_and_never_again(server: EndpointProcess, device: Application) -> None:
    order_id = sealed_order(server, device)
    assert len(pdfs(device, order_id)) == 1
    report = device.sync.run_once()
    assert report.outcome == "done"
    assert report.blobs >= 2
    assert_grown_once(server, device, order_id)
    again = device.sync.run_once()
    assert (again.pushed, again.blobs) == (0, 0)
    assert_grown_once(server, device, order_id)


@pytest.mark.parametrize(
    ("fault", "which"),
    [
        (Fault("refuse"), 0),
        (Fault("instead", reply=answer("503 Busy", b"", "application/problem+json", X_Instance_Id="x", Retry_After="1")), 0),
        (Fault("drop_reply"), 1),
        (Fault("instead", reply=answer("200 OK", b"<html>", "text/html")), 1),
        (Fault("cut", at=400), 1),
    ],
    ids=["refused", "busy", "reply lost", "captive portal", "cut"],
)
def test_a_network_that_fails_just_then(server: EndpointProcess, device: Application, fault: Fault, which: int) -> None:
    order_id = sealed_order(server, device)
    asked = 0

    def plan(request: Request) -> Fault:
        nonlocal asked
        if not request.path.endswith("/timestamps"):
            return PASS
        asked += 1
        return fault if asked == which + 1 else PASS

    with FaultProxy(server.url, plan) as proxy:
        device.settings.save(device.settings.load().changed(server_url=proxy.url))
        assert device.sync.run_once().outcome == "done", "what was sealed is there all the same"
        assert len(pdfs(device, order_id)) == 1
        assert device.sync.run_once().outcome == "done"
    assert_grown_once(server, device, order_id)


@pytest.mark.parametrize("stop_at", [1, 2])
def test_killed_while_it_waits_for_a_timestamp(server: EndpointProcess, tmp_path: Path, stop_at: int) -> None:
    folder = tmp_path / "device"
    device = open_device(folder, server.url)
    order_id = sealed_order(server, device)
    device.close()
    child = Path(__file__).parents[1] / "support" / "time_kill_child.py"
    with subprocess.Popen([sys.executable, child, folder, server.url, str(stop_at)], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"asked\n"
        finally:
            process.kill()
    device = open_device(folder, server.url)
    try:
        assert len(pdfs(device, order_id)) == 1
        assert device.sync.run_once().outcome == "done"
        assert_grown_once(server, device, order_id)
    finally:
        device.close()


def test_cut_between_the_file_and_its_entry(
    server: EndpointProcess, device: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = sealed_order(server, device)
    with monkeypatch.context() as patch:

        def cut(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(extending, "commit", cut)
        with pytest.raises(KeyboardInterrupt):
            Extending(device.context).extend_all(stamper(device))
    assert len(pdfs(device, order_id)) == 1
    assert device.sync.run_once().outcome == "done"
    assert_grown_once(server, device, order_id)


def stamper(device: Application) -> Stamper:
    return endpoint_stamper(device.sync.client())


def test_two_at_once_make_one(server: EndpointProcess, device: Application) -> None:
    """The second finds out in the transaction in which it would have recorded its own."""
    order_id = sealed_order(server, device)
    one, two = Extending(device.context), Extending(device.context)
    (row,) = two.waiting()
    assert one.extend(row, stamper(device))
    assert not two.extend(row, stamper(device))
    assert device.sync.run_once().outcome == "done"
    assert_grown_once(server, device, order_id)


def test_an_order_that_was_taken_away_is_left_alone(server: EndpointProcess, device: Application) -> None:
    order_id = sealed_order(server, device)
    number = device.orders.detail(order_id).number
    with server.opened() as endpoint:
        desk.reassign(endpoint, number, "wangyan")
    assert device.sync.run_once().outcome == "done"
    assert device.orders.detail(order_id).frozen == "reassigned"
    assert Extending(device.context).waiting() == ()
    assert len(pdfs(device, order_id)) == 1


def test_a_certificate_that_has_ended_gets_no_timestamp(
    server: EndpointProcess, device: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = sealed_order(server, device)
    (row,) = Extending(device.context).waiting()
    asked: list[bytes] = []

    def never(digest: bytes) -> bytes:
        asked.append(digest)
        raise AssertionError

    class Later:
        def now(self) -> datetime:
            return datetime(2040, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(device.context, "clock", Later())
    assert not Extending(device.context).extend(row, never)
    assert asked == []
    assert len(pdfs(device, order_id)) == 1
