"""One program at a time on one store folder."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from fieldapp.errors import EnvironmentFault

LOCK_NAME = "store.lock"


def lock_folder(folder: Path) -> FileLock:
    """Take the folder's lock; the operating system frees it when the process ends, however it ends.

    Raises EnvironmentFault `store.in-use` when another window has it.
    """
    lock = FileLock(str(folder / LOCK_NAME), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise EnvironmentFault("store.in-use", f"the store is open in another window ({folder})", path=str(folder)) from error
    return lock
