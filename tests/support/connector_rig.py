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
from fieldapp.sync.connectors.logins import Login
from fieldapp.sync.connectors.native import Native, log_in
from fieldapp.sync.connectors.opening import open_product
from fieldapp.sync.transport import Transport

NATIVE = "native"
FIELDS = {"customer_unit": "临江市公安局滨江分局", "contact_name": "欧阳𠅤", "contact_phone": "0571-8721 0316", "symptom": "黑屏"}


@dataclass(frozen=True)
class Ways:
    """How a product is spoken to: part of the address that creates, methods of an update and of a note, writes of an upload, an
    id that nobody has, and whether its log is read a little way back after the first look."""

    create: str
    update: str = "PUT"
    note: str = "PUT"
    uploads: int = 1
    nobody: str = "999999"
    reads_back: bool = False


WAYS = {
    NATIVE: Ways("/orders", "PATCH", "PATCH", 2, str(uuid.UUID(int=9))),
    "request-tracker": Ways("/ticket", note="POST", reads_back=True),
    "redmine": Ways("/issues", uploads=2),
    "glpi": Ways("/Ticket", note="POST", reads_back=True),
    "servicenow": Ways("/incident", "PATCH", "PATCH", nobody="f" * 32),
}


TAKEN_AWAY = {
    "redmine": "/issues/{rid}.json",
    "glpi": "/Ticket/{rid}?force_purge=true",
    "servicenow": "/api/now/table/incident/{rid}",
}


@dataclass
class Rig:
    """`connector` is under test and goes through `proxy`; `other` is somebody else, straight at the product."""

    name: str
    connector: Connector
    other: Connector
    proxy: FaultProxy
    product: Product | None = None
    place: str | None = None

    @property
    def ways(self) -> Ways:
        return WAYS[self.name]

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
        pages: list[Page] = []
        while len(pages) < 200:
            pages.append(self.connector.pull(cursor, held))
            cursor = pages[-1].next
            if not pages[-1].more:
                return pages, cursor
        raise AssertionError("the list of changes never ends")

    @property
    def user(self) -> str:
        """Whom the product's login names, "" where a key says it all."""
        return self.product.login("bridge").user if self.product else ""

    def with_login(self, login: Login) -> Connector:
        """The product by another login, over the same line."""
        assert self.product is not None
        return open_product(self.product.mapping(), Transport(self.proxy.url, deadline_s=30.0), login)

    def take_away(self, rid: str) -> None:
        """Somebody deletes a ticket, or moves it elsewhere."""
        http = self.other.http  # type: ignore[attr-defined]
        if self.name == "request-tracker":
            http.write("PUT", f"/ticket/{rid}", {"Queue": "Elsewhere"})
        else:
            http.write_bytes("DELETE", TAKEN_AWAY[self.name].format(rid=rid), b"", {})

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
        connector = open_product(mapping, Transport(proxy.url, deadline_s=30.0), product.login("bridge"))
        other = open_product(mapping, Transport(product.url, deadline_s=30.0), product.login("eng2"))
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
    if rig.name == "glpi":
        ticket = {"name": subject, "content": "<p>大屏黑屏。</p>\n<p>重启无效。</p>", "entities_id": 1, "status": 2, "type": 1}
        ticket |= {"customerfield": FIELDS["customer_unit"], "contactfield": FIELDS["contact_name"], "itilcategories_id": 2}
        ticket |= {"phonefield": FIELDS["contact_phone"], "_users_id_assign": [int(values["ID_ENG1"])]}
        return str(decoded(http.write("POST", "/Ticket", {"input": ticket}))["id"])
    if rig.name == "servicenow":
        record = {"short_description": subject, "description": "大屏黑屏。\r\n重启无效。", "category": "software", "state": "1"}
        record |= {"u_customer": FIELDS["customer_unit"], "u_contact": FIELDS["contact_name"], "u_phone": FIELDS["contact_phone"]}
        record |= {"assigned_to": values["ID_ENG1"], "assignment_group": rig.other._group_id()}  # type: ignore[attr-defined]
        return str(decoded(http.write("POST", "/api/now/table/incident", record))["result"]["sys_id"])
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
    if rig.name == "glpi":
        return len(rig.other._listed(f"/Ticket/{rid}/ITILFollowup", {"searchText[content]": note_id, "range": "0-9"}))  # type: ignore[attr-defined]
    if rig.name == "servicenow":
        query = {"sysparm_fields": "work_notes", "sysparm_display_value": "true"}
        found = rig.other.http.get(f"/api/now/table/incident/{rid}", query)  # type: ignore[attr-defined]
        return int(found["result"]["work_notes"].count(note_id))
    return sum(1 for entry in rig.other.get(rid).raw["journals"] if f"[{note_id}]" in str(entry["notes"]))
