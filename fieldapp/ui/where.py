"""A place on the disk as people write it."""

from __future__ import annotations

import os
from pathlib import Path


def place_words(path: Path | str) -> str:
    """``~/归档`` for what lies in the person's own folder, as on any Linux or macOS; on Windows the whole path."""
    given = Path(path)
    if os.name == "nt":
        return str(given)
    try:
        inside = given.relative_to(Path.home())
    except (ValueError, RuntimeError):  # somewhere else; nobody's home
        return str(given)
    return f"~/{inside.as_posix()}" if inside.parts else "~"
