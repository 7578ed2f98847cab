"""Two workers behind the nginx site that is delivered: logins, the desk page, uploads, floods, a worker that dies."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from support.desk_page import Visitor
from support.endpoint_proxy import Proxy, free_port, program
from support.itsm_postgres import PostgresCluster
from support.itsm_server import PASSWORD, Api, EndpointProcess, random_file
from support.sync_device import Device, Login, MemoryVault

from fieldapp.itsm.config import EndpointConfig
from fieldapp.sync.client import Client
from fieldapp.sync.faults import BusyFault
from fieldapp.sync.tokens import TokenStore
from fieldapp.sync.transport import Transport

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(program() is None, reason="nginx is not installed"),
]


@pytest.fixture(scope="module")
def workers(cluster: PostgresCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[EndpointProcess]]:
    folder, url = tmp_path_factory.mktemp("workers"), cluster.new_database()
    # fixed ports: a worker that is started again has to be where nginx looks for it
    with EndpointProcess(folder, url, port=free_port()) as first, EndpointProcess(folder, url, port=free_port()) as second:
        first.seed()
        yield [first, second]


@pytest.fixture(scope="module")
def proxy(workers: list[EndpointProcess], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with Proxy(tmp_path_factory.mktemp("nginx"), ports_of(workers)) as running:
        yield running


def ports_of(workers: list[EndpointProcess]) -> list[int]:
    return [urlsplit(worker.url).port or 0 for worker in workers]


def api(proxy: Proxy) -> Api:
    session = requests.Session()
    session.verify = str(proxy.ca_file)
    return Api(proxy.url, str(uuid.uuid4()), session=session)


def desk(proxy: Proxy) -> Visitor:
    visitor = Visitor(proxy.url)
    visitor.session.verify = str(proxy.ca_file)
    return visitor


def test_the_desk_logs_in_over_https(proxy: Proxy) -> None:
    with desk(proxy) as visitor:
        board = visitor.log_in()
        assert board.status == 200
        assert "/desk/logout" in board.actions()
        cookies = list(visitor.session.cookies)
        assert cookies
        assert all(cookie.secure for cookie in cookies)
        refused = visitor.post("/desk/logout", board.form("/desk/logout").fields, origin="https://elsewhere.example")
        assert refused.status_code == 403
        assert visitor.post("/desk/logout", board.form("/desk/logout").fields).status_code == 303


def device(proxy: Proxy, folder: Path) -> Device:
    """The real client, which believes the company's CA."""
    line = api(proxy)
    assert line.log_in("liming", PASSWORD).status_code == 200
    pair = {"access": line.tokens["access_token"], "refresh": line.tokens["refresh_token"]}
    made = Device(folder, proxy.url, login=Login(line.device_id, json.dumps(pair), line.tokens["user"]))
    made.transport.ca_file = str(proxy.ca_file)
    return made


def test_a_device_syncs_whichever_worker_answers(workers: list[EndpointProcess], proxy: Proxy, tmp_path: Path) -> None:
    with device(proxy, tmp_path / "device") as engineer:
        engineer.done()
        order = engineer.create(symptom="两台服务进程")
        engineer.done()
        for turn in range(4):
            engineer.note(order, f"第 {turn} 次")
            engineer.done()
        for worker in workers:
            with worker.login() as line:
                found, _ = line.everything()
                assert len([entry for entry in found[order]["doc"]["events"] if entry["kind"] == "note"]) == 4


def test_a_file_of_the_largest_size_goes_through_and_a_larger_one_is_refused_by_the_endpoint(proxy: Proxy) -> None:
    with api(proxy) as line:
        line.log_in("liming", PASSWORD)
        sha256, data = random_file(EndpointConfig(Path("x")).max_blob_bytes)
        assert line.upload(data, sha256).status_code == 201
        sha256, data = random_file(len(data) + 1)
        refused = line.upload(data, sha256)
        assert (refused.status_code, refused.headers["Content-Type"]) == (413, "application/problem+json")
        assert refused.headers["X-Instance-Id"]


def test_what_a_client_says_of_its_line_is_not_believed(proxy: Proxy) -> None:
    with desk(proxy) as visitor:
        answer = visitor.raw("GET", "/desk/login", headers={"X-Forwarded-Proto": "http"})
        assert "; secure" in answer.headers["Set-Cookie"].lower()


def test_a_flood_is_told_to_wait_in_the_programs_words(workers: list[EndpointProcess], tmp_path: Path) -> None:
    # nothing is forgiven while the flood lasts, however slow the machine
    with Proxy(tmp_path, ports_of(workers), {"zone=fieldapp_login:10m rate=10r/s": "zone=fieldapp_login:10m rate=1r/m"}) as proxy:
        flood(proxy)


def flood(proxy: Proxy) -> None:
    transport = Transport(proxy.url, ca_file=str(proxy.ca_file))
    client = Client(transport, str(uuid.uuid4()), "测试机", TokenStore(MemoryVault()))
    busy: list[BusyFault] = []
    with ThreadPoolExecutor(8) as pool, requests.Session() as session:
        session.verify, session.trust_env = str(proxy.ca_file), False
        list(pool.map(lambda _n: session.post(f"{proxy.url}/sync/v1/token", data={}, timeout=30), range(160)))
        try:
            client.login("liming", "wrong")
        except BusyFault as fault:
            busy.append(fault)
    transport.close()
    assert [fault.details["retry_after_s"] for fault in busy] == [10]


def test_one_worker_dies_and_nobody_notices(workers: list[EndpointProcess], proxy: Proxy) -> None:
    with workers[0].login() as line:
        line.base, line.session.verify = proxy.url, str(proxy.ca_file)
        workers[1].kill()
        try:
            assert {line.send("GET", "/hello").status_code for _ in range(10)} == {200}
        finally:
            workers[1].restart()


def test_health(proxy: Proxy) -> None:
    """Without a login, and through to the database: 401 says that all is well (docs/deployment.md)."""
    headers = {"X-Device-Id": str(uuid.UUID(int=0)), "Authorization": "Bearer health"}
    answer = requests.get(f"{proxy.url}/sync/v1/hello", headers=headers, verify=str(proxy.ca_file), timeout=30)
    assert answer.status_code == 401
    assert answer.headers["X-Instance-Id"]
