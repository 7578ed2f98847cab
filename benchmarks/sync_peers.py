"""How fast sync is, beside PouchDB replicating to express-pouchdb on the same orders in the same run.

    python benchmarks/sync_peers.py [--orders 10000] [--edits 5000] [--alone]

Each product is a server, a relay that counts bytes and requests on the line, and a client, all processes of their own on loopback.
Ours: the shipped endpoint (SQLite, WAL, synchronous FULL), the engine with an SQLCipher store (the same), gzip. PouchDB on LevelDB,
not encrypted, and neither side of it waits for the disk: that is how it comes. The steps are done in turn, so that whatever else the
machine does hits both. PouchDB is installed with npm, as pinned in `peers/pouchdb`, into the user's cache.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "tests")]

from benchmarks.peers.sync_orders import written
from benchmarks.peers.sync_sides import Side, ours, pouchdb


def measure(sides: list[Side], edits: int) -> None:
    for side in sides:
        side.do("pull")
    for side in sides:
        side.do("idle", name="settled")
        side.do("idle")
    for side in sides:
        side.do("edit", edits)
    for side in sides:
        side.do("push")


def show(side: Side) -> None:
    print(f"\n{side.name:20}{'each':>9}{'a second':>10}{'client':>9}{'server':>9}{'up':>9}{'down':>9}{'requests':>10}")
    print(f"{'':20}{'ms':>9}{'':>10}{'CPU ms':>9}{'CPU ms':>9}{'bytes':>9}{'bytes':>9}")
    for step in ("pull", "push", "idle"):
        told = side.results[step]
        count = told["count"] or 1
        each = [told[name] / count for name in ("wall", "cpu", "server_cpu", "up", "down")]
        print(
            f"{step:20}{each[0]:9.3f}{1000 / each[0]:10.0f}{each[1]:9.3f}{each[2]:9.3f}{each[3]:9.0f}{each[4]:9.0f}{told['requests']:10}"
        )
    saves = sorted(side.results["edit"]["saves"])
    print(f"{'save':20}{saves[len(saves) // 2]:9.2f}   99 %: {saves[int(len(saves) * 0.99)]:.2f} ms, longest {saves[-1]:.1f}")
    print(f"{'memory':20}after pull {side.results['pull']['mb']:.0f} MB, most {side.results['push']['peak']:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=5_000)
    parser.add_argument("--alone", action="store_true", help="without PouchDB")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldapp-sync-") as name, ExitStack() as stack:
        folder = Path(name)
        size = written(folder / "orders.ndjson", options.orders)
        print(
            f"{options.orders:,} orders of {size / options.orders / 1000:.1f} kB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        )
        makers = [ours] if options.alone else [ours, pouchdb]
        sides = [make(stack, folder, folder / "orders.ndjson") for make in makers]
        measure(sides, options.edits)
        for side in sides:
            show(side)


if __name__ == "__main__":
    main()
