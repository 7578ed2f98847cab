"""Crash reports: what is kept of a bug, on this machine, until a person gives it away.

A report is one JSON file in `crashes/` of the data folder: kinds and places of the exception, versions, the log's last lines.
No message, no value of a variable, no name. What kills the process itself (a fault in native code) is written by `faulthandler`
to `native.txt` and becomes a report at the next start.
"""

from __future__ import annotations

import faulthandler
import json
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from fieldapp import __version__, logs
from fieldapp.files import PRIVATE_FOLDER, write_atomically

FOLDER = "crashes"
NATIVE = "native.txt"
SEEN = "seen"
KEPT = 20
NATIVE_LIMIT = 64 * 1024
_QUOTED = re.compile(r'File "([^"]+)"')


@dataclass(frozen=True, slots=True)
class CrashNote:
    """One report, for a list. `kind`: exception | thread | job | native; `what` the innermost exception's kind."""

    path: Path
    at: datetime
    kind: str
    what: str
    where: str


class Crashes:
    """The reports of one data folder. Recording never raises, and makes no folder that is not there."""

    def __init__(self, data_folder: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.data_folder = data_folder
        self.folder = data_folder / FOLDER
        self.fresh = 0
        """How many were recorded since this object was made."""
        self._now = now
        self._known: set[tuple[str, ...]] = set()
        self._native: TextIO | None = None
        self._lock = threading.Lock()

    def record(self, error: BaseException, kind: str, trace: TracebackType | None = None) -> None:
        """Keep a report, once for each place of one run."""
        places = logs.frames(trace or error.__traceback__)
        found = logs.kinds(error)
        signature = (found[0], *places[-3:])
        with self._lock:
            if signature in self._known:
                return
            self._known.add(signature)
        self._write(kind, {"exception": found, "frames": places})

    def arm(self) -> None:
        """From now on a fault in native code leaves its mark; what an earlier run left becomes a report."""
        self.take_over()
        with suppress(OSError):
            self.folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            self._native = (self.folder / NATIVE).open("w", encoding="utf-8")
            (self.folder / NATIVE).chmod(0o600)
            faulthandler.enable(self._native, all_threads=True)

    def disarm(self) -> None:
        """The program ends as it should."""
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            self._native = None
            with suppress(OSError):
                (self.folder / NATIVE).unlink()

    def take_over(self) -> None:
        """What a killed run left behind becomes a report."""
        path = self.folder / NATIVE
        try:
            with path.open(encoding="utf-8", errors="replace") as stream:
                text = stream.read(NATIVE_LIMIT)
        except OSError:
            return
        lines = [_QUOTED.sub(lambda match: f'File "{logs.place(match[1])}"', line) for line in text.splitlines() if line.strip()]
        if lines:
            self._write("native", {"exception": [lines[0]], "frames": lines[1:120]})
        with suppress(OSError):
            path.unlink()

    def notes(self) -> tuple[CrashNote, ...]:
        """The reports that are kept, newest first; a file that cannot be read is passed over."""
        found = []
        for path in self._paths():
            with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
                content = json.loads(path.read_bytes())
                where = str(content["frames"][-1]) if content["frames"] else ""
                at = datetime.fromisoformat(content["at"])
                found.append(CrashNote(path, at, str(content["kind"]), str(content["exception"][0]), where))
        return tuple(found)

    def unseen(self) -> int:
        """How many reports the person has not been told of."""
        told = self._told()
        return sum(path.name > told for path in self._paths())

    def mark_seen(self) -> None:
        """The person has been told of every report there is."""
        newest = next(iter(self._paths()), None)
        if newest is not None:
            with suppress(OSError):
                write_atomically(self.folder / SEEN, newest.name.encode(), private=True)

    def remove_all(self) -> None:
        """Delete the reports."""
        for path in self._paths():
            with suppress(OSError):
                path.unlink()

    def _told(self) -> str:
        try:
            return (self.folder / SEEN).read_text("utf-8", "replace").strip()
        except OSError:
            return ""

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob("crash-*.json"), reverse=True)

    def _write(self, kind: str, content: dict[str, Any]) -> None:
        if not self.data_folder.is_dir():
            return
        at = self._now()
        report = {
            "format": 1,
            "kind": kind,
            "at": at.isoformat(timespec="milliseconds"),
            **content,
            "versions": versions(),
            "log": logs.tail(self.data_folder, 60),
        }
        path = self.folder / f"crash-{at.strftime('%Y%m%dT%H%M%S%fZ')}.json"
        with suppress(OSError):
            self.folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            write_atomically(path, json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n", private=True)
            self.fresh += 1
            for old in self._paths()[KEPT:]:
                old.unlink(missing_ok=True)


def versions() -> dict[str, str]:
    """What runs here: program, Python, system; Qt where it is loaded. The machine's own name is not among them."""
    import platform  # not for the first paint

    qt = sys.modules.get("PySide6")
    return {
        "fieldapp": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "pyside6": str(getattr(qt, "__version__", "")),
    }


_recorder: Callable[[BaseException, str], None] | None = None


def noticed(error: BaseException, kind: str = "job") -> None:
    """For whoever catches a bug and goes on: where reports are kept, one is."""
    if _recorder is not None:
        _recorder(error, kind)


def record_with(recorder: Callable[[BaseException, str], None] | None) -> None:
    """Who keeps what `noticed` is told; None: nobody."""
    global _recorder  # bugs are caught in places that nobody hands anything to
    _recorder = recorder
