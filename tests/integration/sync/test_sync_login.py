"""An expired login that several notice at once is renewed once: a refresh token works one time only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from support.itsm_server import EndpointProcess
from support.sync_device import Device
from support.sync_proxy import FaultProxy

from fieldapp.sync.client import Client
from fieldapp.sync.tokens import Tokens, TokenStore
from fieldapp.sync.transport import Transport

MakeDevice = Callable[..., Device]


@pytest.fixture
def proxy(endpoint: EndpointProcess) -> Iterator[FaultProxy]:
    with FaultProxy(endpoint.url) as running:
        yield running


@pytest.fixture
def expired(device: MakeDevice, proxy: FaultProxy) -> Device:
    one = device(own=True)
    held = one.client.tokens.load()
    assert held is not None
    one.client.tokens.save(Tokens("expired", held.refresh))
    one.through(proxy.url)
    return one


def test_threads_of_one_window(expired: Device, proxy: FaultProxy) -> None:
    together = Barrier(4)

    def greet(_number: int) -> str:
        together.wait(10)
        return expired.client.hello().instance

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(greet, range(4)))) == 1
    assert proxy.count("POST", "/token") == 1


def test_two_clients_on_one_login(expired: Device, proxy: FaultProxy) -> None:
    """As when the address was corrected while a run is on its way: the other one has the old pair in memory."""
    transport = Transport(proxy.url)
    other = Client(transport, expired.device_id, "测试机", TokenStore(expired.vault))
    assert other.tokens.load() == expired.client.tokens.load()
    expired.client.hello()
    other.hello()
    expired.client.hello()
    transport.close()
    assert proxy.count("POST", "/token") == 1
    assert other.tokens.load() == expired.client.tokens.load()
