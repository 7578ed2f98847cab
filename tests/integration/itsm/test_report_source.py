"""The endpoint's orders for the report, read a few at a time, from either database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.domain_documents import shipped_profile
from support.report_orders import Maker

from fieldapp.itsm import orders, records, report_source
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import Endpoint, open_endpoint
from fieldapp.itsm.desk import CONSOLE
from fieldapp.report.quarter import Quarter

QUARTER = Quarter(2024, 2)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def endpoint(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Endpoint]:
    url = request.getfixturevalue("cluster").new_database() if request.param == "postgres" else ""
    opened = open_endpoint(EndpointConfig(tmp_path, url))
    yield opened
    opened.close()


def test_every_order_once_and_no_record(endpoint: Endpoint) -> None:
    """More than are fetched at once; what is no order (records of other kinds) is not among them."""
    maker, chance = Maker(2), random.Random(2)
    begins = QUARTER.begins(shipped_profile().zone)
    made = [maker.order(begins + timedelta(minutes=chance.randrange(90 * 1440)))[0] for _ in range(450)]
    gone = {doc["id"]: number % 9 == 0 for number, doc in enumerate(made)}
    changes = [orders.Change(None, doc, gone[doc["id"]]) for doc in made]
    endpoint.database.run_writing(lambda connection: orders.save_all(connection, changes))
    records.create(endpoint, "problem", {}, CONSOLE)
    assert {doc["id"]: cancelled for doc, cancelled in report_source.stream(endpoint)} == gone
    report = report_source.report(endpoint, endpoint.profile, QUARTER)
    withdrawn = sum(gone[doc["id"]] and doc["state"] != "CLOSED" for doc in made)
    assert (report.figures.incidents, len(report.withdrawn)) == (len(made) - withdrawn, withdrawn)
