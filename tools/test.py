"""All tests: the static checks, then pytest offscreen on the machine's cores.

Arguments go to pytest and skip the static checks; `--itsm` alone adds the tests against real products.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), "PYTHONUTF8": "1"}
    products = [argument for argument in sys.argv[1:] if argument == "--itsm"]
    arguments = [argument for argument in sys.argv[1:] if argument != "--itsm"]
    static = 0 if arguments else subprocess.run([sys.executable, "tools/check.py"], cwd=ROOT, check=False).returncode
    workers = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--max-worker-restart", "0"] if not arguments else []
    pytest = [sys.executable, "-m", "pytest", *workers, *products, *arguments]
    tests = subprocess.run(pytest, cwd=ROOT, env=environment, check=False).returncode
    return static or tests


if __name__ == "__main__":
    sys.exit(main())
