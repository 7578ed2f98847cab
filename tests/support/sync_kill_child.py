"""Runs in a process of its own and is killed: works on orders and syncs, over and over, saying what has been committed.

`python sync_kill_child.py FOLDER URL LOGIN ORDER…` (LOGIN as JSON): one line `order field value` after each commit,
`sync outcome` after each run.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from support.sync_device import Device, Login  # noqa: E402


def main() -> None:
    folder, url, login = Path(sys.argv[1]), sys.argv[2], Login(**json.loads(sys.argv[3]))
    with Device(folder, url, login=login) as device:
        orders = sys.argv[4:]
        for round_ in range(10_000):
            for order_id in orders:
                value = f"{os.getpid()}-{round_}"
                device.edit(order_id, cause=value)
                print(order_id, "cause", value, flush=True)
            sha256 = device.photo(orders[round_ % 3], os.urandom(70_000))
            print(orders[round_ % 3], "photo", sha256, flush=True)
            if round_ % 4 == 0:
                created = device.create(cause=f"{os.getpid()} neu {round_}")
                print(created, "created", "1", flush=True)
            print("sync", device.sync().outcome.value, flush=True)


if __name__ == "__main__":
    main()
