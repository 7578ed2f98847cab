"""`python restore_child.py FOLDER BACKUP POINT`: restores a full backup and kills itself at a named point; with POINT `backup` it
is a backup of FOLDER to BACKUP that dies."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from fieldapp.clock import SystemClock
from fieldapp.services import full_backup, full_restore

PASSPHRASE = "备份口令 2026"
POINTS = ("extracted", "prepared", "sync-2")
"""`sync-N`: after the N-th move."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(function: Callable[..., Any], times: int = 1) -> Callable[..., Any]:
    left = [times]

    def called(*arguments: Any, **named: Any) -> Any:
        result = function(*arguments, **named)
        left[0] -= 1
        if left[0] == 0:
            die()
        return result

    return called


def main() -> None:
    folder, source, point = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    if point == "extracted":
        full_backup.Content.extract = dying_after(full_backup.Content.extract)  # type: ignore[method-assign]
    elif point == "prepared":
        full_restore._sync_tree = dying_after(full_restore._sync_tree)
    elif point.startswith("sync-"):
        put = full_restore._put_in_place

        def counting(target: Path) -> bool:
            full_restore.sync_folder = dying_after(full_restore.sync_folder, int(point[5:]))
            return put(target)

        full_restore._put_in_place = counting
    full_restore.restore(folder, source, PASSPHRASE, SystemClock())


if __name__ == "__main__":
    main()
