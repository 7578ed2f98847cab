"""One JSON request to a product: what the answer means is decided here, once for all products."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO
from urllib.parse import urlencode

import msgspec

from fieldapp import __version__
from fieldapp.errors import InputFault, NetworkFault, RefusedFault
from fieldapp.sync.connectors.interface import ConflictFault, GoneFault, RetryFault
from fieldapp.sync.faults import AuthFault, BusyFault
from fieldapp.sync.patience import retry_after_s
from fieldapp.sync.transport import BODY_LIMIT, Answer, Transport

JSON_TYPE = "application/json"
DEPTH = 64
UPLOAD_S = 300.0


@dataclass(slots=True)
class Http:
    """Sends with the login's headers; a write without a proper answer raises RetryFault, a read NetworkFault.

    `renew` makes those headers where the product gives a session or a token for a while: called before the first request,
    and once more for a request that 401 refuses, which was therefore not done."""

    transport: Transport
    login: Mapping[str, str]
    renew: Callable[[], Mapping[str, str]] | None = None

    def get(self, path: str, query: Mapping[str, str] | None = None, deadline_s: float | None = None) -> Any:
        """The decoded JSON of a 200."""
        return decoded(checked(self._send("GET", with_query(path, query), deadline_s=deadline_s)))

    def get_answer(
        self, path: str, query: Mapping[str, str] | None = None, deadline_s: float | None = None, accept: str = JSON_TYPE
    ) -> Answer:
        """A 200 with its headers and its bytes, whatever their type."""
        return checked(self._send("GET", with_query(path, query), {"Accept": accept}, deadline_s=deadline_s))

    def write(self, method: str, path: str, value: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """Send JSON; returns any 2xx."""
        return self.write_bytes(method, path, msgspec.json.encode(value), {"Content-Type": JSON_TYPE, **(headers or {})})

    def write_bytes(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], deadline_s: float | None = None
    ) -> Answer:
        with outcome_unknown():
            return checked(self._send(method, path, headers, body, deadline_s))

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        deadline_s: float | None = None,
    ) -> Answer:
        for fresh in (not self.login, True):
            if self.renew is not None and fresh:
                self.login = self.renew()
            own = {"Accept": JSON_TYPE, "Accept-Encoding": "gzip", "User-Agent": f"fieldapp/{__version__}", **self.login}
            answer = self.transport.send(method, path, headers={**own, **(headers or {})}, body=body, deadline_s=deadline_s)
            if self.renew is None or fresh or answer.status != 401:
                break
        return answer


def checked(answer: Answer) -> Answer:
    """Raises the fault that fits when the answer is not a success."""
    status = answer.status
    if status in {429, 503}:
        raise BusyFault("net.busy", f"the product is busy ({status})", retry_after_s=retry_after_s(answer.headers))
    if 300 <= status < 400 or (answer.content_type == "text/html" and status < 500):
        raise NetworkFault("net.captive-portal", "a page answered instead of the product")
    if status == 401:
        raise AuthFault("auth.refused", "the product refused the login", status=status)
    if status == 404:
        raise GoneFault("connector.gone", "the product has no such order, or hides it from this login")
    if status in {409, 412}:
        raise ConflictFault("connector.conflict", "the order has changed meanwhile")
    if 400 <= status < 500:
        raise RefusedFault("connector.refused", f"the product refused ({status}): {reason_of(answer)}", status=status)
    if not 200 <= status < 300:
        raise NetworkFault("net.server-error", f"the product failed ({status})")
    return answer


@contextmanager
def outcome_unknown() -> Iterator[None]:
    """No answer to a write says nothing about whether it was done; 429 and 503 say that it was not."""
    try:
        yield
    except BusyFault:
        raise
    except NetworkFault as fault:
        raise RetryFault("connector.unknown-outcome", f"it is not known whether this was done: {fault.text}") from fault


def with_query(path: str, query: Mapping[str, str] | None) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def decoded(answer: Answer) -> Any:
    """The JSON of an answer; NetworkFault `net.not-the-endpoint` for anything else, or for a hostile depth."""
    try:
        value = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise NetworkFault("net.not-the-endpoint", f"the answer is not JSON: {error}") from error
    return value


@contextmanager
def expected_shape() -> Iterator[None]:
    """Reading a decoded answer: what lacks a part or has another type was not said by the product."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise NetworkFault("net.not-the-endpoint", f"the answer lacks what belongs to it: {error!r}") from error


def reason_of(answer: Answer) -> str:
    """What the product says about a refusal, in one line."""
    try:
        value = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return "no reason given"
    found = value.get("errors") or value.get("message") or value.get("error") if isinstance(value, dict) else value
    if isinstance(found, dict):
        found = list(found.values())
    parts = [" ".join(str(part).split()) for part in (found if isinstance(found, list) else [found]) if part]
    return "; ".join(dict.fromkeys(parts))[:500] or "no reason given"


def whole(file: BinaryIO, sha256: str) -> bytes:
    """All bytes of a file about to be sent. Raises InputFault `blob.damaged` when they are not what they are called."""
    data = file.read(BODY_LIMIT + 1)
    if len(data) > BODY_LIMIT or hashlib.sha256(data).hexdigest() != sha256:
        raise InputFault("blob.damaged", f"the bytes are not those of {sha256[:12]}…", sha256=sha256)
    return data


def bare_name(name: object) -> str:
    """A file name without folders or control characters, whatever the product says."""
    last = PurePosixPath(PureWindowsPath(str(name)).as_posix()).name
    return re.sub(r"[\x00-\x1f\x7f]", "", last)[:200].strip(". ") or "file"
