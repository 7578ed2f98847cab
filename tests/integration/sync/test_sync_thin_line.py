"""A line that carries little, and pages of changes that never come: both ways go on."""

from __future__ import annotations

import json
import random
import socket
import time
from collections.abc import Callable

import pytest
from support.hostile_answers import Sample
from support.hostile_line import Line
from support.small_server import line as small_server
from support.sync_device import Desk, Device, MemoryVault, agree
from support.sync_proxy import PASS, Fault, Request

from fieldapp.errors import NetworkFault
from fieldapp.sync.client import Client
from fieldapp.sync.packing import batch_of
from fieldapp.sync.run import PORTIONS
from fieldapp.sync.tokens import Tokens, TokenStore
from fieldapp.sync.transport import Transport

MakeDevice = Callable[..., Device]
DICE = random.Random(41)


def incompressible(length: int) -> str:
    return "".join(chr(DICE.randrange(0x4E00, 0x9FA5)) for _ in range(length))


def test_a_first_sync_over_a_thin_line(line: Line, device: MakeDevice, desk: Desk) -> None:
    """A whole page would take longer than a request may; its orders come all the same, and what was typed goes."""
    orders = [desk.dispatch(symptom=incompressible(4000)) for _ in range(12)]
    one = device("thin", line.proxy.url)
    one.transport.deadline_s = 0.8
    made = one.create(cause="线路很细")
    line.proxy.plan = lambda request: Fault("drip", at=4000, pause=0.04) if "/changes" in request.path else PASS
    before = len(line.proxy.seen)
    report = one.sync()
    assert report.outcome == "done", report
    asked = [asked_for(request) for request in line.proxy.seen[before:] if "/changes" in request.path]
    assert asked[0] == PORTIONS.changes
    assert asked == sorted(asked, reverse=True)
    assert asked[-1] < PORTIONS.changes
    one.transport.deadline_s = 30.0
    agree(one, desk, made, *orders)


def asked_for(request: Request) -> int:
    return int(request.path.partition("limit=")[2].partition("&")[0])


@pytest.mark.parametrize("what", ["the endpoint fails", "nonsense", "silence"])
def test_pages_that_never_come_keep_no_work_from_the_endpoint(
    line: Line, samples: dict[str, Sample], device: MakeDevice, desk: Desk, what: str
) -> None:
    one = device(f"no-pages-{what.replace(' ', '-')}", line.proxy.url, own=True)
    one.done()
    order_id = desk.dispatch()
    one.done()
    one.edit(order_id, cause="照样送出")
    desk.dispatch()
    one.transport.deadline_s = 0.5 if what == "silence" else 5.0
    problem = json.dumps({"type": "urn:fieldapp:problem:internal", "title": "internal", "status": 500}).encode()
    faults = {
        "the endpoint fails": Fault(
            "instead", reply=samples["hello"].saying(problem, "500 Failed", content_type="application/problem+json")
        ),
        "nonsense": Fault("instead", reply=samples["changes"].saying(b"{}", content_type="application/json")),
        "silence": Fault("delay", pause=0.7),
    }
    line.proxy.plan = lambda request: faults[what] if "/changes" in request.path else PASS
    report = one.sync()
    assert (report.outcome, report.pushed) == ("offline", 1), report
    line.proxy.plan = lambda _request: PASS
    one.transport.deadline_s = 30.0
    one.done()
    agree(one, desk, order_id)


def test_what_is_large_has_the_time_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of changes is given as long as a file of its size."""
    monkeypatch.setattr("fieldapp.sync.client.SLOWEST", 60_000)
    read: list[int] = []

    def serve(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        while sum(read) < 100_000:
            read.append(len(connection.recv(10_000)))
            time.sleep(0.06)
        connection.sendall(b"HTTP/1.1 418 Done\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    vault = MemoryVault()
    with small_server(serve) as url:
        client = Client(Transport(url, deadline_s=0.3), "device", "测试机", TokenStore(vault))
        client.tokens.save(Tokens("mine", "mine"))
        with pytest.raises(NetworkFault) as caught:
            client.batch(batch_of([{"op_id": "1", "patch": incompressible(60_000)}]))
        client.transport.close()
    assert caught.value.code == "net.not-the-endpoint", "it was read to its end"
