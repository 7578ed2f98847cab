"""A device for sync tests: a real store and the real client, edited without a window; and the endpoint's side to compare with."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from support.password import PASSWORD

from fieldapp.clock import Clock, SystemClock, to_wire
from fieldapp.domain import kinds, patches
from fieldapp.domain.records import Document
from fieldapp.forms.summary import summarise
from fieldapp.ids import new_id, new_ordered_id
from fieldapp.services.shipped import shipped_catalog, shipped_profile
from fieldapp.store.records import Op, OpState
from fieldapp.store.store import Store
from fieldapp.sync import engine
from fieldapp.sync.client import Client
from fieldapp.sync.policy import EVERY_FILE, FilePolicy
from fieldapp.sync.report import SyncReport
from fieldapp.sync.tokens import TokenStore
from fieldapp.sync.transport import Transport

if TYPE_CHECKING:
    from support.itsm_server import EndpointProcess

KEY = bytes(range(32))
CATALOG, PROFILE = shipped_catalog(), shipped_profile()
ANSWERS = {"customer_unit": "临江市公安局滨江分局", "contact_name": "欧阳𠅤", "symptom": "黑屏", "service_mode": "onsite"}


class MemoryVault:
    """Secrets that live as long as the test."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def set(self, name: str, value: str) -> None:
        self.values[name] = value

    def delete(self, name: str) -> None:
        self.values.pop(name, None)


class MovingClock:
    """The real time plus what the test adds."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.ahead = 0.0

    def now(self) -> Any:
        from datetime import timedelta

        return self._system.now() + timedelta(seconds=self.ahead)

    def monotonic(self) -> float:
        return self._system.monotonic()


@dataclass(frozen=True)
class Login:
    """A device that has logged in once; its password is not checked again for every test (that is slow on purpose)."""

    device_id: str
    tokens: str
    actor: dict[str, str]


class Device:
    """One engineer's device; `close` and a new one on the same folder are a restart."""

    def __init__(
        self, folder: Path, url: str, *, login: Login | None = None, user: str = "liming", clock: Clock | None = None
    ) -> None:
        self.closed = False
        self.clock = clock or MovingClock()
        self.store = Store.open(folder, KEY, self.clock)
        self.vault = MemoryVault()
        self.device_id = login.device_id if login else new_id()
        self.transport = Transport(url, deadline_s=30.0)
        self.client = Client(self.transport, self.device_id, "测试机", TokenStore(self.vault))
        if login is None:
            found = self.client.login(user, PASSWORD)
            login = Login(self.device_id, self.vault.values["token"], {"id": found.id, "name": found.name, "role": found.role})
        self.login = login
        self.actor = login.actor
        self.vault.set("token", login.tokens)

    def __enter__(self) -> Device:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.closed = True
        self.transport.close()
        self.store.close()

    def through(self, url: str) -> None:
        """From now on by another address."""
        self.transport.close()
        self.transport.base_url = url

    def sync(self, cancel: Callable[[], bool] = lambda: False, files: FilePolicy = EVERY_FILE) -> SyncReport:
        chance = random.Random(7).random
        return engine.run_once(self.store, self.client, CATALOG, PROFILE, self.clock, cancel, chance=chance, files=files)

    def done(self) -> SyncReport:
        """A run that has to end well."""
        report = self.sync()
        assert report.outcome == "done", report
        return report

    def change(self, order_id: str, patch: dict[str, Any]) -> None:
        with self.store.writing() as work:
            doc = patches.apply(work.orders.need(order_id).doc, patch)
            work.change(order_id, patch, self.summary(doc), doc)

    def edit(self, order_id: str, **answers: Any) -> None:
        self.change(order_id, {"answers": answers})

    def note(self, order_id: str, text: str) -> None:
        self.change(order_id, {"events": [self.event("note", {"text": text})]})

    def event(self, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        at = to_wire(self.clock.now())
        return {"id": new_ordered_id(), "kind": kind, "at": at, "server_at": at, "actor": self.actor, "data": data}

    def photo(self, order_id: str, data: bytes, name: str = "现场.jpg") -> str:
        sha256 = self.store.blobs.put(data)
        file = {"sha256": sha256, "name": name, "mime": "image/jpeg", "size": len(data)}
        entry = {**file, "id": new_id(), "kind": "photo", "added_at": to_wire(self.clock.now())}
        with self.store.writing() as work:
            work.blobs.add(order_id, sha256, len(data), "image/jpeg")
        self.change(order_id, {"rows": {"photos": {"put": [{**file, "_id": new_id()}]}}, "attachments": [entry]})
        return sha256

    def create(self, **answers: Any) -> str:
        """An order recorded on site."""
        order_id, at = new_id(), to_wire(self.clock.now())
        form = {"id": "maintenance-work-order", "version": 1}
        created = self.event("created", {})
        doc = {"id": order_id, "number": None, "schema": 1, "form": form, "assignee": self.actor["id"], "state": "DISPATCHED"}
        doc |= {"created_at": at, "answers": {**ANSWERS, **answers}, "events": [created], "attachments": []}
        with self.store.writing() as work:
            work.create(self.summary(doc), doc)
        return order_id

    def record(self, **answers: Any) -> str:
        """A problem recorded on site."""
        return self.record_of("problem", title="反复断线", **answers)

    def record_of(self, kind_code: str, **answers: Any) -> str:
        """A record as the use case makes it."""
        kind, record_id, at = kinds.get(kind_code), new_id(), to_wire(self.clock.now())
        doc = {"id": record_id, "number": f"{kind.prefix}-20261123-{record_id[:6].upper()}", "kind": kind_code, "schema": 1}
        doc |= {"form": {"id": kind.form, "version": 1}, "assignee": None, "state": kind.initial[0], "created_at": at}
        doc |= {"answers": answers, "events": [self.event("created", {})], "attachments": []}
        with self.store.writing() as work:
            work.create(self.summary(doc), doc)
        return record_id

    def move(self, order_id: str, *states: str) -> None:
        for state in states:
            step = {"from": self.doc(order_id)["state"], "to": state}
            self.change(order_id, {"events": [self.event("transition", step)]})

    def summary(self, doc: Document) -> Any:
        return summarise(CATALOG.get(doc["form"]["id"], doc["form"]["version"]), doc, PROFILE, self.clock.now())

    def doc(self, order_id: str) -> Document:
        with self.store.reading() as work:
            return work.orders.need(order_id).doc

    def active(self, order_id: str) -> tuple[Op, ...]:
        with self.store.reading() as work:
            return work.outbox.active_of(order_id)

    def finished_ids(self) -> list[str]:
        """op_ids that the endpoint acknowledged."""
        with self.store.reading() as work:
            ops = work.outbox.changed_since(self.clock.now().replace(year=2000))
        return [op.op_id for op in ops if op.state is OpState.DONE]


@dataclass(frozen=True)
class Desk:
    """The other side of one endpoint, which is imported only here: what a device takes of memory is measured with this file."""

    server: EndpointProcess

    def dispatch(self, to: str = "liming", **answers: Any) -> str:
        with self.server.opened() as endpoint:
            from fieldapp.itsm import desk

            return desk.dispatch(endpoint, {"answers": {**ANSWERS, **answers}}, to).id

    def number(self, order_id: str) -> str:
        return str(self.doc(order_id)["number"])

    def reassign(self, order_id: str, to: str = "wangyan") -> None:
        with self.server.opened() as endpoint:
            from fieldapp.itsm import desk

            desk.reassign(endpoint, self.number(order_id), to)

    def cancel(self, order_id: str, reason: str = "") -> None:
        with self.server.opened() as endpoint:
            from fieldapp.itsm import desk

            desk.cancel(endpoint, self.number(order_id), reason)

    def edit(self, order_id: str, **answers: Any) -> None:
        """By the wire, as a desk client does."""
        with self.server.login("desk") as api:
            etag = api.send("GET", f"/orders/{order_id}").headers["ETag"]
            (result,) = api.batch(api.op(order_id, etag, {"answers": answers}))
            assert result["status"] == "applied", result

    def corrects(self, order_id: str, **answers: Any) -> None:
        """On the desk's page, in the name of `itsm_server.DESK`."""
        from support.itsm_server import DESK

        with self.server.opened() as endpoint:
            from fieldapp.itsm import desk_work, orders
            from fieldapp.itsm.accounts import Caller
            from fieldapp.itsm.wire import canonical

            etag = orders.etag_of(canonical(self.doc(order_id)))
            desk_work.edit(endpoint, Caller(DESK, new_id()), order_id, etag, answers)

    def doc(self, order_id: str) -> Document:
        from fieldapp.itsm import orders

        with self.server.opened() as endpoint, endpoint.database.reading() as connection:
            return orders.load(endpoint.database, connection, [order_id])[order_id].doc

    def op_ids(self) -> Counter[str]:
        """How often each op_id is on record: operations and late reports."""
        with self.server.opened() as endpoint, endpoint.database.reading() as connection:
            from fieldapp.itsm.tables import late_reports, ops

            ids = list(connection.scalars(select(ops.c.id)))
            return Counter([*ids, *connection.scalars(select(late_reports.c.op_id))])

    def late(self, order_id: str) -> list[dict[str, Any]]:
        import json

        from fieldapp.itsm.tables import late_reports

        with self.server.opened() as endpoint, endpoint.database.reading() as connection:
            rows = connection.execute(select(late_reports).where(late_reports.c.order_id == order_id)).all()
        return [{"reason": row.reason, "patch": json.loads(row.patch), "doc": json.loads(row.doc)} for row in rows]


def agree(device: Device, desk_side: Desk, *order_ids: str) -> None:
    """The oracle after healing: nothing left to send, both sides the same, each operation once, a second sync sends nothing."""
    again = device.done()
    assert (again.pushed, again.blobs, again.parked) == (0, 0, 0), again
    counts = desk_side.op_ids()
    assert all(count == 1 for count in counts.values())
    for op_id in device.finished_ids():
        assert counts[op_id] == 1, op_id
    for order_id in order_ids:
        assert not device.active(order_id)
        assert device.doc(order_id) == desk_side.doc(order_id)
