"""How much memory something took at its height, as the kernel counts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Height:
    """`grown`: bytes above what was resident at the start; known when the block is over."""

    grown: int = 0


@contextmanager
def height() -> Iterator[Height]:
    """`with height() as peak: … ; peak.grown`. Skips the test where the kernel does not let a process ask (Linux only)."""
    try:
        _RESET.write_text("5", "ascii")
    except OSError:
        pytest.skip("no peak of memory to be had here")
    before, found = _read("VmRSS"), Height()
    yield found
    found.grown = _read("VmHWM") - before


def _read(name: str) -> int:
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024
