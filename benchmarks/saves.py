"""How long a person's save takes, what it writes, and what it leaves to the background: `python benchmarks/saves.py`.

    [--orders 2000] [--saves 1000] [--alone]

Orders of the sync benchmark (8.8 kB) in the real encrypted store; each save changes an answer and adds a note, as the window
does, and 16 kB are written and synced to the same disk after each, which is what it lets anybody have at that moment. Meanwhile a
thread does what the window does in the background (`--alone`: nobody does, so all of it is left over).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from support.sync_device import CATALOG, KEY, PROFILE

from benchmarks.peers.sync_orders import written
from fieldapp.clock import SystemClock, to_wire
from fieldapp.domain import patches
from fieldapp.forms.summary import summarise
from fieldapp.ids import new_ordered_id
from fieldapp.store.opening import raw_connection
from fieldapp.store.repositories.orders import arrived
from fieldapp.store.store import Store

AT_ONCE = 100
STEPS, PAUSE_S = 4, 0.02
"""As `services/upkeep` and `ui/background/catching_up` have them. The window looks every 10 s whether there is something to do,
this thread five times a second."""
ACTOR = {"id": "eng-001", "name": "李明", "role": "engineer"}


class Background:
    """A thread that does what saving leaves over; `steps` are the ms of each on the clock, `cpu_ms` the processor's of all."""

    def __init__(self, store: Store) -> None:
        self.steps: list[float] = []
        self.cpu_ms = 0.0
        self._store, self._ended = store, threading.Event()
        self._thread = threading.Thread(target=self._work)

    @contextlib.contextmanager
    def running(self) -> Iterator[Background]:
        self._thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            self._thread.join()

    def _work(self) -> None:
        cpu = time.thread_time()
        while not self._ended.is_set():
            more = all(self._step() for _ in range(STEPS))
            self._ended.wait(PAUSE_S if more else 0.2)
        self.cpu_ms = (time.thread_time() - cpu) * 1000

    def _step(self) -> bool:
        began = time.perf_counter()
        more = self._store.catch_up()
        self.steps.append((time.perf_counter() - began) * 1000)
        return more


def summary(doc: dict[str, Any]) -> Any:
    return summarise(CATALOG.get(doc["form"]["id"], doc["form"]["version"]), doc, PROFILE, SystemClock().now())


def fill(store: Store, path: Path) -> None:
    docs = [(line, json.loads(line)) for line in path.read_bytes().splitlines()]
    rows = [arrived(doc["id"], line, "e", summary(doc), SystemClock().now()) for line, doc in docs]
    cpu = time.thread_time()
    for at in range(0, len(docs), AT_ONCE):
        with store.writing() as work:
            work.orders.add(rows[at : at + AT_ONCE])
        store.keep_up()
    stored = time.thread_time()
    while store.catch_up():
        pass
    indexed = time.thread_time()
    each = 1000 / len(docs)
    print(f"put into the store: {(stored - cpu) * each:.2f} ms of CPU an order; indexed later: {(indexed - stored) * each:.2f}")


def save(store: Store, order_id: str, number: int) -> None:
    note = {"id": new_ordered_id(), "kind": "note", "actor": ACTOR, "data": {"text": f"第{number}次复查：设备运行正常"}}
    at = to_wire(store.clock.now())
    with store.writing() as work:
        held = work.orders.need(order_id)
        cause = held.doc["answers"].get("cause", "")
        patch = {"answers": {"cause": f"{cause}（{number}）"}, "events": [{**note, "at": at, "server_at": at}]}
        doc = patches.apply(held.doc, patch)
        work.change(order_id, patch, summary(doc), doc)


def log_pages(store: Store) -> int:
    with raw_connection(store._engines.readers) as connection:
        return int(connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1])


def measure(store: Store, folder: Path, saves: int) -> dict[str, list[float]]:
    """`pages` counts the background's, too, where it wrote meanwhile."""
    taken: dict[str, list[float]] = {"save, ms": [], "16 kB written and synced, ms": [], "save, CPU ms": [], "save, pages": []}
    wall, bare, cpu, pages = taken.values()
    ids = store.queries.order_ids()
    with (folder / "bare").open("ab") as stream:
        for number in range(saves):
            before = log_pages(store)
            began, spent = time.perf_counter(), time.thread_time()
            save(store, ids[number % len(ids)], number)
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append((time.thread_time() - spent) * 1000)
            after = log_pages(store)
            pages.append(after - before if after >= before else after)
            began = time.perf_counter()
            stream.write(os.urandom(16_384))
            stream.flush()
            os.fsync(stream.fileno())
            bare.append((time.perf_counter() - began) * 1000)
    return taken


def show(name: str, values: Sequence[float]) -> None:
    ordered = sorted(values)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    print(f"{name:30} median {middle:8.2f}   99 % {late:8.2f}   longest {ordered[-1]:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--saves", type=int, default=1000)
    parser.add_argument("--alone", action="store_true", help="without the background")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldapp-saves-") as name:
        folder = Path(name)
        written(folder / "orders.ndjson", options.orders)
        store = Store.open(folder / "store", KEY, SystemClock())
        print(f"{options.orders:,} orders, {options.saves:,} saves, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        fill(store, folder / "orders.ndjson")
        background = Background(store)
        with contextlib.nullcontext() if options.alone else background.running():
            taken = measure(store, folder, options.saves)
        for title, values in taken.items():
            show(title, values)
        if background.steps:
            show("steps of the background, ms", background.steps)
            print(f"background: {background.cpu_ms / options.saves:.2f} ms of CPU a save")
        print(f"waiting to be indexed: {store.waiting()}; WAL: {log_pages(store):,} pages")
        store.close()


if __name__ == "__main__":
    main()
