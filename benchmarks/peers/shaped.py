"""A link of so many Mbit/s between two network namespaces, shaped by the kernel (`tc … tbf`); nothing else is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

NEAR, FAR = "10.77.0.1", "10.77.0.2"
INSIDE = "FIELDAPP_BENCHMARK_INSIDE"


def enter() -> None:
    """Go on as a process in a namespace of its own, where links may be made. Returns there; ends where it cannot be."""
    if os.environ.get(INSIDE):
        return
    command = ["unshare", "--net", "--map-root-user", sys.executable, *sys.argv]
    try:
        os.execvpe(command[0], command, os.environ | {INSIDE: "1"})  # noqa: S606
    except OSError as error:
        raise SystemExit(f"no link can be shaped here: {error}") from error


@contextmanager
def link(mbit: float) -> Iterator[Sequence[str]]:
    """What to put before a command so that it runs at the far end, from which this end is NEAR. Shaped is what leaves there."""
    other = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
    try:
        while Path(f"/proc/{other.pid}/ns/net").readlink() == Path("/proc/self/ns/net").readlink() or not _is_sleep(other.pid):
            time.sleep(0.01)
        far = ["nsenter", "--target", str(other.pid), "--net"]
        _run("ip", "link", "set", "lo", "up")
        _run("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", str(other.pid))
        for prefix, name, address in (([], "near", NEAR), (far, "far", FAR)):
            _run(*prefix, "ip", "address", "add", f"{address}/24", "dev", name)
            _run(*prefix, "ip", "link", "set", name, "up")
        _run(*far, "tc", "qdisc", "add", "dev", "far", "root", "tbf", "rate", f"{mbit}mbit", "burst", "16kb", "latency", "100ms")
        yield far
    finally:
        other.kill()
        other.wait()


def _is_sleep(pid: int) -> bool:
    return b"sleep" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
