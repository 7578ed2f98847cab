"""Unusual orders through everything: dispatched from a file, pulled, filled, signed, sealed, sent, looked at from both sides."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support import hostile
from support.device import CONFIRMATION, RESULT, open_device, photo, recorded_ink
from support.itsm_server import EndpointProcess

from fieldapp.bootstrap.application import Application
from fieldapp.cli import main
from fieldapp.clock import to_wire
from fieldapp.domain.records import Priority, State
from fieldapp.domain.status import Signing
from fieldapp.domain.workflow import Action
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.answers import normalise
from fieldapp.ids import new_id
from fieldapp.itsm import desk
from fieldapp.store.records import OrderFilter

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class World:
    """One endpoint, one engineer's device, the desk at the command line."""

    def __init__(self, folder: Path, server: EndpointProcess, device: Application) -> None:
        self.folder, self.server, self.device = folder, server, device
        self.count = 0

    def dispatched(self, **changes: Any) -> str:
        """Dispatch an ORDER.json from the command line, pull, and give the order's id on the device."""
        self.count += 1
        number = f"怪-{self.count} 𪚥"
        answers = hostile.desk_answers(self.device.context.now(), **changes)
        path = self.folder / f"order-{self.count}.json"
        path.write_text(json.dumps({"number": number, "answers": answers}, ensure_ascii=False), "utf-8")
        assert said("itsm", "dispatch", str(path), "--to", "liming", "--data", str(self.server.data_dir))[0] == 0
        self.sync()
        rows = self.device.context.store.queries.order_rows(self.device.context.store.queries.order_ids(OrderFilter()))
        return next(row.id for row in rows if row.number == number)

    def sync(self) -> None:
        report = self.device.sync.run_once()
        assert report.outcome == "done", report
        assert (report.parked, report.conflicts) == (0, 0), report

    def theirs(self, order_id: str) -> dict[str, Any]:
        """The order at the endpoint, as `fieldapp itsm order NUMBER --json` tells it; files hashed anew."""
        number = self.device.orders.detail(order_id).number
        code, words = said("itsm", "order", number, "--json", "--data", str(self.server.data_dir))
        assert code == 0
        seen: dict[str, Any] = json.loads(words)
        assert all(entry["intact"] for entry in seen["attachments"])
        assert len({(entry["sha256"], entry.get("revision")) for entry in seen["attachments"]}) == len(seen["attachments"])
        return seen

    def assert_agreed(self, order_id: str) -> dict[str, Any]:
        """Both sides hold the same order, nothing is left to send, and everything is there once."""
        self.sync()
        seen = self.theirs(order_id)
        with self.device.context.store.reading() as work:
            assert not work.outbox.active_of(order_id)
            assert work.orders.need(order_id).doc == seen["doc"]
        return seen

    def verified(self, sha256: str) -> Path:
        """The PDF as a file that `fieldapp verify` calls valid."""
        pdf, roots = self.folder / f"{sha256[:8]}.pdf", self.folder / "ca.pem"
        pdf.write_bytes(self.device.signing.document(sha256))
        with self.device.context.store.reading() as work:
            roots.write_text("".join(work.meta.get("trust")), "ascii")
        assert said("verify", str(pdf), "--trust", str(roots), "--sha256", sha256)[0] == 0
        return pdf

    def worked(self, order_id: str, **answers: Any) -> None:
        """From the dispatch to 已解决."""
        device = self.device
        device.orders.accept(order_id)
        while device.orders.detail(order_id).primary is not Action.RESOLVE:
            step = {Action.DEPART: device.orders.depart, Action.ARRIVE: device.orders.arrive, Action.START: device.orders.start}
            step[device.orders.detail(order_id).primary](order_id)
        checks = [{"_id": new_id(), "item": "实时预览 𪚥", "outcome": "pass"}]
        devices = [{"_id": new_id(), "ci": "CI-1 㛃", "name": "交换机", "kind": "switch", "model": "S5720", "serial": "SN-1"}]
        known = RESULT | {"restored_at": to_wire(device.context.now()), "checks": checks, "devices": devices} | answers
        device.filling.save(order_id, known)
        assert [gap.field for gap in device.orders.detail(order_id).missing] == []
        device.orders.resolve(order_id)

    def signed(self, order_id: str) -> str:
        """Sign and seal; the file's sha256."""
        self.device.filling.save(order_id, CONFIRMATION)
        view = self.device.signing.prepare(order_id)
        self.device.signing.shown(order_id, view.snapshot.sha256, "zh")
        self.device.signing.sign(order_id, view, recorded_ink())
        return self.device.signing.seal(order_id).sha256


def said(*arguments: str) -> tuple[int, str]:
    """Exit code and standard output of a command."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(arguments)
    return code, out.getvalue()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with EndpointProcess(folder / "endpoint") as server:
        device = open_device(folder / "device", server.url)
        try:
            yield World(folder, server, device)
        finally:
            device.close()


def test_everything_at_its_limit(world: World) -> None:
    device = world.device
    order_id = world.dispatched()
    for step in (device.orders.accept, device.orders.depart, device.orders.arrive, device.orders.start):
        step(order_id)
    told = hostile.engineer_answers(device.orders.detail(order_id).definition, device.context.now())
    device.filling.save(order_id, told)
    for name, data in hostile.good_photos().items():
        assert device.attachments.add_photo(order_id, "photos", data, name, "before")["size"] == len(data)
    for name, (data, code) in hostile.bad_photos().items():
        with pytest.raises(InputFault) as caught:
            device.attachments.add_photo(order_id, "photos", data, name, "before")
        assert (name, caught.value.code) == (name, code)
        assert "0x" not in caught.value.text
    for shade in range(30 - len(hostile.good_photos())):
        device.attachments.add_photo(order_id, "photos", photo(shade=shade * 8), f"现场{shade}.jpg", "after")
    detail = device.orders.detail(order_id)
    assert [gap.field for gap in detail.missing] == []
    assert {(problem.field, problem.code) for problem in detail.problems} == set()
    device.orders.resolve(order_id)
    sha256 = world.signed(order_id)
    seen = world.assert_agreed(order_id)
    assert Counter(entry["kind"] for entry in seen["attachments"]) == {"photo": 30, "ink": 1, "signed_pdf": 2}
    assert sha256 in {entry["sha256"] for entry in seen["attachments"]}, "as it was sealed, beside the file with its time"
    for name, value in (told | CONFIRMATION).items():
        assert seen["answers"][name] == normalise(detail.definition.field(name), value), name
    assert all("/" not in row["name"] and "\u202e" not in row["name"] for row in seen["answers"]["photos"])
    device.orders.leave(order_id)
    assert device.orders.detail(order_id).status.signing is Signing.SIGNED
    world.assert_agreed(order_id)
    words = subprocess.run(["pdftotext", world.verified(sha256), "-"], capture_output=True, check=True).stdout.decode()
    for name in hostile.NAMES:
        assert words.count(name) > 60, name
    source, target = world.folder / "whole.json", world.folder / "whole.pdf"
    source.write_text(json.dumps(seen["doc"], ensure_ascii=False), "utf-8")
    assert said("render", str(source), "--out", str(target))[0] == 0
    assert target.read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("level", "mode", "steps"),
    [
        (("outage", "all", "critical"), "phone", 0),
        (("risk", "part", "urgent"), "remote", 0),
        (("single", "individual", "normal"), "onsite", 2),
    ],
)
def test_every_priority_and_way_of_working(world: World, level: tuple[str, str, str], mode: str, steps: int) -> None:
    impact, scope, urgency = level
    order_id = world.dispatched(impact=impact, scope=scope, urgency=urgency, service_mode=mode)
    expected = {"outage": Priority.CRITICAL, "risk": Priority.SEVERE, "single": Priority.NORMAL}[impact]
    assert world.device.orders.detail(order_id).status.priority is expected
    world.worked(order_id, **({"remote_consent": True} if mode == "remote" else {}))
    kinds = Counter(event.kind.value for event in world.device.orders.detail(order_id).events)
    assert kinds["departed"] + kinds["arrived"] == steps
    world.verified(world.signed(order_id))
    assert world.assert_agreed(order_id)["state"] == "RESOLVED"


@pytest.mark.parametrize("outcome", ["refused", "absent", "later"])
def test_customer_does_not_sign(world: World, outcome: str) -> None:
    device = world.device
    order_id = world.dispatched()
    world.worked(order_id)
    view = device.signing.prepare(order_id)
    device.signing.not_signed(order_id, view, outcome, hostile.text(200), "李旻" if outcome != "later" else "")
    detail = device.orders.detail(order_id)
    if detail.primary is Action.SEAL:
        world.verified(device.signing.seal(order_id).sha256)
    assert world.assert_agreed(order_id)["answers"]["sign_outcome"] == outcome
    world.verified(world.signed(order_id))
    seen = world.assert_agreed(order_id)
    assert seen["answers"]["sign_outcome"] == "signed"
    assert "unsigned_reason" not in seen["answers"]
    assert "witness" not in seen["answers"]


def test_hold_and_resume(world: World) -> None:
    device = world.device
    order_id = world.dispatched(service_mode="phone")
    device.orders.accept(order_id)
    device.orders.start(order_id)
    expected = device.context.now() + timedelta(days=2)
    with pytest.raises(InputFault):
        device.orders.hold(order_id, " ", "等待备件", expected)
    device.orders.hold(order_id, "华为 㛃", hostile.text(400), expected)
    with pytest.raises(RefusedFault):
        device.orders.resolve(order_id)
    assert world.assert_agreed(order_id)["state"] == "ON_HOLD"
    device.orders.resume(order_id)
    assert world.assert_agreed(order_id)["state"] == "IN_PROGRESS"


def test_correction_after_signing_makes_a_second_revision(world: World) -> None:
    device = world.device
    order_id = world.dispatched()
    world.worked(order_id)
    first = world.signed(order_id)
    world.assert_agreed(order_id)
    device.orders.leave(order_id)
    assert device.orders.detail(order_id).status.signing is Signing.SIGNED
    device.filling.save(order_id, {"cause": "更正：光模块老化 𬭎"})
    assert device.orders.detail(order_id).status.signing is Signing.VOIDED
    assert device.orders.detail(order_id).primary is Action.CONFIRM
    assert world.assert_agreed(order_id)["state"] == "RESOLVED"
    second = world.signed(order_id)
    documents = {document.revision: document for document in device.orders.detail(order_id).documents}
    assert sorted(documents) == [1, 2]
    assert documents[1].superseded_by == documents[2].sha256 == second
    assert documents[2].superseded_by is None
    seen = world.assert_agreed(order_id)
    sealed = [(entry["revision"], entry["sha256"]) for entry in seen["attachments"] if entry["kind"] == "signed_pdf"]
    assert Counter(revision for revision, _ in sealed) == {1: 2, 2: 2}, "each as it was sealed, and with its time"
    assert {(1, first), (2, second)} < set(sealed)
    kinds = Counter(entry["kind"] for entry in seen["events"])
    assert (kinds["signed"], kinds["sealed"], kinds["signature_voided"]) == (2, 2, 1)
    for _, sha256 in sealed:
        world.verified(sha256)


def test_declined_goes_back_to_the_desk(world: World) -> None:
    order_id = world.dispatched()
    world.device.orders.decline(order_id, hostile.text(300))
    number = world.device.orders.detail(order_id).number
    assert world.device.sync.run_once().outcome == "done"
    with world.server.opened() as endpoint:
        seen = desk.look(endpoint, number)
    assert (seen["state"], seen["assignee"]) == (State.PENDING.value, None)
    assert [entry["kind"] for entry in seen["events"]].count("declined") == 1


@pytest.mark.parametrize("taken", ["reassign", "cancel"])
def test_taken_away_while_unsent_work_exists(world: World, taken: str) -> None:
    device = world.device
    order_id = world.dispatched()
    number = device.orders.detail(order_id).number
    world.worked(order_id)
    row = device.attachments.add_photo(order_id, "photos", photo(shade=201), "未发送.jpg", "after")
    sha256 = world.signed(order_id)
    with world.server.opened() as endpoint:
        if taken == "reassign":
            desk.reassign(endpoint, number, "wangyan")
        else:
            desk.cancel(endpoint, number, "客户撤单 䶮")
    for _ in range(3):
        report = device.sync.run_once()
        assert report.outcome in {"done", "attention"}, report
    with world.server.opened() as endpoint:
        seen = desk.look(endpoint, number)
    assert len(seen["late_reports"]) == 1
    assert seen["state"] == "DISPATCHED"
    assert device.signing.document(sha256)[:5] == b"%PDF-"
    api = world.server.login(device_id=device.context.session.device_id)
    try:
        for wanted in (sha256, row["sha256"]):
            assert api.send("HEAD", f"/blobs/{wanted}").status_code == 200, wanted
    finally:
        api.session.close()
