"""Two devices and a desk write to one order over a network that loses replies: all end up with the same document, and every
value that anybody wrote last in a place is in it or in an open conflict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.store_builders import HandClock, a_doc, a_store, order_id
from support.sync_memory import MemoryEndpoint, MemoryLine

from fieldapp.domain import patches
from fieldapp.forms.summary import summarise
from fieldapp.services.shipped import shipped_catalog, shipped_profile
from fieldapp.store.store import Store
from fieldapp.sync import engine
from fieldapp.sync.report import SyncReport

CATALOG, PROFILE = shipped_catalog(), shipped_profile()
FIELDS = ("cause", "solution", "contact_name")
NUMBERS = (order_id(n) for n in range(1, 1_000_000))
STEP = st.one_of(
    st.tuples(st.sampled_from(["one", "two", "desk"]), st.sampled_from(FIELDS)),
    st.tuples(st.sampled_from(["sync one", "sync two"]), st.sampled_from([0, 1, 2, 3, 4])),
)


class Side:
    """A device in this process."""

    def __init__(self, store: Store, endpoint: MemoryEndpoint) -> None:
        self.store, self.line = store, MemoryLine(endpoint)
        self.order_id = next(iter(endpoint.docs))
        with store.writing() as work:
            work.meta.set("cursor", None)
            self.line.seq = work.outbox.last_device_seq()

    def write(self, field: str, value: str) -> None:
        with self.store.writing() as work:
            held = work.orders.get(self.order_id)
            if held is None:
                return
            patch = {"answers": {field: value}}
            doc = patches.apply(held.doc, patch)
            summary = summarise(CATALOG.latest("maintenance-work-order"), doc, PROFILE, self.store.clock.now())
            work.change(self.order_id, patch, summary, doc)

    def sync(self, lost: int = 0) -> SyncReport:
        """`lost`: the reply of this request of the run is lost; 0 for none."""
        self.line.lose = {self.line.requests + lost} if lost else set()
        return engine.run_once(self.store, self.line, CATALOG, PROFILE, self.store.clock, chance=lambda: 0.5)  # type: ignore[arg-type]

    def values(self) -> set[Any]:
        with self.store.reading() as work:
            doc, conflicts = work.orders.need(self.order_id).doc, work.conflicts.open(self.order_id)
        return {*doc["answers"].values(), *(c.mine for c in conflicts), *(c.theirs for c in conflicts)}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """Made once: each example has an order of its own in them."""
    one, two = (a_store(tmp_path_factory.mktemp("sides") / name, HandClock()) for name in ("one", "two"))
    yield one, two
    one.close()
    two.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, min_size=3, max_size=14))
def test_everybody_ends_with_the_same_order(stores: tuple[Store, Store], steps: list[tuple[str, Any]]) -> None:
    order_id = next(NUMBERS)
    endpoint = MemoryEndpoint({order_id: {**a_doc(1), "id": order_id}})
    one, two = (Side(store, endpoint) for store in stores)
    sides = {"one": one, "two": two}
    for side in sides.values():
        side.sync()
    written: dict[tuple[str, str], str] = {}
    for number, (who, what) in enumerate(steps):
        if who.startswith("sync "):
            sides[who.removeprefix("sync ")].sync(what)
            continue
        value = f"{who} {number}"
        written[who, what] = value
        if who == "desk":
            endpoint.write(order_id, {"answers": {what: value}})
        else:
            sides[who].write(what, value)
    for side in (one, two, one, two):
        assert side.sync().outcome == "done"
    for side in (one, two):
        report = side.sync()
        assert (report.outcome, report.pushed, report.pulled) == ("done", 0, 0)
        with side.store.reading() as work:
            assert work.orders.need(order_id).doc == endpoint.docs[order_id]
            assert not work.outbox.active_of(order_id)
    kept = one.values() | two.values()  # a conflict is shown on the device that met it
    for (who, field), value in written.items():
        if who in sides and not overwritten_knowingly(steps, who, field):
            assert value in kept, (who, value)


def overwritten_knowingly(steps: list[tuple[str, Any]], who: str, field: str) -> bool:
    """Somebody else wrote the field after this side's last word on it: then its value may be gone without a conflict."""
    last = max(number for number, step in enumerate(steps) if step == (who, field))
    return any(step[1] == field and step[0] != who for step in steps[last + 1 :])
