"""What a save writes, and what is done after it: little, in bounds, and never before somebody who waits."""

from __future__ import annotations

import random
import threading
from contextlib import suppress
from errno import EIO
from pathlib import Path

import pytest
from sqlalchemy import event

from fieldapp.errors import EnvironmentFault
from fieldapp.store import store as store_module
from fieldapp.store.opening import raw_connection
from fieldapp.store.store import Store
from fieldapp.store.turns import Turns
from tests.support.store_builders import a_doc, a_store, catch_up, edit, order_id, pull

SAVES = 200
MOST_OF_A_SAVE = 20
MOST_OF_A_STEP = 160
"""Pages of 4 kB: 32 are merged into new ones, and the old ones are given back. FTS5 by itself takes 300 and more."""

WORDS = ("核心交换机", "摄像机", "端口故障", "电源模块", "雷击损坏", "无图像", "存储阵列", "防雷器", "光纤中断")


def log_pages(store: Store) -> int:
    """How long the WAL is."""
    with raw_connection(store._engines.readers) as connection:
        return int(connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1])


def in_full(store: Store) -> bool:
    with raw_connection(store._engines.writer) as connection:
        return bool(connection.execute("PRAGMA synchronous").fetchone() == (2,))


def written(store: Store, before: int) -> int:
    """Pages since then; a WAL that was brought into the file begins anew."""
    now = log_pages(store)
    return now - before if now >= before else now


def test_what_saves_and_steps_write_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "LONG_LOG", 400)
    chance = random.Random(1)
    store = a_store(tmp_path)
    for n in range(1, 31):
        pull(store, a_doc(n, solution="，".join(chance.choices(WORDS, k=300)), symptom=f"{n}号机无图像"))
    catch_up(store)
    of_saves, of_steps, longest = [], [], 0
    for n in range(SAVES):
        before = log_pages(store)
        text = "，".join(f"{word}{chance.randrange(9999)}" for word in chance.choices(WORDS, k=150))
        edit(store, order_id(n % 30 + 1), solution=text, cause=f"第{n}次")
        of_saves.append(written(store, before))
        more = n % 4 == 3  # several saves wait together, as when the background is late
        while more:
            before = log_pages(store)
            more = store.catch_up()
            of_steps.append(written(store, before))
        longest = max(longest, log_pages(store))
    assert max(of_saves) <= MOST_OF_A_SAVE
    assert max(of_steps) <= MOST_OF_A_STEP
    assert longest < 400 + MOST_OF_A_STEP + 4 * MOST_OF_A_SAVE, "the background brings the WAL into the file"
    with store._engines.readers.connect() as connection:
        parts = connection.exec_driver_sql("SELECT count(DISTINCT segid) FROM order_search_idx").scalar()
    assert 1 < parts < 40, "parts are merged"
    assert store.queries.search(f"第{SAVES - 1}次") == (order_id((SAVES - 1) % 30 + 1),)
    assert store.check() == ()
    store.close()


def test_only_the_background_does_not_wait_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_store(tmp_path)
    levels = []
    pull(store, a_doc(1))
    put = store_module.indexing.put

    def looked_at(connection: object, found: object) -> None:
        levels.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())  # type: ignore[attr-defined]
        put(connection, found)  # type: ignore[arg-type]
        raise OSError("no more")

    monkeypatch.setattr(store_module.indexing, "put", looked_at)
    with pytest.raises(EnvironmentFault):
        catch_up(store)
    assert levels == [1]
    assert in_full(store), "also after a step that failed"
    assert store.waiting() == 1, "nothing is half done"
    monkeypatch.undo()
    catch_up(store)
    assert in_full(store)
    assert (store.waiting(), store.queries.search("海珠")) == (0, (order_id(1),))
    store.close()


def test_an_order_changed_between_a_steps_halves_is_left_for_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_store(tmp_path)
    for n in (1, 2):
        pull(store, a_doc(n, cause="雷击"))
    prepared = store_module.indexing.prepared

    def meanwhile(connection: object) -> object:
        found = prepared(connection)  # type: ignore[arg-type]
        if store.waiting() == 2:
            edit(store, order_id(1), cause="老化")
            with store.writing() as work:
                work.orders.remove(order_id(2))
        return found

    monkeypatch.setattr(store_module.indexing, "prepared", meanwhile)
    store.catch_up()
    assert store.waiting() == 1
    catch_up(store)
    assert (store.queries.search("老化"), store.queries.search("雷击"), store.waiting()) == ((order_id(1),), (), 0)
    assert store.check() == ()
    store.close()


def test_whichever_call_fails_the_search_says_what_is_held(tmp_path: Path) -> None:
    """Each statement and each commit of a save and of what follows it, one after the other."""
    store = a_store(tmp_path)
    order, held, left, number = pull(store, a_doc(1, cause="原来")), "原来", 0, 0

    def call(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(EIO, "it fails")

    for engine in (store._engines.writer, store._engines.readers):
        event.listen(engine, "before_cursor_execute", call)
        event.listen(engine, "commit", call)
    while left <= 0:  # the last round had so many calls
        number += 1
        left, before, after = number, held, f"第{number}次"
        with suppress(EnvironmentFault):
            edit(store, order, cause=after)
            catch_up(store)
        calls_left, left = left, 0
        with store.reading() as work:
            held = work.orders.need(order).doc["answers"]["cause"]
        assert held in (before, after)
        for cause in (before, after):
            assert store.queries.search(cause) == ((order,) if cause == held else ())
        assert in_full(store)
        left = calls_left
    left = 0
    assert number > 20
    catch_up(store)
    assert (store.waiting(), store.queries.search(held)) == (0, (order,))
    assert store.check() == ()
    store.close()


def test_a_long_series_leaves_no_more_than_a_search_can_look_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MOST_WAITING", 20)
    monkeypatch.setattr(store_module, "SOME", 10)
    store = a_store(tmp_path)
    for n in range(1, 41):
        pull(store, a_doc(n))
        store.keep_up()
        assert store.waiting() <= 20
    assert store.waiting() > 0
    assert len(store.queries.search("海珠")) == 40
    store.close()


def test_whoever_saves_goes_before_the_background() -> None:
    turns, order = Turns(), list[str]()

    def go(name: str) -> None:
        with getattr(turns, name)():
            order.append(name)

    threads = [threading.Thread(target=go, args=(name,)) for name in ("last", "first")]
    with turns.first():
        for thread in threads:
            thread.start()
        while not turns._waiting:
            pass
        with pytest.raises(RuntimeError), turns.last():
            pass
    for thread in threads:
        thread.join()
    assert order == ["first", "last"]
