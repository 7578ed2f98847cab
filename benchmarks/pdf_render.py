"""How long a work order takes to become a PDF: cold process, warm, with 5,000 characters, 60 rows, 30 photos.

python benchmarks/pdf_render.py     prints a table; times in ms, wall clock with the best and the median of several runs, and CPU
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

COLD = """
import sys, time
sys.path.insert(0, {root!r})
start = time.perf_counter()
from fieldapp.forms.pdf.render import render
imported = time.perf_counter()
from tests.support.pdf_orders import order
source = order()
ready = time.perf_counter()
render(source)
print((imported - start + time.perf_counter() - ready) * 1000)
"""


def cold(runs: int) -> list[float]:
    """Imports and first PDF in a new process; without the interpreter's own start and the loading of the form."""
    script = COLD.format(root=str(ROOT))
    return [float(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout) for _ in range(runs)]


def warm(make: Callable[[], bytes], runs: int) -> tuple[list[float], float, int]:
    """Wall times, CPU time per run, size."""
    size = len(make())
    times = []
    cpu = time.process_time()
    for _ in range(runs):
        start = time.perf_counter()
        make()
        times.append((time.perf_counter() - start) * 1000)
    return times, (time.process_time() - cpu) * 1000 / runs, size


def main() -> None:
    from fieldapp.forms.pdf.render import render
    from tests.support.pdf_orders import jpeg, order, photo_rows

    rows, store = photo_rows([jpeg(1600, 1200, seed=n, orientation=n % 8 + 1) for n in range(30)])
    big, big_store = photo_rows([jpeg(4000, 3000, seed=n) for n in range(3)])
    cases = {
        "ordinary, two signatures": order(),
        "ordinary, not signed": order(outcome="refused", reason="-"),
        "5,000 characters in a field": order({"solution": ("更换电源模块，核对端口配置。" * 400)[:5000]}),
        "60 rows": order({"devices": [{"ci": f"CI-{n:05d}", "name": f"设备 {n}", "serial": f"SN{n:08d}"} for n in range(60)]}),
        "30 photos of 1600 px": order({"photos": rows}, photos=store),
        "3 photos of 12 MP": order({"photos": big}, photos=big_store),
    }
    print(f"{'':30} {'best':>8} {'median':>8} {'CPU':>8} {'kB':>8}")
    for name, source in cases.items():
        times, cpu, size = warm(lambda source=source: render(source), 5 if source.photo.__self__ else 15)  # type: ignore[misc]
        print(f"{name:30} {min(times):8.1f} {statistics.median(times):8.1f} {cpu:8.1f} {size / 1000:8.1f}")
    times = cold(4)
    print(f"{'cold process':30} {min(times):8.1f} {statistics.median(times):8.1f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
