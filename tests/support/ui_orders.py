"""A real store with a realistic order and the real use cases on top, for the tests of order page and customer view."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldapp.domain.major.rows import KIND
from fieldapp.domain.profile import parse as parse_profile
from fieldapp.domain.records import Actor, Document, Role
from fieldapp.forms.catalog import Catalog
from fieldapp.forms.summary import summarise
from fieldapp.paths import resource
from fieldapp.services.access import Access
from fieldapp.services.attachments import Attachments
from fieldapp.services.context import Context, Session
from fieldapp.services.filling import Filling
from fieldapp.services.handoffs import HandOffs
from fieldapp.services.major import Major, move_guard
from fieldapp.services.orders import Orders
from fieldapp.services.records import Records
from fieldapp.services.signing import Signing
from fieldapp.store.store import Store
from tests.support import forms_orders
from tests.support.store_builders import KEY, HandClock


class DictVault:
    """Secrets in a dictionary."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def set(self, name: str, value: Any) -> None:
        self.values[name] = value

    def delete(self, name: str) -> None:
        self.values.pop(name, None)


@dataclass
class Bench:
    """Use cases over one real store."""

    context: Context
    clock: HandClock
    orders: Orders = field(init=False)
    filling: Filling = field(init=False)
    attachments: Attachments = field(init=False)
    signing: Signing = field(init=False)
    records: Records = field(init=False)
    handoffs: HandOffs = field(init=False)
    major: Major = field(init=False)
    access: Access = field(init=False)

    def __post_init__(self) -> None:
        self.orders, self.filling = Orders(self.context), Filling(self.context)
        self.attachments, self.signing = Attachments(self.context), Signing(self.context)
        self.handoffs = HandOffs(self.context)
        self.access = Access(self.context)
        self.records = Records(self.context, {KIND: move_guard(self.context)})
        self.major = Major(self.context, self.records)

    def hold(self, doc: Document) -> str:
        """The order as the endpoint has just sent it."""
        form = doc["form"]
        definition = self.context.catalog.get(form["id"], form["version"])
        summary = summarise(definition, doc, self.context.profile, self.clock.now())
        with self.context.store.writing() as work:
            work.orders.put_pulled(doc["id"], doc, doc, "e1", summary)
        return str(doc["id"])

    def stored(self, order_id: str) -> Document:
        with self.context.store.reading() as work:
            found = work.orders.get(order_id)
        assert found is not None
        return found.doc

    def answer(self, order_id: str, field_id: str) -> Any:
        return self.stored(order_id)["answers"].get(field_id)

    def close(self) -> None:
        self.context.store.close()


def a_bench(folder: Path) -> Bench:
    clock = HandClock(forms_orders.NOW)
    source = resource("profiles/default.toml")
    profile = parse_profile(source.read_text(encoding="utf-8"), str(source))
    store = Store.open(folder, KEY, clock)
    for data in forms_orders.photos().values():
        store.blobs.put(data)
    engineer = forms_orders.ENGINEER
    session = Session(Actor(engineer["id"], engineer["name"], Role.ENGINEER), "device-1", "测试机")
    vault: Any = DictVault()
    return Bench(Context(store, Catalog([resource("forms")]), profile, clock, vault, session), clock)


def resolved_order(**changes: Any) -> Document:
    """Everything done, ready for the customer."""
    return forms_orders.full_order(**changes)


WRITTEN_LATER = (
    "accept_answer", "accepted_at", "departed_at", "arrived_at", "started_at", "left_at", "devices", "comparison",
    "cause", "solution",
    "result", "restored_at", "checks", "parts", "third_party", "config_changes", "final_category", "photos", "files",
    "backup_done",
    "backup_place", "backup_at", "problem_solved", "satisfaction", "customer_comment", "signer_name", "signer_title",
    "signer_phone",
)  # fmt: skip


def dispatched_order(**changes: Any) -> Document:
    """Just dispatched: what the desk knows, nothing of the engineer's."""
    doc = copy.deepcopy(forms_orders.full_order(state="DISPATCHED", **changes))
    for name in WRITTEN_LATER:
        if name not in changes:
            doc["answers"].pop(name, None)
    doc["events"] = [entry for entry in doc["events"] if entry["kind"] in {"created", "assigned"}]
    return doc


def working_order(**changes: Any) -> Document:
    """On site, being worked on: half of it is filled in."""
    doc = copy.deepcopy(forms_orders.full_order(state="IN_PROGRESS"))
    for name in ("result", "restored_at", "checks", "final_category", "problem_solved", "satisfaction", "signer_name", "left_at"):
        doc["answers"].pop(name, None)
    doc["events"] = [
        entry
        for entry in doc["events"]
        if entry["kind"] != "left" and entry.get("data", {}).get("to") not in {"RESOLVED", "CLOSED"}
    ]
    doc["answers"].update(changes)
    return doc
