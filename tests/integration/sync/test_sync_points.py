"""kill -9 of the real client at named points, over a real network with the real endpoint; afterwards a clean sync heals all."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import sync_point_child
from support.itsm_server import EndpointProcess
from support.sync_device import Desk, Device, Login, agree
from support.sync_point_child import (
    AFTER_COMMIT,
    AFTER_REPLY,
    BEFORE_COMMIT,
    BEFORE_REQUEST,
    DISK_FULL,
    FILE_WITHOUT_ROW,
    TOKENS_NOT_KEPT,
)

MakeDevice = Callable[..., Device]
POINTS = {
    BEFORE_COMMIT: (1, 8, 14),
    AFTER_COMMIT: (3, 9, 15),
    BEFORE_REQUEST: (2, 4, 8),  # 8: the last part of the large photo
    AFTER_REPLY: (3, 4, 6, 8),  # 6: its first part, 8: what speaks of it
    FILE_WITHOUT_ROW: (2,),
    TOKENS_NOT_KEPT: (1,),
}


def child(device: Path, url: str, login: Login, point: str, times: int, order_id: str) -> tuple[int, list[list[str]]]:
    """Exit code, and what it had committed, line by line."""
    arguments = [str(device), url, json.dumps(dataclasses.asdict(login)), point, str(times), order_id]
    command = [sys.executable, str(Path(sync_point_child.__file__)), *arguments]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=120, check=False)
    return ended.returncode, [line.split() for line in ended.stdout.splitlines()]


def holds(desk: Desk, order_id: str, said: list[list[str]]) -> None:
    """Everything that was said to be committed is at the endpoint."""
    doc = desk.doc(order_id)
    for what, value in said:
        match what:
            case "cause" | "solution":
                assert doc["answers"][what] == value
            case "photo":
                assert [entry["sha256"] for entry in doc["attachments"]].count(value) == 1
            case "created":
                assert desk.doc(value)["answers"]["cause"]


@pytest.mark.slow
@pytest.mark.parametrize("point", sorted(POINTS))
def test_killed_at_a_point(
    endpoint: EndpointProcess, desk: Desk, logged_in: Login, device: MakeDevice, tmp_path: Path, point: str
) -> None:
    device().close()
    for times in POINTS[point]:
        order_id = desk.dispatch()
        first = device()
        first.done()
        first.close()
        code, said = child(tmp_path / "device", endpoint.url, logged_in, point, times, order_id)
        assert code == -signal.SIGKILL, (point, times, said)
        again = device()
        again.done()
        agree(again, desk, order_id)
        holds(desk, order_id, said)
        again.close()


@pytest.mark.parametrize("limit", [0, 100_000, 300_000])
def test_no_file_may_grow(
    endpoint: EndpointProcess, desk: Desk, logged_in: Login, device: MakeDevice, tmp_path: Path, limit: int
) -> None:
    """A full disk is told as a fault; what was committed before goes to the endpoint once there is room again."""
    order_id = desk.dispatch()
    first = device()
    first.done()
    first.close()
    code, said = child(tmp_path / "device", endpoint.url, logged_in, DISK_FULL, limit, order_id)
    assert code == 0
    assert any(line in said for line in (["fault", "disk.full"], ["fault", "store.io"], ["sync", "attention"])), said
    again = device()
    again.done()
    agree(again, desk, order_id)
    holds(desk, order_id, said)
