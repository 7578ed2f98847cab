"""Runs on a file system of a few megabytes: works and syncs while it is full, and again when there is room.

`python full_disk_child.py FOLDER URL LOGIN ORDER` (LOGIN as JSON): a line of JSON for each place where the disk fills up, in
`PLACES`: what was said then, what was found wrong afterwards, and how it went with room again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from support.sync_device import Device, Login  # noqa: E402

from fieldapp.errors import Fault  # noqa: E402
from fieldapp.sync.transport import Answer, Transport  # noqa: E402

PLACES = ("pull", "acknowledge", "photo", "edit", "part of a file", "number of a new order", "backup")
LARGEST = 64 * 1024 * 1024


class Disk:
    """Fills up what is left, and gives it back. A reader that stays keeps the log from being used anew: it has to grow."""

    def __init__(self, device: Device) -> None:
        self.device, self.ballast = device, device.store.folder / "ballast"
        if os.statvfs(device.store.folder).f_blocks * os.statvfs(device.store.folder).f_frsize > LARGEST:
            raise SystemExit("this is not the small disk that may be filled")

    def fill(self) -> None:
        with self.ballast.open("wb", buffering=0) as file:
            for size in (65536, 4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    @contextmanager
    def reader(self) -> Iterator[None]:
        with self.device.store.reading() as work:
            work.meta.get("cursor")
            yield

    def room(self) -> None:
        self.ballast.unlink(missing_ok=True)


@contextmanager
def after_reply(method: str, part: str, then: Callable[[], None]) -> Iterator[None]:
    """`then` happens once, between the endpoint's answer and what is made of it."""
    real, left = Transport.send, [then]

    def send(self: Transport, sent: str, path: str, **options: Any) -> Answer:
        answer = real(self, sent, path, **options)
        if sent == method and part in path and left:
            left.pop()()
        return answer

    Transport.send = send  # type: ignore[method-assign]
    try:
        yield
    finally:
        Transport.send = real  # type: ignore[method-assign]


def synced(device: Device) -> str:
    report = device.sync()
    return f"{report.outcome.value} {report.problem}"


def spoken(action: Callable[[], object]) -> str:
    """`done`, or the fault's code."""
    try:
        action()
    except Fault as fault:
        return fault.code
    return "done"


def while_full(device: Device, disk: Disk, place: str, order_id: str) -> str:
    number = os.urandom(4).hex()
    match place:
        case "pull":
            disk.fill()
            return synced(device)
        case "acknowledge":
            device.edit(order_id, cause=number)
            with after_reply("POST", "/batch", disk.fill):
                return synced(device)
        case "photo":
            disk.fill()
            return spoken(lambda: device.photo(order_id, os.urandom(100_000)))
        case "edit":
            disk.fill()
            return spoken(lambda: device.edit(order_id, cause=number))
        case "part of a file":
            device.photo(order_id, os.urandom(700_000))
            with after_reply("PUT", "/blobs/", disk.fill):
                return synced(device)
        case "number of a new order":
            device.create(cause=number)
            with after_reply("POST", "/orders", disk.fill):
                return synced(device)
    disk.fill()
    return spoken(device.store.backup)


def wrong(device: Device, before: dict[str, Any]) -> list[str]:
    """What is not as it was; empty when nothing was lost."""
    found = list(device.store.check())
    with device.store.reading() as work:
        for order_id, doc in before.items():
            if work.orders.need(order_id).doc["answers"].keys() < doc["answers"].keys():
                found.append(f"answers of {order_id} are missing")
            found += [blob.sha256 for blob in work.blobs.of(order_id) if not device.store.blobs.has(blob.sha256)]
    return found + [path.name for path in device.store.folder.rglob("*.tmp")]


def main() -> None:
    folder, url, login, order_id = Path(sys.argv[1]), sys.argv[2], Login(**json.loads(sys.argv[3])), sys.argv[4]
    with Device(folder, url, login=login) as device:
        disk = Disk(device)
        for place in PLACES:
            with device.store.reading() as work:
                before = {one: work.orders.need(one).doc for one in work.orders.ids()}
            with disk.reader():
                said = while_full(device, disk, place, order_id)
            disk.room()
            lost = wrong(device, before)
            again = spoken(device.store.backup) if place == "backup" else synced(device)
            print(json.dumps({"place": place, "said": said, "lost": lost, "again": again}), flush=True)


if __name__ == "__main__":
    main()
