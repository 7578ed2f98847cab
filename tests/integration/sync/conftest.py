"""One endpoint for the folder; tests that break it start their own."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.hostile_answers import Sample, heard
from support.hostile_line import CALLS, Line
from support.itsm_server import EndpointProcess
from support.sync_device import Desk, Device, Login
from support.sync_proxy import PASS, FaultProxy

from fieldapp.sync.faults import ProblemFault


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("sync-endpoint")) as server:
        yield server


@pytest.fixture
def desk(endpoint: EndpointProcess) -> Desk:
    return Desk(endpoint)


@pytest.fixture(scope="session")
def logged_in(endpoint: EndpointProcess, tmp_path_factory: pytest.TempPathFactory) -> Login:
    with Device(tmp_path_factory.mktemp("login") / "device", endpoint.url) as first:
        return first.login


@pytest.fixture
def device(endpoint: EndpointProcess, logged_in: Login, tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """Makes devices; each closes with the test. `own=True`: with a login of its own."""
    made: list[Device] = []

    def make(name: str = "device", url: str = "", *, own: bool = False, **more: Any) -> Device:
        made.append(Device(tmp_path / name, url or endpoint.url, **{"login": None if own else logged_in, **more}))
        return made[-1]

    yield make
    for one in made:
        if not one.closed:
            one.close()


@pytest.fixture(scope="session")
def hostile_line(endpoint: EndpointProcess, logged_in: Login, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    desk = Desk(endpoint)
    order_id = desk.dispatch()
    with (
        Device(tmp_path_factory.mktemp("hostile") / "device", endpoint.url, login=logged_in) as one,
        FaultProxy(endpoint.url) as proxy,
    ):
        one.done()
        blob = one.photo(order_id, os.urandom(2000))
        one.done()
        one.through(proxy.url)
        one.transport.deadline_s = 5.0
        yield Line(one, proxy, order_id, blob)


@pytest.fixture
def line(hostile_line: Line) -> Line:
    """Each test begins with a sound network."""
    hostile_line.proxy.plan = lambda _request: PASS
    return hostile_line


@pytest.fixture(scope="session")
def samples(hostile_line: Line) -> dict[str, Sample]:
    """What the real endpoint says to each call."""
    line = hostile_line
    found = {}
    for name, call in CALLS.items():
        line.proxy.plan = lambda _request: PASS
        line.proxy.replies.clear()
        with suppress(ProblemFault):  # the answer to the late report
            call(line)
        found[name] = heard(line.proxy.replies[-1])
    offered = {"manifest": "{}", "signature": "A" * 88}  # the endpoint here offers none
    found["release"] = replace(found["trust"], body=json.dumps(offered).encode())
    return found
