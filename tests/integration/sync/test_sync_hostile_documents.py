"""Documents in the feed with any part exchanged: what cannot be read is named, the rest arrives, nothing unsent is lost."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.hostile_answers import NONSENSE, Sample, exchanged, page, places
from support.hostile_line import NEW_ORDER, Line, feed, local
from support.sync_device import Device
from support.sync_proxy import PASS

from fieldapp.store.records import OrderFilter

MakeDevice = Callable[..., Device]

NO_JSON = {"NaN", "Infinity", "half a surrogate pair", "very deep", "not JSON"}
"""Where a line of the feed is none, the whole page was not said by our endpoint. A value that is no number or no text is passed
over on the way to the order's id."""


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
    pages = [page([*lines[at : at + 199], last], f"c{at}", more=at + 199 < len(lines)) for at in range(0, len(lines), 199)]
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
    pages = [page(merged[at : at + 200], f"m{at}", more=at + 200 < len(merged)) for at in range(0, len(merged), 200)]
    feed(line, pages, samples["changes"])
    one.sync()
    assert one.doc(NEW_ORDER)["answers"]["cause"] == "还没有发送"


@pytest.mark.parametrize("name", sorted(NO_JSON))
def test_a_line_that_is_no_json_spoils_its_page(line: Line, samples: dict[str, Sample], device: MakeDevice, name: str) -> None:
    one = device("no-json", line.proxy.url)
    line.proxy.plan = lambda _request: PASS
    one.done()
    with one.store.writing() as work:
        work.meta.set("cursor", None)  # it is asked for, whatever hello says of news
    before = local(one)
    sound = {**line.device.doc(line.order_id), "id": NEW_ORDER}
    good = item(NEW_ORDER, json.dumps(sound).encode(), 1)
    bad = item(str(uuid.UUID(int=9)), exchanged(sound, ("answers", "symptom"), NONSENSE[name]), 2)
    feed(line, [page([good, bad], "c1")], samples["changes"])
    report = one.sync()
    assert (report.outcome, report.problem) == ("offline", "net.not-the-endpoint")
    assert local(one) == before
    one.done()


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
