"""The program's log: small files in the data folder that hold codes, numbers and ids, never what a person wrote.

Nothing is searched for and crossed out; what may be written is let through, and everything else is left out. A line is the
literal text of the program's own call with its values made safe: numbers, codes of faults, members of our enumerations, UUIDs
and hashes pass, any other text becomes `…`. Of an exception the kinds, fault codes and places in the source are kept, never its
message. Of other libraries only who spoke and where.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import traceback
from collections import deque
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import TracebackType

from fieldapp.errors import Fault
from fieldapp.files import PRIVATE_FOLDER

FOLDER = "logs"
FILE_NAME = "program.log"
MOST_BYTES = 512 * 1024
"""A file that has grown to this is put aside as `.1`; of those `KEPT` are kept."""

KEPT = 3
TAIL_LINES = 200
OURS = "fieldapp"
LEFT_OUT = "…"
_WAITING = 200
_PLAIN = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODE = re.compile(r"[a-z_][a-z0-9_]*(?:[.-][a-z0-9_]+)*")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){1,3}(?:[a-z]+[0-9]*)?")


class Code(str):
    """A text that the program made up itself and that may be logged: a fault's code, a step, a version."""

    __slots__ = ()


def code(text: str | None) -> Code:
    """Mark a stored code as one; what does not look like a code or a version is left out. None is `-`."""
    if text is None:
        return Code("-")
    return Code(text if len(text) <= 60 and (_CODE.fullmatch(text) or _VERSION.fullmatch(text)) else LEFT_OUT)


def safe(value: object) -> object:
    """What of a value may stand in the log."""
    if isinstance(value, Fault):
        return value.code
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, Code) or value is None:
        return value
    if isinstance(value, Enum):
        return value.value if type(value).__module__.startswith(OURS) else LEFT_OUT
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return LEFT_OUT


def place(path: str) -> str:
    """A source file without the folders above the program: those hold the account's name."""
    parts = path.replace("\\", "/").split("/")
    for root in (OURS, "site-packages"):
        if root in parts[:-1]:
            at = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[at if root == OURS else at + 1 :])
    return parts[-1]


def kinds(error: BaseException) -> list[str]:
    """The exception and what it was made from: kinds with fault codes and numbers of the system, no messages."""
    found: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(found) < 8:
        seen.add(id(current))
        number = current.errno if isinstance(current, OSError) else None
        extra = current.code if isinstance(current, Fault) else "" if number is None else f"errno {number}"
        found.append(f"{type(current).__name__}({extra})" if extra else type(current).__name__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return found


def frames(trace: TracebackType | None, most: int = 40) -> list[str]:
    """Where it happened, outermost first: file, line and function; no source text, no values."""
    lines = [f"{place(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in traceback.walk_tb(trace)]
    return lines[-most:]


class Line(logging.Formatter):
    """One record as one line, and the places of its exception as indented ones."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        lines = [f"{at} {record.levelname} {record.name} {self._words(record)}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines.append(f"    {' < '.join(kinds(record.exc_info[1]))}")
            lines += [f"    {frame}" for frame in frames(record.exc_info[2])]
        return "\n".join(lines)

    @staticmethod
    def _words(record: logging.LogRecord) -> str:
        if record.name.split(".")[0] != OURS:
            return f"({place(record.pathname)}:{record.lineno})"
        if not isinstance(record.args, tuple) or not record.args:
            return str(record.msg)
        try:
            return str(record.msg) % tuple(safe(value) for value in record.args)
        except (TypeError, ValueError):
            return str(record.msg)


class LogFiles(logging.Handler):
    """Writes below a data folder, once that is there: until then lines wait, so that looking at the first screen makes nothing.

    A disk that does not take a line loses the line; nothing else stops.
    """

    def __init__(self, data_folder: Path) -> None:
        super().__init__(logging.INFO)
        self.data_folder = data_folder
        self.setFormatter(Line())
        self._waiting: deque[str] = deque(maxlen=_WAITING)

    @property
    def path(self) -> Path:
        return self.data_folder / FOLDER / FILE_NAME

    def emit(self, record: logging.LogRecord) -> None:
        self._waiting.append(self.format(record))
        if self.data_folder.is_dir():
            self.write_waiting()

    def write_waiting(self) -> None:
        """Write what has come so far."""
        with self.lock or threading.RLock():
            data = "".join(f"{line}\n" for line in self._waiting).encode("utf-8", "replace")
            try:
                self.path.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
                self._make_room(len(data))
                with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as stream:
                    stream.write(data)
            except OSError:
                return
            self._waiting.clear()

    def _make_room(self, wanted: int) -> None:
        try:
            if self.path.stat().st_size + wanted <= MOST_BYTES:
                return
        except FileNotFoundError:
            return
        for number in range(KEPT, 0, -1):
            older = self.path.with_name(f"{FILE_NAME}.{number - 1}") if number > 1 else self.path
            if older.exists():
                older.replace(self.path.with_name(f"{FILE_NAME}.{number}"))


def begin(data_folder: Path) -> LogFiles:
    """Let the program's log go to this folder from now on. Warnings still go to standard error, where there is one."""
    handler = LogFiles(data_folder)
    root, ours = logging.getLogger(), logging.getLogger(OURS)
    if sys.stderr is not None and not root.handlers:
        shown = logging.StreamHandler()
        shown.setLevel(logging.WARNING)
        root.addHandler(shown)
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    return handler


def end(handler: LogFiles) -> None:
    """No further lines to this folder."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def files(data_folder: Path) -> tuple[Path, ...]:
    """The log's files, newest first."""
    folder = data_folder / FOLDER
    names = (FILE_NAME, *(f"{FILE_NAME}.{number}" for number in range(1, KEPT + 1)))
    return tuple(folder / name for name in names if (folder / name).is_file())


def tail(data_folder: Path, lines: int = TAIL_LINES) -> list[str]:
    """The last lines of the log; empty when there is none."""
    found: list[str] = []
    for path in files(data_folder):
        try:
            found = path.read_text("utf-8", "replace").splitlines() + found
        except OSError:
            continue
        if len(found) >= lines:
            break
    return found[-lines:]
