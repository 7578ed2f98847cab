"""All tests: the static checks, and beside them pytest offscreen on the machine's cores.

Arguments go to pytest and skip the static checks; `--itsm` alone adds the tests against real products.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOAK_S = 15 * 60
"""So long after the start repetitions are still begun (`SOAK` in tests/conftest.py): the whole run has 20 minutes."""
WORKERS = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart", "0")
"""Files in the order of their folders: at the end are those of `tests/unit`, and no worker is left alone with a long one.
(xdist's own order has the files with the fewest tests last, and these are the long ones.)"""


def main() -> int:
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), "PYTHONUTF8": "1"}
    products = [argument for argument in sys.argv[1:] if argument == "--itsm"]
    arguments = [argument for argument in sys.argv[1:] if argument != "--itsm"]
    if arguments:
        return pytest(environment, *products, *arguments)
    environment["FIELDAPP_SOAK_UNTIL"] = str(time.time() + SOAK_S)
    with subprocess.Popen([sys.executable, "tools/check.py"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as checks:
        tests = pytest(environment, *WORKERS, *products)
        print(checks.communicate()[0], end="", flush=True)
    return checks.returncode or tests


def pytest(environment: dict[str, str], *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
