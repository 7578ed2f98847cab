"""Stores, documents and summaries for tests."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fieldapp.domain import patches
from fieldapp.domain.records import Document, OrderSummary, Priority, State
from fieldapp.store.store import Store

KEY = bytes(range(32))
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class HandClock:
    """A clock that moves only when told."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def move(self, **by: float) -> datetime:
        self.moment += timedelta(**by)
        return self.moment


def a_store(folder: Path, clock: HandClock | None = None) -> Store:
    return Store.open(folder, KEY, clock or HandClock())


def order_id(n: int) -> str:
    return str(uuid.UUID(int=n, version=4))


def a_doc(n: int = 1, **answers: Any) -> Document:
    return {
        "id": order_id(n),
        "number": f"WX-20261122-{n:06}",
        "schema": 1,
        "form": {"id": "maintenance-work-order", "version": 1},
        "assignee": "eng-001",
        "state": "DISPATCHED",
        "created_at": "2026-11-22T09:00:00.000+00:00",
        "answers": {"customer_unit": "海珠区视频监控中心", **answers},
        "events": [],
        "attachments": [],
    }


def a_summary(doc: Document, **changed: Any) -> OrderSummary:
    answers = doc["answers"]
    values: dict[str, Any] = {
        "number": doc["number"],
        "title": answers.get("symptom", "摄像机无图像"),
        "customer": answers.get("customer_unit", ""),
        "site": "广州市海珠区",
        "contact": "欧阳𠅤",
        "state": State(doc["state"]),
        "priority": Priority.NORMAL,
        "category": "硬件故障",
        "assignee": doc["assignee"],
        "discovered_at": START,
        "due_at": START + timedelta(hours=8),
        "appointment_at": None,
        "accepted": False,
        "resolved_at": None,
        "serials": (),
        "search_text": " ".join(str(value) for value in answers.values()),
    }
    return OrderSummary(**{**values, **changed})


def pull(store: Store, doc: Document, etag: str = "e1", **changed: Any) -> str:
    """The order as the endpoint has just sent it."""
    with store.writing() as work:
        work.orders.put_pulled(doc["id"], doc, doc, etag, a_summary(doc, **changed))
    return str(doc["id"])


def catch_up(store: Store) -> int:
    """Everything that saving left to be done in the background; how many steps it took."""
    steps = 1
    while store.catch_up():
        steps += 1
    return steps


def edit(store: Store, order: str, **answers: Any) -> Document:
    """A person's change of answers."""
    with store.writing() as work:
        held = work.orders.need(order)
        patch = {"answers": answers}
        doc = patches.apply(held.doc, patch)
        work.change(order, patch, a_summary(doc), doc)
    return doc
