"""How far the endpoint's processes on one machine have seen the feed come: eight bytes that all of them read and write.

A worker that was idle learns here what the others know. The bytes are never synced to the disk: after a power cut every process
starts, and a start puts down its own mark. Where two write at once the smaller number may stay until the next look.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

SIZE = 8


class SharedPosition:
    """In a file of the data folder. Where it cannot be used (Windows, a folder that takes nothing) each process knows only its
    own part: `read` is 0 then."""

    def __init__(self, path: Path) -> None:
        self._file: int | None = None
        if not hasattr(os, "pread"):
            return
        with contextlib.suppress(OSError):
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)

    def read(self) -> int:
        if self._file is None:
            return 0
        try:
            found = os.pread(self._file, SIZE, 0)
        except OSError:
            return 0
        return int.from_bytes(found, "big") if len(found) == SIZE else 0

    def write(self, position: int) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # a full disk: the others notice later, as without this
                os.pwrite(self._file, position.to_bytes(SIZE, "big"), 0)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
