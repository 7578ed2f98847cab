"""Broken networks between a real device and the real endpoint: afterwards everything is there, each thing once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest
from support.itsm_server import EndpointProcess
from support.sync_device import Desk, Device, agree
from support.sync_proxy import PASS, Fault, FaultProxy, Request, answer

MakeDevice = Callable[..., Device]


@pytest.fixture
def proxy(endpoint: EndpointProcess) -> Iterator[FaultProxy]:
    with FaultProxy(endpoint.url) as running:
        yield running


def once(part: str, fault: Fault, method: str = "") -> Callable[[Request], Fault]:
    """The fault on the first request that fits, then a sound network."""
    left = [fault]

    def plan(request: Request) -> Fault:
        return left.pop() if left and part in request.path and method in request.method else PASS

    return plan


def always(part: str, fault: Fault) -> Callable[[Request], Fault]:
    return lambda request: fault if part in request.path else PASS


def prepared(device: Device, desk: Desk) -> str:
    """An order with a change, a note and a photo not sent yet."""
    order_id = desk.dispatch()
    device.done()
    device.edit(order_id, cause="磁盘写满", solution="清理日志")
    device.note(order_id, "已到现场")
    device.photo(order_id, os.urandom(300_000))
    return order_id


PLACES = [("/hello", "GET"), ("/batch", "POST"), ("/changes", "GET"), ("/blobs/", "HEAD"), ("/blobs/", "PUT")]


@pytest.mark.parametrize("kind", ["drop_request", "drop_reply"])
def test_lost_once_then_healed(device: MakeDevice, desk: Desk, proxy: FaultProxy, kind: str) -> None:
    one = device()
    one.through(proxy.url)
    for part, method in PLACES:
        proxy.plan = lambda _request: PASS
        order_id = prepared(one, desk)
        desk.dispatch()  # without news nobody asks for changes
        proxy.plan = once(part, Fault(kind), method)  # type: ignore[arg-type]
        first = one.sync()
        assert (first.outcome, first.problem) == ("offline", "net.unreachable"), (part, method)
        report = one.done()
        assert report.conflicts == 0
        agree(one, desk, order_id)
        assert desk.doc(order_id)["answers"]["cause"] == "磁盘写满"
        assert len(desk.doc(order_id)["attachments"]) == 1


def test_every_reply_lost_in_turn(device: MakeDevice, desk: Desk, proxy: FaultProxy) -> None:
    """Whatever request the loss hits, the next run goes on: the worst network that still gets anything through."""
    one = device()
    order_id = prepared(one, desk)
    created = one.create(cause="现场登记")
    one.through(proxy.url)
    lost: list[str] = []

    def plan(request: Request) -> Fault:
        place = f"{request.method} {request.path.split('?')[0]} {len(request.body)}"
        if place in lost:
            return PASS
        lost.append(place)
        return Fault("drop_reply")

    proxy.plan = plan
    for _ in range(30):
        if one.sync().outcome == "done":
            break
    agree(one, desk, order_id, created)
    assert len(lost) >= 6


def test_every_request_arrives_twice(device: MakeDevice, desk: Desk, proxy: FaultProxy) -> None:
    """And only the second answer is heard: the same as to the first, or where the file stands now."""
    one = device()
    order_id = prepared(one, desk)
    created = one.create(cause="现场登记")
    one.through(proxy.url)
    proxy.plan = lambda _request: Fault("duplicate")
    report = one.done()
    assert report.conflicts == 0
    agree(one, desk, order_id, created)
    assert len(desk.doc(order_id)["attachments"]) == 1


@pytest.mark.parametrize("part", ["/batch", "/changes", "/hello"])
def test_reply_cut_anywhere(device: MakeDevice, desk: Desk, proxy: FaultProxy, part: str) -> None:
    """Head, body and last byte: a part is never taken for the whole."""
    one = device()
    order_id = prepared(one, desk)
    one.through(proxy.url)
    for at in (1, 20, 150, -60, -1):
        one.edit(order_id, cause=f"第 {at} 次")
        desk.edit(order_id, contact_name=f"联系人{at}")
        proxy.plan = once(part, Fault("cut", at))
        assert one.sync().outcome == "offline"
    one.done()
    agree(one, desk, order_id)
    assert desk.doc(order_id)["answers"]["cause"] == "第 -1 次"


PORTALS = {
    "html": answer("200 OK", b"<html>Please log in to the hotel</html>"),
    "redirect": answer("302 Found", b"", Location="http://127.0.0.1:1/login"),
    "json of a stranger": answer("200 OK", b'{"results":[]}', "application/json"),
    "login wanted": answer("401 Unauthorized", b"", "text/html"),
    "forbidden": answer("403 Forbidden", b"{}", "application/json"),
    "bad gateway": answer("502 Bad Gateway", b"nginx"),
    "not http": b"SSH-2.0-OpenSSH\r\n\r\n",
    "empty": b"",
}


@pytest.mark.parametrize("part", ["/hello", "/batch", "/blobs/"])
def test_somebody_else_answers(device: MakeDevice, desk: Desk, proxy: FaultProxy, part: str) -> None:
    one = device()
    order_id = prepared(one, desk)
    one.through(proxy.url)
    for name, reply in PORTALS.items():
        one.edit(order_id, cause=name)
        proxy.plan = always(part, Fault("instead", reply=reply))
        report = one.sync()
        assert report.outcome == "offline", (name, report)
        assert one.client.tokens.load() is not None
    proxy.plan = lambda _request: PASS
    one.done()
    agree(one, desk, order_id)


OURS, PAGE = "application/problem+json", "text/html"


@pytest.mark.parametrize(
    ("status", "kind", "header", "wait"),
    [
        ("503", OURS, "86400", 900),
        ("429", OURS, "120", 120),
        ("503", OURS, "soon", 60),
        ("503", PAGE, "86400", 60),
        ("429", PAGE, "20", 20),
        ("503", PAGE, "soon", 60),
    ],
    ids=["capped", "kept", "nonsense", "a page: a minute at most", "a page: less", "a page: nonsense"],
)
@pytest.mark.parametrize("part", ["/hello", "/batch"])
def test_patience_is_kept_capped_and_remembered(
    device: MakeDevice, desk: Desk, proxy: FaultProxy, part: str, status: str, kind: str, header: str, wait: int
) -> None:
    """What a network's login page asks for is no word of the endpoint: it would keep the work here long after the network."""
    one = device()
    order_id = prepared(one, desk)
    one.through(proxy.url)
    with one.store.reading() as work:
        name = {"X_Instance_Id": work.meta.get("instance")} if kind == OURS else {}
    reply = answer(f"{status} Busy", b"<html>" if kind == PAGE else b"{}", kind, Retry_After=header, **name)
    proxy.plan = once(part, Fault("instead", reply=reply))
    report = one.sync()
    assert (report.outcome, report.problem) == ("offline", "net.busy")
    assert wait <= (report.retry_after_s or 0) <= wait * 1.25
    before = len(proxy.seen)
    resting = one.sync()
    assert (resting.outcome, resting.problem, resting.requests) == ("offline", "net.busy", 0)
    assert len(proxy.seen) == before
    one.clock.ahead += wait * 1.25 + 1  # type: ignore[attr-defined]
    one.done()
    agree(one, desk, order_id)


@pytest.mark.parametrize("part", ["/hello", "/changes"])
def test_a_byte_at_a_time_ends_in_time(device: MakeDevice, proxy: FaultProxy, part: str) -> None:
    """Each single read is quick; only the whole is too slow."""
    one = device(url=proxy.url)
    one.transport.deadline_s = 0.6
    proxy.plan = always(part, Fault("drip", at=1, pause=0.05))
    began = time.monotonic()
    report = one.sync()
    assert (report.outcome, report.problem) == ("offline", "net.timeout")
    assert time.monotonic() - began < 3


def test_a_slow_answer_is_not_a_fault(device: MakeDevice, desk: Desk, proxy: FaultProxy) -> None:
    order_id = desk.dispatch()
    one = device(url=proxy.url)
    proxy.plan = lambda _request: Fault("delay", pause=0.1)
    one.done()
    agree(one, desk, order_id)


def test_expired_login_is_renewed_once(device: MakeDevice, desk: Desk, proxy: FaultProxy) -> None:
    from fieldapp.sync.tokens import Tokens

    one = device(own=True)
    order_id = prepared(one, desk)
    held = one.client.tokens.load()
    assert held is not None
    one.client.tokens.save(Tokens("expired", held.refresh))
    one.through(proxy.url)
    one.done()
    assert proxy.count("POST", "/token") == 1
    agree(one, desk, order_id)


def test_revoked_login_pauses_sending_not_editing(device: MakeDevice, desk: Desk) -> None:
    from support.itsm_server import PASSWORD

    from fieldapp.sync.tokens import Tokens

    one = device(own=True)
    order_id = prepared(one, desk)
    one.client.tokens.save(Tokens("revoked", "revoked"))
    assert one.sync().outcome == "auth"
    one.edit(order_id, cause="继续编辑")
    assert one.sync().outcome == "auth"
    one.client.login("liming", PASSWORD)
    one.done()
    agree(one, desk, order_id)
    assert desk.doc(order_id)["answers"]["cause"] == "继续编辑"


def test_text_does_not_wait_for_files(device: MakeDevice, desk: Desk, proxy: FaultProxy) -> None:
    """Uploads that break every time hold back nothing but the attachments that need them."""
    one = device()
    first, second = desk.dispatch(), desk.dispatch()
    one.done()
    one.photo(first, os.urandom(1000))
    one.edit(first, cause="先有照片")
    one.edit(second, cause="另一单")
    one.through(proxy.url)
    proxy.plan = always("/blobs/", Fault("drop_request"))
    assert one.sync().outcome == "offline"
    assert desk.doc(first)["answers"]["cause"] == "先有照片"
    assert desk.doc(first)["attachments"] == []
    assert len(desk.doc(first)["answers"]["photos"]) == 1
    assert desk.doc(second)["answers"]["cause"] == "另一单"
    proxy.plan = lambda _request: PASS
    one.done()
    agree(one, desk, first, second)
    assert len(desk.doc(first)["attachments"]) == 1


def test_upload_goes_on_where_it_broke(device: MakeDevice, desk: Desk, proxy: FaultProxy) -> None:
    one = device()
    order_id = desk.dispatch()
    one.done()
    data = os.urandom(2_000_000)
    one.photo(order_id, data)
    one.through(proxy.url)
    puts: list[int] = []

    def plan(request: Request) -> Fault:
        if request.method == "PUT":
            puts.append(len(request.body))
            return Fault("drop_request") if len(puts) == 2 else PASS
        return PASS

    proxy.plan = plan
    assert one.sync().outcome == "offline"
    one.done()
    agree(one, desk, order_id)
    assert sum(puts) == len(data) + puts[1], "only the part that broke is sent again"


def test_idle_sync_is_small(device: MakeDevice, desk: Desk, proxy: FaultProxy) -> None:
    one = device()
    one.done()
    one.through(proxy.url)
    report = one.done()
    assert report.requests == 1
    assert report.bytes_sent + report.bytes_received < 1000


def test_what_was_sent_is_not_fetched_again(device: MakeDevice, desk: Desk, proxy: FaultProxy) -> None:
    one = device()
    first, second = desk.dispatch(), desk.dispatch()
    one.done()
    one.through(proxy.url)
    one.edit(first, cause="接口松动")
    one.edit(second, cause="供电中断")
    assert one.done().pushed == 2
    proxy.seen.clear()
    assert one.done().requests == 1
    assert proxy.count("GET", "/changes") == 0
    agree(one, desk, first, second)


@pytest.mark.parametrize("meanwhile", ["another order", "the same order"])
def test_what_others_did_meanwhile_is_fetched(device: MakeDevice, desk: Desk, proxy: FaultProxy, meanwhile: str) -> None:
    """The desk writes after this device has asked for changes and before, or right after, it sends its own."""
    one = device()
    mine, other = desk.dispatch(), desk.dispatch()
    one.done()
    one.through(proxy.url)
    one.edit(mine, cause="接口松动")
    touched = other if meanwhile == "another order" else mine

    def plan(request: Request) -> Fault:
        if request.path.endswith("/batch"):
            desk.edit(touched, address="新地址")
        return PASS

    proxy.plan = plan
    one.done()
    proxy.plan = lambda _request: PASS
    one.done()
    assert one.doc(touched)["answers"]["address"] == "新地址"
    agree(one, desk, mine, other)
