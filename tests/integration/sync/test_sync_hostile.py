"""A hostile endpoint: real answers with any part exchanged. Only named faults come out, nothing here changes, and the sound
endpoint is synced with afterwards."""

from __future__ import annotations

import base64
import json
import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from support.hostile_answers import Sample, altered, page
from support.hostile_line import CALLS, JSON_CALLS, Line, feed, local, tried
from support.memory import height
from support.sync_device import Desk, Device, agree
from support.sync_proxy import PASS, Fault, Request

MakeDevice = Callable[..., Device]
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("name", JSON_CALLS)
def test_every_part_of_every_answer(line: Line, samples: dict[str, Sample], name: str) -> None:
    before, met = local(line.device), Counter[str]()
    for what, body in altered(samples[name].body):
        try:
            met[tried(line, CALLS[name], samples[name].saying(body))] += 1
        except Exception as error:
            raise AssertionError(f"{name}: {what}: {error!r}") from error
    assert local(line.device) == before
    assert met["net.not-the-endpoint"] > 30, met
    line.proxy.plan = lambda _request: PASS
    assert line.device.sync().outcome == "done"


HEADERS = [
    "",
    "x",
    "-1",
    "9" * 400,
    "\xe9\xff",
    "a\x00b",
    "a\rb",
    "\x0b\x85",
    "?1",
    "text/html",
    "application/json",
    "gzip, gzip",
]
READ = ("etag", "x-instance-id", "upload-offset", "upload-complete", "content-type", "content-encoding", "content-length", "date")


@pytest.mark.parametrize("name", ["hello", "order", "tailoring", "blob", "blob offset", "blob part", "changes"])
def test_every_header_that_is_read(line: Line, samples: dict[str, Sample], name: str) -> None:
    sample, before = samples[name], local(line.device)
    line.device.transport.deadline_s = 0.5  # a length that is too long makes it wait
    for header in READ:
        for value in (*HEADERS, None):
            changed: dict[str, Any] = {header: value}
            try:
                tried(line, CALLS[name], sample.saying(**changed))
            except Exception as error:
                raise AssertionError(f"{name}: {header}: {value!r}: {error!r}") from error
    line.device.transport.deadline_s = 5.0
    assert local(line.device) == before


STATUSES = (
    101,
    103,
    201,
    204,
    206,
    226,
    300,
    304,
    307,
    308,
    400,
    401,
    403,
    404,
    409,
    410,
    412,
    413,
    422,
    426,
    429,
    451,
    500,
    503,
    599,
)


SAID = {"patch", "contacts"}
"""Calls to which a problem is an answer like another."""


@pytest.mark.parametrize("name", CALLS)
def test_every_status(line: Line, samples: dict[str, Sample], name: str) -> None:
    """With the answer's own body, with a problem, with one that is none, and with somebody's page."""
    before = local(line.device)
    problem = json.dumps({"type": "urn:x:" + "\n不 " * 50, "title": 5, "detail": ["x"] * 500, "errors": [{"removed": {}}, 7]})
    for status in STATUSES:
        for body, kind in (
            (None, samples[name].content_type),
            (problem.encode(), "application/problem+json"),
            (b"[[", "application/problem+json"),
            (b"<html>", "text/html"),
        ):
            code = tried(line, CALLS[name], samples[name].saying(body, f"{status} Odd", content_type=kind))
            assert code != "taken" or name in SAID or status in {201, 204, 206, 304, 404, 409}, (name, status, kind)
    assert local(line.device) == before


def test_numbers_that_would_use_up_our_own(line: Line, samples: dict[str, Sample], device: MakeDevice, desk: Desk) -> None:
    """Taken over once, the largest number there is would leave none for the next operation."""
    one = device("numbers", line.proxy.url, own=True)
    order_id = desk.dispatch()
    for number in (2**63 - 1, 2**63, 2**53):
        hello = {**json.loads(samples["hello"].body), "device_seq": number}
        line.proxy.plan = lambda request, said=hello: (  # type: ignore[misc]
            Fault("instead", reply=samples["hello"].saying(json.dumps(said).encode())) if "/hello" in request.path else PASS
        )
        assert one.sync().problem == "net.not-the-endpoint"
    line.proxy.plan = lambda _request: PASS
    one.done()
    one.edit(order_id, cause="还有号码")
    one.done()
    agree(one, desk, order_id)


def test_a_feed_without_end(line: Line, samples: dict[str, Sample], device: MakeDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page empty, each promising more under another cursor."""
    monkeypatch.setattr("fieldapp.sync.pull.MOST_PAGES", 30)
    one = device("endless", line.proxy.url)
    feed(line, [page([], f"c{at}", more=True) for at in range(1000)], samples["changes"])
    report = one.sync()
    assert (report.outcome, report.problem) == ("offline", "net.too-large")
    assert report.requests < 50
    line.proxy.plan = lambda _request: PASS
    one.done()


def test_an_upload_that_is_never_enough(line: Line, samples: dict[str, Sample], device: MakeDevice, desk: Desk) -> None:
    """An endpoint that takes one byte of each part would have the same file sent for ever."""
    one = device("upload", line.proxy.url)
    order_id = desk.dispatch()
    line.proxy.plan = lambda _request: PASS
    one.done()
    one.photo(order_id, os.urandom(1_000_000))
    puts: list[int] = []

    def plan(request: Request) -> Fault:
        if request.method != "PUT":
            return PASS
        puts.append(len(request.body))
        return Fault("instead", reply=samples["blob part"].saying(b"", "202 Accepted", upload_offset=str(len(puts))))

    line.proxy.plan = plan
    one.sync()
    assert len(puts) < 10
    line.proxy.plan = lambda _request: PASS
    one.clock.ahead = 7200.0  # type: ignore[attr-defined]
    with one.store.reading() as work:
        parked = [op.order_id for op in work.outbox.active_of(order_id) if op.state == "parked"]
    for op in one.active(order_id):
        if parked and op.state == "parked":
            with one.store.writing() as work:
                work.outbox.retry(op.op_id)
    one.done()
    agree(one, desk, order_id)


BOMBS = {
    "empty lists": lambda: b"[" + b"[]," * 2_500_000 + b"[]]",
    "open brackets": lambda: b"[" * 8_000_000,
    "empty objects": lambda: b'{"a":[' + b"{}," * 2_500_000 + b"{}]}",
    "one long text": lambda: b'"' + b"x" * 8_000_000 + b'"',
    "many keys": lambda: b"{" + b",".join(b'"%d":0' % at for at in range(700_000)) + b"}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_answer_does_not_unfold_in_memory(line: Line, samples: dict[str, Sample], name: str) -> None:
    reply = samples["order"].saying(BOMBS[name]())
    with height() as peak:
        tried(line, CALLS["order"], reply)
    assert peak.grown < 150 * MEGABYTE


def test_revocation_lists_and_certificates_that_are_broken(line: Line, samples: dict[str, Sample]) -> None:
    """Each seventh byte of the list changed in turn: a fault with a name, or a list that is passed over."""
    trust = json.loads(samples["trust"].body)
    before = local(line.device)
    der = base64.b64decode(trust["crls"][0])
    for at in range(0, len(der), 7):
        broken = der[:at] + bytes([der[at] ^ 0x55]) + der[at + 1 :]
        said = {**trust, "crls": [base64.b64encode(broken).decode()]}
        tried(line, CALLS["trust"], samples["trust"].saying(json.dumps(said).encode()))
    assert local(line.device) == before
