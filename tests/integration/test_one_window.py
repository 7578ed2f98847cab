"""A second start on the same folder ends at once and the first one's window comes to the front; a killed one does not count."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.ui.one_window import OneWindow

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and folders of Linux")


@pytest.fixture
def runtime() -> Iterator[Path]:
    """The name of a socket has 108 bytes; tmp_path may be longer."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


Started = list[subprocess.Popen[str]]


@pytest.fixture
def started() -> Iterator[Started]:
    made: Started = []
    yield made
    for process in made:
        process.kill()
        process.communicate()


def start(started: Started, data: Path, runtime: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(runtime)}
    command = [sys.executable, str(ROOT / "main.py"), "window", "--data", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    started.append(process)
    return process


def answers(data: Path, runtime: Path) -> bool:
    """What a second start does first."""
    second = OneWindow(data, runtime / "fieldapp")
    return not second.take() and second.ask_other(PATIENCE_S)


def test_a_second_start_ends_and_a_killed_window_leaves_the_way_free(started: Started, tmp_path: Path, runtime: Path) -> None:
    data = tmp_path / "data"
    first = start(started, data, runtime)
    while not (runtime / "fieldapp").is_dir() or not any((runtime / "fieldapp").iterdir()):
        assert first.poll() is None, first.communicate()
    assert answers(data, runtime)
    second = start(started, data, runtime)
    assert second.wait(PATIENCE_S) == 0
    assert second.communicate() == ("", "")
    assert first.poll() is None
    other = start(started, tmp_path / "other", runtime)
    first.send_signal(signal.SIGKILL)
    first.wait(PATIENCE_S)
    third = OneWindow(data, runtime / "fieldapp")
    assert third.take()
    third.close()
    assert other.poll() is None, "another folder is another window"


def test_a_window_that_does_not_answer_is_told_from_one_that_is_gone(started: Started, tmp_path: Path, runtime: Path) -> None:
    data = tmp_path / "data"
    first = start(started, data, runtime)
    while not (runtime / "fieldapp").is_dir() or not any((runtime / "fieldapp").iterdir()):
        assert first.poll() is None, first.communicate()
    assert answers(data, runtime)
    first.send_signal(signal.SIGSTOP)
    second = OneWindow(data, runtime / "fieldapp")
    assert not second.take()
    assert not second.ask_other(0.5)
    first.send_signal(signal.SIGCONT)
    assert second.ask_other(PATIENCE_S)
