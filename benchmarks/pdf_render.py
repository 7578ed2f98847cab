"""How long a work order takes to become a PDF, and how big it is: warm, with 5,000 characters, 60 rows, 30 photos, and in a cold
process beside a single line of bare ReportLab.

python benchmarks/pdf_render.py     prints a table; times in ms, wall clock with the best and the median of several runs, and CPU
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BARE = """
from io import BytesIO
from reportlab.pdfgen.canvas import Canvas
out = BytesIO()
canvas = Canvas(out)
canvas.drawString(72, 700, "x")
canvas.save()
"""
"""The least a process can do with ReportLab."""


def cold(runs: int, snapshot: bytes) -> dict[str, list[tuple[float, float]]]:
    """Whole processes in turn, wall and CPU: the interpreter's start, imports, the form, one PDF. Bytecode is there."""
    with tempfile.TemporaryDirectory() as folder:
        order, pdf = Path(folder) / "order.json", Path(folder) / "order.pdf"
        order.write_bytes(snapshot)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
        commands = {
            "one line of ReportLab": ["-c", BARE],
            "fieldapp render": [str(ROOT / "main.py"), "render", str(order), "--out", str(pdf)],
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, command in commands.items():
                start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
                subprocess.run([sys.executable, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
                wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
                cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                if run:  # the first one writes bytecode
                    taken[name].append((wall * 1000, cpu * 1000))
    return taken


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
    from tests.support.signing_pdf import sealed_pdf

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
    print(f"{'':36} {'best':>8} {'median':>8} {'CPU':>8} {'kB':>8}")
    for name, source in cases.items():
        times, cpu, size = warm(lambda source=source: render(source), 5 if source.photo.__self__ else 15)  # type: ignore[misc]
        print(f"{name:36} {min(times):8.1f} {statistics.median(times):8.1f} {cpu:8.1f} {size / 1000:8.1f}")
    print(f"{'ordinary, two signatures, sealed':36} {'':26} {len(sealed_pdf()) / 1000:8.1f}")
    cold_times = cold(7, order().snapshot.data)
    medians = {}
    for name, measured in cold_times.items():
        wall, process_cpu = [run[0] for run in measured], statistics.median(run[1] for run in measured)
        medians[name] = process_cpu
        print(f"{'cold process, ' + name:36} {min(wall):8.1f} {statistics.median(wall):8.1f} {process_cpu:8.1f}")
    print(f"ratio of the cold processes' CPU {medians['fieldapp render'] / medians['one line of ReportLab']:.2f}")
    print(f"peak memory with all these {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
