"""Cursors of a past that a database does not share are told from its own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from fieldapp.itsm import starts, tables
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.database import Database, next_value, open_database
from fieldapp.itsm.seen import SharedPosition


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(EndpointConfig(tmp_path))
    starts.note_start(database)
    yield database
    database.close()


def grow(database: Database, steps: int) -> None:
    database.run_writing(lambda connection: next_value(connection, "feed", steps))


def cursor(database: Database, position: int) -> tuple[str, int]:
    with database.reading() as connection:
        return starts.mark_at(connection, position), position


def knows(database: Database, given: tuple[str, int]) -> bool:
    with database.reading() as connection:
        return starts.is_of_this_past(connection, *given)


def test_every_place_passed_is_known_across_starts(database: Database) -> None:
    given = []
    for _ in range(3):
        grow(database, 5)
        given += [cursor(database, position) for position in range(16)[: 5 * (len(given) // 5 + 1)]]
        starts.note_start(database)
        starts.note_start(database)
    assert all(knows(database, one) for one in given)
    assert not knows(database, (given[-1][0], 16))


def test_a_backup_forgets_what_it_has_missed(database: Database) -> None:
    grow(database, 10)
    before = cursor(database, 10)
    backup = [(row.mark, row.position) for row in rows(database)]
    grow(database, 5)
    missed = cursor(database, 15)
    starts.note_start(database)
    grow(database, 5)
    later = cursor(database, 20)
    go_back(database, backup, 10)
    starts.note_start(database)
    grow(database, 90)
    assert knows(database, before)
    assert not knows(database, missed)
    assert not knows(database, later)
    assert knows(database, cursor(database, 15))


def test_old_marks_are_forgotten(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "KEPT", 3)
    first = cursor(database, 0)
    for _ in range(3):
        starts.note_start(database)
    assert len(rows(database)) == 3
    assert not knows(database, first)


def put_back(database: Database, steps: int) -> tuple[list[tuple[str, int]], int]:
    """What a copy of now holds; then the feed goes on and is read."""
    with database.reading() as connection:
        kept = [(row.mark, row.position) for row in rows(database)], starts.newest_position(connection)
    grow(database, steps)
    return kept


@pytest.mark.parametrize("first", ["epoch", "write"])
def test_a_database_put_back_under_a_running_process_is_noticed(database: Database, first: str) -> None:
    database.watch = watch = starts.Watch(database)
    grow(database, 10)
    backup = put_back(database, 5)
    lost = cursor(database, 15)
    epoch = watch.epoch()
    go_back(database, *backup)
    if first == "epoch":
        assert watch.epoch() == epoch
    grow(database, 5)
    assert not knows(database, lost), "the feed has come as far again, on another way"
    assert knows(database, cursor(database, 15))
    marks = len(rows(database))
    grow(database, 5)
    watch.epoch()
    assert len(rows(database)) == marks, "noticed once"


def test_an_idle_process_learns_from_the_others(database: Database, tmp_path: Path) -> None:
    busy, idle = (starts.Watch(database, SharedPosition(tmp_path / "feed-seen")) for _ in range(2))
    grow(database, 10)
    idle.epoch()
    backup = put_back(database, 0)
    grow(database, 5)
    busy.epoch()
    lost = cursor(database, 15)
    go_back(database, *backup)
    database.watch = idle
    grow(database, 5)
    assert not knows(database, lost), "noticed at its first request"
    marks = len(rows(database))
    grow(database, 5)
    idle.epoch()
    assert len(rows(database)) == marks, "noticed once"
    for watch in (busy, idle):
        watch.close()


def test_a_feed_that_only_grows_is_never_taken_for_another(database: Database) -> None:
    """Many at once: what one has seen before it asks is always there."""
    database.watch = watch = starts.Watch(database)
    marks = len(rows(database))

    def work(number: int) -> None:
        for _ in range(20):
            grow(database, 1) if number % 2 else watch.epoch()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(rows(database)) == marks
    assert watch.epoch()


def rows(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(tables.starts.select()))


def go_back(database: Database, marks: list[tuple[str, int]], position: int) -> None:
    def work(connection: Connection) -> None:
        connection.execute(tables.starts.delete())
        connection.execute(tables.starts.insert(), [{"mark": mark, "position": at} for mark, at in marks])
        connection.execute(tables.counters.update().where(tables.counters.c.name == "feed").values(value=position))

    database.run_unwatched(work)
