"""The first rows of a list: the same as the list's, found without the rest of it, and given up when nobody waits any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from fieldapp.domain.records import Priority, State
from fieldapp.store import listing, queries
from fieldapp.store.opening import raw_connection
from fieldapp.store.records import OrderFilter, Sort
from fieldapp.store.store import Store
from tests.support.store_builders import START, a_doc, a_store, catch_up, pull

COUNT = 120
PLACES = ("天河", "北京银行", "滨江", "海珠")
WANTED = {
    "all": OrderFilter(),
    "common": OrderFilter(text="摄像"),
    "rare": OrderFilter(text="雷击"),
    "one character": OrderFilter(text="雷"),
    "nothing": OrderFilter(text="没有这个"),
    "by sound": OrderFilter(text="bjyh"),
    "written or by sound": OrderFilter(text="tianhe 摄像"),
    "by state": OrderFilter(states=frozenset({State.IN_PROGRESS})),
    "by state and text": OrderFilter(text="摄像", states=frozenset({State.IN_PROGRESS, State.DISPATCHED})),
    "by level": OrderFilter(priorities=frozenset({Priority.CRITICAL})),
    "another kind": OrderFilter(kind="problem"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A third of the orders is not in the indexes of the search, another has changed since it is, and one is as they say."""
    opened = a_store(tmp_path_factory.mktemp("listing"))
    for n in range(1, COUNT + 1):
        if n % 3:
            pull(
                opened,
                a_doc(n, symptom="还没有改" if n % 3 == 2 else _words(n)),
                customer="以前" if n % 3 == 2 else PLACES[n % 4],
            )
    catch_up(opened)
    for n in range(1, COUNT + 1):
        pull(
            opened,
            a_doc(n, symptom=_words(n)),
            customer=PLACES[n % 4],
            state=State.IN_PROGRESS if n % 20 == 0 else State.CLOSED,
            priority=Priority.CRITICAL if n % 3 == 0 else Priority.NORMAL,
            due_at=START + timedelta(minutes=n * 37 % 101),
        )
    assert opened.waiting() == COUNT * 2 // 3
    yield opened
    opened.close()


def _words(n: int) -> str:
    return "摄像机雷击" if n % 40 == 0 else "摄像机 tianhe" if n % 17 == 0 else "摄像机黑屏"


@pytest.mark.parametrize(
    ("head", "apart"),
    [(0, 500), (1, 500), (4, 500), (4, 1)],
    ids=["not at the head", "a short head", "at the head", "at the head, in parts"],
)
@pytest.mark.parametrize("few", [0, 5, 500], ids=["walked", "both", "looked up"])
@pytest.mark.parametrize("name", list(WANTED))
@pytest.mark.parametrize("sort", list(Sort))
def test_first_rows_are_those_of_the_whole_list(
    store: Store, monkeypatch: pytest.MonkeyPatch, sort: Sort, name: str, few: int, head: int, apart: int
) -> None:
    whole = store.queries.order_ids(WANTED[name], sort)
    monkeypatch.setattr(listing, "FEW", few)
    monkeypatch.setattr(listing, "HEAD", head)
    monkeypatch.setattr(listing, "APART", apart)
    assert store.queries.order_ids(WANTED[name], sort) == whole
    assert store.queries.order_ids(WANTED[name], sort, 7) == whole[:7]
    for most in (7, COUNT + 1):
        rows = store.queries.first_rows(WANTED[name], sort, most)
        assert tuple(row.id for row in rows) == whole[:most]


def test_there_is_something_to_compare(store: Store) -> None:
    found = {name: len(store.queries.order_ids(wanted)) for name, wanted in WANTED.items()}
    assert found["all"] == found["common"] == COUNT
    assert (found["rare"], found["nothing"], found["another kind"], found["by state"]) == (3, 0, 0, 6)
    assert found["by sound"] == COUNT // 4
    assert found["written or by sound"] > COUNT // 4


def steps(store: Store, ask: Callable[[], object]) -> int:
    """How far SQLite's machine went for it, in its own steps."""
    counted = 0

    def one() -> int:
        nonlocal counted
        counted += 1
        return 0

    with raw_connection(store._engines.screens) as connection:  # back to the pool then, which gives the same one again
        connection.set_progress_handler(one, 1)
    try:
        ask()
    finally:
        with raw_connection(store._engines.screens) as connection:
            connection.set_progress_handler(None, 0)
    return counted


@pytest.mark.parametrize("text", ["", "摄像"], ids=["all", "searched"])
def test_the_first_rows_cost_the_same_in_a_long_list(store: Store, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(listing, "FEW", 10)
    wanted = OrderFilter(text=text)
    store.queries.first_rows(wanted, Sort.DUE, 3)  # a fresh connection reads the schema first
    first = steps(store, lambda: store.queries.first_rows(wanted, Sort.DUE, 3))
    whole = steps(store, lambda: store.queries.order_ids(wanted, Sort.DUE))
    assert 0 < first < whole
    assert whole - first > COUNT - 20, "a walk over the whole index was saved"


def test_few_are_looked_up_instead_of_walking_the_whole_index(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = OrderFilter(states=frozenset({State.IN_PROGRESS}))
    store.queries.order_ids(wanted, Sort.DUE, 3)  # a fresh connection reads the schema first
    looked_up = steps(store, lambda: store.queries.order_ids(wanted, Sort.DUE, 3))
    monkeypatch.setattr(listing, "FEW", 0)
    walked = steps(store, lambda: store.queries.order_ids(wanted, Sort.DUE))
    assert looked_up < walked / 2


def asked(store: Store, ask: Callable[[], object]) -> list[str]:
    """The statements that ask an index of the search."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.extend([statement] if "MATCH" in statement else [])

    event.listen(store._engines.screens, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(store._engines.screens, "before_cursor_execute", note)
    return statements


def test_what_found_the_few_is_not_asked_of_them_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rare, heard = OrderFilter(text="雷击"), OrderFilter(text="tianhe 摄像")
    assert len(asked(store, lambda: store.queries.first_rows(rare, Sort.DUE, 7))) == 1
    assert len(asked(store, lambda: store.queries.order_ids(rare, Sort.DUE))) == 1
    assert len(asked(store, lambda: store.queries.first_rows(heard, Sort.DUE, 7))) > 1, "the other conditions still are"
    monkeypatch.setattr(listing, "FEW", 0)
    monkeypatch.setattr(listing, "HEAD", 0)
    assert len(asked(store, lambda: store.queries.first_rows(rare, Sort.DUE, 7))) == 2


@pytest.mark.parametrize("text", ["摄像", "摄"], ids=["two characters", "one"])
def test_what_stands_in_many_is_looked_for_at_the_head_of_the_list(
    store: Store, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(listing, "FEW", 10)
    wanted = OrderFilter(text=text)
    at_the_head = asked(store, lambda: store.queries.first_rows(wanted, Sort.DUE, 3))
    assert len(at_the_head) == (1 if len(text) == 1 else 2), "one character is not asked for twice"
    assert not any("orders.row IN (SELECT" in statement for statement in at_the_head), "no table is made of all hits"
    monkeypatch.setattr(listing, "HEAD", 0)
    walked = asked(store, lambda: store.queries.first_rows(wanted, Sort.DUE, 3))
    assert any("orders.row IN (SELECT" in statement for statement in walked)


def test_hits_between_and_behind_the_rows_at_the_head_are_not_passed_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """By number the first twelve have the rows 1 to 8 and 81 to 84."""
    monkeypatch.setattr(listing, "FEW", 10)
    wanted = OrderFilter(text="黑屏")
    taken = {}
    for apart in (10, 10_000):
        monkeypatch.setattr(listing, "APART", apart)
        store.queries.first_rows(wanted, Sort.NUMBER, 3)
        taken[apart] = steps(store, lambda: store.queries.first_rows(wanted, Sort.NUMBER, 3))
    whole = steps(store, lambda: store.queries.order_ids(wanted, Sort.NUMBER))
    assert taken[10] < taken[10_000] < whole


@pytest.mark.parametrize("name", list(WANTED))
def test_what_waits_to_be_indexed_may_be_left_out_at_first(store: Store, name: str) -> None:
    """A third is indexed as it is: of those all are found that fit, and nothing that an index says of another."""
    wanted = WANTED[name]
    with store._engines.readers.begin() as connection:
        waiting = set(connection.scalars(text("SELECT id FROM unindexed JOIN orders ON row = order_row")))
    assert len(waiting) == COUNT * 2 // 3
    whole = store.queries.order_ids(wanted, Sort.DUE)
    first = tuple(row.id for row in store.queries.first_rows(wanted, Sort.DUE, COUNT, indexed_only=True))
    assert first == (tuple(one for one in whole if one not in waiting) if wanted.text else whole)


def test_whether_many_wait(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MANY_WAIT", COUNT * 2 // 3 - 1)
    assert store.queries.many_wait()
    monkeypatch.setattr(queries, "MANY_WAIT", COUNT * 2 // 3)
    assert not store.queries.many_wait()


def test_where_nothing_waits_nothing_is_looked_through(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    pull(store, a_doc(1, symptom="摄像机雷击"), customer="北京银行")
    for whole in (False, True):
        for words in ("雷击", "bjyh 摄像"):
            found = asked(store, partial(store.queries.first_rows, OrderFilter(text=words), Sort.DUE, 7))
            assert found
            assert any("unindexed" in statement for statement in found) != whole
        catch_up(store)
    store.close()


def test_notes_are_not_all_read_to_pass_over_what_an_index_says_of_them(store: Store) -> None:
    found = asked(store, lambda: store.queries.first_rows(OrderFilter(text="雷击"), Sort.DUE, 7, indexed_only=True))
    with raw_connection(store._engines.screens) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {found[0]}", ['"雷击"'])]
    assert not any("SCAN unindexed" in step for step in plan), plan
    assert any("SEARCH unindexed USING INTEGER PRIMARY KEY" in step for step in plan), plan


def test_how_much_fits_is_asked_once_for_all_that_is_shown_first_and_last(store: Store) -> None:
    """What is written so, what begins so and what only sounds so are shown one after the other."""
    assert len(asked(store, lambda: store.queries.first_rows(OrderFilter(text="xyzq"), Sort.DUE, 7))) == 1
    found = asked(store, lambda: store.queries.first_rows(OrderFilter(text="bjyh"), Sort.DUE, COUNT))
    assert len(found) == 3, "which fit, and which of those are written so, and which begin so"
    assert all("hit BETWEEN" in statement for statement in found[1:])


def test_the_connection_that_was_used_last_is_used_next(store: Store) -> None:
    """It has in its cache what is asked for next: taken in turn, each would read and decrypt the same pages again."""
    with ExitStack() as several:
        for _ in range(3):
            several.enter_context(raw_connection(store._engines.screens))
        with raw_connection(store._engines.screens) as last:
            pass
        with raw_connection(store._engines.screens) as again:
            assert again is last
    with raw_connection(store._engines.screens) as last:
        pass
    for _ in range(5):
        with raw_connection(store._engines.screens) as again:
            assert again is last


def test_a_list_that_nobody_waits_for_is_given_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "STEPS", 5)
    assert store.queries.order_ids(OrderFilter(), Sort.DUE, None, lambda: True) == ()
    assert store.queries.first_rows(OrderFilter(text="摄像"), Sort.DUE, 3, lambda: True) == ()
    assert len(store.queries.order_ids(OrderFilter(), Sort.DUE, None, lambda: False)) == COUNT
    assert len(store.queries.order_ids()) == COUNT, "the connection is as before"


def test_a_failure_is_not_taken_for_a_cancelled_question(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    pull(store, a_doc(1))
    with store._engines.writer.begin() as connection:
        connection.exec_driver_sql("DROP TABLE order_sounds")
    with pytest.raises(OperationalError):
        store.queries.first_rows(OrderFilter(text="bjyh"), Sort.DUE, 3, lambda: False)
    store.close()
