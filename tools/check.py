"""The static checks: formatting, lint, types, direction of imports, translations. Prints what failed and exits 1."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = (
    ("mypy", "--no-error-summary"),  # takes longest, the others run beside it
    ("ruff", "format", "--check", "--quiet", "."),
    ("ruff", "check", "--quiet", "."),
    ("lint-imports", "--no-logo"),
    ("python", "tools/i18n.py", "check"),
)


def run(command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    name, *arguments = command
    return subprocess.run([str(BIN / name), *arguments], cwd=ROOT, check=False, capture_output=True, text=True)


def main() -> int:
    failed = False
    with ThreadPoolExecutor(2) as two:
        for command, result in zip(CHECKS, two.map(run, CHECKS), strict=True):
            print(f"{'FAILED' if result.returncode else 'ok    '} {' '.join(command)}", flush=True)
            if result.returncode:
                print(result.stdout + result.stderr, flush=True)
                failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
