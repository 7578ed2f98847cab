"""Passwords, tokens and their time, with a clock that is set by hand."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from fieldapp.domain.records import Role
from fieldapp.itsm.accounts import Accounts, User, _hasher, add_user
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.database import open_database
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.tables import users
from tests.support.store_builders import HandClock

USER = User("eng-001", "liming", "李旻", Role.ENGINEER)
DEVICE = str(uuid.uuid4())


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def accounts(tmp_path: Path, clock: HandClock) -> Iterator[Accounts]:
    config = EndpointConfig(tmp_path, login_attempts=2, login_pause_s=30, access_ttl_s=100, refresh_ttl_s=1000)
    database = open_database(config)
    add_user(database, USER, "right")
    yield Accounts(config, database, clock)
    database.close()


def test_a_password_is_costly_to_guess(tmp_path: Path) -> None:
    """What RFC 9106 recommends where memory is scarce: argon2id, 64 MiB, 3 passes, 4 lanes."""
    database = open_database(EndpointConfig(tmp_path))
    add_user(database, USER, "right")
    with database.reading() as connection:
        (stored,) = connection.execute(select(users.c.password_hash)).scalars()
    database.close()
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_flood_of_logins_cannot_take_all_memory(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check holds 64 MiB; a worker has 40 threads and, by the delivered unit, 1 GB."""
    real, checking, most, lock = _hasher(), 0, 0, threading.Lock()

    class Watched:
        def verify(self, password_hash: str, password: str) -> bool:
            nonlocal checking, most
            with lock:
                checking += 1
                most = max(most, checking)
            try:
                return real.verify(password_hash, password)
            finally:
                with lock:
                    checking -= 1

    monkeypatch.setattr("fieldapp.itsm.accounts._hasher", Watched)
    gate = threading.Barrier(10)

    def log_in(_n: int) -> str:
        gate.wait(30)
        return accounts.check_password("liming", "right").id

    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(log_in, range(10))) == [USER.id] * 10
    assert most <= 4


def refused(code: Code) -> pytest.RaisesExc[Problem]:
    return pytest.RaisesExc(Problem, check=lambda problem: problem.code is code)


def test_guessing_pauses_the_account_even_for_the_right_password(accounts: Accounts, clock: HandClock) -> None:
    for _ in range(2):
        with refused(Code.UNAUTHORISED):
            accounts.log_in("liming", "guess", DEVICE, "")
    with refused(Code.RATE_LIMITED) as caught:
        accounts.log_in("liming", "right", DEVICE, "")
    assert caught.value.headers == {"Retry-After": "30"}
    clock.move(seconds=30)
    assert accounts.log_in("liming", "right", DEVICE, "").user == USER


def test_a_success_forgets_earlier_failures(accounts: Accounts) -> None:
    for _ in range(3):
        with refused(Code.UNAUTHORISED):
            accounts.log_in("liming", "guess", DEVICE, "")
        accounts.log_in("liming", "right", DEVICE, "")


def test_tokens_end(accounts: Accounts, clock: HandClock) -> None:
    grant = accounts.log_in("liming", "right", DEVICE, "")
    assert accounts.identify(grant.access_token, DEVICE).user == USER
    clock.move(seconds=100)
    with refused(Code.UNAUTHORISED):
        accounts.identify(grant.access_token, DEVICE)
    renewed = accounts.refresh(grant.refresh_token, DEVICE)
    assert accounts.identify(renewed.access_token, DEVICE).user == USER
    clock.move(seconds=1000)
    with refused(Code.UNAUTHORISED):
        accounts.refresh(renewed.refresh_token, DEVICE)


def test_a_long_chain_of_refreshes(accounts: Accounts) -> None:
    grant = accounts.log_in("liming", "right", DEVICE, "")
    first = grant.refresh_token
    for _ in range(4):
        grant = accounts.refresh(grant.refresh_token, DEVICE)
    with refused(Code.UNAUTHORISED):
        accounts.refresh(first, DEVICE)


def test_a_new_password_takes_the_place_of_the_old(accounts: Accounts, tmp_path: Path) -> None:
    database = open_database(EndpointConfig(tmp_path))
    add_user(database, USER, "changed")
    database.close()
    with refused(Code.UNAUTHORISED):
        accounts.log_in("liming", "right", DEVICE, "")
    assert accounts.log_in("liming", "changed", DEVICE, "").user == USER
