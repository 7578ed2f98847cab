"""The window with 100,000 orders: start, list, search, scrolling, an order, memory; a bare QMainWindow beside it in the same run.

python -m benchmarks.window [--orders N] [--runs N] [--platform offscreen|xcb] [--store DIR]

The orders are made by the first run (`many_orders`, minutes) and kept. Each figure is clock time and, in brackets, processor
time of all threads: on a machine that does something else as well only the latter means something, and where threads work side
by side it is more than the person waits. The gate's key derivations are said apart: they are slow on purpose.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.many_orders import COUNT, PASSPHRASE, PIN, prepared  # noqa: E402
from benchmarks.start_up import once  # noqa: E402

FRAME_MS = 16.0

Run = dict[str, Any]


def child(mode: str, device: Path, environment: dict[str, str], *, types: bool, looks: float = 0) -> Run:
    """One run of the program; times from the start of its process. `types`: answers take the time a person needs at least, in
    which the program prepares what comes next; otherwise they are there at once. `looks`: seconds before the first search."""
    command = [sys.executable, "-m", "benchmarks.window_child", mode, str(device), PASSPHRASE, PIN]
    own = {"BEGAN": str(time.time()), "TYPES": str(int(types)), "LOOKS": str(looks), "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    done = subprocess.run(command, cwd=ROOT, env=environment | own, stdout=subprocess.PIPE, check=True, timeout=600)
    answer: Run = json.loads(done.stdout)
    return answer


def middle(runs: list[Run], of: str, since: str = "") -> dict[str, float]:
    """Median of a mark, or of what lies between two."""
    return {key: statistics.median(run[of][key] - (run[since][key] if since else 0) for run in runs) for key in ("wall", "cpu")}


WAITS = (("passphrase asked for", ""), ("pin asked for", "passphrase given"), ("today", "pin given"), ("list", "today"))


def waited(run: Run, key: str) -> float:
    """All that one who types waits for, without the derivations."""
    spent = sum(run[of][key] - (run[since][key] if since else 0) for of, since in WAITS)
    return float(spent - run["derivations"][key])


def told(name: str, took: dict[str, float], aim: str, bare: dict[str, float] | None = None) -> None:
    ratio = "" if bare is None else f"{took['wall'] / bare['wall']:6.2f} × ({took['cpu'] / bare['cpu']:.2f} ×)"
    print(f"{name:46} {took['wall']:8.0f} ms ({took['cpu']:.0f} ms)  {ratio:22} {aim}")


def start(device: Path, environment: dict[str, str], runs: int) -> dict[str, float]:
    """The ways from the start to the list; returns what a bare window takes."""
    support = ROOT / "tests" / "support"
    bare_runs, opened, typed = [], [], []
    for run in range(runs + 1):
        bare = once([sys.executable, str(support / "bare_window.py")], environment)
        first, slow = child("open", device, environment, types=False), child("open", device, environment, types=True)
        if run:  # the first one fills the disk's cache
            bare_runs.append(bare)
            opened.append(first)
            typed.append(slow)
    bare_took = {"wall": statistics.median(run[0] for run in bare_runs), "cpu": statistics.median(run[1] for run in bare_runs)}
    told("bare QMainWindow, painted", bare_took, "")
    told("first question, painted", middle(opened, "passphrase asked for"), "", bare_took)
    told("list painted, answered at once", middle(opened, "list"), "", bare_took)
    print("who types:")
    for of, since in WAITS:
        told(f"  {since or 'start'} → {of}", middle(typed, of, since), "", bare_took)
    told("  of it the two key derivations", middle(typed, "derivations"), "")
    for name, chosen in (("median", statistics.median), ("best", min)):
        without = {key: chosen([waited(run, key) for run in typed]) for key in ("wall", "cpu")}
        told(f"all waits without the derivations, {name}", without, "aim ≤ 2.6 ×", bare_took)
    return bare_took


def first_search(device: Path, environment: dict[str, str], runs: int) -> None:
    """Of a session: typed as soon as the list is there, and when it has been looked at."""
    print()
    for looks in (0, 2):
        found = [child("first", device, environment, types=True, looks=looks) for _ in range(runs)]
        for name, chosen in (("median", statistics.median), ("slowest", max)):
            took = {key: chosen([run["search"][key] for run in found]) for key in ("wall", "cpu")}
            told(f"first search, {f'after {looks} s' if looks else 'at once'}, {name}", took, "aim ≤ 50 ms")


def use(device: Path, environment: dict[str, str]) -> None:
    """Search, scroll, open, memory."""
    seen = child("use", device, environment, types=True)
    print()
    for search in seen["search"]:
        told(f"search {search['text']}, to the first rows painted", search["first"], "aim ≤ 50 ms")
    for name, frames in seen["scroll"].items():
        wall, gui = frames["wall"], frames["gui"]
        print(
            f"{'scroll by ' + name + ', a frame':46} {wall['p50']:5.1f} ms, p99 {wall['p99']:.1f}, max {wall['max']:.1f} "
            f"(GUI thread's CPU {gui['p50']:.1f}, p99 {gui['p99']:.1f}, max {gui['max']:.1f})  aim p99 ≤ {FRAME_MS:g} ms"
        )
    first, later = seen["open"][0], seen["open"][1:]
    told("first order opened: click to painted page", first, "")
    for name, key in (("median", statistics.median), ("slowest", max)):
        took = {part: key(order[part] for order in later) for part in ("wall", "cpu")}
        told(f"later orders, {name}", took, "aim ≤ 100 ms")
    print(f"memory: {seen['memory']['now']:.0f} MB with the list in view, {seen['memory after']['now']:.0f} MB at the end")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=COUNT)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--platform", default="offscreen", help="of Qt: offscreen, or xcb where DISPLAY is set")
    parser.add_argument("--store", type=Path, metavar="DIR", help="where the orders are kept")
    options = parser.parse_args()
    device = prepared(options.orders, options.store)
    with tempfile.TemporaryDirectory() as folder:
        # as installed: bytecode is there from the first run on
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"QT_QPA_PLATFORM": options.platform, "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
        print(f"{options.orders:,} orders, {options.platform}; load {os.getloadavg()[0]:.1f}")
        start(device, environment, options.runs)
        first_search(device, environment, options.runs)
        use(device, environment)


if __name__ == "__main__":
    main()
