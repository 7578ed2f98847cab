"""A child process that one talks to: a word a line, both ways."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


class Talking:
    """`python -m MODULE ARGUMENTS`, heard on its standard output."""

    def __init__(self, module: str, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._heard = b""

    def say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        """The next word; "" when it says nothing any more."""
        assert self.process.stdout is not None
        pipe = self.process.stdout.fileno()  # read here: what a stream has read ahead, `select` does not see
        while b"\n" not in self._heard:
            more = os.read(pipe, 4096) if select.select([pipe], [], [], PATIENCE_S)[0] else b""
            if not more:
                return ""
            self._heard += more
        word, _, self._heard = self._heard.partition(b"\n")
        return word.decode().strip()

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE_S)
        self.process.stdout.close()
