"""One look at the endpoint for `doctor`: is it there, is it ours, is the line trusted, is the clock right, does the login hold.

Nothing is written, no token is renewed: the window may be running beside it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from fieldapp import __version__
from fieldapp.clock import Clock, from_wire
from fieldapp.errors import Fault, NetworkFault
from fieldapp.sync import wire
from fieldapp.sync.client import API
from fieldapp.sync.engine import require_compatible
from fieldapp.sync.packing import JSON_TYPE
from fieldapp.sync.transport import PROBLEM, Answer, Transport, http_date

DEADLINE_S = 15.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What one request told. `fault`: why there was no answer of an endpoint. `offset_s`: its time minus ours, None when it
    did not say. `logged_in` None: nobody has logged in here. `refused`: it answers, but does not work with this program."""

    fault: Fault | None = None
    offset_s: float | None = None
    instance: str = ""
    logged_in: bool | None = None
    refused: Fault | None = None
    milliseconds: int = 0


def examine(url: str, trust: tuple[str, tuple[str, ...]], device_id: str, access_token: str | None, clock: Clock) -> Seen:
    """Ask `hello` once. `trust`: a company's CA file, pinned keys; both may be empty. Raises nothing that is foreseen."""
    transport = Transport(url, *trust, deadline_s=DEADLINE_S, body_limit=1024 * 1024)
    headers = {"Accept": f"{JSON_TYPE}, {PROBLEM}", "X-Device-Id": device_id, "X-Client-Version": __version__}
    if access_token:
        headers["Authorization"] = f"Bearer {access_token}"
    before, began = clock.now(), time.monotonic()
    try:
        answer = transport.send("GET", f"{API}/hello", headers=headers)
        middle = before + (clock.now() - before) / 2
        return _understood(answer, middle, bool(access_token), round((time.monotonic() - began) * 1000))
    except Fault as fault:
        return Seen(fault=fault)
    finally:
        transport.close()


def _understood(answer: Answer, middle: datetime, with_token: bool, milliseconds: int) -> Seen:
    """Raises NetworkFault for an answer that is not an endpoint's."""
    served = http_date(answer.headers.get("date", ""))
    offset = (served - middle).total_seconds() if served else None
    instance = answer.headers.get("x-instance-id", "")
    if 300 <= answer.status < 400 or answer.content_type == "text/html":
        raise NetworkFault("net.captive-portal", "a page answered instead of the endpoint")
    if answer.status in {429, 503}:
        raise NetworkFault("net.busy", f"the endpoint is busy ({answer.status})")
    if answer.status == 401 and answer.content_type == PROBLEM and instance:
        return Seen(None, offset, instance, False if with_token else None, None, milliseconds)
    if answer.status != 200 or answer.content_type != JSON_TYPE or not instance:
        raise NetworkFault("net.not-the-endpoint", f"unexpected answer {answer.status}")
    hello = wire.decode(answer.body, wire.Hello)
    try:
        offset = (from_wire(hello.server_time) - middle).total_seconds()
    except ValueError as error:
        raise NetworkFault("net.not-the-endpoint", "the endpoint's time is not one") from error
    try:
        require_compatible(hello)
    except Fault as fault:
        return Seen(None, offset, instance, True, fault, milliseconds)
    return Seen(None, offset, instance, True, None, milliseconds)
