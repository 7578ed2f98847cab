"""A D-Bus system bus of its own, on which anybody may own any name."""

from __future__ import annotations

import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.talking import PATIENCE_S, Talking

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
"""


@contextmanager
def private_bus(folder: Path) -> Iterator[str]:
    """Its address; the bus ends with the block."""
    config = folder / "bus.conf"
    config.write_text(BUS.format(path=folder / "bus"))
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    try:
        assert select.select([daemon.stdout], [], [], PATIENCE_S)[0]
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait(10)
        daemon.stdout.close()


@contextmanager
def talking(module: str, address: str, *arguments: str) -> Iterator[Talking]:
    """A child process that takes the bus at `address` for the system's."""
    made = Talking(module, *arguments, env={"DBUS_SYSTEM_BUS_ADDRESS": address})
    try:
        yield made
    finally:
        made.close()
