"""The real program's process on a real X server (real_window.py), asked and driven."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.device import PASSPHRASE

ROOT = Path(__file__).parents[2]
PATIENCE_S = 90.0
PIN = "482601"


class Real:
    """The program's process, asked and driven."""

    def __init__(self, display: str, folder: Path) -> None:
        self.display = display
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND", "DBUS_"))}
        self.environment = kept | {
            "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(folder.parent),
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.support.real_window", str(folder)]
        self._log = (folder.parent / "real.log").open("a+")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )

    def ask(self, question: str) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        line = self.process.stdout.readline() if ready else ""
        answer = json.loads(line) if line else {"error": "no answer"}
        if "error" in answer:
            self._log.seek(0)
            pytest.fail(f"{question}: {answer['error']}\n{self._log.read()[-2000:]}")
        return answer["is"]

    def until(self, question: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not self.ask(question):
            assert time.monotonic() < end, question
            time.sleep(0.05)

    def unlock(self) -> None:
        self.until("type(view).__name__ == 'UnlockView' and view.state.stage == 'passphrase' and not view.state.busy")
        self.ask(f"view._vm.give_passphrase({PASSPHRASE!r})")
        self.until("view.state.stage == 'pin' and not view.state.busy")
        self.ask(f"view._vm.give_pin({PIN!r})")
        self.until("here[:1] == ['today']")
        self.ask("window.activateWindow()")

    def open(self, order_id: str) -> None:
        self.ask(f"shell.open_order({order_id!r})")
        self.until("page.form.complete and page.model.state.phase == 'ready'")

    def pointer(self, *words: object) -> None:
        command = ["xdotool", *(str(word) for word in words)]
        subprocess.run(command, env=self.environment, check=True, timeout=PATIENCE_S)

    def click(self, question: str) -> None:
        x, y, width, height = self.ask(f"place({question})")
        self.pointer("mousemove", x + width // 2, y + height // 2, "click", 1)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.close()

    def close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout, self._log):
            assert stream is not None
            stream.close()
        self.process.kill()
        self.process.wait(PATIENCE_S)
