"""The demo is killed at chosen and at random moments; started again on the same folder it goes on where it was."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.demo_process import DemoProcess, assert_nobody_left, assert_proven

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]

Moment = Callable[[DemoProcess], bool]


def file_there(name: str) -> Moment:
    return lambda demo: (demo.data / name).exists()


def after(step: str, seconds: float = 0.0) -> Moment:
    """So many seconds after a step was done."""
    reached: list[float] = []

    def so(demo: DemoProcess) -> bool:
        if demo.said(step) and not reached:
            reached.append(time.monotonic())
        return bool(reached) and time.monotonic() - reached[0] >= seconds

    return so


Chosen = tuple[tuple[str, Moment], ...]
BEFORE_UNLOCK: Chosen = (
    ("group", file_there("endpoint/endpoint.db")),
    ("demo", file_there("device/vault.json")),
    ("demo", file_there("device/store/orders.db")),
    ("group", file_there("device/store/store.key-check")),
)
SINCE_UNLOCK: Chosen = (
    ("demo", after("unlock")),
    ("demo", after("sync without a network", 0.03)),
    ("group", after("fill in")),
    ("demo", after("resolve", 1.5)),
    ("demo", after("go online", 0.1)),
    ("demo", after("go online", 0.6)),
)


def killed(demo: DemoProcess, victim: str, moment: Moment) -> int:
    """The exit code: negative for the signal, 0 when it was done before or did without the endpoint."""
    demo.until(lambda: moment(demo))
    demo.cut_off(victim)
    code = demo.ended()
    assert "Traceback" not in demo.errors, demo.errors
    if victim == "endpoint":
        assert code in {0, 2}, demo.errors
        assert len(demo.errors.splitlines()) == (0 if code == 0 else 1), demo.errors
    assert_nobody_left(demo.data)
    return code


def finished(data: Path, out: Path) -> None:
    demo = DemoProcess(data, out)
    assert demo.ended() == 0, (demo.lines[-3:], demo.errors)
    assert_nobody_left(data)
    assert_proven(data, out)


def interrupted_beside_a_second_one(data: Path, out: Path) -> None:
    demo = DemoProcess(data, out)
    demo.until(lambda: demo.said("unlock"))
    second = DemoProcess(data, out.with_name("other"))
    assert second.ended() == 2
    assert second.errors == f"fieldapp: a demo is running on {data}\n"
    demo.interrupt()
    assert demo.ended() == 130, demo.errors
    assert demo.errors == "fieldapp: interrupted; nothing is lost\n"
    assert_nobody_left(data)


def test_killed_at_chosen_moments_and_interrupted(tmp_path: Path) -> None:
    """One folder for all: finishing takes longer than all that goes before."""
    data, out = tmp_path / "data", tmp_path / "out"
    for victim, moment in BEFORE_UNLOCK:
        killed(DemoProcess(data, out), victim, moment)
    interrupted_beside_a_second_one(data, out)
    for victim, moment in SINCE_UNLOCK:
        killed(DemoProcess(data, out), victim, moment)
    finished(data, out)


@pytest.mark.parametrize("seed", [20261123])
def test_killed_at_random_moments(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data, out = tmp_path / "data", tmp_path / "out"
    for victim in ("demo", "endpoint", "group", "demo", "endpoint", "group"):
        end = time.monotonic() + chance.uniform(1.0, 9.0)
        if killed(DemoProcess(data, out), victim, lambda _, end=end: time.monotonic() >= end) == 0:
            assert_proven(data, out)
            return
    finished(data, out)
