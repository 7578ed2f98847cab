"""How long a login at the desk page holds, with a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from fieldapp.domain.records import Role
from fieldapp.itsm.accounts import User, add_user
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import Endpoint, open_endpoint
from fieldapp.itsm.duties import Duty
from fieldapp.itsm.tables import desk_sessions
from fieldapp.itsm.web import session
from tests.support.store_builders import HandClock

DESK = User("d1", "desk", "欧阳𠅤", Role.DESK, frozenset({Duty.AGENT}))
PASSWORD = "right"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def endpoint(tmp_path: Path, clock: HandClock) -> Iterator[Endpoint]:
    opened = open_endpoint(EndpointConfig(tmp_path, desk_idle_s=600, desk_session_s=3600), clock)
    add_user(opened.database, DESK, PASSWORD)
    yield opened
    opened.close()


def kept(endpoint: Endpoint) -> int:
    with endpoint.database.reading() as connection:
        return len(connection.execute(select(desk_sessions)).all())


def test_whoever_does_nothing_is_logged_out(endpoint: Endpoint, clock: HandClock) -> None:
    word, begun = session.begin(endpoint, "desk", PASSWORD, None)
    clock.move(seconds=599)
    found = session.find(endpoint, word)
    assert found == begun
    clock.move(seconds=599)
    assert session.find(endpoint, word) == begun
    clock.move(seconds=600)
    assert session.find(endpoint, word) is None
    clock.move(seconds=-600)
    assert session.find(endpoint, word) is None, "what has ended stays ended"


def test_everybody_is_logged_out_in_the_end(endpoint: Endpoint, clock: HandClock) -> None:
    word, _ = session.begin(endpoint, "desk", PASSWORD, None)
    for _ in range(7):
        clock.move(seconds=500)
        assert session.find(endpoint, word) is not None
    clock.move(seconds=100)
    assert session.find(endpoint, word) is None
    assert kept(endpoint) == 0


def test_looking_at_pages_writes_once_a_minute(endpoint: Endpoint, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    word, _ = session.begin(endpoint, "desk", PASSWORD, None)
    writes = []
    run = endpoint.database.run_writing
    monkeypatch.setattr(endpoint.database, "run_writing", lambda work: writes.append(1) or run(work))
    for _ in range(30):
        clock.move(seconds=10)
        assert session.find(endpoint, word) is not None
    assert len(writes) == 5


def test_a_new_password_or_other_duties_end_what_is_open(endpoint: Endpoint) -> None:
    word, begun = session.begin(endpoint, "desk", PASSWORD, None)
    assert begun.user == DESK
    add_user(endpoint.database, DESK, "other")
    assert session.find(endpoint, word) is None


def test_a_login_ends_the_one_before_it(endpoint: Endpoint) -> None:
    first, _ = session.begin(endpoint, "desk", PASSWORD, None)
    second, _ = session.begin(endpoint, "desk", PASSWORD, first)
    assert session.find(endpoint, first) is None
    assert session.find(endpoint, second) is not None


@pytest.mark.parametrize("word", [None, "", "x", "\ud800", "a" * 5000])
def test_no_word_no_session(endpoint: Endpoint, word: str | None) -> None:
    assert session.find(endpoint, word) is None


def test_an_engineer_has_none(endpoint: Endpoint) -> None:
    add_user(endpoint.database, User("e1", "eng", "工", Role.ENGINEER), PASSWORD)
    word, _ = session.begin(endpoint, "eng", PASSWORD, None)
    assert session.find(endpoint, word) is None
    assert kept(endpoint) == 0
