"""A real X server, and a program on it that is asked and answers."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
NEEDED = ("Xvfb", "xdotool")
PATIENCE_S = 60


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server of its own on a free display. -noreset: without it the server ends with its first client."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        ready, _, _ = select.select([reading], [], [], PATIENCE_S)
        number = os.read(reading, 16).decode().strip() if ready else ""
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        os.close(reading)
        server.terminate()
        server.wait(10)


class Child:
    """The window's process: a module of tests/support."""

    def __init__(self, module: str, display: str, folder: Path, more: Mapping[str, str] | None = None) -> None:
        self.display = display
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
        environment = kept | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)} | dict(more or {})
        command = [sys.executable, "-m", f"tests.support.{module}", str(folder)]
        self._log = (folder.parent / "child.log").open("w+")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )

    def hear(self) -> Any:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self._log.seek(0)
            pytest.fail(f"the window said nothing: {self._log.read()[-2000:]}")
        return json.loads(line)

    def ask(self, question: str) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hand(self, *words: object) -> None:
        """Pointer and keys, by xdotool's words."""
        command = ["xdotool", *(str(word) for word in words)]
        subprocess.run(command, env=os.environ | {"DISPLAY": self.display}, check=True, timeout=PATIENCE_S)

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(10)
        finally:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self._log.close()
