"""Runs in a process of its own and is killed: extends sealed files, and stops for good when it asks for the N-th timestamp.

`python time_kill_child.py FOLDER URL N` prints `asked` when it is there.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from support.device import open_device  # noqa: E402

from fieldapp.services.extending import Extending  # noqa: E402
from fieldapp.sync.timestamps import endpoint_stamper  # noqa: E402


def main() -> None:
    device = open_device(Path(sys.argv[1]), sys.argv[2])
    stamp, stop_at, asked = endpoint_stamper(device.sync.client()), int(sys.argv[3]), 0

    def slow(digest: bytes) -> bytes:
        nonlocal asked
        asked += 1
        token = stamp(digest)
        if asked == stop_at:
            print("asked", flush=True)
            time.sleep(600)
        return token

    Extending(device.context).extend_all(slow)


if __name__ == "__main__":
    main()
