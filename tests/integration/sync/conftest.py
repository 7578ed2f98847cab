"""One endpoint for the folder; tests that break it start their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.itsm_server import EndpointProcess
from support.sync_device import Desk, Device, Login


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
