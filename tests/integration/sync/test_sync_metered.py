"""Which files go by a policy: against the real endpoint, with what is left told in the report."""

from __future__ import annotations

from collections.abc import Callable

from support.sync_device import Desk, Device, agree

from fieldapp.sync.policy import EVERY_FILE, SMALL_FILE, FilePolicy

LARGE, OTHER, INK = b"p" * (SMALL_FILE + 1), b"q" * (SMALL_FILE + 9), b"i" * SMALL_FILE
FRUGAL = FilePolicy(SMALL_FILE)


def hashes(desk: Desk, order_id: str) -> set[str]:
    return {item["sha256"] for item in desk.doc(order_id)["attachments"]}


def test_the_small_go_the_large_wait_and_each_is_told(device: Callable[..., Device], desk: Desk) -> None:
    mine = device()
    order_id = desk.dispatch()
    mine.done()
    ink, large = mine.photo(order_id, INK), mine.photo(order_id, LARGE)
    report = mine.sync(files=FRUGAL)
    assert report.outcome == "done"
    assert [(held.sha256, held.size, held.orders) for held in report.held_back] == [(large, len(LARGE), {order_id})]
    assert hashes(desk, order_id) == {ink}
    again = mine.sync(files=FRUGAL)
    assert (again.pushed, again.blobs, len(again.held_back)) == (0, 0, 1), "nothing is tried in between"
    mine.done()
    assert hashes(desk, order_id) == {large, ink}
    agree(mine, desk, order_id)


def test_a_file_of_two_orders_goes_with_the_one_that_somebody_pays_for(device: Callable[..., Device], desk: Desk) -> None:
    mine = device()
    first, second = desk.dispatch(), desk.dispatch()
    mine.done()
    shared = mine.photo(first, LARGE)
    assert mine.photo(second, LARGE) == shared
    other = mine.photo(first, OTHER)
    report = mine.sync(files=FilePolicy(SMALL_FILE, frozenset({second})))
    assert [held.sha256 for held in report.held_back] == [other]
    assert hashes(desk, second) == {shared}
    assert mine.sync(files=EVERY_FILE).held_back == ()
    agree(mine, desk, first, second)


def test_what_a_restored_endpoint_lost_waits_too(device: Callable[..., Device], desk: Desk) -> None:
    """No operation speaks of these files any more."""
    mine = device()
    order_id = desk.dispatch()
    mine.done()
    lost = {mine.photo(order_id, bytes([65 + n]) * (SMALL_FILE + 1 + n)) for n in range(3)}
    mine.done()
    with mine.store.writing() as work:
        for sha256 in lost:
            work.blobs.restart(sha256)
    report = mine.sync(files=FRUGAL)
    assert (report.blobs, {held.sha256 for held in report.held_back}) == (0, lost)
    assert mine.done().blobs == 3
    agree(mine, desk, order_id)
