"""How long a quarterly report takes over many orders, and how much memory: `python benchmarks/report.py [100000]`.

Makes an endpoint's folder (SQLite) with that many orders of twelve quarters: several thousand different ones, repeated under
other numbers, of 4 kB each. Then runs `fieldapp report` on it in a process of its own.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.domain_documents import shipped_profile, uid  # noqa: E402
from support.report_orders import Maker  # noqa: E402

from fieldapp.itsm import orders  # noqa: E402
from fieldapp.itsm.config import EndpointConfig  # noqa: E402
from fieldapp.itsm.context import open_endpoint  # noqa: E402
from fieldapp.report.quarter import Quarter  # noqa: E402

LAST = Quarter(2026, 3)
DIFFERENT = 4000
AT_ONCE = 2000


def fill(folder: Path, wanted: int) -> int:
    """Returns the bytes of the database."""
    maker, chance = Maker(1), random.Random(1)  # noqa: S311 - no secret
    begins = LAST.shifted(-11).begins(shipped_profile().zone)
    minutes = int((LAST.ends(shipped_profile().zone) - begins).total_seconds()) // 60
    made = [maker.order(begins + timedelta(minutes=chance.randrange(minutes))) for _ in range(min(DIFFERENT, wanted))]
    endpoint = open_endpoint(EndpointConfig(folder))
    for start in range(0, wanted, AT_ONCE):
        changes = []
        for number in range(start, min(start + AT_ONCE, wanted)):
            doc, gone = made[number % len(made)]
            again = {**doc, "id": uid((1 << 100) + number), "number": f"WX-{number:015}"}
            changes.append(orders.Change(None, again, gone and doc["state"] != "CLOSED"))
        endpoint.database.run_writing(lambda connection, changes=changes: orders.save_all(connection, changes))
    endpoint.close()
    return sum(path.stat().st_size for path in folder.glob("endpoint.db*"))


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="fieldapp-report-") as name:
        folder = Path(name)
        size = fill(folder / "data", wanted)
        command = [
            "-m",
            "fieldapp",
            "report",
            "--quarter",
            str(LAST),
            "--from",
            str(folder / "data"),
            "--out",
            str(folder / "out"),
        ]
        began = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        took = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        sizes = ", ".join(
            f"{path.suffix[1:]} {path.stat().st_size / 1000:,.0f} kB" for path in sorted((folder / "out").iterdir())
        )
    print(f"{wanted:,} orders, database {size / 1e6:,.0f} MB")
    print(f"  {took:.1f} s ({used.ru_utime + used.ru_stime:.1f} s of processor time), {took / wanted * 1e6:.0f} µs an order")
    print(f"  most memory {used.ru_maxrss / 1024:.0f} MB; {sizes}")


if __name__ == "__main__":
    main()
