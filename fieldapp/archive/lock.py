"""One archivist at a time adds to the register, where the share knows locks; the register itself is safe without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from fieldapp.archive.layout import Layout
from fieldapp.errors import EnvironmentFault

WAIT_S = 60.0


@contextmanager
def locked(layout: Layout, wait_s: float = WAIT_S) -> Iterator[None]:
    """Held for one file, so that two archivists take turns. Raises EnvironmentFault `archive.in-use` after `wait_s`."""
    lock = FileLock(str(layout.lock), timeout=wait_s)
    try:
        lock.acquire()
    except Timeout as error:
        raise EnvironmentFault(
            "archive.in-use", f"another archivist does not let go of {layout.root}", path=str(layout.root)
        ) from error
    except NotImplementedError:  # a share without locks: the claims keep the register in order
        yield
        return
    try:
        yield
    finally:
        lock.release()
