"""One small file from an address that a stranger named, such as the place of a revocation list in a certificate.

What such an address could be meant for: to make a machine inside a network ask another one there, to keep it waiting, to fill it.
So: http and https only, no login in it, no redirects, no proxy; the address is resolved once and what is connected to is looked
at before a byte is sent; one deadline for all of it (looking up the name comes on top), and a limit of size. What comes back has
to prove itself: nothing is trusted for the address it came from.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from fieldapp.errors import InputFault, NetworkFault, RefusedFault

_PORTS = {"http": 80, "https": 443}
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 for machines that have only IPv6 (RFC 6052)."""
_HEAD_BYTES = 64 * 1024
_CHUNK = 64 * 1024
_MAX_ADDRESS = 2_000


class Reach(StrEnum):
    """Whom to ask: nobody; machines of the internet; those of the own network and this machine, too."""

    NOBODY = "nobody"
    PUBLIC = "public"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for connecting, sending and receiving together; `size` of the file in bytes."""

    seconds: float = 10.0
    size: int = 10_000_000


def download(address: str, reach: Reach, limits: Limits = Limits()) -> bytes:  # frozen
    """The file. Raises InputFault `download.address`, RefusedFault `download.private` (nobody may be asked, or not this one),
    NetworkFault `net.unreachable|net.timeout|net.tls|net.too-large|net.no-file`."""
    parts = _parts(address)
    end = time.monotonic() + limits.seconds
    try:
        with _connected(parts, reach, end) as line:
            _send(line, parts, end)
            answer = _received(line, end, limits.size + _HEAD_BYTES)
        return _file(answer, limits.size)
    except TimeoutError as error:
        raise NetworkFault("net.timeout", f"{address} did not answer in time") from error
    except ssl.SSLError as error:
        raise NetworkFault("net.tls", f"no trusted connection to {address}: {error}") from error
    except (OSError, http.client.HTTPException) as error:
        raise NetworkFault("net.unreachable", f"{address} cannot be reached: {error or type(error).__name__}") from error


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        good = (
            parts.scheme in _PORTS and bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        good = False
    if not (good and len(address) <= _MAX_ADDRESS and address.isascii() and address.isprintable() and " " not in address):
        raise InputFault("download.address", f"{address[:200]!r} is not an http(s) address that is asked for a file")
    return parts


def _connected(parts: SplitResult, reach: Reach, end: float) -> socket.socket:
    host = cast("str", parts.hostname)
    if reach is Reach.NOBODY:
        raise RefusedFault("download.private", f"{host} may not be asked", host=host)
    found = socket.getaddrinfo(host, parts.port or _PORTS[parts.scheme], type=socket.SOCK_STREAM)
    if reach is Reach.PUBLIC and not all(is_public(str(place[0])) for *_, place in found):
        raise RefusedFault("download.private", f"{host} is a machine of the own network", host=host)
    last: OSError = OSError("no address")
    for family, kind, protocol, _, place in found:
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(_left(end))
            line.connect(place)
            if parts.scheme == "https":
                return ssl.create_default_context().wrap_socket(line, server_hostname=host)
            return line
        except OSError as error:
            line.close()
            last = error
    raise last


def is_public(address: str) -> bool:
    """A machine of the internet: not this one, not of a private or special network (RFC 6890), in whatever notation."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found in _TRANSLATED:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found.sixtofour is not None:
            return False
    return found.is_global and not found.is_multicast


def _send(line: socket.socket, parts: SplitResult, end: float) -> None:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    line.settimeout(_left(end))
    line.sendall(f"GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode("ascii"))


def _received(line: socket.socket, end: float, most: int) -> bytes:
    """All that comes until the other side ends: every receive has what is left of the deadline, so no drip can prolong it."""
    parts: list[bytes] = []
    size = 0
    while True:
        line.settimeout(_left(end))
        part = line.recv(_CHUNK)
        if not part:
            return b"".join(parts)
        size += len(part)
        if size > most:
            raise NetworkFault("net.too-large", f"the answer is larger than {most} bytes")
        parts.append(part)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Heard:
    """What was received, as http.client wants to read it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: Any) -> io.BytesIO:
        return io.BytesIO(self._data)


def _file(answer: bytes, most: int) -> bytes:
    response = http.client.HTTPResponse(cast("socket.socket", _Heard(answer)), method="GET")
    response.begin()
    if response.status != 200:
        raise NetworkFault("net.no-file", f"the answer is {response.status}", status=response.status)
    body = response.read(most + 1)
    if len(body) > most:
        raise NetworkFault("net.too-large", f"the answer is larger than {most} bytes")
    if response.length:
        raise NetworkFault("net.unreachable", "the answer was cut off")
    return body
