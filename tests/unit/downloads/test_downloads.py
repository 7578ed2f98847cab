"""Files from addresses that a stranger named: real servers, most of them hostile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from fieldapp import downloads
from fieldapp.downloads import Limits, Reach, download, is_public
from fieldapp.errors import Fault

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/pkix-crl\r\n"
Answer = Callable[[socket.socket], None]


@contextmanager
def server(answer: Answer) -> Iterator[str]:
    """One connection is answered so; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(10_000)
                with suppress(OSError):  # the other side has had enough
                    answer(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/ca.crl"
        thread.join(10)


def said(*parts: bytes) -> Answer:
    return lambda line: line.sendall(b"".join(parts))


@pytest.mark.parametrize(
    "answer",
    [
        said(HEAD, b"\r\n", b"list"),
        said(HEAD, b"Content-Length: 4\r\n\r\n", b"list"),
        said(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"4\r\nlist\r\n0\r\n\r\n"),
    ],
    ids=["until the end", "with its length", "in chunks"],
)
def test_a_file_comes(answer: Answer) -> None:
    with server(answer) as address:
        assert download(address, Reach.ANYWHERE) == b"list"


def drip(line: socket.socket) -> None:
    line.sendall(HEAD)
    for _ in range(100):
        line.sendall(b"X: y\r\n")
        time.sleep(0.02)


def flood(line: socket.socket) -> None:
    line.sendall(HEAD + b"\r\n")
    for _ in range(1000):
        line.sendall(b"0" * 65536)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (drip, "net.timeout"),
        (lambda _line: time.sleep(0.5), "net.timeout"),
        (flood, "net.too-large"),
        (said(HEAD, b"\r\n", b"0" * 20_000), "net.too-large"),
        (said(HEAD, b"Content-Length: 400\r\n\r\n", b"list"), "net.unreachable"),
        (said(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n"), "net.no-file"),
        (said(b"HTTP/1.1 404 Not Found\r\n\r\n"), "net.no-file"),
        (said(b"no http at all"), "net.unreachable"),
        (said(b""), "net.unreachable"),
        (said(HEAD + b"A: b\r\n" * 500 + b"\r\n"), "net.unreachable"),
    ],
    ids=["drip", "silence", "flood", "too long", "cut off", "redirect", "not there", "no http", "nothing", "heads"],
)
def test_who_means_harm_gets_nowhere(answer: Answer, code: str) -> None:
    with server(answer) as address, pytest.raises(Fault) as caught:
        download(address, Reach.ANYWHERE, Limits(seconds=0.3, size=10_000))
    assert caught.value.code == code


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(Fault) as caught:
        download(f"http://127.0.0.1:{port}/", Reach.ANYWHERE)
    assert caught.value.code == "net.unreachable"


@pytest.mark.parametrize(
    "address",
    [
        "", "ca.crl", "file:///etc/passwd", "ldap://dir/cn=ca", "ftp://x/y", "http://", "http:///x", "http://a@b/", "http://u:p@b/",
        "http://x/\r\nHost: y", "http://x/ y", "http://x:0/", "http://x:99999/", "http://[::1/", "http://例/x",
        "http://x/" + "x" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(Fault) as caught:
        download(address, Reach.ANYWHERE)
    assert caught.value.code == "download.address"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False),
        ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True), ("2002:7f00:0001::", False), ("ff02::1", False),
        ("64:ff9b::808:808", True), ("64:ff9b::a00:1", False),
    ],
)  # fmt: skip
def test_which_machines_are_of_the_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
def test_the_own_network_is_asked_only_where_that_is_allowed(host: str) -> None:
    with pytest.raises(Fault) as caught:
        download(f"http://{host}:1/", Reach.PUBLIC)
    assert caught.value.code == "download.private"


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that stands for both is made to deceive; and it is looked up once, so it cannot change its mind."""
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80)) for host in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(downloads.socket, "getaddrinfo", lambda *_a, **_k: places)
    with pytest.raises(Fault) as caught:
        download("http://crl.example/", Reach.PUBLIC)
    assert caught.value.code == "download.private"


def test_nobody_is_asked_unless_somebody_said_so() -> None:
    with pytest.raises(Fault) as caught:
        download("http://8.8.8.8/", Reach.NOBODY)
    assert caught.value.code == "download.private"
