"""One endpoint with people of every duty, for all tests of the desk page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from fieldapp.domain.records import Role
from fieldapp.itsm.accounts import User, add_user
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.duties import Duty
from tests.support.desk_page import Page, Visitor
from tests.support.itsm_server import PASSWORD, EndpointProcess

AGENT = User("desk-002", "zuoxi", "周坐席", Role.DESK, frozenset({Duty.AGENT}))
GUESSED = User("desk-004", "caimima", "吴", Role.DESK)
ARCHIVIST = User("desk-003", "dangan", "钱档案", Role.DESK, frozenset({Duty.ARCHIVIST}))

CALL = {
    "channel": "phone",
    "customer_unit": "临江市公安局滨江分局",
    "contact_name": "欧阳𠅤",
    "contact_phone": "0571-8600 1122 转 806",
    "address": "滨江路 1 号 3 楼机房",
    "nature": "fault",
    "category": "platform",
    "symptom": "大屏全部黑屏 <b>",
    "impact": "single",
    "scope": "individual",
    "urgency": "normal",
}

Record = Callable[..., Page]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("desk-page")) as running:
        with running.opened() as endpoint:
            for user in (AGENT, ARCHIVIST, GUESSED):
                add_user(endpoint.database, user, PASSWORD)
        running.seed()
        yield running
        log = running.child.log_path.read_text(encoding="utf-8")
        assert "Traceback" not in log, log[-4000:]


@pytest.fixture(scope="session")
def office(server: EndpointProcess) -> Iterator[Endpoint]:
    with server.opened() as endpoint:
        yield endpoint


@pytest.fixture
def desk(server: EndpointProcess) -> Iterator[Visitor]:
    """Somebody of the desk with every duty."""
    with Visitor(server.url) as visitor:
        visitor.log_in()
        yield visitor


@pytest.fixture
def anybody(server: EndpointProcess) -> Iterator[Visitor]:
    with Visitor(server.url) as visitor:
        yield visitor


@pytest.fixture
def record(desk: Visitor) -> Record:
    """Record an incident through the page; the order's page."""

    def run(**answers: str) -> Page:
        return desk.send(desk.get("/desk/intake"), "/desk/intake", do="record", **{**CALL, **answers})

    return run
