"""Three endpoint processes on one PostgreSQL, many clients that want the same at the same moment, and one process that dies.

`FIELDAPP_ROUNDS=500` tries longer.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.support.itsm_postgres import PostgresCluster
from tests.support.itsm_server import Api, EndpointProcess, op_id, random_file

pytestmark = pytest.mark.postgres
ROUNDS = int(os.environ.get("FIELDAPP_ROUNDS", "12"))
WORKERS, LINES = 3, 9
Answer = tuple[int, dict[str, Any]]


@pytest.fixture(scope="module")
def workers(cluster: PostgresCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[EndpointProcess]]:
    url, folder = cluster.new_database(), tmp_path_factory.mktemp("shared")
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(EndpointProcess(folder, url)) for _ in range(WORKERS)]


@pytest.fixture(scope="module")
def lines(workers: list[EndpointProcess]) -> Iterator[list[Api]]:
    """One device's login through every worker, several times."""
    login = workers[0].login()
    made = [Api(workers[n % WORKERS].url, login.device_id, dict(login.tokens)) for n in range(LINES)]
    yield made
    for line in (login, *made):
        line.session.close()


def at_once(lines: Sequence[Api], ask: Callable[[Api, int], Any]) -> list[Any]:
    """Everybody asks in the same moment; the answers in the order of the lines."""
    barrier = threading.Barrier(len(lines))

    def run(numbered: tuple[int, Api]) -> Any:
        barrier.wait()
        return ask(numbered[1], numbered[0])

    with ThreadPoolExecutor(len(lines)) as pool:
        return list(pool.map(run, enumerate(lines)))


def new_order(line: Api, order_id: str) -> dict[str, Any]:
    doc = {"id": order_id, "number": None, "schema": 1, "form": {"id": "maintenance-work-order", "version": 1}}
    doc |= {"assignee": "eng-001", "state": "DISPATCHED", "created_at": "2026-11-23T10:00:00.000+08:00", "answers": {}}
    return {"op_id": op_id(), "device_seq": 1, "doc": doc | {"events": [line.event("created")], "attachments": []}}


def record(line: Api, body: dict[str, Any]) -> Answer:
    answer = line.send("POST", "/orders", json=body)
    return answer.status_code, answer.json()


def test_one_of_many_wins_and_each_is_done_once(workers: list[EndpointProcess], lines: list[Api]) -> None:
    applied, (there, cursor) = operations(workers[0]), lines[0].everything()
    for _ in range(ROUNDS):
        body = new_order(lines[0], op_id())
        answers = at_once(lines, lambda line, _n, body=body: record(line, body))
        assert Counter(status for status, _ in answers) == {201: 1, 200: LINES - 1}
        assert len({doc["number"] for _, doc in answers}) == 1
        order, etag = answers[0][1]["id"], answers[0][1]["etag"]

        same = lines[0].op(order, etag, {"events": [lines[0].event("note", {"text": "只此一次"})]})
        results = at_once(lines, lambda line, _n, same=same: line.batch(same, same))
        assert all(result == results[0][0] for pair in results for result in pair)
        assert results[0][0]["status"] == "applied"
        etag = results[0][0]["etag"]

        def differ(line: Api, n: int, order: str = order, etag: str = etag) -> Any:
            return line.batch(line.op(order, etag, {"answers": {"cause": f"第{n}人"}}))[0]

        results = at_once(lines, differ)
        assert Counter(result["status"] for result in results) == {"applied": 1, "conflict": LINES - 1}
        (winner,) = (n for n, result in enumerate(results) if result["status"] == "applied")
        assert len({result["etag"] for result in results}) == 1, "everybody else is told what the winner made"
        doc = lines[-1].send("GET", f"/orders/{order}").json()
        assert doc["answers"]["cause"] == f"第{winner}人"
        assert [event["kind"] for event in doc["events"]].count("note") == 1
        applied += 3
    found, _ = lines[0].everything(cursor)
    assert len(found) == ROUNDS
    assert not set(found) & set(there)
    assert operations(workers[0]) == applied


def operations(worker: EndpointProcess) -> int:
    with worker.opened() as endpoint, endpoint.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM ops").scalar_one())


def test_the_same_file_from_many_lines(workers: list[EndpointProcess], lines: list[Api]) -> None:
    """By one device and by another; in the end it is there whole, once, and nobody was told so before."""
    other = [worker.login("wangyan") for worker in workers]
    blobs = workers[0].data_dir / "blobs"
    for _ in range(max(3, ROUNDS // 4)):
        sha256, data = random_file(300_000)

        def bring(line: Api, n: int, sha256: str = sha256, data: bytes = data) -> int:
            """Whole, or in two parts."""
            if n % 2:
                half = {"Upload-Offset": "0", "Upload-Complete": "?0"}
                line.send("PUT", f"/blobs/{sha256}", data=data[:150_000], headers=half)
                rest = {"Upload-Offset": "150000", "Upload-Complete": "?1"}
                return line.send("PUT", f"/blobs/{sha256}", data=data[150_000:], headers=rest).status_code
            return line.upload(data, sha256).status_code

        statuses = set(at_once([*lines, *other], bring))
        assert statuses <= {201, 409, 422}, statuses
        assert lines[0].upload(data, sha256).status_code == 201
        assert (blobs / sha256[:2] / sha256).read_bytes() == data
        looked = at_once([*lines, *other], lambda line, _n, sha256=sha256: line.send("HEAD", f"/blobs/{sha256}").headers)
        assert {headers["Upload-Complete"] for headers in looked} == {"?1"}
    for line in other:
        line.session.close()


def test_a_reader_sees_each_commit_once_while_a_worker_dies(workers: list[EndpointProcess], lines: list[Api]) -> None:
    """Every commit is an order of its own. A client whose worker died asks the next one the same again."""
    _, start = lines[0].everything()
    wanted = [[op_id() for _ in range(ROUNDS)] for _ in lines]
    urls = [worker.url for worker in workers]
    half, done = threading.Event(), threading.Event()
    seen: list[str] = []

    def write(n: int) -> None:
        at = n
        for number, order_id in enumerate(wanted[n]):
            if number == ROUNDS // 2:
                half.set()
            body = new_order(lines[n], order_id)
            while True:
                with Api(urls[at % WORKERS], lines[n].device_id, lines[n].tokens) as line:
                    try:
                        status, _ = record(line, body)
                    except requests.ConnectionError:
                        at += 1
                        continue
                assert status in (200, 201)
                break

    def read() -> None:
        cursor, at = start, 0
        while True:
            finished, at = done.is_set(), at + 1
            with Api(urls[1 + at % (WORKERS - 1)], lines[0].device_id, lines[0].tokens) as line:
                items, end = line.changes(cursor, limit=4)
            seen.extend(item["id"] for item in items)
            cursor = end["next"]
            if finished and not end["more"]:
                return

    def kill() -> None:
        assert half.wait(240)
        workers[0].kill()

    with ThreadPoolExecutor(LINES + 2) as pool:
        reader, killer = pool.submit(read), pool.submit(kill)
        try:
            list(pool.map(write, range(LINES)))
        finally:
            half.set()
            done.set()
        killer.result()
        reader.result()
    assert Counter(seen) == Counter({order_id: 1 for ids in wanted for order_id in ids})
    workers[0].restart()
    with Api(workers[0].url, lines[0].device_id, lines[0].tokens) as again:
        assert set(again.everything(start)[0]) == set(seen)
