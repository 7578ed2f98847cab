"""A pause is noticed by the clocks and by login1, and what was typed is stored before the machine sleeps."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.ui.background import sleep_watch
from fieldapp.ui.background.sleep_watch import Pause, pause_between
from tests.support import ui_fakes as fakes
from tests.support.private_bus import private_bus, talking

linux = pytest.mark.skipif(sys.platform != "linux", reason="signals and buses of Linux")


@pytest.mark.parametrize(
    ("steady", "wall", "found"),
    [
        (5.0, 5.0, None),
        (19.0, 19.0, None),
        (3605.0, 3605.0, Pause(3600.0)),
        (5.0, 3605.0, Pause(0.0, 3600.0)),
        (5.0, -3595.0, Pause(0.0, -3600.0)),
        (3605.0, 7205.0, Pause(3600.0, 3600.0)),
    ],
    ids=["a tick", "a busy machine", "asleep", "the clock set forward", "the clock set back", "asleep in another zone"],
)
def test_what_two_readings_tell(steady: float, wall: float, found: Pause | None) -> None:
    before, now = (100.0, fakes.NOW), (100.0 + steady, fakes.NOW + timedelta(seconds=wall))
    assert pause_between(before, now, 5.0) == found


def test_where_the_steady_clock_sleeps_too_the_wall_clock_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sleep_watch, "BOOT_CLOCK", None)
    assert pause_between((100.0, fakes.NOW), (105.0, fakes.NOW + timedelta(seconds=3605)), 5.0) == Pause(3600.0)


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    with private_bus(tmp_path) as address:
        yield address


@linux
@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="not installed: dbus-daemon")
def test_login1_waits_until_what_was_typed_is_stored(bus: str) -> None:
    with talking("tests.support.fake_login1", bus) as login1:
        assert login1.hear() == "ready"
        with talking("tests.support.sleep_child", bus) as program:
            assert program.hear() == "listening"
            assert login1.hear() == "held"
            for _ in range(2):
                login1.say("sleep")
                assert program.hear() == "stored"
                assert login1.hear() == "released"
                login1.say("wake")
                assert login1.hear() == "held"
        assert login1.hear() == "released"


@linux
def test_without_a_bus_a_stopped_process_notices_by_itself(tmp_path: Path) -> None:
    with talking("tests.support.sleep_child", f"unix:path={tmp_path / 'nothing'}") as program:
        assert program.hear() == "alone"
        program.process.send_signal(signal.SIGSTOP)
        time.sleep(1.0)  # the pause itself
        program.process.send_signal(signal.SIGCONT)
        assert program.hear() == "paused"
