"""What a contract test works with: two logins at one product, one of them over a line that can be broken."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.itsm_products import Product, running
from support.itsm_server import DESK, PASSWORD, EndpointProcess
from support.sync_proxy import PASS, Fault, FaultProxy, Request

from fieldapp.clock import SystemClock
from fieldapp.sync.connectors.http import decoded
from fieldapp.sync.connectors.interface import Attachment, Connector, Order, Page
from fieldapp.sync.connectors.native import Native, log_in
from fieldapp.sync.connectors.opening import open_product
from fieldapp.sync.transport import Transport

NATIVE = "native"
FIELDS = {"customer_unit": "临江市公安局滨江分局", "contact_name": "欧阳𠅤", "contact_phone": "0571-8721 0316", "symptom": "黑屏"}


@dataclass
class Rig:
    """`connector` is under test and goes through `proxy`; `other` is somebody else, straight at the product."""

    name: str
    connector: Connector
    other: Connector
    proxy: FaultProxy
    product: Product | None = None
    place: str | None = None

    def caught_up(self) -> str:
        """A cursor after everything that happened so far."""
        _, self.place = self.drain(self.place)
        return self.place

    def heal(self) -> None:
        self.proxy.plan = lambda _request: PASS
        self.proxy.seen.clear()

    def lose_reply(self, method: str, part: str, times: int = 1) -> None:
        """The product does what it is asked, and the answer gets lost, `times` times."""
        left = [times]

        def plan(request: Request) -> Fault:
            if left[0] and request.method == method and part in request.path:
                left[0] -= 1
                return Fault("drop_reply")
            return PASS

        self.proxy.plan = plan

    def new(self, **fields: Any) -> Order:
        """An order of the other's making."""
        return self.other.create(str(uuid.uuid4()), {"state": "PENDING", **FIELDS, **fields})

    def drain(self, cursor: str | None, held: tuple[str, ...] = ()) -> tuple[list[Page], str]:
        """Every page up to the end, and the last cursor."""
        pages = []
        while True:
            pages.append(self.connector.pull(cursor, held))
            cursor = pages[-1].next
            if not pages[-1].more:
                return pages, cursor

    def attach(self, rid: str, name: str, data: bytes, sha256: str, mime: str = "application/pdf") -> Attachment:
        return self.connector.attach(rid, name, mime, sha256, io.BytesIO(data), lambda _sent, _all: None)


@contextmanager
def native_rig(folder: Path) -> Iterator[Rig]:
    with EndpointProcess(folder) as server, FaultProxy(server.url) as proxy:
        yield Rig(NATIVE, native(proxy.url), native(server.url), proxy)


def native(url: str) -> Native:
    """A desk's login."""
    return log_in(Transport(url, deadline_s=20.0), DESK.name, PASSWORD, "桥", SystemClock())


@contextmanager
def product_rig(name: str) -> Iterator[Rig]:
    with running(name) as product, FaultProxy(product.url) as proxy:
        mapping = product.mapping()
        connector = open_product(mapping, Transport(proxy.url, deadline_s=30.0), product.token("bridge"))
        other = open_product(mapping, Transport(product.url, deadline_s=30.0), product.token("eng2"))
        yield Rig(name, connector, other, proxy, product)


def desk_ticket(rig: Rig, subject: str) -> str:
    """A ticket as the product's own desk makes it: dispatched to eng1, without anything of ours. Returns its rid."""
    assert rig.product is not None
    http, values = rig.other.http, rig.product.values  # type: ignore[attr-defined]
    if rig.name == "request-tracker":
        custom = {"Customer": FIELDS["customer_unit"], "Contact": FIELDS["contact_name"], "Phone": FIELDS["contact_phone"]}
        body = {"Queue": "WorkOrders", "Subject": subject, "Status": "dispatched", "Owner": "eng1", "ContentType": "text/plain"}
        body |= {"Content": "大屏黑屏。\n重启无效。", "CustomFields": custom | {"Category": "平台软件故障"}}
        return str(decoded(http.write("POST", "/ticket", body))["id"])
    custom = {"CUSTOMER": FIELDS["customer_unit"], "CONTACT": FIELDS["contact_name"], "PHONE": FIELDS["contact_phone"]}
    listed = [
        {"id": int(values[f"CF_{name}"]), "value": value} for name, value in (custom | {"CATEGORY": "平台软件故障"}).items()
    ]
    issue = {"project_id": "wo", "tracker_id": int(values["ID_TRACKER"]), "subject": subject, "custom_fields": listed}
    issue |= {"description": "大屏黑屏。\n重启无效。", "assigned_to_id": int(values["ID_ENG1"])}
    issue["status_id"] = rig.other._status_ids()["已派单"]  # type: ignore[attr-defined]
    return str(decoded(http.write("POST", "/issues.json", {"issue": issue}))["issue"]["id"])


def notes_with(rig: Rig, rid: str, note_id: str) -> int:
    """How often a comment with our mark is at a ticket."""
    if rig.name == "request-tracker":
        return sum(1 for part in rig.other._parts(rid) if part["Subject"] == f"fieldapp {note_id}")  # type: ignore[attr-defined]
    return sum(1 for entry in rig.other.get(rid).raw["journals"] if f"[{note_id}]" in str(entry["notes"]))
