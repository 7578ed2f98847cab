"""The register: one file, lines only ever added, each naming the hash of the one before.

How a line gets there, so that neither kill -9 nor a full disk nor a second archivist breaks the chain, with a lock or without:
1. the PDF lies complete and fsynced in `.incoming`;
2. the claim `.claims/<seq>.json` is created, which only one can do; it holds the line, to the byte;
3. the register is read again: if the line `seq` is there by now, the claim was stale and is dropped;
4. the PDF gets its final name, the line is written at its offset and fsynced, the claim goes.
Whoever finds a claim does 3 and 4 in the owner's place: the same bytes at the same offset, however often they are written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fieldapp.archive.disk import create_whole, place, sha256_of, write_new
from fieldapp.archive.entry import GENESIS, Entry, Line, read_line, write_line
from fieldapp.archive.layout import Layout
from fieldapp.errors import EnvironmentFault
from fieldapp.files import sync_folder

HALF_CLAIM_S = 1.0
"""How long a claim may be half written (shares without hard links) before its owner counts as dead."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A line of the register that is not what it should be."""

    number: int
    reason: str


def judged_lines(data: bytes, number: int = 0, head: str = GENESIS) -> Iterator[Line | Flaw]:
    """The complete lines in `data`, which follows line `number` with hash `head`. After a flaw the chain is taken up again:
    one change, one flaw."""
    for raw in data.split(b"\n")[:-1]:
        number += 1
        try:
            line = read_line(raw + b"\n")
        except ValueError as error:
            yield Flaw(number, str(error))
            head = ""
            continue
        if line.entry.seq != number or (head and line.entry.previous != head):
            yield Flaw(number, "the chain is broken here: a line was changed, taken out or put in")
        else:
            yield line
        head = line.hash


class Register:
    """The lines as read so far, kept up to date with what others add. Raises EnvironmentFault `register.broken` on a flaw:
    nothing is added to a chain that is broken."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.lines: list[Line] = []
        self.by_sha256: dict[str, Entry] = {}
        self.by_order: dict[str, list[Entry]] = {}
        self.tail = b""
        self._end = 0

    @property
    def head(self) -> str:
        return self.lines[-1].hash if self.lines else GENESIS

    def refresh(self) -> None:
        """Read what was added since."""
        data = read_from(self._layout.register, self._end)
        for found in judged_lines(data, len(self.lines), self.head):
            if isinstance(found, Flaw):
                raise broken(self._layout, found.number, found.reason)
            self.lines.append(found)
            self.by_sha256[found.entry.sha256] = found.entry
            self.by_order.setdefault(found.entry.order_id, []).append(found.entry)
            self._end += len(found.data)
        self.tail = data[data.rfind(b"\n") + 1 :]

    def add(self, source: Path, make: Callable[[int, str], Entry | None]) -> Entry | None:
        """Register the file that lies in `.incoming` as `source`. `make(seq, previous)` gives its entry, or None when it turns
        out that there is nothing to add; it is asked again when somebody else was faster."""
        while True:
            self.recover()
            seq = len(self.lines) + 1
            entry = make(seq, self.head)
            if entry is None:
                return None
            line = write_line(entry)
            claimed = create_whole(self._layout.claims, self._layout.claim(seq), line.data)
            if claimed and self._finish(line, source):
                return entry

    def recover(self) -> None:
        """Finish what others left unfinished, then be up to date."""
        self._layout.claims.mkdir(parents=True, exist_ok=True)
        while True:
            self.refresh()
            claim = self._layout.claim(len(self.lines) + 1)
            line = self._read_claim(claim)
            if line is None:
                if not claim.exists():
                    self._drop_done()
                    return
            elif not self._finish(line, None) and claim.exists():
                self._put_aside(claim)

    def _drop_done(self) -> None:
        """Claims whose line is there: their owners were stopped right after writing it."""
        for claim in self._layout.claims.glob("*.json"):
            if claim.stem.isdecimal() and int(claim.stem) <= len(self.lines):
                source = self._incoming(self.lines[int(claim.stem) - 1].entry)
                claim.unlink(missing_ok=True)
                if source is not None:
                    with suppress(OSError):
                        source.unlink()

    def _finish(self, line: Line, source: Path | None) -> bool:
        """Steps 3 and 4; False when the claim was stale, or its PDF is nowhere."""
        entry, claim = line.entry, self._layout.claim(line.entry.seq)
        self.refresh()
        if len(self.lines) + 1 != entry.seq or line.entry.previous != self.head:
            claim.unlink(missing_ok=True)
            return False
        source = source or self._incoming(entry)
        target = self._layout.path(entry.file)
        placed = source is not None and place(source, target)
        if not placed:
            if not _is(target, entry.sha256):
                return False
            sync_folder(target.parent)
        self._write(line)
        claim.unlink(missing_ok=True)
        if source is not None:
            with suppress(OSError):
                source.unlink()
        return True

    def _write(self, line: Line) -> None:
        """Put the line at its offset. Half a line of somebody else's making is kept aside before it is cut."""
        path = self._layout.register
        foreign = bool(self.tail) and not line.data.startswith(self.tail)
        if foreign:
            write_new(self._layout.aside, f"half-line-{line.entry.seq:09}", self.tail)
        with path.open("r+b", buffering=0) as stream:
            if foreign:
                stream.truncate(self._end)
            stream.seek(self._end)
            rest = memoryview(line.data)
            while rest:
                rest = rest[stream.write(rest) :]
            os.fsync(stream.fileno())
        self.refresh()

    def _read_claim(self, claim: Path) -> Line | None:
        """None when there is no claim (any more), or it was half written and is kept aside now."""
        until = time.monotonic() + HALF_CLAIM_S
        while True:
            try:
                return read_line(claim.read_bytes())
            except FileNotFoundError:
                return None
            except ValueError:
                if time.monotonic() > until:
                    self._put_aside(claim)
                    return None
                time.sleep(0.05)

    def _put_aside(self, claim: Path) -> None:
        self._layout.aside.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            claim.rename(self._layout.aside / f"claim-{claim.stem}-{time.time_ns()}")

    def _incoming(self, entry: Entry) -> Path | None:
        found = sorted(self._layout.incoming.glob(f"{entry.sha256}.*"))
        return next((path for path in found if _is(path, entry.sha256)), None)


def read_from(path: Path, offset: int) -> bytes:
    """The register's bytes from `offset` on. Raises EnvironmentFault `register.broken` when it has become shorter."""
    try:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size < offset:
                raise EnvironmentFault("register.broken", f"{path} is shorter than it was", path=str(path))
            stream.seek(offset)
            return stream.read()
    except FileNotFoundError:
        if offset:
            raise EnvironmentFault("register.broken", f"{path} is gone", path=str(path)) from None
        return b""


def broken(layout: Layout, number: int, reason: str) -> EnvironmentFault:
    return EnvironmentFault(
        "register.broken", f"{layout.register} line {number}: {reason}; see archive check", path=str(layout.register), line=number
    )


def _is(path: Path, sha256: str) -> bool:
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False
