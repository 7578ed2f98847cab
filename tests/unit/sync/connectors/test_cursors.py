"""Places in a product's history: nothing that becomes visible late may be passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.errors import InputFault
from fieldapp.sync.connectors import log_cursor, times_cursor


@given(st.lists(st.booleans(), min_size=1, max_size=120))
def test_a_transaction_that_is_committed_late_is_still_read(late: list[bool]) -> None:
    """Numbers are given in order; those marked late become visible only at the next look."""
    place = log_cursor.parse(log_cursor.Place(0).text)
    visible: list[int] = []
    read: list[int] = []
    for start in range(0, len(late), 20):
        part = range(start + 1, min(start + 20, len(late)) + 1)
        for shown in ([n for n in part if not late[n - 1]], [n for n in part if late[n - 1]]):
            visible += shown
            assert place is not None
            found = [n for n in sorted(visible) if n > place.after]
            read += [n for n in found if n not in place.seen]
            place = log_cursor.parse(place.moved_on(found).text)
    assert sorted(read) == list(range(1, len(late) + 1))


def test_the_first_look_goes_on_where_it_was() -> None:
    place = log_cursor.Place(90, scanned=0)
    half = log_cursor.parse(place.scanned_to(17).text)
    assert half is not None
    assert (half.newest, half.scanned) == (90, 17)
    over = log_cursor.parse(half.scanned_to(None).text)
    assert over is not None
    assert (over.scanned, over.after, over.seen) == (None, 90 - log_cursor.OVERLAP, frozenset())


def stamp(second: int) -> str:
    return f"2026-11-23T08:{second // 60:02d}:{second % 60:02d}Z"


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=1, max_size=60))
def test_two_changes_within_a_second_are_both_read(steps: list[tuple[int, int]]) -> None:
    """Each step: an order changes (its content counts up), some seconds pass, somebody looks."""
    content: dict[str, int] = {}
    changed: dict[str, str] = {}
    read: dict[str, int] = {}
    place, second = times_cursor.parse(None), 0
    for order, pause in steps:
        rid = str(order)
        content[rid], changed[rid] = content.get(rid, 0) + 1, stamp(second)
        found = {r: c for r, c in changed.items() if c >= (place.since or "")}
        fresh = {r: c for r, c in found.items() if place.seen.get(r) != c}
        read |= {r: content[r] for r in fresh if place.versions.get(r) != str(content[r])}
        place = times_cursor.parse(place.moved_on(fresh, {r: str(content[r]) for r in fresh}).text)
        assert read == content
        second += pause


@pytest.mark.parametrize("text", ["", "7", '{"log": "x", "since": 7}', "[" * 5000])
def test_a_cursor_that_is_none_is_told(text: str) -> None:
    for parse in (log_cursor.parse, times_cursor.parse):
        with pytest.raises(InputFault) as caught:
            parse(text)
        assert caught.value.code == "cursor.broken"
