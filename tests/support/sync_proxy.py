"""A real TCP proxy between device and endpoint that can do to one exchange what networks do."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["pass", "refuse", "drop_request", "drop_reply", "cut", "drip", "instead", "delay", "duplicate"]


@dataclass(frozen=True)
class Fault:
    """`cut`: the reply ends at byte `at` (negative: counted from its end). `drip`: `at` bytes at a time, `pause` seconds between.
    `instead`: `reply` without asking the endpoint. `delay`: the reply comes `pause` seconds late. `duplicate`: the endpoint gets
    the request twice, and the second reply is heard."""

    kind: Kind = "pass"
    at: int = 0
    pause: float = 0.0
    reply: bytes = b""


@dataclass(frozen=True)
class Request:
    """One request as it came: `number` counts from 0."""

    number: int
    method: str
    path: str
    body: bytes


PASS = Fault()
Plan = Callable[[Request], Fault]


def answer(status: str, body: bytes = b"", content_type: str = "text/html", **headers: str) -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class FaultProxy:
    """`with FaultProxy(url) as proxy:` — `proxy.plan` decides per request; `proxy.seen` is what came. With `tls` it is a server
    of https; `proxy.tls` may change between connections."""

    upstream: str
    plan: Plan = lambda _request: PASS
    tls: ssl.SSLContext | None = None
    seen: list[Request] = field(default_factory=list)
    replies: list[bytes] = field(default_factory=list)
    """What the endpoint said, as it came."""

    def __enter__(self) -> FaultProxy:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    @property
    def url(self) -> str:
        port = self._listener.getsockname()[1]
        return f"https://localhost:{port}" if self.tls else f"http://127.0.0.1:{port}"

    def count(self, method: str, part: str) -> int:
        return sum(1 for request in self.seen if request.method == method and part in request.path)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError, ValueError):
            stack.enter_context(connection)
            connection.settimeout(20)
            if self.tls is not None:
                connection = stack.enter_context(self.tls.wrap_socket(connection, server_side=True))
            head, rest = _until_blank_line(connection)
            method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
            body = rest + _exactly(connection, _length(head) - len(rest))
            with self._lock:
                request = Request(len(self.seen), method, path, body)
                self.seen.append(request)
            self._act(connection, self.plan(request), head, body)

    def _act(self, connection: socket.socket, fault: Fault, head: bytes, body: bytes) -> None:
        match fault.kind:
            case "refuse" | "drop_request":
                return
            case "instead":
                connection.sendall(fault.reply)
                return
        if fault.kind == "duplicate":
            self._forward(head, body)
        reply = self._forward(head, body)
        self.replies.append(reply)
        match fault.kind:
            case "drop_reply":
                return
            case "cut":
                connection.sendall(reply[: fault.at])
            case "drip":
                for at in range(0, len(reply), fault.at):
                    connection.sendall(reply[at : at + fault.at])
                    time.sleep(fault.pause)
            case "delay":
                time.sleep(fault.pause)
                connection.sendall(reply)
            case _:
                connection.sendall(reply)

    def _forward(self, head: bytes, body: bytes) -> bytes:
        host, port = self.upstream.removeprefix("http://").split(":")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection((host, int(port)), timeout=20) as upstream:
            upstream.sendall(b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body)
            parts = []
            while part := upstream.recv(65536):
                parts.append(part)
        return b"".join(parts)


def _until_blank_line(connection: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            raise ValueError("no request")
        data += part
    head, _, rest = data.partition(b"\r\n\r\n")
    return head, rest


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ValueError("request cut")
        data += part
    return data
