"""A device, and every call it makes, to be answered with whatever a test says."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from support.hostile_answers import Sample
from support.itsm_server import PASSWORD
from support.sync_device import Device
from support.sync_proxy import PASS, Fault, FaultProxy, Request

from fieldapp.clock import SystemClock
from fieldapp.errors import Fault as Named
from fieldapp.forms.signing import tokens
from fieldapp.forms.signing.keys import new_key, request_certificate
from fieldapp.sync.contacts import refresh_contacts
from fieldapp.sync.enrol import refresh_trust
from fieldapp.sync.packing import batch_of
from fieldapp.sync.tailoring import refresh_tailoring

NEW_ORDER = str(uuid.UUID(int=77))
CLOCK = SystemClock()


class Line:
    """A device, an order of it, and the endpoint as the proxy shows it."""

    def __init__(self, device: Device, proxy: FaultProxy, order_id: str, blob: str) -> None:
        self.device, self.proxy, self.order_id, self.blob = device, proxy, order_id, blob
        self.sequence = 1000

    def op(self) -> dict[str, Any]:
        """One that may be sent time and again: the endpoint never sees it but once."""
        with self.device.store.reading() as work:
            etag = work.orders.need(self.order_id).base_etag
        self.sequence += 1
        patch = {"answers": {"cause": "磁盘"}}
        return {
            "op_id": str(uuid.uuid4()),
            "device_seq": self.sequence,
            "order": self.order_id,
            "base_etag": etag,
            "patch": patch,
        }


def timestamp(line: Line) -> None:
    asked = tokens.query(bytes(32))
    tokens.granted(line.device.client.timestamp(asked.der), asked)


def late(line: Line) -> None:
    """Refused, for the order is still ours: the answer is a problem, which is read as well."""
    line.device.client.late_report(line.order_id, str(uuid.uuid4()), 5, {"reason": "cancelled", "patch": {}, "doc": {}})


def created(line: Line) -> None:
    doc = {**line.device.doc(line.order_id), "id": NEW_ORDER, "number": None, "attachments": [], "events": []}
    line.device.client.create(str(uuid.UUID(int=5)), 7, {**doc, "assignee": line.device.actor["id"], "state": "DISPATCHED"})


def csr(line: Line) -> None:
    actor = line.device.actor
    request = request_certificate(new_key(), common_name=actor["name"], user_id=actor["id"], device_id=line.device.device_id)
    line.device.client.enrol(request.decode())


CALLS: dict[str, Callable[[Line], Any]] = {
    "token": lambda line: line.device.client.login("liming", PASSWORD),
    "hello": lambda line: line.device.client.hello(),
    "changes": lambda line: line.device.client.changes(None, 500),
    "batch": lambda line: line.device.client.batch(batch_of([line.op()])),
    "patch": lambda line: line.device.client.patch(line.op()),
    "create": created,
    "late report": late,
    "order": lambda line: line.device.client.order_version(line.order_id),
    "attachments": lambda line: line.device.client.attachments(line.order_id),
    "blob": lambda line: line.device.client.blob(line.blob),
    "blob offset": lambda line: line.device.client.blob_offset(line.blob),
    "blob part": lambda line: line.device.client.blob_put("0" * 64, b"x", 0, last=False),
    "timestamp": timestamp,
    "enrol": csr,
    "trust": lambda line: refresh_trust(line.device.client, line.device.store, CLOCK),
    "contacts": lambda line: refresh_contacts(line.device.client, line.device.store, CLOCK),
    "tailoring": lambda line: refresh_tailoring(line.device.client, line.device.store, CLOCK),
    "release": lambda line: line.device.client.release(),
}
JSON_CALLS = [name for name in CALLS if name not in {"changes", "blob", "blob offset", "blob part", "timestamp"}]


def local(device: Device) -> dict[str, Any]:
    """Everything a person did or sees; what the endpoint told about others (contacts, tailoring) is not in it."""
    with device.store.reading() as work:
        orders = {one: work.orders.need(one) for one in work.orders.ids()}
        ops = work.outbox.changed_since(CLOCK.now().replace(year=2000))
        return {"orders": orders, "ops": ops, "place": work.meta.get("cursor"), "instance": work.meta.get("instance")}


def tried(line: Line, call: Callable[[Line], Any], reply: bytes) -> str:
    """The fault's code, or `taken`."""
    held = line.device.client.tokens.load()
    line.proxy.plan = lambda _request: Fault("instead", reply=reply)
    try:
        call(line)
    except Named as fault:
        if len(fault.code) > 80 or len(fault.text) > 1000:
            raise AssertionError("a fault goes on without end") from fault
        return fault.code
    finally:
        if held is not None and line.device.client.tokens.load() != held:
            line.device.client.tokens.save(held)
    return "taken"


def feed(line: Line, pages: list[bytes], sample: Sample) -> None:
    """The endpoint of now, but with these changes."""
    left = list(pages)

    def plan(request: Request) -> Fault:
        if "/changes" in request.path and left:
            return Fault("instead", reply=sample.saying(left.pop(0)))
        return PASS

    line.proxy.plan = plan
