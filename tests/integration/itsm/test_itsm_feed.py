"""The change feed: whole pages, commit order, nothing missed under concurrent writers."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from fieldapp.clock import from_wire
from fieldapp.domain import patches
from fieldapp.domain.records import EventKind
from fieldapp.itsm import desk, orders
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.database import read_meta, renew_epoch
from fieldapp.itsm.envelope import new_event
from tests.integration.itsm.conftest import Dispatch
from tests.support.itsm_server import Api, EndpointProcess


def test_the_last_line_proves_the_page_whole(api: Api, dispatch: Dispatch) -> None:
    dispatch()
    answer = api.send("GET", "/changes", params={"limit": 2})
    body, _, last = answer.content.rstrip(b"\n").rpartition(b"\n")
    end = json.loads(last)
    assert end["sha256"] == hashlib.sha256(body + b"\n").hexdigest()
    assert end["count"] == len(body.splitlines())
    assert answer.headers["Content-Encoding"] == "gzip"
    assert api.send("GET", "/changes", params={"limit": 2}, headers={"Accept-Encoding": "identity"}).content == answer.content


def test_pages_follow_each_other_without_gap_or_overlap(api: Api, dispatch: Dispatch) -> None:
    _, start = api.everything()
    wanted = [dispatch().id for _ in range(7)]
    seen: list[str] = []
    cursor, more = start, True
    while more:
        items, end = api.changes(cursor, limit=3)
        seen += [item["id"] for item in items]
        cursor, more = end["next"], end["more"]
    assert seen == wanted
    assert api.changes(cursor) == ([], {"next": cursor, "more": False, "count": 0, "sha256": hashlib.sha256(b"").hexdigest()})


def test_only_the_latest_state_of_an_order_is_told(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    _, start = api.everything()
    etag = order.etag
    for cause in ("一", "二", "三"):
        (result,) = api.batch(api.op(order.id, etag, {"answers": {"cause": cause}}))
        etag = result["etag"]
    items, _ = api.changes(start)
    assert [(item["id"], item["etag"], item["doc"]["answers"]["cause"]) for item in items] == [(order.id, etag, "三")]


def test_everybody_hears_what_concerns_him(api: Api, other: Api, desk_api: Api, dispatch: Dispatch, office: Endpoint) -> None:
    order = dispatch()
    assert order.id in api.everything()[0]
    assert order.id not in other.everything()[0]
    desk.reassign(office, order.doc["number"], "wangyan")
    assert told(api, order.id) == {"id": order.id, "removed": "reassigned", "by": "服务台", "to": "王㛃"}
    assert other.everything()[0][order.id]["doc"]["assignee"] == "eng-002"
    desk.reassign(office, order.doc["number"], "liming")
    assert api.everything()[0][order.id]["doc"]["assignee"] == "eng-001"
    desk.cancel(office, order.doc["number"], " 客户\n撤销报修 ")
    cancelled = {"id": order.id, "removed": "cancelled", "by": "服务台", "reason": "客户 撤销报修"}
    assert told(api, order.id) == told(desk_api, order.id) == cancelled
    assert told(other, order.id) == {"id": order.id, "removed": "reassigned", "by": "服务台", "to": "李旻"}


def told(hearer: Api, order_id: str) -> dict[str, Any]:
    """What the feed says of an order that is gone, but the time."""
    item = dict(hearer.everything()[0][order_id])
    assert from_wire(item.pop("at")) <= datetime.now(UTC)
    return item


def test_an_order_cancelled_by_an_earlier_version_names_nobody(api: Api, dispatch: Dispatch, office: Endpoint) -> None:
    order = dispatch()
    note = new_event(EventKind.NOTE, desk.CONSOLE, office.clock.now(), {"text": "取消派工。客户撤销"})

    def as_it_was(connection: Connection) -> None:
        held = orders.load(office.database, connection, [order.id], lock=True)[order.id]
        orders.save(connection, held, patches.apply(held.doc, {"events": [note]}), cancelled=True)

    office.database.run_writing(as_it_was)
    assert api.everything()[0][order.id] == {"id": order.id, "removed": "cancelled"}


@pytest.mark.parametrize(
    ("cursor", "status"),
    [
        ("nonsense", 400),
        ("00000000.1", 410),
        ("{epoch}.999999999", 410),
        ("{epoch}.0", 410),  # of an endpoint that knew no marks yet
        ("{epoch}.0.000000000000", 410),
        ("{epoch}.0.00000000000g", 400),
        ("x" * 61, 422),
        ("{epoch}.١", 400),
        ("{epoch}.-1", 400),
    ],
)
def test_cursors_from_elsewhere(api: Api, office: Endpoint, cursor: str, status: int) -> None:
    given = cursor.format(epoch=read_meta(office.database, "epoch")[:8])
    assert api.send("GET", "/changes", params={"cursor": given}).status_code == status


@pytest.mark.parametrize("limit", ["0", "-1", "5001", "many", ""])
def test_limits_that_make_no_sense(api: Api, limit: str) -> None:
    assert api.send("GET", "/changes", params={"limit": limit}).status_code == 422


def test_a_restored_database_voids_every_cursor(api: Api, dispatch: Dispatch, office: Endpoint) -> None:
    dispatch()
    before, cursor = api.everything()
    renew_epoch(office.database)
    gone = api.send("GET", "/changes", params={"cursor": cursor})
    assert (gone.status_code, gone.json()["type"]) == (410, "urn:fieldapp:problem:cursor-gone")
    assert api.everything()[0] == before


def test_a_reader_misses_nothing_while_others_write(server: EndpointProcess, api: Api, dispatch: Dispatch) -> None:
    """Positions are given in the order of commit: a reader that has seen n will not find something new below n later."""
    _, start = api.everything()
    rounds, writers = 12, 4
    etags: dict[str, str] = {}
    done = threading.Event()

    def write(order: Any) -> None:
        with Api(api.base, api.device_id, api.tokens) as line:
            etag = order.etag
            for number in range(rounds):
                (result,) = line.batch(line.op(order.id, etag, {"answers": {"cause": f"第{number}次"}}))
                assert result["status"] == "applied", result
                etag = result["etag"]
            etags[order.id] = etag

    threads = [threading.Thread(target=write, args=(dispatch(),)) for _ in range(writers)]
    known: dict[str, str] = {}

    def read() -> None:
        cursor = start
        while True:
            finished = done.is_set()
            items, end = api.changes(cursor, limit=2)
            known.update({item["id"]: item["etag"] for item in items})
            cursor = end["next"]
            if finished and not end["more"]:
                return

    reader = threading.Thread(target=read)
    for thread in (*threads, reader):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert len(etags) == writers
    assert {order: known[order] for order in etags} == etags
