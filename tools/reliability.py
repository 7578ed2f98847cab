"""Runs what tries to make sync lose something, and writes docs/reliability.md with what was tried and what held.

`python tools/reliability.py [--seeds 2000] [--step 1] [--jobs N] [--parts seeds,bugs,…] [--page FILE]`. Every line of the page
comes from the run or from `reliability.txt`. Exit code 1 when something did not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import logging
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
PAGE = ROOT / "docs" / "reliability.md"
PROCESSES = (
    "tests/integration/sync",
    "tests/unit/sync/test_sync_transport.py",
    "tests/unit/sync/test_sync_limits.py",
    "tests/integration/itsm/test_itsm_crash.py",
    "tests/integration/itsm/test_itsm_races.py",
    "tests/integration/itsm/test_backup_drill.py",
    "tests/integration/itsm/test_missing_files.py",
    "tests/store/test_store_crash.py",
    "tests/store/test_power_loss.py",
)
BLOCK = 200
PARTS = {"calls": "calls", "seeds": "seeds", "bugs": "bug", "requests": "requests", "processes": ""}
"""What can be asked for, and the kind of its tasks."""

LEFT_OUT = "Left out of this run."
Task = tuple[str, Any]
Tried = tuple[int, int, Counter[str]]
"""How often it was tried, how often it held, what happened on the way."""

Row = tuple[str, int, int, int]
"""A test: how often it was tried, held and was skipped (what it needs is not there)."""


@dataclass(frozen=True)
class Machine:
    """What this run had of its machine."""

    jobs: int
    began: float = field(default_factory=time.monotonic)
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    def words(self) -> str:
        minutes = (time.monotonic() - self.began) / 60
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        computed = sum(one.ru_utime + one.ru_stime for one in used) / 60
        return (
            f"{self.jobs} processes on {os.cpu_count()} cores; load average {self.load:.1f} before and {os.getloadavg()[0]:.1f} "
            f"after; {minutes:.0f} min, {computed:.0f} min of computing"
        )


def run_task(task: Task) -> tuple[Task, Tried]:
    kind, what = task
    logging.disable()  # what goes wrong is meant to
    return task, RUNNERS[kind](what)


def run_seeds(wanted: range) -> Tried:
    from simulation.bench import Bench
    from simulation.seeds import plan, play

    met: Counter[str] = Counter()
    held = 0
    with Bench() as bench:
        for seed in wanted:
            failure, log = play(bench, seed, *plan(seed))
            held += failure is None
            met.update(happened(log))
    return len(wanted), held, met


def happened(log: Sequence[str]) -> Iterable[str]:
    """Steps, faults that hit a request, and deaths, as the table names them."""
    for line in log:
        if line == "healing":
            return
        if line.startswith("    "):
            yield f"fault: {line.strip().split(':')[0]}"
        elif not line.startswith(" "):
            yield f"step: {line}"
        elif line.startswith("  meanwhile"):
            yield f"during a sync: {line.split(': ')[1]}"
        elif line.endswith(": died"):
            yield "fault: the device's process died in a sync"


def run_bug(name: str) -> Tried:
    from simulation.bench import Bench
    from simulation.bugs import BUGS, SEEDS
    from simulation.seeds import run_seed

    bug = BUGS[name]
    with Bench() as bench:
        for seed in range(SEEDS):
            with bug.plant():
                if run_seed(bench, seed, bug.favoured) is not None:
                    return seed + 1, 1, Counter()
    return SEEDS, 0, Counter()


def run_calls(what: tuple[str, str, int]) -> Tried:
    from simulation.bench import Bench
    from simulation.nth import PLACES, calls, fail_call

    name, end, step = what
    place = next(place for place in PLACES if place.name == name)
    with Bench() as bench:
        chosen = range(1, calls(bench, place) + 1, step)
        return len(chosen), sum(holds(fail_call, bench, place, end, number) for number in chosen), Counter()


def run_requests(fault: str) -> Tried:
    from simulation.bench import Bench
    from simulation.nth import fail_request, requests

    with Bench() as bench:
        count = requests(bench)
        return count, sum(holds(fail_request, bench, fault, number) for number in range(count)), Counter()


def holds(check: Callable[..., None], *arguments: Any) -> bool:
    try:
        check(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is, it did not hold
        print(f"{arguments[1:]}: {error}", file=sys.stderr)
        return False
    return True


RUNNERS: dict[str, Callable[[Any], Tried]] = {
    "seeds": run_seeds,
    "bug": run_bug,
    "calls": run_calls,
    "requests": run_requests,
}


def tasks(seeds: int, step: int, parts: Collection[str]) -> list[Task]:
    from simulation.bugs import BUGS
    from simulation.nth import NETWORK, PLACES
    from simulation.seeds import RECORDS_FROM

    half = seeds // 2
    ranges = ((0, seeds - half), (RECORDS_FROM, RECORDS_FROM + half))
    blocks = [range(start, min(start + BLOCK, end)) for first, end in ranges for start in range(first, end, BLOCK)]
    every: list[Task] = [
        *(("calls", (place.name, end, step)) for place in PLACES for end in place.ends),
        *(("seeds", block) for block in blocks),
        *(("bug", name) for name in BUGS),
        *(("requests", fault) for fault in NETWORK),
    ]
    return [task for task in every if task[0] in {PARTS[part] for part in parts}]


@contextlib.contextmanager
def real_processes(jobs: int, wanted: bool) -> Iterator[Callable[[], list[Row]]]:
    """Runs what uses real processes by pytest; the value waits for its rows."""
    if not wanted:
        yield list
        return
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", f"-n{jobs}", "--dist=loadfile", *PROCESSES]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=environment) as child:

            def results() -> list[Row]:
                child.wait()
                return read_report(report)

            try:
                yield results
            finally:
                child.terminate()


def read_report(report: Path) -> list[Row]:
    tried: Counter[str] = Counter()
    held: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  # pytest wrote it a moment ago
        name = str(case.get("name")).split("[")[0].removeprefix("test_").replace("_", " ")
        said = {child.tag for child in case}
        tried[name] += 1
        skipped[name] += "skipped" in said
        held[name] += not said & {"failure", "error", "skipped"}
    return [(name, count, held[name], skipped[name]) for name, count in sorted(tried.items())]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    found = list(rows)
    if not found:
        return LEFT_OUT
    lines = [head, ["---"] * len(head), *found]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def page(results: Sequence[tuple[Task, Tried]], step: int, processes: Sequence[Row], machine: Machine) -> str:
    of = {kind: [(what, tried) for (name, what), tried in results if name == kind] for kind in RUNNERS}
    seeds, held = (sum(tried[at] for _, tried in of["seeds"]) for at in (0, 1))
    met: Counter[str] = sum((tried[2] for _, tried in of["seeds"]), Counter())
    text = (ROOT / "tools" / "reliability.txt").read_text("utf-8")
    from simulation.bugs import SEEDS

    missed = not_held(results, processes)
    return text.format(
        day=datetime.datetime.now(datetime.UTC).date(),
        machine=machine.words(),
        outcome="Everything held." if not missed else f"**Did not hold: {'; '.join(missed)}.**",
        stories=(ROOT / "tests" / "simulation" / "test_found.py").read_text("utf-8").count("\ndef test_"),
        most=SEEDS,
        seeds=seeds,
        step="every call" if step == 1 else f"every {step}th call",
        held=held,
        met=table(("what happened", "times"), sorted(met.items())),
        bugs=table(
            ("planted bug", "found by seed number"),
            [(name.replace("_", " "), tried[0] if tried[1] else "**not found**") for name, tried in of["bug"]],
        ),
        calls=table(("calls of", "end", "trials", "held"), [(*what[:2], tried[0], tried[1]) for what, tried in of["calls"]]),
        requests=table(("fault", "requests", "held"), [(what, tried[0], tried[1]) for what, tried in of["requests"]]),
        processes=table(("test", "trials", "held", "skipped"), [(*row[:3], row[3] or "") for row in processes]),
    )


def not_held(results: Sequence[tuple[Task, Tried]], processes: Sequence[Row]) -> list[str]:
    """What the page says at its head, in words."""
    found = []
    for (kind, what), (tried, held, _) in results:
        if not held if kind == "bug" else tried != held:
            said = " ".join(map(str, what[:2])) if isinstance(what, tuple) else str(what).replace("_", " ")
            found.append(f"planted bug {said}" if kind == "bug" else f"{kind} {said}")
    return found + [name for name, tried, held, skipped in processes if tried != held + skipped]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2000)
    parser.add_argument("--step", type=int, default=1, help="only every n-th call of a sync fails")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--parts", default=",".join(PARTS), help="comma between them")
    parser.add_argument("--page", type=Path, default=PAGE)
    wanted = parser.parse_args()
    parts = set(wanted.parts.split(","))
    if not parts <= PARTS.keys():
        parser.error(f"parts are {', '.join(PARTS)}")
    jobs = max(1, wanted.jobs)
    machine = Machine(jobs)
    # one after the other: tests of real processes beside as many simulations would wait for a core and not for each other
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        results = pool.map(run_task, tasks(wanted.seeds, wanted.step, parts), chunksize=1)
        pool.close()
        pool.join()
    with real_processes(jobs, "processes" in parts) as finished:
        processes = finished()
    wanted.page.write_text(page(results, wanted.step, processes, machine), "utf-8")
    missed = not_held(results, processes)
    print(f"wrote {wanted.page}; {machine.words()}" + (f"; did not hold: {missed}" if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
