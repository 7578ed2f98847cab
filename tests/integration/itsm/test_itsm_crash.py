"""kill -9 of the real process at any moment: what was acknowledged is there afterwards, what was not can be sent again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from fieldapp.itsm import desk
from tests.support.itsm_server import Api, EndpointProcess, random_file

CHUNK = 64 * 1024


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    url = request.getfixturevalue("cluster").new_database() if request.param == "postgres" else None
    server = EndpointProcess(tmp_path / "endpoint", url).start()
    yield server
    server.kill()


def test_nothing_acknowledged_is_lost(mortal: EndpointProcess) -> None:
    with mortal.opened() as office:
        orders = [desk.dispatch(office, {"answers": {"customer_unit": f"单位{n}"}}, "liming") for n in range(3)]
    etags = {order.id: order.etag for order in orders}
    notes: dict[str, list[str]] = {order.id: [] for order in orders}
    sent: dict[str, dict[str, Any]] = {}
    api = mortal.login()
    for seed in range(2):
        kill_during(mortal, api, etags, notes, sent, random.Random(seed))
        api.session.close()
        api = Api(mortal.url, api.device_id, api.tokens)
        resend(api, etags, notes, sent)
    found, _ = api.everything()
    for order_id, etag in etags.items():
        assert found[order_id]["etag"] == etag
        texts = [event["data"]["text"] for event in found[order_id]["doc"]["events"] if event["kind"] == "note"]
        assert texts == notes[order_id]
    api.session.close()


def kill_during(
    server: EndpointProcess,
    api: Api,
    etags: dict[str, str],
    notes: dict[str, list[str]],
    sent: dict[str, dict[str, Any]],
    chance: random.Random,
) -> None:
    """Write until the server dies; then start it again."""
    killer = threading.Timer(0.05 + chance.random() * 0.3, server.kill)
    killer.start()
    number = 0
    try:
        while True:
            number += 1
            for order_id, etag in etags.items():
                text = f"{number} {os.urandom(3).hex()}"
                sent[order_id] = api.op(order_id, etag, {"events": [api.event("note", {"text": text})]})
            acknowledge(api.batch(*sent.values()), etags, notes, sent)
    except requests.RequestException:
        killer.join()
    server.restart()


def resend(api: Api, etags: dict[str, str], notes: dict[str, list[str]], sent: dict[str, dict[str, Any]]) -> None:
    """What got no answer is sent again with the same identifiers, as a client does."""
    if sent:
        acknowledge(api.batch(*sent.values()), etags, notes, sent)


def acknowledge(
    results: list[dict[str, Any]], etags: dict[str, str], notes: dict[str, list[str]], sent: dict[str, dict[str, Any]]
) -> None:
    by_op = {op["op_id"]: order_id for order_id, op in sent.items()}
    for result in results:
        assert result["status"] == "applied", result
        order_id = by_op[result["op_id"]]
        etags[order_id] = result["etag"]
        notes[order_id].append(sent.pop(order_id)["patch"]["events"][0]["data"]["text"])


def test_an_upload_goes_on_after_the_crash(tmp_path: Path) -> None:
    mortal = EndpointProcess(tmp_path / "endpoint").start()
    sha256, data = random_file(40 * CHUNK)
    api = mortal.login()
    acknowledged = 0
    killer = threading.Timer(0.15, mortal.kill)
    killer.start()
    try:
        while True:
            acknowledged = put(api, sha256, data, acknowledged) % len(data)
    except requests.RequestException:
        killer.join()
    mortal.restart()
    with Api(mortal.url, api.device_id, api.tokens) as again:
        head = again.send("HEAD", f"/blobs/{sha256}")
        here = int(head.headers.get("Upload-Offset", "0"))
        assert here >= acknowledged
        while here < len(data):
            here = put(again, sha256, data, here)
        assert again.send("HEAD", f"/blobs/{sha256}").headers["Upload-Complete"] == "?1"
    with mortal.opened() as office:
        assert office.blobs.intact(sha256)
    api.session.close()
    mortal.kill()


def put(api: Api, sha256: str, data: bytes, offset: int) -> int:
    """Send one chunk; returns the acknowledged offset."""
    end = min(offset + CHUNK, len(data))
    headers = {"Upload-Offset": str(offset), "Upload-Complete": "?1" if end == len(data) else "?0"}
    answer = api.send("PUT", f"/blobs/{sha256}", data=data[offset:end], headers=headers)
    assert answer.status_code in (201, 202), answer.text
    return int(answer.headers["Upload-Offset"])


def test_it_is_the_same_endpoint_after_the_crash(tmp_path: Path) -> None:
    server = EndpointProcess(tmp_path / "endpoint").start()
    api = server.login()
    sha256, data = random_file(100_000)
    before, roots = api.send("GET", "/hello").json(), api.send("GET", "/trust").json()
    assert api.upload(data, sha256).status_code == 201
    server.kill()
    assert (server.data_dir / "blobs" / sha256[:2] / sha256).read_bytes() == data
    server.restart()
    with Api(server.url, api.device_id, api.tokens) as again:
        after = again.send("GET", "/hello").json()
        assert (after["instance"], after["epoch"]) == (before["instance"], before["epoch"])
        assert again.send("GET", "/trust").json() == roots
        assert again.refresh().status_code == 200
    api.session.close()
    server.kill()


def test_a_killed_parent_leaves_no_endpoint_behind(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom fieldapp.itsm.embedded import EmbeddedEndpoint\n"
        "child = EmbeddedEndpoint(Path(sys.argv[1])).start()\nprint(child.pid, flush=True)\ntime.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "endpoint")], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 15
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
