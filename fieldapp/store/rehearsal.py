"""A restore that is only tried: the newest backup in a folder of its own, opened as the program opens it, and thrown away."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldapp.clock import Clock
from fieldapp.store import opening
from fieldapp.store.backup import Backups
from fieldapp.store.engine import Engines
from fieldapp.store.faults import translated
from fieldapp.store.layout import BACKUPS, BLOBS, FILE_NAME
from fieldapp.store.queries import Queries

PREFIX = "rehearsal-"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a restore of the newest backup would give. `missing_files`: files its orders need and the device does not hold."""

    made_at: datetime | None
    orders: int
    problems: tuple[str, ...]
    missing_files: int


def rehearse(folder: Path, key: bytes, clock: Clock) -> Rehearsal | None:
    """Restore the newest backup of a store folder beside it and open it; None where there is no backup.

    Takes room and time for one copy of it. Raises EnvironmentFault `store.*|disk.full` when it does not open: then it could not
    be restored.
    """
    backups = Backups(folder / BACKUPS, key)
    newest = next(iter(backups.files()), None)
    if newest is None:
        return None
    with translated(newest):
        for left in folder.glob(f"{PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        scratch = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    try:
        with translated(newest):
            shutil.copyfile(newest, scratch / FILE_NAME)
        engines = opening.open_checked(scratch, key, clock)
        try:
            found = opening.findings(scratch / FILE_NAME, key)
            orders = Queries(engines.readers.begin).counts().orders
            return Rehearsal(backups.newest_at(), orders, found, missing_files(engines, folder))
        finally:
            engines.dispose()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def missing_files(engines: Engines, folder: Path) -> int:
    """How many of the files that its rows name are not in the store's folder."""
    with engines.readers.begin() as connection:
        named = {row[0] for row in connection.exec_driver_sql("SELECT sha256 FROM blobs UNION SELECT sha256 FROM documents")}
    return sum(not (folder / BLOBS / sha256[:2] / sha256).is_file() for sha256 in named)
