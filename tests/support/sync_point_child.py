"""Runs in a process of its own: works on an order and syncs, and is killed (SIGKILL, by itself) at a named point.

`python sync_point_child.py FOLDER URL LOGIN POINT N ORDER` (LOGIN as JSON): one line `what value` after each commit; dies when
it passes POINT for the N-th time, or says `end`. POINT `disk full`: from then on no file may grow beyond N bytes.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from sqlalchemy import event  # noqa: E402
from support.sync_device import Device, Login  # noqa: E402

from fieldapp.errors import Fault  # noqa: E402
from fieldapp.store.blobs import BlobStore  # noqa: E402
from fieldapp.store.store import Store  # noqa: E402
from fieldapp.sync.tokens import Tokens, TokenStore  # noqa: E402
from fieldapp.sync.transport import Transport  # noqa: E402

BEFORE_COMMIT, AFTER_COMMIT = "before a commit", "after a commit"
BEFORE_REQUEST, AFTER_REPLY = "before a request", "after a reply"
FILE_WITHOUT_ROW, TOKENS_NOT_KEPT = "a file is there, its row is not", "tokens granted, not kept"
DISK_FULL = "disk full"


def counted(times: int) -> Callable[[], None]:
    """Called so often, the process dies."""
    left = [times]

    def passing() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return passing


def wrapped(owner: Any, name: str, passing: Callable[[], None], *, after: bool) -> None:
    real = getattr(owner, name)

    def call(*arguments: Any, **options: Any) -> Any:
        if not after:
            passing()
        result = real(*arguments, **options)
        if after:
            passing()
        return result

    setattr(owner, name, call)


def wrap_commits(passing: Callable[[], None]) -> None:
    real = Store.writing

    @contextmanager
    def writing(self: Store) -> Any:
        with real(self) as work:
            yield work
        passing()

    Store.writing = writing  # type: ignore[method-assign]


def set_up(device: Device, point: str, times: int) -> None:
    passing = counted(times)
    match point:
        case "before a commit":
            event.listen(device.store._engines.writer, "commit", lambda _connection: passing())
        case "after a commit":
            wrap_commits(passing)
        case "before a request" | "after a reply":
            wrapped(Transport, "send", passing, after=point == AFTER_REPLY)
        case "a file is there, its row is not":
            wrapped(BlobStore, "put", passing, after=True)
        case "tokens granted, not kept":
            held = device.client.tokens.load()
            assert held is not None
            device.client.tokens.save(Tokens("expired", held.refresh))
            wrapped(TokenStore, "save", passing, after=False)
        case "disk full":
            resource.setrlimit(resource.RLIMIT_FSIZE, (times, resource.RLIM_INFINITY))


def work(device: Device, order_id: str) -> None:
    value = f"{os.getpid()}"
    device.edit(order_id, cause=value)
    print("cause", value, flush=True)
    for size in (2_000, 400_000):
        print("photo", device.photo(order_id, os.urandom(size)), flush=True)
    print("created", device.create(cause=value), flush=True)
    print("sync", device.sync().outcome.value, flush=True)
    device.edit(order_id, solution=value)
    print("solution", value, flush=True)
    print("sync", device.sync().outcome.value, flush=True)


def main() -> None:
    folder, url, login = Path(sys.argv[1]), sys.argv[2], Login(**json.loads(sys.argv[3]))
    point, times, order_id = sys.argv[4], int(sys.argv[5]), sys.argv[6]
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with Device(folder, url, login=login) as device:
        set_up(device, point, times)
        try:
            work(device, order_id)
        except Fault as fault:
            print("fault", fault.code, flush=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print("end", 1, flush=True)


if __name__ == "__main__":
    main()
