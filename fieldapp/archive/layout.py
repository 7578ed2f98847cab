"""Where things are in an archive. Names come from sealed files, which are not to be trusted with a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

PREFIXES = (8, 16, 64)
"""How much of the SHA-256 goes into a file name: the shortest that is still free."""

_ODD = re.compile(r"[^A-Za-z0-9.-]+")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\.", re.IGNORECASE)
"""What Windows takes for a device, whatever comes after the full stop."""


class Layout:
    """Paths of one archive. All that is not housekeeping is `YYYY/MM/*.pdf`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.register = root / "register.jsonl"
        self.aside = root / "register.aside"
        self.lock = root / "archive.lock"
        self.claims = root / ".claims"
        self.incoming = root / ".incoming"

    @property
    def housekeeping(self) -> frozenset[Path]:
        return frozenset({self.register, self.aside, self.lock, self.claims, self.incoming})

    def path(self, file: str) -> Path:
        """The path of an entry's `file`, which has been checked when it was read."""
        return self.root.joinpath(*file.split("/"))

    def claim(self, seq: int) -> Path:
        return self.claims / f"{seq:09}.json"


def file_names(number: str, revision: int, sha256: str, signed_at: datetime) -> Iterator[str]:
    """`YYYY/MM/<number>_v<revision>_<sha256[:8]>.pdf` by the month that the seal states, then the same with more of the hash."""
    safe = _ODD.sub("_", number).strip(".")[:80] or "_"
    if _DEVICE.match(safe):
        safe = f"_{safe}"
    for length in PREFIXES:
        yield f"{signed_at.year:04}/{signed_at.month:02}/{safe}_v{revision}_{sha256[:length]}.pdf"
