"""Two endpoint processes on one database, many threads: each operation once, one winner of each race."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from fieldapp.itsm import desk
from fieldapp.itsm.orders import StoredOrder
from fieldapp.itsm.tables import ops
from tests.support.itsm_server import Api, EndpointProcess, op_id

THREADS = 4


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def twins(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[EndpointProcess, EndpointProcess]]:
    """Two processes that share the data folder and the database."""
    url = request.getfixturevalue("cluster").new_database() if request.param == "postgres" else None
    with EndpointProcess(tmp_path / "shared", url) as one, EndpointProcess(tmp_path / "shared", url) as two:
        yield one, two


def at_once(jobs: list[Callable[[], None]]) -> None:
    """Run all jobs in threads that start together; an exception in one fails the test."""
    barrier = threading.Barrier(len(jobs))
    failures: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        barrier.wait()
        try:
            job()
        except BaseException as error:  # noqa: BLE001  # reported below
            failures.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_races_between_two_processes(twins: tuple[EndpointProcess, EndpointProcess]) -> None:
    one, two = twins
    with one.opened() as office:
        orders = [desk.dispatch(office, {"answers": {"customer_unit": f"单位{n}"}}, "liming") for n in range(4)]
    login = one.login()
    second = Api(two.url, login.device_id, login.tokens)
    assert second.send("GET", "/hello").json()["instance"] == login.send("GET", "/hello").json()["instance"]
    lines = [Api(server.url, login.device_id, dict(login.tokens)) for server in twins for _ in range(THREADS)]
    same_operation_everywhere(lines, login, orders[0], one)
    one_winner_of_each_round(lines, orders[1])
    batches_in_opposite_order(lines, orders[2:])
    the_same_new_order(lines, login)
    one_way_on_after_many_refreshes(lines)
    for line in (*lines, login, second):
        line.session.close()


def same_operation_everywhere(lines: list[Api], login: Api, order: StoredOrder, server: EndpointProcess) -> None:
    op = login.op(order.id, order.etag, {"events": [login.event("note", {"text": "只此一次"})]})
    results: list[dict[str, Any]] = []
    at_once([lambda line=line: results.extend(line.batch(op, op)) for line in lines])  # type: ignore[misc]
    assert len(results) == 2 * len(lines)
    assert all(result == results[0] for result in results)
    assert results[0]["status"] == "applied"
    doc = login.send("GET", f"/orders/{order.id}").json()
    assert [event["kind"] for event in doc["events"]].count("note") == 1
    with server.opened() as office, office.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(ops).where(ops.c.id == op["op_id"])).scalar_one() == 1


def one_winner_of_each_round(lines: list[Api], order: StoredOrder) -> None:
    etag = order.etag
    for number in range(5):
        results: list[dict[str, Any]] = []

        def race(line: Api, etag: str = etag, number: int = number, results: list[dict[str, Any]] = results) -> None:
            patch = {"events": [line.event("note", {"text": f"{number}"})]}
            results.extend(line.batch(line.op(order.id, etag, patch)))

        at_once([lambda line=line, race=race: race(line) for line in lines])  # type: ignore[misc]
        assert Counter(result["status"] for result in results) == {"applied": 1, "conflict": len(lines) - 1}
        (etag,) = {result["etag"] for result in results}


def batches_in_opposite_order(lines: list[Api], orders: list[StoredOrder]) -> None:
    """Rows are locked in one order, so batches that name orders the other way round do not block each other for ever."""
    statuses: list[str] = []

    def send(line: Api, turn: bool) -> None:
        chosen = orders[::-1] if turn else orders
        for _ in range(3):
            work = [line.op(order.id, order.etag, {"answers": {"cause": op_id()}}) for order in chosen]
            statuses.extend(result["status"] for result in line.batch(*work))

    at_once([lambda line=line, n=n: send(line, bool(n % 2)) for n, line in enumerate(lines)])  # type: ignore[misc]
    assert Counter(statuses)["applied"] == len(orders)
    assert set(statuses) == {"applied", "conflict"}


def the_same_new_order(lines: list[Api], login: Api) -> None:
    doc = {
        "id": op_id(),
        "number": None,
        "schema": 1,
        "form": {"id": "maintenance-work-order", "version": 1},
        "assignee": "eng-001",
        "state": "DISPATCHED",
        "created_at": "2026-11-23T10:00:00.000+08:00",
        "answers": {},
        "events": [login.event("created")],
        "attachments": [],
    }
    request = {"op_id": op_id(), "device_seq": 5, "doc": doc}
    answers: list[tuple[int, str]] = []

    def send(line: Api) -> None:
        answer = line.send("POST", "/orders", json=request)
        answers.append((answer.status_code, answer.json()["number"]))

    at_once([lambda line=line: send(line) for line in lines])  # type: ignore[misc]
    assert sorted(status for status, _ in answers) == [200] * (len(lines) - 1) + [201]
    assert len({number for _, number in answers}) == 1


def one_way_on_after_many_refreshes(lines: list[Api]) -> None:
    at_once([lambda line=line: line.refresh() for line in lines])  # type: ignore[misc]
    assert lines[0].send("GET", "/hello").status_code == 200
