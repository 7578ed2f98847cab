"""The sync simulation over as many seeds as are wanted, in parallel; a failure is printed as a seed that replays.

`python tools/simulate.py --seeds 1000000 [--from 0] [--jobs N]`. Exit code 1: a seed fails. Interrupted, it says how to go on.
From seed 500,000 on a world holds records of other kinds beside its orders.
"""

from __future__ import annotations

import argparse
import gc
import logging
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
BLOCK = 250
MOST_SHOWN = 5


def block(seeds: range) -> tuple[int, list[str]]:
    """How many seeds were run, and the failures among them with the steps that are left when each was shrunk."""
    from simulation.bench import Bench
    from simulation.seeds import run_seed, shrunk

    logging.disable()  # what goes wrong is meant to
    with Bench() as bench:
        gc.freeze()
        failures = [failure for seed in seeds if (failure := run_seed(bench, seed)) is not None]
        return len(seeds), [str(shrunk(bench, failure)) for failure in failures[:MOST_SHOWN]]


def blocks(first: int, count: int) -> Iterator[range]:
    for start in range(first, first + count, BLOCK):
        yield range(start, min(start + BLOCK, first + count))


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run simulate", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2000, help="how many")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--report", action="store_true", help="run everything else too and write docs/reliability.md")
    parser.add_argument("--step", type=int, default=1, help="for --report: only every n-th call of a sync fails")
    parser.add_argument("--parts", default="", help="for --report: only these (seeds,bugs,calls,requests,processes)")
    parser.add_argument("--page", default="", help="for --report: write to this file instead")
    wanted = parser.parse_args()
    if wanted.report:
        given = {name: getattr(wanted, name) for name in ("seeds", "jobs", "step", "parts", "page")}
        command = [sys.executable, str(ROOT / "tools" / "reliability.py")]
        command += [f"--{name}={value}" for name, value in given.items() if value]
        return subprocess.run(command, check=False).returncode
    return play(wanted.first, wanted.seeds, max(1, wanted.jobs))


def play(first: int, seeds: int, jobs: int) -> int:
    began, done, failed = time.monotonic(), 0, 0
    # a process is replaced after some hours of work, so that nothing can grow for ever
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=400) as pool:
        try:
            # in order: what is done is done up to here, and another run may go on from here
            for count, failures in pool.imap(block, blocks(first, seeds)):
                done += count
                failed += len(failures)
                for failure in failures:
                    print(failure, end="\n\n", flush=True)
                if sys.stderr.isatty():
                    print(f"\r{done} seeds, {failed} failed", end="", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            pool.terminate()
            if done < seeds:
                print(f"\ngo on with: ./run simulate --from {first + done} --seeds {seeds - done}")
    print(f"{done} seeds from {first} on, {failed} failed, {time.monotonic() - began:.0f} s")
    return 1 if failed or done < seeds else 0


if __name__ == "__main__":
    sys.exit(main())
