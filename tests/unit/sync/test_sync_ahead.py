"""Asked ahead: the request is out while we do something else, and nobody ever gets an answer that was meant for another one."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.errors import NetworkFault
from fieldapp.sync.transport import Transport
from tests.support.small_server import line, through, untrusted_tls

HEADERS = {"Authorization": "Bearer mine"}
BODY = b"b" * 200_000
"""More than the buffers between two programs hold, and than one send takes."""


class Talking:
    """A server that keeps its connections; says which connection it was asked on, what for, and how often in all."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []
        self.heard = threading.Event()
        self.connections = 0
        self.drops: set[str] = set()
        self.pause_s = 0.0

    def __call__(self, connection: socket.socket) -> None:
        self.connections += 1
        number = self.connections
        with connection.makefile("rb") as incoming:
            while first := incoming.readline():
                path = first.split()[1].decode()
                size = 0
                while (header := incoming.readline().strip()) != b"":
                    name, _, value = header.partition(b":")
                    size = int(value) if name.lower() == b"content-length" else size
                incoming.read(size)
                self.asked.append((number, path))
                self.heard.set()
                if path in self.drops:
                    return
                time.sleep(self.pause_s)
                body = f"{path} {size}".encode().ljust(300_000)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


@pytest.fixture
def server() -> Talking:
    return Talking()


@pytest.fixture(params=["plain", "TLS", "a tunnel"])
def transport(
    request: pytest.FixtureRequest, server: Talking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Transport]:
    context: ssl.SSLContext | None
    context, ca_file = (None, "") if request.param == "plain" else untrusted_tls(tmp_path)
    with line(server, context) as url, line(through(url, tunnels := [])) as proxy:
        if request.param == "a tunnel":
            monkeypatch.setenv("https_proxy", proxy)
            monkeypatch.delenv("no_proxy", raising=False)
        made = Transport(url, ca_file=ca_file, deadline_s=5.0)
        yield made
        made.close()
    if request.param == "a tunnel":
        assert len(tunnels) >= server.connections, "no connection goes past the proxy"


def ask(transport: Transport, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> str:
    method = "POST" if body else "GET"
    return transport.send(method, path, headers=headers or HEADERS, body=body).body.decode().strip()


def ahead(transport: Transport, path: str, body: bytes | None = None) -> None:
    transport.ask_ahead("POST" if body else "GET", path, headers=HEADERS, body=body)


@pytest.mark.parametrize("body", [None, BODY], ids=["nothing", "a body"])
def test_the_server_has_been_asked_before_anybody_waits(server: Talking, transport: Transport, body: bytes | None) -> None:
    ask(transport, "/first")
    sent, received = transport.traffic.bytes_sent, transport.traffic.bytes_received
    ask(transport, "/second", body)
    once = (transport.traffic.bytes_sent - sent, transport.traffic.bytes_received - received)
    server.heard.clear()
    ahead(transport, "/secund", body)
    assert server.heard.wait(5)
    time.sleep(0.1)  # the answer is there; urllib3 takes that for the end of a connection
    assert ask(transport, "/secund", body) == f"/secund {len(body or b'')}"
    assert server.asked == [(1, "/first"), (1, "/second"), (1, "/secund")]
    assert (transport.traffic.bytes_sent - sent, transport.traffic.bytes_received - received) == (2 * once[0], 2 * once[1])
    assert transport.traffic.requests == 3
    assert ask(transport, "/third") == "/third 0"


def test_an_answer_that_nobody_waits_for_any_more_is_never_anybody_elses(server: Talking, transport: Transport) -> None:
    ask(transport, "/first")
    ahead(transport, "/second")
    assert ask(transport, "/other") == "/other 0"
    assert server.connections == 2
    ahead(transport, "/second", BODY)
    assert ask(transport, "/second", BODY + b"!") == f"/second {len(BODY) + 1}"
    ahead(transport, "/second")
    assert ask(transport, "/second", headers={"Authorization": "Bearer renewed"}) == "/second 0"
    assert server.connections == 4
    ahead(transport, "/second")
    ahead(transport, "/third")
    assert ask(transport, "/third") == "/third 0"
    assert ask(transport, "/second") == "/second 0"
    assert [path for _, path in server.asked].count("/second") == 7


def test_without_a_connection_nothing_is_sent_ahead(server: Talking, transport: Transport) -> None:
    ahead(transport, "/first")
    assert server.asked == []
    assert ask(transport, "/first") == "/first 0"
    assert server.asked == [(1, "/first")]


def test_a_lost_answer_is_a_network_fault_and_the_next_request_begins_anew(server: Talking, transport: Transport) -> None:
    ask(transport, "/first")
    server.drops.add("/second")
    ahead(transport, "/second")
    with pytest.raises(NetworkFault):
        ask(transport, "/second")
    server.drops.clear()
    assert ask(transport, "/second") == "/second 0"


def test_the_deadline_is_that_of_the_waiting(server: Talking, transport: Transport) -> None:
    """However long it takes to make something of the answer before."""
    ask(transport, "/first")
    transport.deadline_s = 0.4
    ahead(transport, "/second")
    time.sleep(0.6)
    assert ask(transport, "/second") == "/second 0"
    server.pause_s = 3.0
    ahead(transport, "/third")
    began = time.monotonic()
    with pytest.raises(NetworkFault, match=r"deadline|timed out") as caught:
        ask(transport, "/third")
    assert caught.value.code == "net.timeout"
    assert time.monotonic() - began < 2


def test_a_server_that_has_gone_is_noticed_when_it_is_asked(server: Talking, transport: Transport) -> None:
    ask(transport, "/first")
    transport.base_url = "http://127.0.0.1:9"
    ahead(transport, "/second")
    with pytest.raises(NetworkFault):
        ask(transport, "/second")
    assert server.asked == [(1, "/first")]
