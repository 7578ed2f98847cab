"""How fast sync is, beside PouchDB replicating to express-pouchdb on the same orders in the same run.

    python benchmarks/sync_peers.py [--orders 10000] [--edits 5000] [--alone]

Each product is a server, a relay that counts bytes and requests on the line, and a client, all processes of their own on
loopback. Ours: the shipped endpoint (SQLite, WAL, synchronous FULL) and the engine with an SQLCipher store (the same), gzip.
PouchDB on LevelDB, not encrypted, and neither side of it waits for the disk: that is how it comes. The steps are done in turn,
so that whatever else the machine does hits both. PouchDB is installed with npm, as pinned in `peers/pouchdb`, into the user's
cache.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers.sync_orders import written
from benchmarks.peers.sync_sides import Side, ours, pouchdb

STEPS = {
    "pull": "pull",
    "nothing to do": "idle",
    "push": "push",
    "the sync after it": "echo",
}


def measure(sides: list[Side], edits: int) -> None:
    """`settled`: what a first sync leaves over is over."""
    for name, *command in (
        ("pull", "pull"),
        ("settled", "idle"),
        ("idle", "idle"),
        ("edit", "edit", edits),
        ("push", "push"),
        ("echo", "idle"),
    ):
        for side in sides:
            side.do(*command, name=name)
            if name == "pull" and side.catches_up:
                side.do("catch up")


def show(side: Side, edits: int) -> None:
    titles = ("count", "each ms", "a second", "client CPU", "server CPU", "bytes up", "down", "requests")
    print(f"\n{side.name:20}" + "".join(f"{title:>11}" for title in titles))
    for title, step in STEPS.items():
        told = side.results[step]
        count = {"idle": 1, "echo": edits}.get(step, told["count"])
        wall, client, server, up, down = (told[name] / count for name in ("wall", "cpu", "server_cpu", "up", "down"))
        figures = (
            f"{count:11}{wall:11.3f}{1000 / wall:11.0f}{client:11.3f}{server:11.3f}{up:11.0f}{down:11.0f}{told['requests']:11}"
        )
        print(f"{title:20}{figures}")
    if side.catches_up:
        later = side.results["catch up"]
        each = later["count"] or 1
        print(
            f"indexed after the pull: {later['count']} orders, {later['wall'] / each:.3f} ms each, CPU {later['cpu'] / each:.3f}"
        )
    saves = sorted(side.results["edit"]["saves"])
    print(f"save: median {saves[len(saves) // 2]:.2f} ms, 99 % {saves[int(len(saves) * 0.99)]:.2f}, longest {saves[-1]:.1f}")
    pulled, ended = side.results["pull"], side.results["echo"]
    print(f"memory: {pulled['mb']:.0f} MB after the pull (most {pulled['peak']:.0f}), most of all {ended['peak']:.0f} MB")


def bare_commits(folder: Path, times: int = 300) -> str:
    """What the disk lets anybody have: 16 kB written and synced."""
    taken = []
    with (folder / "bare").open("ab") as stream:
        for _ in range(times):
            began = time.perf_counter()
            stream.write(os.urandom(16_384))
            stream.flush()
            os.fsync(stream.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return f"16 kB written and synced: median {taken[times // 2]:.2f} ms, 99 % {taken[int(times * 0.99)]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=5_000)
    parser.add_argument("--alone", action="store_true", help="without PouchDB")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldapp-sync-") as name, ExitStack() as stack:
        folder = Path(name)
        kb = written(folder / "orders.ndjson", options.orders) / options.orders / 1000
        print(f"{options.orders:,} orders of {kb:.1f} kB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print(bare_commits(folder))
        makers = [ours] if options.alone else [ours, pouchdb]
        sides = [make(stack, folder, folder / "orders.ndjson") for make in makers]
        measure(sides, options.edits)
        for side in sides:
            show(side, options.edits)


if __name__ == "__main__":
    main()
