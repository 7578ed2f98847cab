"""A real file system of a few megabytes that fills up in the middle of a sync: said in words, nothing lost, and it goes on."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import full_disk_child
from support.full_disk_child import PLACES
from support.itsm_server import EndpointProcess
from support.sync_device import Desk, Device, Login, agree

from fieldapp.ui.messages import known_codes

MakeDevice = Callable[..., Device]
UNSHARE = ["unshare", "-m"] if os.name == "posix" and os.geteuid() == 0 else ["unshare", "-rm"]
MOUNT = 'mount -t tmpfs -o size=12m none "$1" && cp -a "$2/." "$1/" && "$4" "$5" "$1" "$6" "$7" "$8" && cp -a "$1" "$3"'


def namespaces() -> bool:
    return subprocess.run([*UNSHARE, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux" or not namespaces(), reason="no mount namespace here, so no small file system")
def test_the_disk_fills_up(endpoint: EndpointProcess, desk: Desk, logged_in: Login, device: MakeDevice, tmp_path: Path) -> None:
    order_id = desk.dispatch()
    first = device("before")
    first.done()
    first.close()
    for number in range(12):
        desk.dispatch(symptom=f"第 {number} 张 " + "长" * 4000)
    small = tmp_path / "small"
    small.mkdir()
    child = str(Path(full_disk_child.__file__))
    login = json.dumps(dataclasses.asdict(logged_in))
    arguments = [small, tmp_path / "before", tmp_path / "after", sys.executable, child, endpoint.url, login, order_id]
    command = [*UNSHARE, "sh", "-ec", MOUNT, "sh", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.stderr, ended.returncode) == ("", 0), ended.stderr
    told = {line["place"]: line for line in map(json.loads, ended.stdout.splitlines())}
    assert tuple(told) == PLACES
    for place, line in told.items():
        assert line["said"] in {"disk.full", "attention disk.full"}, line
        assert line["lost"] == [], place
        assert line["again"] in {"done", "done None"}, line
    assert "disk.full" in known_codes()
    after = device("after")
    after.done()
    agree(after, desk, order_id)
    with after.store.reading() as work:
        assert len(work.orders.ids()) >= 13
