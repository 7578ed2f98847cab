"""A signed order that changes afterwards: void for everybody to see, signed again, the old file superseded at both sides."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.device import CONFIRMATION, RESULT, open_device, recorded_ink
from support.itsm_server import EndpointProcess, op_id
from support.sync_device import Desk

from fieldapp.bootstrap.application import Application
from fieldapp.cli import main
from fieldapp.clock import to_wire
from fieldapp.domain.status import Signing
from fieldapp.domain.workflow import Action
from fieldapp.forms.signing.verify import verify
from fieldapp.itsm import desk
from fieldapp.services.detail import SealedDocument
from fieldapp.ui.viewmodels.timeline import tell

ANSWERS = {
    "customer_unit": "临江市公安局滨江分局",
    "contact_name": "欧阳𠅤",
    "contact_phone": "13800138000",
    "symptom": "黑屏",
    "service_mode": "phone",
}


class World:
    """One endpoint, a desk that works through the contract, and the devices of one engineer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = EndpointProcess(folder / "endpoint").start()
        self.devices: list[Application] = []
        self.desk = self.server.login("desk")
        self.device = self.another("device")

    def another(self, name: str) -> Application:
        self.devices.append(open_device(self.folder / name, self.server.url))
        return self.devices[-1]

    def close(self) -> None:
        for device in self.devices:
            device.close()
        self.desk.session.close()
        self.server.stop()

    def worked(self) -> str:
        with self.server.opened() as office:
            order_id = str(desk.dispatch(office, {"answers": ANSWERS}, "liming").doc["id"])
        device = self.device
        self.synced()
        for step in (device.orders.accept, device.orders.start):
            step(order_id)
        device.filling.save(order_id, RESULT | {"restored_at": to_wire(device.context.now())})
        device.orders.resolve(order_id)
        device.filling.save(order_id, CONFIRMATION)
        return order_id

    def signed(self, order_id: str) -> SealedDocument:
        view = self.device.signing.prepare(order_id)
        self.device.signing.sign(order_id, view, recorded_ink())
        return self.device.signing.seal(order_id)

    def grown(self, sealed: SealedDocument) -> str:
        """The file that begins with this one and has its time proven."""
        with self.device.context.store.reading() as work:
            found = work.documents.extension_of(sealed.sha256)
        assert found is not None
        return found.sha256

    def synced(self, device: Application | None = None) -> tuple[int, int]:
        report = (device or self.device).sync.run_once()
        assert report.outcome == "done", report
        return report.pulled, report.pushed

    def desk_changes(self, order_id: str, **answers: Any) -> None:
        answer = self.desk.send("GET", f"/orders/{order_id}")
        headers = {"If-Match": answer.headers["ETag"], "Idempotency-Key": op_id()}
        patch = {"device_seq": self.desk.next_seq(), "patch": {"answers": answers}}
        done = self.desk.send("PATCH", f"/orders/{order_id}", headers=headers, json=patch)
        assert done.status_code == 200, done.text

    def theirs(self, order_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.desk.send("GET", f"/orders/{order_id}").json()
        return found

    def agreed(self, order_id: str, *devices: Application) -> dict[str, Any]:
        theirs = self.theirs(order_id)
        for device in devices or (self.device,):
            assert device.orders.detail(order_id).doc == theirs
        return theirs

    def kinds(self, order_id: str) -> Counter[str]:
        return Counter(entry["kind"] for entry in self.theirs(order_id)["events"])

    def console(self, *words: str) -> list[str]:
        return ["itsm", *words, "--data", str(self.folder / "endpoint")]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for the file: every test has an order of its own."""
    made = World(tmp_path_factory.mktemp("corrections"))
    yield made
    made.close()


def test_a_later_edit_voids_and_the_next_revision_supersedes_at_both_sides(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    device, order_id = world.device, world.worked()
    first = world.signed(order_id)
    world.synced()
    number = device.orders.detail(order_id).number
    device.filling.save(order_id, {"cause": "更正：电源模块老化 𬭎"})
    world.synced()
    world.agreed(order_id)
    (document,) = device.orders.detail(order_id).documents
    assert (document.superseded_by, document.voided) == (None, True)
    assert main(world.console("order", number)) == 0
    assert "customer: voided, revision 1" in capsys.readouterr().out

    second = world.signed(order_id)
    world.synced()
    world.agreed(order_id)
    mine = {document.sha256: document for document in device.orders.detail(order_id).documents}
    old, new = world.grown(first), world.grown(second)
    assert set(mine) == {old, new}
    assert (mine[old].superseded_by, mine[old].superseded_by_revision) == (new, 2)
    assert (mine[new].superseded_by, mine[new].voided) == (None, False)
    assert device.signing.about(old) == mine[old]
    before = device.signing.about(first.sha256)
    assert before is not None
    assert (before.superseded_by, before.level) == (new, "B-B")

    listed = world.desk.send("GET", f"/orders/{order_id}/attachments").json()["attachments"]
    assert {entry["sha256"]: entry.get("superseded_by") for entry in listed if entry["kind"] == "signed_pdf"} == {
        first.sha256: new,
        old: new,
        second.sha256: None,
        new: None,
    }
    assert main(world.console("order", number)) == 0
    text = capsys.readouterr().out
    assert "customer: signed, revision 2" in text
    (line,) = (line for line in text.splitlines() if first.sha256 in line)
    assert "intact, superseded by revision 2" in line
    assert main(world.console("order", number, "--json")) == 0
    seen = json.loads(capsys.readouterr().out)
    assert (seen["signing"], seen["revision"]) == ("signed", 2)

    with device.context.store.reading() as work:
        trust = [root.encode() for root in work.meta.get("trust")]
    for sealed in (first, second):
        data = world.desk.send("GET", f"/blobs/{sealed.sha256}").content
        assert data == device.signing.document(sealed.sha256)
        verdict = verify(data, trust, expected_signatures=1)
        assert verdict.valid, verdict.problems


def test_a_change_from_the_desk_after_signing_is_voided_by_the_device_that_holds_what_was_signed(world: World) -> None:
    order_id = world.worked()
    world.signed(order_id)
    world.synced()
    other = world.another("second")
    world.synced(other)
    world.desk_changes(order_id, symptom="服务台更正：三路黑屏")
    world.synced(other)  # it never held the snapshot: it cannot tell, and says nothing
    assert world.kinds(order_id)["signature_voided"] == 0
    world.synced()
    assert world.device.orders.detail(order_id).status.signing is Signing.VOIDED
    theirs = world.agreed(order_id)
    (entry,) = (entry for entry in theirs["events"] if entry["kind"] == "signature_voided")
    assert entry["actor"]["role"] == "system"
    assert entry["data"]["reason"] == "desk-change"
    assert entry["data"]["fields"] == ["symptom"]
    assert entry["data"]["revision"] == 1
    for _ in range(2):
        world.synced(other)
        assert world.synced()[1] == 0
        assert world.synced(other)[1] == 0
    assert world.agreed(order_id, world.device, other) == theirs
    assert world.device.orders.detail(order_id).primary is Action.CONFIRM
    world.desk_changes(order_id, symptom="再次更正")  # already void: nothing more to say
    world.synced()
    assert world.kinds(order_id)["signature_voided"] == 1
    again = world.signed(order_id)
    world.synced()
    assert again.revision == 2
    assert world.device.orders.detail(order_id).status.signing is Signing.SIGNED
    world.desk_changes(order_id, symptom="第三次更正")
    world.synced()
    assert world.kinds(order_id)["signature_voided"] == 2


def test_a_void_signature_names_who_at_the_desk_changed_it(world: World) -> None:
    """Only those who wrote what was signed, and since the device last heard of the order."""
    order_id = world.worked()
    office = Desk(world.server)
    office.corrects(order_id, symptom="受理时更正")
    world.synced()
    world.signed(order_id)
    world.synced()
    world.desk_changes(order_id, contact_phone="13900000000")  # by a client that says nothing
    office.corrects(order_id, symptom="三路黑屏")
    world.synced()
    (entry,) = (entry for entry in world.agreed(order_id)["events"] if entry["kind"] == "signature_voided")
    assert (entry["data"]["by"], set(entry["data"]["fields"])) == (["欧阳𠅤"], {"symptom", "contact_phone"})
    detail = world.device.orders.detail(order_id)
    told = {entry.text: entry.actor for entry in tell(detail.events, detail.definition, "zh", None)}
    assert told["改了故障现象"] == "欧阳𠅤"
    assert told["服务台（欧阳𠅤）改了内容，签名作废"] == "系统"
    assert world.synced()[1] == 0


def test_a_change_that_the_device_did_not_know_of_when_the_customer_signed(world: World) -> None:
    """The desk was faster, but what was signed is what the device showed: the merge must not pass for signed."""
    order_id = world.worked()
    world.synced()
    world.desk_changes(order_id, symptom="服务台在签字前改过")
    sealed = world.signed(order_id)
    world.synced()
    world.synced()
    theirs = world.agreed(order_id)
    assert theirs["answers"]["symptom"] == "服务台在签字前改过"
    assert Counter(entry["kind"] for entry in theirs["events"])["signature_voided"] == 1
    (document,) = world.device.orders.detail(order_id).documents
    assert (document.extends, document.voided) == (sealed.sha256, True)
    assert world.synced()[1] == 0


def test_what_is_not_in_the_signed_content_voids_nothing(world: World) -> None:
    order_id = world.worked()
    world.signed(order_id)
    world.synced()
    number = world.device.orders.detail(order_id).number
    with world.server.opened() as office:
        desk.close(office, number)
    world.synced()
    world.device.orders.note(order_id, "内部备注")
    world.synced()
    world.agreed(order_id)
    assert world.device.orders.detail(order_id).status.signing is Signing.SIGNED
    assert world.kinds(order_id)["signature_voided"] == 0
