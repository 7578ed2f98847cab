"""The endpoint as a child process: for the demo, for small teams on one machine, and for tests."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from fieldapp.errors import EnvironmentFault
from fieldapp.files import PRIVATE_FOLDER
from fieldapp.paths import own_program

READY_S = 60
STOP_S = 15


class EmbeddedEndpoint:
    """`with EmbeddedEndpoint(folder) as endpoint: … endpoint.url`. It ends with its parent, also when that is killed."""

    def __init__(
        self, data_dir: Path, *, db_url: str = "", host: str = "127.0.0.1", port: int = 0, more: Sequence[str] = ()
    ) -> None:
        self._data_dir = data_dir
        self._arguments = ["itsm", "serve", "--data", str(data_dir), "--host", host, "--port", str(port), "--exit-with-stdin"]
        self._arguments += more
        if db_url:
            self._arguments += ["--db", db_url]
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: dict[str, Any] = {}

    @property
    def url(self) -> str:
        """Base address, `http://127.0.0.1:<port>`."""
        return str(self._ready["url"])

    @property
    def desk_url(self) -> str:
        """Where the desk page is."""
        return str(self._ready["desk"])

    @property
    def instance(self) -> str:
        return str(self._ready["instance"])

    @property
    def pid(self) -> int:
        return int(self._ready["pid"])

    @property
    def log_path(self) -> Path:
        """What the endpoint wrote to standard error."""
        return self._data_dir / "endpoint.log"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> EmbeddedEndpoint:
        """Start and wait until it answers. Raises EnvironmentFault `endpoint.start` with the first line of what went wrong."""
        self._data_dir.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own program, arguments as a list
                [*own_program(), *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows: no console beside the demo's window
            )
        # a child that hangs must not hang us: the timer ends it, and reading its line ends with it
        timer = threading.Timer(READY_S, self._process.kill)
        timer.start()
        try:
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
        finally:
            timer.cancel()
        try:
            self._ready = json.loads(line)
        except ValueError as error:
            self.kill()
            raise EnvironmentFault("endpoint.start", f"the endpoint did not start: {self._last_words()}") from error
        return self

    def stop(self) -> int:
        """Let it finish what it is doing; returns its exit code."""
        if self._process is None:
            return 0
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        return self._forget()

    def kill(self) -> None:
        """End it the hard way (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._forget()

    def _forget(self) -> int:
        assert self._process is not None
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process = None
        return code

    def _last_words(self) -> str:
        lines = self.log_path.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else "no reason given"

    def __enter__(self) -> EmbeddedEndpoint:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
