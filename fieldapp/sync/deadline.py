"""A total deadline for a request, without a thread; and a limit to what its answer brings.

A timeout of `requests` counts per read of the socket: a server that sends one byte a second keeps it waiting for ever. Here
every send and every receive of a connection, the proxy's and the TLS handshake's included, gets what is left of one deadline.
Two things stay outside: looking the name up, and connecting to several addresses in turn (each has the connect timeout).

Bytes are counted where they come in. Headers, interim answers, chunk frames and trailers, and what unpacks to nothing are no
part of a body, so that a limit of its size would let any amount of them through.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, ProxyManager

from fieldapp.errors import NetworkFault
from fieldapp.sync.ahead import Ahead, asked_ahead
from fieldapp.sync.pins import Pins, require_pinned

IDLE_S = 30.0
HEAD_BYTES = 256 * 1024
"""Of all that comes before the body."""

FRAME_BYTES = 64 * 1024
SEND_BYTES = 64 * 1024


class Deadline:
    """When the request under way must be over; one request at a time. Counts the bytes of all connections on the way."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, idle_s: float = IDLE_S) -> None:
        self._monotonic = monotonic
        self._idle_s = idle_s
        self._end: float | None = None
        self._most = HEAD_BYTES
        self.bytes_sent = 0
        self.bytes_received = 0

    def start(self, seconds: float) -> None:
        """The next request may take this long; its counts begin."""
        self._end = self._monotonic() + seconds
        self._most = HEAD_BYTES
        self.bytes_sent = self.bytes_received = 0

    def head_is_over(self, body_bytes: int) -> None:
        """From here on a body may come, with a quarter more of frames and trailers around it."""
        self._most = self.bytes_received + body_bytes + body_bytes // 4 + FRAME_BYTES

    def received(self, count: int) -> None:
        """Raises NetworkFault `net.too-large`."""
        self.bytes_received += count
        if self.bytes_received > self._most:
            raise NetworkFault("net.too-large", f"the answer is larger than {self._most} bytes on the line")

    def remaining(self) -> float:
        """Seconds that one send or receive may take: what is left, but no more than a silence may last.

        Raises TimeoutError when nothing is left."""
        if self._end is None:
            return self._idle_s
        left = self._end - self._monotonic()
        if left <= 0:
            raise TimeoutError("the request took longer than its deadline")
        return min(left, self._idle_s)


class DeadlineReader(io.RawIOBase):
    """The receiving side: the socket's timeout is what is left, set anew for each receive."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._raw, self._sock, self._deadline = raw, sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._deadline.remaining())
        count = self._raw.readinto(buffer)
        self._deadline.received(count or 0)
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class DeadlineSocket:
    """A socket that hands everything on, with the deadline in front of sending and receiving."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """In parts: the `sendall` of a TLS socket would give each of its records the whole timeout."""
        view = memoryview(data).cast("B")
        while view:
            self._sock.settimeout(self._deadline.remaining())
            count = self._sock.send(view[:SEND_BYTES], flags)
            self._deadline.bytes_sent += count
            view = view[count:]

    def makefile(self, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if mode != "rb":
            return self._sock.makefile(mode, *arguments, **options)  # type: ignore[call-overload]
        raw = self._sock.makefile("rb", buffering=0)
        return io.BufferedReader(DeadlineReader(raw, self._sock, self._deadline))


def pool_classes(deadline: Deadline, pins: Pins) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's connection pools whose connections keep to `deadline`; one by TLS is closed before anything is sent when its
    key is not among `pins`."""

    class PlainConnection(Ahead, HTTPConnection):
        def connect(self) -> None:
            super().connect()
            self.sock = DeadlineSocket(self.sock, deadline)

    class TlsConnection(Ahead, HTTPSConnection):
        def _new_conn(self) -> Any:
            # below TLS too: a proxy may answer CONNECT one byte at a time
            return DeadlineSocket(super()._new_conn(), deadline)

        def connect(self) -> None:
            super().connect()
            tls: Any = self.sock
            require_pinned(tls.getpeercert(binary_form=True), pins)
            self.sock = DeadlineSocket(tls, deadline)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = TlsConnection

    return {"http": PlainPool, "https": TlsPool}


class DeadlineAdapter(HTTPAdapter):
    """A transport of `requests` that ends every request in time. TLS trusts what `ssl_context` trusts and nothing else:
    neither certifi's list, which `requests` would add, nor a bundle named in the environment."""

    def __init__(self, deadline: Deadline, ssl_context: Any, pins: Pins = frozenset()) -> None:
        self._deadline, self._ssl_context, self._pins = deadline, ssl_context, pins
        self._ahead: Ahead | None = None
        super().__init__(pool_connections=2, pool_maxsize=2, max_retries=0)

    def ask_ahead(self, request: PreparedRequest, proxies: Mapping[str, str]) -> None:
        """Send it on the connection that there is; the next `send` of the same then waits for its answer. Nothing is sent when
        there is none. Raises what sending raises."""
        self.forget()
        pool = self.get_connection_with_tls_context(request, verify=True, proxies=dict(proxies))
        self._ahead = asked_ahead(pool, request, self.request_url(request, dict(proxies)))

    def forget(self) -> None:
        """Nobody waits any more for what was asked ahead."""
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None

    def send(self, request: PreparedRequest, *arguments: Any, **options: Any) -> Response:
        if self._ahead is not None:
            if not self._ahead.is_asked(request):
                self.forget()
            self._ahead = None
        return super().send(request, *arguments, **options)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        options["ssl_context"] = self._ssl_context
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = pool_classes(self._deadline, self._pins)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._ssl_context, proxy_ssl_context=self._ssl_context, **options)
        if type(manager) is ProxyManager:  # one for SOCKS brings its own connections
            manager.pool_classes_by_scheme = pool_classes(self._deadline, self._pins)
        return manager

    def build_connection_pool_key_attributes(self, request: PreparedRequest, verify: Any, cert: Any = None) -> Any:
        host, _ = super().build_connection_pool_key_attributes(request, True, None)
        return host, {"cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """The context decides; the pool gets no bundle of its own."""
