"""A generic SMS gateway over HTTP: one request a message, made from the configuration's templates."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from fieldapp import __version__
from fieldapp.itsm.messages.sending import BusyFault, NotSentFault, Text, UncertainFault
from fieldapp.itsm.messages.template import Template

MAX_ANSWER: Final = 64 * 1024
BUSY: Final = (429, 503)
"""Answers of a gateway that took nothing and asks for patience."""


@dataclass(frozen=True, slots=True)
class Success:
    """What an answer of 200–299 must say besides: the value at `json` (keys with dots) is `equals`, or the body `contains`."""

    json: str = ""
    equals: str = ""
    contains: str = ""


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """Raises nothing when made: the configuration has checked its parts. No redirects, no proxy."""

    url: Template
    method: str
    headers: Mapping[str, Template]
    body: Template
    charset: str
    success: Success
    timeout_s: int
    trust: ssl.SSLContext
    deduplicates: bool = False
    needs: str = "phone"

    def send(self, text: Text) -> str:
        values = text.values()
        target = urlsplit(self.url.fill(values))
        connection = self._connected(target.scheme, target.hostname or "", target.port)
        try:
            status, answer = self._exchange(connection, target.path or "/", target.query, values)
        finally:
            connection.close()
        return self._judged(status, answer)

    def _connected(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection
        if scheme == "https":
            connection = http.client.HTTPSConnection(host, port, timeout=self.timeout_s, context=self.trust)
        else:
            connection = http.client.HTTPConnection(host, port, timeout=self.timeout_s)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            raise BusyFault("message.unreachable", f"the gateway cannot be reached: {error}") from error
        return connection

    def _exchange(
        self, connection: http.client.HTTPConnection, path: str, query: str, values: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """From here on the text may have arrived, whatever is heard of it."""
        headers = {"User-Agent": f"fieldapp/{__version__}"} | {name: one.fill(values) for name, one in self.headers.items()}
        body = self.body.fill(values).encode(self.charset, "replace") if self.method == "POST" else None
        ends = time.monotonic() + self.timeout_s
        try:
            connection.request(self.method, f"{path}?{query}" if query else path, body, headers)
            response = connection.getresponse()
            answer = bytearray()
            while chunk := response.read1(4096):
                answer += chunk
                if len(answer) > MAX_ANSWER or time.monotonic() > ends:
                    raise UncertainFault("message.uncertain", "the gateway's answer does not end")
        except (OSError, http.client.HTTPException) as error:
            raise UncertainFault("message.uncertain", f"no answer of the gateway: {error or type(error).__name__}") from error
        return response.status, bytes(answer)

    def _judged(self, status: int, answer: bytes) -> str:
        words = " ".join(answer.decode(self.charset, "replace").split())[:200]
        if status in BUSY:
            raise BusyFault("message.busy", f"the gateway is busy ({status})")
        if status >= 500:
            raise UncertainFault("message.uncertain", f"the gateway answered {status}: {words}")
        if not 200 <= status < 300:
            raise NotSentFault("message.refused", f"the gateway answered {status}: {words}")
        if not self._is_success(answer):
            raise NotSentFault("message.refused", f"the gateway refused: {words}")
        return words

    def _is_success(self, answer: bytes) -> bool:
        if self.success.json:
            return _at(answer, self.success.json) == self.success.equals
        return self.success.contains in answer.decode(self.charset, "replace")


def _at(answer: bytes, path: str) -> str | None:
    """The value at a path of keys, as text; None where there is none."""
    try:
        value: Any = json.loads(answer)
    except ValueError:
        return None
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return json.dumps(value) if isinstance(value, bool | float) or value is None else str(value)
