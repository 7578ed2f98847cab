"""Documents in the feed with any part exchanged: what cannot be read is named, the rest arrives, nothing unsent is lost."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from support.hostile_answers import NONSENSE, Sample, exchanged, page, places
from support.hostile_line import NEW_ORDER, Line, feed
from support.sync_device import Device
from support.sync_proxy import PASS, Fault

from fieldapp.store.records import OrderFilter
from fieldapp.sync.run import PORTIONS

MakeDevice = Callable[..., Device]

NO_JSON = {"NaN", "Infinity", "half a surrogate pair", "very deep", "not JSON"}
"""Where a line of the feed is none, only its beginning says whose it is. A value that is no number or no text is passed over on
the way to the order's id."""


def spoiled(doc: dict[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """(id, what is spoiled, document) for every place of an order."""
    for place in places(doc):
        for name in sorted(NONSENSE.keys() - NO_JSON):
            nonsense = NONSENSE[name]
            own = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{place} {name}"))
            yield own, f"{place}: {name}", exchanged({**doc, "id": own}, place, nonsense)


def item(order_id: str, doc: bytes, number: int) -> bytes:
    return b'{"id":"%s","etag":"\\"h%d\\"","schema":1,"doc":%s}' % (order_id.encode(), number, doc)


def test_every_part_of_every_document(line: Line, samples: dict[str, Sample], device: MakeDevice) -> None:
    """New orders, then orders with unsent work: what cannot be read is named, what can is shown, the rest of the page arrives."""
    one = device("documents", line.proxy.url)
    sound = line.device.doc(line.order_id)
    cases = list(spoiled(sound))
    lines = [item(order_id, doc, at) for at, (order_id, _, doc) in enumerate(cases)]
    last = item(NEW_ORDER, json.dumps({**sound, "id": NEW_ORDER}).encode(), 99_999)
    room = PORTIONS.changes - 1
    pages = [page([*lines[at : at + room], last], f"c{at}", more=at + room < len(lines)) for at in range(0, len(lines), room)]
    feed(line, pages, samples["changes"])
    report = one.sync()
    assert report.outcome == "done", report
    assert report.unreadable > 500
    assert one.doc(NEW_ORDER) == {**sound, "id": NEW_ORDER}
    rows = one.store.queries.order_rows(one.store.queries.order_ids(OrderFilter()))
    assert len(rows) == report.pulled
    one.edit(NEW_ORDER, cause="还没有发送")
    merged = [
        item(NEW_ORDER, exchanged({**sound, "id": NEW_ORDER}, place, NONSENSE[name]), 100_000 + at)
        for at, (place, name) in enumerate((place, name) for place in places(sound) for name in sorted(NONSENSE.keys() - NO_JSON))
    ]
    pages = [
        page(merged[at : at + PORTIONS.changes], f"m{at}", more=at + PORTIONS.changes < len(merged))
        for at in range(0, len(merged), PORTIONS.changes)
    ]
    feed(line, pages, samples["changes"])
    one.sync()
    assert one.doc(NEW_ORDER)["answers"]["cause"] == "还没有发送"


def test_lines_that_are_no_json_hold_up_nothing(line: Line, samples: dict[str, Sample], device: MakeDevice) -> None:
    """The page arrived whole, so they were said: put aside and counted, the rest of the page is taken, what is unsent goes."""
    one = device("no-json", line.proxy.url, own=True)
    line.proxy.plan = lambda _request: PASS
    one.done()
    one.edit(line.order_id, cause="坏记录不挡路")
    with one.store.writing() as work:
        work.meta.set("cursor", None)  # it is asked for, whatever hello says of news
    sound = {**line.device.doc(line.order_id), "id": NEW_ORDER}
    ids = {name: str(uuid.uuid5(uuid.NAMESPACE_OID, name)) for name in sorted(NO_JSON)}
    bad = [item(ids[name], exchanged(sound, ("answers", "symptom"), NONSENSE[name]), at) for at, name in enumerate(ids)]
    whole = page([*bad, b"<html>", b"\xff" * 40, item(NEW_ORDER, json.dumps(sound).encode(), 99)], "c1")
    feed(line, [whole[:-9], whole], samples["changes"])
    assert one.sync().problem == "net.truncated"
    report = one.sync()
    assert (report.outcome, report.unreadable, report.pushed) == ("done", len(bad) + 2, 0), report
    assert one.doc(NEW_ORDER) == sound
    assert not one.active(line.order_id), "what was typed went with the first run"
    with one.store.writing() as work:
        known = work.meta.get("unreadable")
        assert set(ids.values()) < set(known)
        work.meta.set("unreadable", {name: {**note, "by": "an earlier version"} for name, note in known.items()})
    real = {name: samples["order"].saying(b"<html>", "200 OK") for name in list(ids.values())[:1]}
    line.proxy.plan = lambda request: next(
        (Fault("instead", reply=reply) for name, reply in real.items() if name in request.path), PASS
    )
    report = one.sync()
    assert (report.outcome, report.unreadable) == ("done", 1), "read anew: the endpoint knows only one of them, still no JSON"


def test_names_of_files_lead_nowhere(line: Line, samples: dict[str, Sample], device: MakeDevice) -> None:
    """Whatever an attachment is called: it is a row; a file of that name is made only by `handed_out`, which has its own test."""
    one = device("names", line.proxy.url)
    sound = line.device.doc(line.order_id)
    assert sound["attachments"]
    at = ("attachments", 0, "name")
    names = sorted(name for name in NONSENSE.keys() - NO_JSON if NONSENSE[name].startswith(b'"'))
    ids = {name: str(uuid.uuid5(uuid.NAMESPACE_DNS, name)) for name in names}
    lines = [item(ids[name], exchanged({**sound, "id": ids[name]}, at, NONSENSE[name]), n) for n, name in enumerate(names)]
    before = set(one.store.folder.parent.rglob("*"))
    feed(line, [page(lines, "c1")], samples["changes"])
    assert one.sync().outcome == "done"
    new = {path.name for path in one.store.folder.parent.rglob("*")} - {path.name for path in before}
    assert all(name.startswith("orders.db") for name in new), new
