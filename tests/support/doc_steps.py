"""The commands that a page of the documentation prints, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = "-- next step --"


def blocks(page: Path) -> list[str]:
    """Every `sh` block of the page, in order."""
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def run(steps: list[str], folder: Path, **variables: str) -> list[str]:
    """What each block writes, in one shell that goes on after a failure; a block whose last command fails ends with `failed`.
    The programs find nothing of ours: no environment, no data."""
    script = f"\necho '{_MARK}'\n".join(f"{{ {step}}} 2>&1 || echo failed" for step in steps)
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if ".venv" not in part)
    environment = {"PATH": path, "LC_ALL": "C.UTF-8", "HOME": str(folder), **variables}
    done = subprocess.run(
        ["sh", "-u", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    return [part.strip() for part in done.stdout.split(_MARK)]
