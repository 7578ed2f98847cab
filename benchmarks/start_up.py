"""How long from the start of the process to the first painted window: an empty QMainWindow and ours, in turn in one run.

python benchmarks/start_up.py [--runs N] [--platform offscreen|xcb]     medians, best, CPU time, ratio of the medians
  FIELDAPP_MEASURE=1 python installer/build.py folder && python benchmarks/start_up.py --frozen dist
Also as installed: the frozen program, and an empty QMainWindow frozen in the same way.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def once(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Milliseconds from the start of the process to its word, and its CPU time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not said or process.returncode:
        raise RuntimeError(f"no window was painted by {command[-2:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return taken * 1000, cpu * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--frozen", type=Path, metavar="DIR", help="where the frozen programs are (dist)")
    parser.add_argument("--platform", default="offscreen", help="of Qt: offscreen, or xcb where DISPLAY is set")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # As installed: bytecode is there from the first run on, for both and whatever the caller's environment says.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"QT_QPA_PLATFORM": options.platform, "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
        support, data = ROOT / "tests" / "support", str(Path(folder) / "data")
        commands = {
            "bare QMainWindow": [sys.executable, str(support / "bare_window.py")],
            "ours": [sys.executable, str(support / "first_paint.py"), data],
        }
        if options.frozen:
            commands["bare, frozen"] = [str(options.frozen / "bare" / "bare")]
            commands["ours, frozen"] = [str(options.frozen / "fieldapp" / "first_paint"), data]
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for run in range(options.runs + 1):
            for name, command in commands.items():
                measured = once(command, environment)
                if run:  # the first one fills the disk's cache
                    taken[name].append(measured)
    print(f"{'ms':20} {'median':>8} {'best':>8} {'CPU':>8}")
    medians = {}
    for name, measured in taken.items():
        wall, cpu = [run[0] for run in measured], [run[1] for run in measured]
        medians[name] = (statistics.median(wall), statistics.median(cpu))
        print(f"{name:20} {medians[name][0]:8.0f} {min(wall):8.0f} {medians[name][1]:8.0f}")
    pairs = [("ours", "bare QMainWindow")]
    if options.frozen:
        pairs += [("ours, frozen", "bare, frozen"), ("ours, frozen", "bare QMainWindow"), ("ours, frozen", "ours")]
    for one, other in pairs:
        wall_ratio, cpu_ratio = (mine / theirs for mine, theirs in zip(medians[one], medians[other], strict=True))
        print(f"{one} : {other} = {wall_ratio:.2f} (CPU {cpu_ratio:.2f})")


if __name__ == "__main__":
    main()
