"""A total deadline for a request, without a thread.

A timeout of `requests` counts per read of the socket: a server that sends one byte a second keeps it waiting for ever.
Here every send and
every receive of a connection gets what is left of one deadline that covers connect, TLS, request, headers and body.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager


class Deadline:
    """When the request under way must be over; one request at a time."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._end: float | None = None

    def start(self, seconds: float) -> None:
        self._end = self._monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left; raises TimeoutError when there are none."""
        if self._end is None:
            return 60.0
        left = self._end - self._monotonic()
        if left <= 0:
            raise TimeoutError("the request took longer than its deadline")
        return left


class DeadlineReader(io.RawIOBase):
    """The receiving side: the socket's timeout is what is left, set anew for each receive."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._raw, self._sock, self._deadline = raw, sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._deadline.remaining())
        return self._raw.readinto(buffer)

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
        self._sock.settimeout(self._deadline.remaining())
        self._sock.sendall(data, flags)

    def makefile(self, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if mode != "rb":
            return self._sock.makefile(mode, *arguments, **options)  # type: ignore[call-overload]
        raw = self._sock.makefile("rb", buffering=0)
        return io.BufferedReader(DeadlineReader(raw, self._sock, self._deadline))


def pool_classes(deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's connection pools whose connections keep to `deadline`."""

    class PlainConnection(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            self.sock = DeadlineSocket(self.sock, deadline)

    class TlsConnection(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            self.sock = DeadlineSocket(self.sock, deadline)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = TlsConnection

    return {"http": PlainPool, "https": TlsPool}


class DeadlineAdapter(HTTPAdapter):
    """A transport of `requests` that ends every request in time; `ssl_context` decides whom TLS trusts."""

    def __init__(self, deadline: Deadline, ssl_context: Any) -> None:
        self._deadline, self._ssl_context = deadline, ssl_context
        super().__init__(pool_connections=2, pool_maxsize=2, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        options["ssl_context"] = self._ssl_context
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = pool_classes(self._deadline)
