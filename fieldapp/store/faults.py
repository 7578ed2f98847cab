"""The one place where SQLAlchemy's, SQLCipher's and the operating system's errors become faults."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp.errors import EnvironmentFault

_BY_SQLITE_CODE = {
    5: ("store.locked", "the store is busy in another program"),
    6: ("store.locked", "the store is busy in another program"),
    8: ("store.read-only", "the store cannot be written"),
    10: ("store.io", "the disk cannot be read or written (failing, or a quota used up); what was saved before is safe"),
    11: ("store.damaged", "the store's file is damaged"),
    13: ("disk.full", "the disk is full; the last change was not saved, everything before it is"),
    14: ("store.unreachable", "the store's file cannot be opened"),
    26: ("store.damaged", "the store's file is not readable with this key"),
}
_CODES_OF_TEXTS = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}
"""`sqlite3_errstr`: an error of `Connection.backup` has no number, only these words."""

_BY_ERRNO = {
    errno.ENOSPC: ("disk.full", "the disk is full"),
    errno.EDQUOT: ("disk.full", "the disk quota is used up"),
    errno.EFBIG: ("disk.full", "no larger file may be written"),
    errno.EROFS: ("store.read-only", "the folder cannot be written"),
    errno.EACCES: ("store.read-only", "access to the folder is not allowed"),
    errno.EPERM: ("store.read-only", "access to the folder is not allowed"),
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of the database and of the file system leave as EnvironmentFault with `path`; a broken constraint is a bug and
    stays one.
    """
    try:
        yield
    except DBAPIError as error:
        raise_fault(error.orig, path)
        raise
    except sqlcipher.Error as error:
        raise_fault(error, path)
        raise
    except PoolTimeout as error:
        raise EnvironmentFault("store.locked", "the store is busy in another program", path=str(path)) from error
    except OSError as error:
        raise_fault(error, path)
        raise


def raise_fault(error: BaseException | None, path: Path) -> None:
    """Raise the fault that `error` stands for; return when it stands for none."""
    if isinstance(error, OSError):
        found = _BY_ERRNO.get(error.errno or 0, ("store.io", f"the disk failed: {error.strerror}"))
    else:
        number = getattr(error, "sqlite_errorcode", 0) or _CODES_OF_TEXTS.get(str(error), 0)
        found = _BY_SQLITE_CODE.get(number & 0xFF, ("", ""))
    code, text = found
    if code:
        raise EnvironmentFault(code, f"{text} ({path})", path=str(path), reason=str(error)) from error
