"""One endpoint per kind of database for the whole folder; crash tests start their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.itsm import desk
from fieldapp.itsm.orders import StoredOrder
from tests.support.itsm_contract import Contract
from tests.support.itsm_postgres import PostgresCluster, programs, unprivileged
from tests.support.itsm_server import Api, EndpointProcess

ANSWERS = {"customer_unit": "临江市公安局滨江分局", "contact_name": "欧阳𠅤", "symptom": "黑屏", "service_mode": "onsite"}

Dispatch = Callable[..., StoredOrder]


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract()


@pytest.fixture(scope="session")
def cluster() -> Iterator[PostgresCluster]:
    if programs() is None or unprivileged() is None:
        pytest.skip("PostgreSQL's programs (or its user, for root) are not on this machine")
    cluster = PostgresCluster().start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str | None:
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("cluster").new_database()
    return url


@pytest.fixture(scope="session")
def server(database_url: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("endpoint"), database_url) as running:
        yield running
        log = running.child.log_path.read_text(encoding="utf-8")
        assert "Traceback" not in log, log[-4000:]


@pytest.fixture
def api(server: EndpointProcess, contract: Contract) -> Iterator[Api]:
    """An engineer's device; every answer is held against the contract."""
    with server.login(watch=contract.watch) as api:
        yield api


@pytest.fixture
def other(server: EndpointProcess, contract: Contract) -> Iterator[Api]:
    with server.login("wangyan", watch=contract.watch) as api:
        yield api


@pytest.fixture
def desk_api(server: EndpointProcess, contract: Contract) -> Iterator[Api]:
    with server.login("desk", watch=contract.watch) as api:
        yield api


@pytest.fixture
def dispatch(server: EndpointProcess) -> Dispatch:
    """Record an order at the desk and hand it over."""

    def make(to: str = "liming", **answers: Any) -> StoredOrder:
        with server.opened() as endpoint:
            return desk.dispatch(endpoint, {"answers": {**ANSWERS, **answers}}, to)

    return make


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    return tmp_path / "endpoint"
