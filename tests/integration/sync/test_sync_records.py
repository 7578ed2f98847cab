"""Records between real clients and the real endpoint process: what holds for orders holds for them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from support.itsm_server import EndpointProcess
from support.sync_device import Desk, Device, agree
from support.sync_proxy import PASS, FaultProxy, Request
from support.sync_proxy import Fault as FaultOnLine

from fieldapp.domain import events, kinds, links, versions
from fieldapp.domain.records import Role
from fieldapp.itsm import desk_work, orders, records
from fieldapp.itsm.accounts import Caller, User
from fieldapp.itsm.desk import CONSOLE
from fieldapp.itsm.duties import Duty

MakeDevice = Callable[..., Device]


def move(server: EndpointProcess, record_id: str, to: str, **said: str) -> None:
    with server.opened() as endpoint:
        records.move(endpoint, record_id, to, CONSOLE, **said)


def open_conflicts(device: Device, record_id: str) -> list[tuple[str, Any, Any, str]]:
    with device.store.reading() as work:
        return sorted((c.field, c.mine, c.theirs, c.winner.value) for c in work.conflicts.open(record_id))


def test_made_offline_with_a_photo_and_a_link(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = desk.dispatch()
    one.done()
    record_id = one.record(symptom="离线所写")
    one.change(record_id, {"rows": {links.LINKS: {"put": [links.row(one.doc(order_id))]}}})
    one.photo(record_id, os.urandom(3000))
    one.note(record_id, "离线备注")
    one.done()
    agree(one, desk, record_id, order_id)
    doc = desk.doc(record_id)
    assert (doc["kind"], doc["number"][:3], links.targets(doc)) == ("problem", "WT-", (order_id,))
    assert [row.id for row in one.store.queries.records_linked_to(order_id)] == [record_id]
    assert len(doc["attachments"]) == 1


def test_both_sides_edit_while_the_network_is_gone(device: MakeDevice, desk: Desk, endpoint: EndpointProcess) -> None:
    one = device()
    record_id = one.record(symptom="旧", known_cause="旧")
    one.done()
    one.edit(record_id, symptom="我方", workaround="重启")
    one.note(record_id, "我方备注")
    desk.edit(record_id, symptom="台方", measure="换型号")
    move(endpoint, record_id, "INVESTIGATING")
    report = one.done()
    assert report.conflicts == 1
    assert open_conflicts(one, record_id) == [("symptom", "我方", "台方", "engineer")]
    agree(one, desk, record_id)
    doc = desk.doc(record_id)
    assert (doc["state"], doc["answers"]["symptom"], doc["answers"]["measure"]) == ("INVESTIGATING", "我方", "换型号")
    (row,) = one.store.queries.record_rows("problem", states=["INVESTIGATING"])
    assert (row.id, row.conflicts, row.unsent) == (record_id, 1, False)


def test_two_devices_of_its_author(device: MakeDevice, desk: Desk) -> None:
    one, two = device("one"), device("two", own=True)
    record_id = one.record()
    one.done()
    two.done()
    one.edit(record_id, symptom="甲机")
    two.edit(record_id, symptom="乙机", known_cause="乙机所查")
    one.done()
    two.done()
    assert ("symptom", "乙机", "甲机", "engineer") in open_conflicts(two, record_id)
    one.done()
    for each in (one, two):
        agree(each, desk, record_id)


def test_the_reply_to_its_creation_is_lost(device: MakeDevice, desk: Desk, endpoint: EndpointProcess) -> None:
    one = device()
    record_id = one.record()
    lost: list[int] = []

    def plan(request: Request) -> FaultOnLine:
        if request.method == "POST" and request.path.endswith("/orders") and not lost:
            lost.append(request.number)
            return FaultOnLine("drop_reply")
        return PASS

    with FaultProxy(endpoint.url, plan) as proxy:
        one.through(proxy.url)
        assert one.sync().outcome == "offline"
    one.through(endpoint.url)
    one.edit(record_id, symptom="之后写的")
    one.done()
    agree(one, desk, record_id)
    assert desk.doc(record_id)["answers"]["symptom"] == "之后写的"


def test_typed_on_while_the_desk_closed_it(device: MakeDevice, desk: Desk, endpoint: EndpointProcess) -> None:
    """A state in which he may not write any more: what he wrote waits for a person, and only this record waits."""
    one = device()
    record_id, other = one.record(), one.record()
    one.done()
    one.edit(record_id, symptom="关闭后才发出")
    one.edit(other, symptom="照常")
    move(endpoint, record_id, "REJECTED", reason="重复")
    assert one.done().parked == 1
    assert one.doc(record_id)["answers"]["symptom"] == "关闭后才发出"
    move(endpoint, record_id, "INVESTIGATING", reason="重新考虑")
    one.done()
    agree(one, desk, record_id, other)
    assert desk.doc(record_id)["answers"]["symptom"] == "关闭后才发出"


def test_a_kind_that_this_version_does_not_know(
    device: MakeDevice, desk: Desk, endpoint: EndpointProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an earlier program sees it: unreadable, remembered, fetched when the program knows it."""
    author = device("author")
    record_id = author.record()
    author.done()
    earlier = device("earlier", own=True)
    order_id = desk.dispatch()
    monkeypatch.setattr(kinds, "every", lambda: {})
    report = earlier.done()
    assert report.unreadable >= 1
    assert order_id in [row.id for row in earlier.store.queries.order_rows([order_id])]
    assert earlier.store.queries.records([record_id]) == ()
    monkeypatch.undo()
    earlier.done()
    assert earlier.doc(record_id) == desk.doc(record_id)


def test_a_count_follows_what_the_desk_does(device: MakeDevice, desk: Desk, endpoint: EndpointProcess) -> None:
    """Opened again, or cancelled: it solved nothing after all."""
    one = device()
    article, order_id = one.record_of("knowledge-article", title="录像丢失", symptom="无录像", solution="换硬盘"), desk.dispatch()
    one.done()
    one.change(order_id, {"rows": {links.LINKS: {"put": [links.row(one.doc(article))]}}})
    one.move(order_id, "IN_PROGRESS", "RESOLVED")
    one.done()
    counts = [desk.doc(article)["answers"]["solved_count"]]
    with endpoint.opened() as opened:
        agent = Caller(User("d1", "desk", "台", Role.DESK, frozenset({Duty.AGENT})), "")
        with opened.database.reading() as connection:
            base = orders.load(opened.database, connection, [order_id])[order_id].etag
        desk_work.reopen(opened, agent, order_id, base, "仍然卡顿")
    counts.append(desk.doc(article)["answers"]["solved_count"])
    one.done()
    one.move(order_id, "RESOLVED")
    one.done()
    counts.append(desk.doc(article)["answers"]["solved_count"])
    desk.cancel(order_id)
    counts.append(desk.doc(article)["answers"]["solved_count"])
    assert counts == [1, 0, 1, 0]


def test_an_article_is_reviewed_read_by_all_and_counts_what_it_solved(
    device: MakeDevice, desk: Desk, endpoint: EndpointProcess
) -> None:
    one, two = device("one"), device("two", own=True)
    article = one.record_of("knowledge-article", title="端口震荡", symptom="画面卡顿", solution="更换光模块")
    one.move(article, "SUBMITTED")
    order_id = desk.dispatch()
    one.done()
    move(endpoint, article, "PUBLISHED")
    one.done()
    two.done()
    assert [row.title for row in two.store.queries.record_rows("knowledge-article", "光模")] == ["端口震荡"]
    assert [one.number for one in versions.history(events.log(two.doc(article)), "article")] == [1]
    one.change(order_id, {"rows": {links.LINKS: {"put": [links.row(one.doc(article))]}}})
    one.done()
    assert "solved_count" not in desk.doc(article)["answers"]
    one.move(order_id, "IN_PROGRESS", "RESOLVED")
    one.done()
    two.done()
    assert two.doc(article)["answers"]["solved_count"] == 1
    one.change(order_id, {"rows": {links.LINKS: {"drop": [article]}}})
    one.done()
    assert desk.doc(article)["answers"]["solved_count"] == 0
    one.done()
    agree(one, desk, article, order_id)
