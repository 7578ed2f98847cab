"""kill -9 of a real client process in the middle of its work; afterwards a clean sync heals everything."""

from __future__ import annotations

import dataclasses
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import sync_kill_child
from support.itsm_server import EndpointProcess
from support.sync_device import Desk, Device, agree
from support.sync_proxy import PASS, Fault, FaultProxy, answer

KILLS = 5


FAULTS = (
    Fault("drop_request"),
    Fault("drop_reply"),
    Fault("duplicate"),
    Fault("delay", pause=0.1),
    Fault("cut", 40),
    Fault("cut", -1),
    Fault("instead", reply=answer("200 OK", b"<html>Please log in</html>")),
    Fault("instead", reply=answer("502 Bad Gateway", b"nginx")),
)


@pytest.mark.slow
@pytest.mark.parametrize("network", ["sound", "bad"])
def test_killed_while_syncing(tmp_path: Path, network: str) -> None:
    """On a bad one every third request meets a fault."""
    with EndpointProcess(tmp_path / "endpoint") as server, FaultProxy(server.url) as proxy:
        desk, dice = Desk(server), random.Random(71)
        proxy.plan = lambda _request: dice.choice(FAULTS) if dice.random() < 1 / 3 else PASS
        url = proxy.url if network == "bad" else server.url
        orders = [desk.dispatch() for _ in range(3)]
        with Device(tmp_path / "device", server.url) as first:
            login = first.login
            first.done()
        said: list[list[str]] = []
        chance = random.Random(316)
        for _ in range(KILLS):
            arguments = [str(tmp_path / "device"), url, json.dumps(dataclasses.asdict(login)), *orders]
            said += killed_run(arguments, chance.uniform(0.1, 1.2))
        with Device(tmp_path / "device", server.url, login=login) as last:
            last.done()
            everything = orders + [line[0] for line in said if line[1] == "created"]
            agree(last, desk, *everything)
        newest = {line[0]: line[2] for line in said if line[1] == "cause"}
        for order_id in orders:
            doc = desk.doc(order_id)
            assert not newest_is_older(doc["answers"]["cause"], newest[order_id])
            photos = [line[2] for line in said if line[:2] == [order_id, "photo"]]
            hashes = [entry["sha256"] for entry in doc["attachments"]]
            assert len(hashes) == len(set(hashes))
            assert set(photos) <= set(hashes)


def killed_run(arguments: list[str], seconds: float) -> list[list[str]]:
    """What the child had committed, line by line, until it was killed some time after its first commit."""
    command = [sys.executable, str(Path(sync_kill_child.__file__)), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        assert lines[0], "the child did not start"
        time.sleep(seconds)
        child.kill()
        lines += child.stdout.readlines()
    return [line.split() for line in lines if line.endswith("\n") and not line.startswith("sync ")]


def newest_is_older(held: str, said: str) -> bool:
    """A commit may be newer than the last line that was read, never older."""
    if held.split("-")[0] != said.split("-")[0]:
        return True
    return int(held.split("-")[1]) < int(said.split("-")[1])
