"""One endpoint per kind of database for the whole folder; crash tests start their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.itsm import desk
from fieldapp.itsm.context import Endpoint
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


@pytest.fixture(scope="session")
def office(server: EndpointProcess) -> Iterator[Endpoint]:
    """The endpoint's parts in this process, beside the running server."""
    with server.opened() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def logins(server: EndpointProcess) -> dict[str, Api]:
    """One login for each person: checking a password is slow on purpose."""
    return {name: server.login(name) for name in ("liming", "wangyan", "desk")}


def same_device(login: Api, contract: Contract) -> Api:
    return Api(login.base, login.device_id, dict(login.tokens), watch=contract.watch)


@pytest.fixture
def api(logins: dict[str, Api], contract: Contract) -> Iterator[Api]:
    """An engineer's device; every answer is held against the contract."""
    with same_device(logins["liming"], contract) as api:
        yield api


@pytest.fixture
def fresh(server: EndpointProcess, contract: Contract) -> Iterator[Api]:
    """The same engineer on a device that was never seen before."""
    with server.login(watch=contract.watch) as api:
        yield api


@pytest.fixture
def other(logins: dict[str, Api], contract: Contract) -> Iterator[Api]:
    """Another engineer."""
    with same_device(logins["wangyan"], contract) as api:
        yield api


@pytest.fixture
def desk_api(logins: dict[str, Api], contract: Contract) -> Iterator[Api]:
    with same_device(logins["desk"], contract) as api:
        yield api


@pytest.fixture
def dispatch(office: Endpoint) -> Dispatch:
    """Record an order at the desk and hand it over."""

    def make(to: str = "liming", **answers: Any) -> StoredOrder:
        return desk.dispatch(office, {"answers": {**ANSWERS, **answers}}, to)

    return make


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    return tmp_path / "endpoint"
