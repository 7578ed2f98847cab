"""Deadline, limits, trust and the environment: what the transport believes and for how long it waits."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from pathlib import Path

import pytest

from fieldapp.bootstrap.documents import document_tools
from fieldapp.errors import EnvironmentFault, Fault, NetworkFault
from fieldapp.sync.patience import retry_after_s
from fieldapp.sync.pins import pins_for
from fieldapp.sync.transport import Transport
from tests.support.small_server import Serve, line, saying, untrusted_tls


def reply(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def get(url: str, **settings: object) -> bytes:
    transport = Transport(url, **settings)  # type: ignore[arg-type]
    try:
        return transport.send("GET", "/", headers={"Authorization": "Bearer mine"}).body
    finally:
        transport.close()


def code(url: str, **settings: object) -> str:
    with pytest.raises(Fault) as caught:
        get(url, **settings)
    return caught.value.code


def dripping(data: bytes, pause: float) -> Serve:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        for at in range(len(data)):
            connection.sendall(data[at : at + 1])
            time.sleep(pause)

    return serve


@pytest.mark.parametrize("part", ["head", "body", "nothing"])
def test_total_deadline(part: str) -> None:
    whole = reply(b"x" * 200)
    quick, slow = (b"", whole) if part == "head" else (whole[:-200], whole[-200:])

    def serve(connection: socket.socket) -> None:
        if part == "nothing":
            time.sleep(3)
            return
        connection.sendall(quick)
        dripping(slow, 0.05)(connection)

    with line(serve) as url:
        began = time.monotonic()
        assert code(url, deadline_s=0.5) == "net.timeout"
        assert time.monotonic() - began < 2


def test_deadline_holds_while_sending(own_tls: tuple[ssl.SSLContext, str]) -> None:
    """A reader that takes a little at a time, through TLS: each record alone would be quick enough."""
    context, ca_file = own_tls

    def serve(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(200):
            connection.recv(20_000)
            time.sleep(0.1)

    with line(serve, context) as url:
        transport = Transport(url, ca_file=ca_file, deadline_s=0.8)
        began = time.monotonic()
        with pytest.raises(NetworkFault) as caught:
            transport.send("PUT", "/", headers={}, body=bytes(30_000_000))
        transport.close()
        assert caught.value.code == "net.timeout"
        assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"", "net.unreachable"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "net.unreachable"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "net.unreachable"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", "net.unreachable"),
        (reply(b"not gzip", "Content-Encoding: gzip"), "net.unreachable"),
        (reply(gzip.compress(bytes(3_000_000)), "Content-Encoding: gzip"), "net.too-large"),
        (reply(bytes(2_000_000)), "net.too-large"),
        (b"garbage\r\n\r\n", "net.unreachable"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n", "net.unreachable"),
    ],
)
def test_bad_bodies_are_one_fault(answer: bytes, expected: str) -> None:
    with line(saying(answer)) as url:
        assert code(url, body_limit=1_000_000) == expected


def test_redirects_are_answers_and_cookies_are_forgotten() -> None:
    seen: list[bytes] = []
    with line(saying(reply(b"", "Location: /elsewhere", "Set-Cookie: portal=1; Path=/", status="302 Found"), seen)) as url:
        transport = Transport(url)
        for _ in range(2):
            assert transport.send("POST", "/sync/v1/batch", headers={}, body=b"{}").status == 302
        transport.close()
    assert len(seen) == 2
    assert all(request.startswith(b"POST /sync/v1/batch") and b"Cookie" not in request for request in seen)


def test_of_the_environment_only_the_proxy_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    seen: list[bytes] = []
    with line(saying(reply(b"{}"), seen)) as url:
        get(url)
        monkeypatch.setenv("http_proxy", url)
        monkeypatch.delenv("no_proxy", raising=False)
        get("http://itsm.example.com")
    assert b"Authorization: Bearer mine" in seen[0]
    assert seen[1].startswith(b"GET http://itsm.example.com/ HTTP/1.1")


@pytest.fixture(scope="module")
def own_tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    return untrusted_tls(tmp_path_factory.mktemp("tls"))


def test_a_configured_ca_is_trusted(own_tls: tuple[ssl.SSLContext, str]) -> None:
    with line(saying(reply(b"{}")), own_tls[0]) as url:
        assert get(url, ca_file=own_tls[1]) == b"{}"


@pytest.mark.parametrize("name", ["", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_environment_does_not_widen_trust(
    own_tls: tuple[ssl.SSLContext, str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if name:
        monkeypatch.setenv(name, own_tls[1])
    with line(saying(reply(b"{}")), own_tls[0]) as url:
        assert code(url) == "net.tls-self-signed"


def test_an_unusable_ca_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        get("https://127.0.0.1:1", ca_file=str(tmp_path / "none.pem"))
    assert caught.value.code == "net.ca-file"


@pytest.mark.parametrize(
    ("url", "holds"),
    [
        ("https://itsm.example.cn/sync/v1/hello", True),
        ("HTTPS://ITSM.example.cn.:443/tsa", True),
        ("https://itsm.example.cn:8443/", False),
        ("https://tsa.example.cn/", False),
        ("http://itsm.example.cn/", False),
        ("https://[::1", False),
    ],
)
def test_pins_hold_for_the_endpoints_own_host_and_port(url: str, holds: bool) -> None:
    assert pins_for(url, "https://itsm.example.cn", ("pin",)) == (("pin",) if holds else ())


def test_a_timestamp_authority_on_the_endpoints_host_is_held_to_its_key(
    own_tls: tuple[ssl.SSLContext, str], tmp_path: Path
) -> None:
    tools = document_tools(tmp_path)
    with line(saying(reply(b"{}")), own_tls[0]) as url:
        chosen = tools.settings.load().changed(server_url=url, ca_file=own_tls[1], server_pins=["sha256//" + "A" * 43 + "="])
        tools.settings.save(chosen)
        for address, expected in ((url + "/tsa", "net.tls-pin"), (url.replace("127.0.0.1", "localhost"), "net.tls-name")):
            with pytest.raises(NetworkFault) as caught:
                tools.stamper(address)(bytes(32))
            assert caught.value.code == expected


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "99999999999999999999"}, 900),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sun, 22 Nov 2026 09:01:00 GMT", "date": "Sun, 22 Nov 2026 09:00:00 GMT"}, 60),
        ({"retry-after": "Sun, 22 Nov 2026 08:00:00 GMT", "date": "Sun, 22 Nov 2026 09:00:00 GMT"}, 0),
        ({"retry-after": "Sun, 22 Nov 2026 09:01:00 GMT"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds
