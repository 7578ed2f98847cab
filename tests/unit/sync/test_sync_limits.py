"""Floods and bombs against the transport: refused while they come, in bounded memory and bytes, and the next request works."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress

import pytest

from fieldapp.errors import Fault
from fieldapp.sync.transport import Transport
from tests.support.memory import height
from tests.support.small_server import Serve, line

LIMIT = 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\n"
FAT = b"X: " + b"y" * 60_000 + b"\r\n"


def endless(head: bytes, part: bytes) -> Iterator[bytes]:
    yield head
    while True:
        yield part


def once(data: bytes) -> Iterator[bytes]:
    yield data


def zipped(form: str, data: bytes) -> Iterator[bytes]:
    yield OK + f"Content-Encoding: {form}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


def bomb(megabytes: int) -> bytes:
    """A thousand to one."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
FLOODS = {
    "no length": lambda: endless(OK + b"\r\n", bytes(65536)),
    "a length beyond measure": lambda: endless(OK + b"Content-Length: 1000000000000000000\r\n\r\n", bytes(65536)),
    "a negative length": lambda: endless(OK + b"Content-Length: -5\r\n\r\n", bytes(65536)),
    "chunks": lambda: endless(CHUNKED, b"10000\r\n" + bytes(65536) + b"\r\n"),
    "chunks of one byte": lambda: endless(CHUNKED, b"1\r\nx\r\n" * 10_000),
    "trailers": lambda: endless(CHUNKED + b"1\r\nx\r\n0\r\n", b"X: y\r\n" * 10_000),
    "a gzip bomb": lambda: zipped("gzip", bomb(300)),
    "empty gzip members": lambda: endless(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 3000),
    "headers": lambda: endless(OK, b"X: y\r\n" * 1000),
    "fat headers": lambda: once(OK + FAT * 98 + b"\r\n"),
    "one endless header": lambda: endless(OK + b"X: ", b"y" * 65536),
    "100 Continue": lambda: endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "fat 100 Continue": lambda: endless(b"", b"HTTP/1.1 100 Continue\r\n" + FAT * 90 + b"\r\n"),
    "an error page": lambda: endless(b"HTTP/1.1 500 Sorry\r\n\r\n", bytes(65536)),
}
UNASKED = {
    "gzip in gzip": lambda: zipped("gzip, gzip", gzip.compress(bomb(300))),
    "deflate": lambda: zipped("deflate", zlib.compress(bytes(3 * LIMIT))),
    "br": lambda: zipped("br", b"\x1b\x03)\x00\xa4\xcc\xde\xe2\xb3 vA\x00\x0c"),
    "zstd": lambda: zipped("zstd", b"(\xb5/\xfd\x04\x00"),
    "gzip thirty times": lambda: zipped(", ".join(["gzip"] * 30), b"x"),
}


def sending(parts: Iterator[bytes]) -> Serve:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        with suppress(OSError):
            for part in parts:
                connection.sendall(part)

    return serve


def refused(parts: Iterator[bytes]) -> tuple[str, int]:
    """The fault's code, and how many bytes were taken."""
    with line(sending(parts)) as url:
        transport = Transport(url, deadline_s=20.0, body_limit=LIMIT)
        with pytest.raises(Fault) as caught:
            transport.send("GET", "/", headers={})
        transport.close()
    return caught.value.code, transport.traffic.bytes_received


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_stopped_early(name: str) -> None:
    """By the bytes that were taken in: they bound the work, whatever else the machine does meanwhile. What unpacks to more is
    seen in memory (the server's own share of this process is in it, too)."""
    with height() as peak:
        code, taken = refused(FLOODS[name]())
    assert code in {"net.too-large", "net.unreachable"}
    assert taken < 2 * LIMIT
    assert peak.grown < 64 * LIMIT, "a bomb is of 300"


@pytest.mark.parametrize("name", UNASKED)
def test_only_what_was_asked_for_is_unpacked(name: str) -> None:
    """The request says gzip and nothing else; what else could be unpacked depends on what is installed."""
    with height() as peak:
        code, _ = refused(UNASKED[name]())
    assert code == "net.not-the-endpoint"
    assert peak.grown < 64 * LIMIT, "a bomb is of 300"


def test_what_is_asked_for_is_unpacked_to_the_last_byte() -> None:
    data = bytes(LIMIT)
    with line(sending(zipped("gzip", gzip.compress(data)))) as url:
        assert Transport(url, body_limit=LIMIT).send("GET", "/", headers={}).body == data


def test_what_syncs_holds_neither_asn1_nor_the_endpoint_in_memory() -> None:
    heavy = ("asn1crypto", "pyhanko", "alembic", "fastapi", "reportlab", "PySide6", "fieldapp.itsm")
    asked = f"import sys, fieldapp.sync.engine, fieldapp.store.store; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"
