"""Cursors of a past that a database does not share are told from its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from fieldapp.itsm import starts, tables
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.database import Database, next_value, open_database


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


def rows(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(tables.starts.select()))


def go_back(database: Database, marks: list[tuple[str, int]], position: int) -> None:
    def work(connection: Connection) -> None:
        connection.execute(tables.starts.delete())
        connection.execute(tables.starts.insert(), [{"mark": mark, "position": at} for mark, at in marks])
        connection.execute(tables.counters.update().where(tables.counters.c.name == "feed").values(value=position))

    database.run_writing(work)
