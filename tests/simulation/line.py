"""The line between a device and the endpoint, in the place of `sync.transport.Transport`: what networks do to an exchange."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from fieldapp.errors import NetworkFault
from fieldapp.sync.transport import BODY_LIMIT, PROBLEM, Answer, Traffic

if TYPE_CHECKING:
    from simulation.endpoint import SimEndpoint

Request = tuple[str, str, Mapping[str, str], bytes]


class Crash(BaseException):
    """The process ends here; nothing of it runs any more."""


class EndpointDied(BaseException):
    """The endpoint's process ends here; it is started again before the next request."""


@dataclass
class Line:
    """`plan`: what happens to the n-th request of the run (from 0). `strays`: copies that the network delivers later."""

    endpoint: SimEndpoint
    dice: Random = field(default_factory=lambda: Random(0))
    plan: dict[int, str] = field(default_factory=dict)
    before: dict[int, Callable[[], None]] = field(default_factory=dict)
    strays: list[Request] = field(default_factory=list)
    log: Callable[[str], None] = lambda _line: None
    count: int = 0
    ahead: tuple[tuple[Any, ...], Answer | NetworkFault] | None = None
    traffic: Traffic = field(default_factory=Traffic)
    deadline_s: float = 30.0

    def begin(self, dice: Random, plan: dict[int, str], before: dict[int, Callable[[], None]]) -> None:
        """A run starts."""
        self.dice, self.plan, self.before, self.count = dice, plan, before, 0

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        deadline_s: float | None = None,
        limit: int = BODY_LIMIT,
    ) -> Answer:
        waiting = self._waiting(method, path, dict(headers), body)
        if waiting is not None:
            return waiting
        number = self.count
        self.count += 1
        self.traffic.requests += 1
        meanwhile = self.before.get(number)
        if meanwhile is not None:
            meanwhile()
        request = (method, path, headers, body or b"")
        kind = self.plan.get(number, "pass")
        if kind != "pass":
            self.log(f"    {kind}: {method} {path.split('?')[0]}")
        answer = FAULTS[kind](self, request)
        if len(answer.body) > limit:
            raise NetworkFault("net.too-large", f"the answer is larger than {limit} bytes")
        return answer

    def ask_ahead(self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None = None) -> None:
        """It is on its way and does what it does; the answer waits, or the fault does."""
        self.ahead = None
        try:
            answer: Answer | NetworkFault = self.send(method, path, headers=headers, body=body)
        except NetworkFault as fault:
            answer = fault
        self.ahead = ((method, path, dict(headers), body), answer)

    def _waiting(self, *asked: Any) -> Answer | None:
        """What was asked ahead in the same words; asked in others, nobody hears that answer any more."""
        ahead, self.ahead = self.ahead, None
        if ahead is None or ahead[0] != asked:
            return None
        if isinstance(ahead[1], NetworkFault):
            raise ahead[1]
        return ahead[1]

    def ask(self, request: Request) -> Answer:
        try:
            status, headers, body = self.endpoint.handle(*request)
        except EndpointDied:
            raise unreachable() from None
        return Answer(status, headers, unpacked(headers, body))

    def deliver_strays(self) -> None:
        """What was under way arrives now; nobody hears the answers."""
        while self.strays:
            self.endpoint.handle(*self.strays.pop(self.dice.randrange(len(self.strays))))

    def stand_in(self, status: int, body: bytes = b"", kind: str = "text/html", *, ours: bool = False, **headers: str) -> Answer:
        """An answer that the endpoint did not give (`ours`: it did)."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        instance = {"x-instance-id": self.endpoint.instance} if ours else {}
        return Answer(status, {"content-type": kind, **instance, **names}, body)


def unpacked(headers: Mapping[str, str], body: bytes) -> bytes:
    """As the transport does; a gzip body that was cut gives what can be read of it."""
    return zlib.decompressobj(wbits=31).decompress(body) if headers.get("content-encoding") == "gzip" else body


def unreachable(code: str = "net.unreachable") -> NetworkFault:
    return NetworkFault(code, "simulated")


def passed(line: Line, request: Request) -> Answer:
    return line.ask(request)


def drop_request(_line: Line, _request: Request) -> Answer:
    raise unreachable()


def drop_reply(line: Line, request: Request) -> Answer:
    line.ask(request)
    raise unreachable("net.timeout")


def duplicate(line: Line, request: Request) -> Answer:
    answers = [line.ask(request), line.ask(request)]
    return answers[line.dice.randrange(2)]


def late(line: Line, request: Request) -> Answer:
    """Overtaken by what comes after it."""
    line.strays.append(request)
    raise unreachable("net.timeout")


def copied(line: Line, request: Request) -> Answer:
    """It arrives, and a copy of it arrives again later."""
    line.strays.append(request)
    return line.ask(request)


def strays_arrive(line: Line, request: Request) -> Answer:
    line.deliver_strays()
    return line.ask(request)


def cut(line: Line, request: Request) -> Answer:
    """The end of the body is missing and the connection's own framing does not tell."""
    status, headers, body = line.endpoint.handle(*request)
    return Answer(status, headers, unpacked(headers, body[: line.dice.randrange(len(body) + 1)] if body else body))


def cut_seen(line: Line, request: Request) -> Answer:
    line.ask(request)
    raise unreachable("net.truncated")


def cut_upload(line: Line, request: Request) -> Answer:
    """The connection breaks while the request's body is on its way."""
    method, path, headers, body = request
    line.endpoint.handle(method, path, headers, body, arrives=line.dice.randrange(len(body) + 1))
    raise unreachable()


def garbled_upload(line: Line, request: Request) -> Answer:
    """A byte of a file changes under way."""
    method, path, headers, body = request
    if method != "PUT" or not body:
        return line.ask(request)
    at = line.dice.randrange(len(body))
    return line.ask((method, path, headers, body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]))


def html(line: Line, _request: Request) -> Answer:
    return line.stand_in(200, b"<html>Please log in to the hotel</html>")


def redirect(line: Line, _request: Request) -> Answer:
    return line.stand_in(302, location="http://192.0.2.1/login")


def portal_login(line: Line, _request: Request) -> Answer:
    return line.stand_in(401)


def bad_gateway(line: Line, _request: Request) -> Answer:
    return line.stand_in(502, b"nginx")


def applied_bad_gateway(line: Line, request: Request) -> Answer:
    """The endpoint did it; what is in front of it says that something went wrong."""
    line.ask(request)
    return line.stand_in(504, b"nginx")


def failed(line: Line, _request: Request) -> Answer:
    return line.stand_in(500, problem("internal"), PROBLEM, ours=True)


def applied_failed(line: Line, request: Request) -> Answer:
    line.ask(request)
    return line.stand_in(500, problem("internal"), PROBLEM, ours=True)


def busy(line: Line, _request: Request) -> Answer:
    return line.stand_in(line.dice.choice((429, 503)), retry_after=line.dice.choice(("5", "86400", "soon")))


def expired(line: Line, request: Request) -> Answer:
    line.endpoint.expire_access()
    return line.ask(request)


def revoked(line: Line, request: Request) -> Answer:
    line.endpoint.revoke()
    return line.ask(request)


def stranger(line: Line, _request: Request) -> Answer:
    """Another endpoint, or a test system, under this address."""
    body = b'{"results":[],"next":"x","more":false}'
    return line.stand_in(200, body, "application/json", x_instance_id="00000000-0000-4000-8000-000000000000")


def other_schema(line: Line, request: Request) -> Answer:
    """An endpoint of the next generation (only its hello says so)."""
    answer = line.ask(request)
    if not request[1].partition("?")[0].endswith("/hello") or answer.status != 200:
        return answer
    said = json.loads(answer.body) | {"schema": {"min": 2, "max": 3}}
    return Answer(answer.status, answer.headers, json.dumps(said).encode())


def crash_before(_line: Line, _request: Request) -> Answer:
    raise Crash("before a request")


def crash_after(line: Line, request: Request) -> Answer:
    line.ask(request)
    raise Crash("after a request")


def problem(code: str) -> bytes:
    return json.dumps({"type": f"urn:fieldapp:problem:{code}", "title": code, "status": 500, "detail": "simulated"}).encode()


FAULTS: dict[str, Callable[[Line, Request], Answer]] = {
    "pass": passed,
    "request lost": drop_request,
    "reply lost": drop_reply,
    "duplicated": duplicate,
    "delayed beyond the next": late,
    "copied": copied,
    "strays arrive": strays_arrive,
    "body cut": cut,
    "body cut, seen": cut_seen,
    "upload cut": cut_upload,
    "upload garbled": garbled_upload,
    "HTML 200": html,
    "302": redirect,
    "401 of a portal": portal_login,
    "502": bad_gateway,
    "504 after the work": applied_bad_gateway,
    "500": failed,
    "500 after the work": applied_failed,
    "429/503": busy,
    "token expired": expired,
    "login revoked": revoked,
    "another endpoint": stranger,
    "another schema": other_schema,
    "crash before the request": crash_before,
    "crash after the request": crash_after,
}
