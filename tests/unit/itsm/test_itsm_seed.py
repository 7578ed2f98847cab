"""The demo orders are realistic, valid, and counted from now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from fieldapp.clock import from_wire
from fieldapp.domain import profile, status
from fieldapp.domain.records import Priority, State
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import Endpoint, open_endpoint
from fieldapp.itsm.orders import of_kind
from fieldapp.itsm.seed import seed
from fieldapp.itsm.tables import orders
from fieldapp.itsm.wire import parse_stored
from fieldapp.paths import resource

RARE = "李旻䶮㛃欧阳𠅤𬭎𪚥"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    endpoint = open_endpoint(EndpointConfig(tmp_path_factory.mktemp("seeded")))
    assert seed(endpoint, "x") >= 24
    yield endpoint
    endpoint.close()


@pytest.fixture(scope="module")
def documents(endpoint: Endpoint) -> list[dict[str, Any]]:
    with endpoint.database.reading() as connection:
        return [parse_stored(text) for text in connection.execute(select(orders.c.doc).where(orders.c.kind == "order")).scalars()]


def test_a_second_seeding_changes_nothing(endpoint: Endpoint, documents: list[dict[str, Any]]) -> None:
    assert seed(endpoint, "y") == 0
    with endpoint.database.reading() as connection:
        assert len(list(connection.execute(select(orders.c.id).where(orders.c.kind == "order")))) == len(documents)
        devices = of_kind(connection, "device")
        (request,), (problem,) = of_kind(connection, "configuration"), of_kind(connection, "problem")
    assert (request.doc["state"], problem.doc["state"]) == ("APPROVED", "SUBMITTED")
    changed = [device.doc["answers"] for device in devices if "history" in device.doc["answers"]]
    assert len(devices) > 10
    assert [(one["ci"], [row["new"] for row in one["history"]]) for one in changed] == [("CI-SW-0112", ["V200R022C00"])]


def test_there_is_something_of_everything(documents: list[dict[str, Any]]) -> None:
    text = str(documents)
    assert all(character in text for character in RARE)
    assert {document["answers"]["category"] for document in documents} == {"service_request", "platform", "server", "hardware"}
    assert {document["state"] for document in documents} == {state.value for state in State}
    assert max(len(document["answers"]["symptom"]) for document in documents) > 500
    serials = [row["serial"] for document in documents for row in document["answers"].get("devices", ()) if row["serial"]]
    assert len(set(serials)) < len(serials), "some devices come back"


def test_all_priorities_and_no_time_in_the_future(documents: list[dict[str, Any]]) -> None:
    path = resource("profiles/default.toml")
    shipped = profile.parse(path.read_text(encoding="utf-8"), str(path))
    now = datetime.now(UTC)
    derived = [status.derive(document, shipped, now) for document in documents]
    assert {item.priority for item in derived} == set(Priority)
    for document, item in zip(documents, derived, strict=True):
        assert item.discovered_at is not None
        assert item.discovered_at < now
        assert all(from_wire(event["at"]) <= now for event in document["events"]), document["number"]
    assert any(item.time_left_s and item.time_left_s > 0 for item in derived if item.priority is Priority.CRITICAL)
