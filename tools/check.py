"""The static checks: formatting, lint, types, direction of imports, translations. Prints what failed and exits 1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = (
    ("ruff", "format", "--check", "--quiet", "."),
    ("ruff", "check", "--quiet", "."),
    ("mypy", "--no-error-summary"),
    ("lint-imports", "--no-logo"),
    ("python", "tools/i18n.py", "check"),
)


def main() -> int:
    failed = []
    for name, *arguments in CHECKS:
        result = subprocess.run([str(BIN / name), *arguments], cwd=ROOT, check=False, capture_output=True, text=True)
        print(f"{'ok    ' if result.returncode == 0 else 'FAILED'} {name} {' '.join(arguments)}", flush=True)
        if result.returncode:
            print(result.stdout + result.stderr, flush=True)
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
