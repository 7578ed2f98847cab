"""Lines of a register without any file behind them."""

from __future__ import annotations

import hashlib

import msgspec

from fieldapp.archive.entry import GENESIS, Entry, Line, write_line

CONTENT = b"content"


def an_entry(seq: int = 1, previous: str = GENESIS, data: bytes = CONTENT, **changes: object) -> Entry:
    sha256 = hashlib.sha256(data).hexdigest()
    entry = Entry(
        seq=seq, previous=previous, file=f"2026/11/WX-{seq}_v1_{sha256[:8]}.pdf", number=f"WX-{seq}", revision=1,
        order_id=f"id-{seq}", customer="欧阳𠅤", size=len(data), sha256=sha256, signatures=1, supersedes=None,
        signed_at="2026-11-22T14:30:00.000+00:00", imported_at="2026-11-23T09:30:00.000+00:00", who="档案员",
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def chain(count: int) -> list[Line]:
    lines: list[Line] = []
    for seq in range(1, count + 1):
        lines.append(write_line(an_entry(seq, lines[-1].hash if lines else GENESIS)))
    return lines
