"""Taking sealed PDFs in: check, then copy, then register. The source is never touched, the archive never overwritten."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fieldapp.archive import identity
from fieldapp.archive.disk import place, sha256_of, translated, write_new
from fieldapp.archive.entry import Entry, Line
from fieldapp.archive.index import heads
from fieldapp.archive.layout import Layout, file_names
from fieldapp.archive.lock import locked
from fieldapp.archive.opening import prepare
from fieldapp.archive.register import Register
from fieldapp.archive.words import Remark
from fieldapp.clock import Clock, to_wire
from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.forms.signing.verdict import Finding, Verdict
from fieldapp.forms.signing.verify import MAX_BYTES, verify


class Outcome(StrEnum):
    """What became of one file. `doubled` was taken too: nothing that is validly sealed gets lost. `extends`: taken, it begins
    with a registered one."""

    TAKEN = "taken"
    THERE = "there"
    EXTENDS = "extends"
    DOUBLED = "doubled"
    RESTORED = "restored"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """`entry` is None for a file that is not in the archive now; then `reasons` say why."""

    source: Path
    outcome: Outcome
    entry: Entry | None = None
    reasons: tuple[Remark | Finding, ...] = ()


class Intake:
    """An archive opened for import. `trust` are PEM texts with root certificates, `timestamp_trust` those of timestamp
    authorities (None: the same), `who` goes into the register.

    Raises InputFault `verify.trust|archive.not-one` and EnvironmentFault `disk.full|archive.*|register.broken`; after any of
    them, also in the middle of a file, the archive is in order.
    """

    def __init__(
        self, root: Path, trust: Sequence[bytes], clock: Clock, who: str, *, timestamp_trust: Sequence[bytes] | None = None
    ) -> None:
        verify(b"", trust, timestamp_trust=timestamp_trust)
        self._trust, self._timestamp_trust = trust, timestamp_trust
        self._clock = clock
        self._who = identity.plain(who, 100)
        self._layout = Layout(root)
        self._register = Register(self._layout)
        with translated(root):
            self.new = prepare(self._layout)
            with locked(self._layout):
                self._register.recover()

    def take(self, source: Path) -> Result:
        """Import one file."""
        try:
            data = _read(source)
        except InputFault as fault:
            return Result(source, Outcome.FAILED, None, (Remark(fault.code, fault.text),))
        return self.take_bytes(source, data)

    def judge(self, data: bytes) -> Verdict:
        """What this archive thinks of a file's bytes."""
        return verify(data, self._trust, timestamp_trust=self._timestamp_trust)

    def lines(self) -> list[Line]:
        """The register as it is now."""
        with translated(self._layout.root):
            self._register.refresh()
        return list(self._register.lines)

    def take_bytes(self, source: Path, data: bytes) -> Result:
        """Import the bytes of a file; `source` is what the result names."""
        sha256 = hashlib.sha256(data).hexdigest()
        with translated(self._layout.root):
            self._register.refresh()
            if known := self._register.by_sha256.get(sha256):
                return self._again(source, data, known)
            verdict = self.judge(data)
            if not verdict.valid:
                return Result(source, Outcome.REFUSED, None, verdict.problems)
            try:
                facts = identity.of(verdict)
            except identity.UnusableError as reason:
                return Result(source, Outcome.REFUSED, None, (reason.remark,))
            return self._add(source, data, sha256, facts)

    def _add(self, source: Path, data: bytes, sha256: str, facts: identity.Facts) -> Result:
        def make(seq: int, previous: str) -> Entry | None:
            if sha256 in self._register.by_sha256:
                return None
            return Entry(
                seq=seq,
                previous=previous,
                file=self._free_name(facts, sha256),
                number=facts.number,
                revision=facts.revision,
                order_id=facts.order_id,
                customer=facts.customer,
                size=len(data),
                sha256=sha256,
                signatures=facts.signatures,
                supersedes=self._superseded_by(facts),
                signed_at=to_wire(facts.signed_at),
                imported_at=to_wire(self._clock.now()),
                who=self._who,
                extends=facts.extends,
            )

        incoming = write_new(self._layout.incoming, sha256, data)
        with locked(self._layout):
            entry = self._register.add(incoming, make)
        with suppress(OSError):
            incoming.unlink()
        if entry is None:
            return Result(source, Outcome.THERE, self._register.by_sha256[sha256])
        return self._taken(source, entry)

    def _taken(self, source: Path, entry: Entry) -> Result:
        """How a new entry stands to the other files of its revision."""
        same = [other for other in self._others(entry.order_id) if other.revision == entry.revision]
        twins = [other.file for other in heads(same) if other.sha256 != entry.sha256]
        if any(entry.sha256 in other.extends for other in same):
            return Result(source, Outcome.TAKEN, entry, (Remark("extended", ", ".join(twins)),))
        if twins:
            return Result(source, Outcome.DOUBLED, entry, (Remark("twice", ", ".join(twins)),))
        older = [other.file for other in same if other.sha256 in entry.extends]
        if older:
            return Result(source, Outcome.EXTENDS, entry, (Remark("extends", ", ".join(older)),))
        return Result(source, Outcome.TAKEN, entry)

    def _again(self, source: Path, data: bytes, known: Entry) -> Result:
        """A file that is registered: put back when it has gone from its place, never over another."""
        path = self._layout.path(known.file)
        try:
            if path.lstat().st_size == known.size and sha256_of(path) == known.sha256:
                return Result(source, Outcome.THERE, known)
        except FileNotFoundError:
            incoming = write_new(self._layout.incoming, known.sha256, data)
            place(incoming, path)
            with suppress(OSError):
                incoming.unlink()
            return Result(source, Outcome.RESTORED, known)
        except OSError:
            pass
        return Result(source, Outcome.REFUSED, None, (Remark("file.damaged-there", known.file),))

    def _others(self, order_id: str) -> Sequence[Entry]:
        return self._register.by_order.get(order_id, ())

    def _superseded_by(self, facts: identity.Facts) -> str | None:
        earlier = [entry for entry in self._others(facts.order_id) if entry.revision < facts.revision]
        return max(earlier, key=lambda entry: (entry.revision, entry.seq)).sha256 if earlier else None

    def _free_name(self, facts: identity.Facts, sha256: str) -> str:
        for file in file_names(facts.number, facts.revision, sha256, facts.signed_at):
            path = self._layout.path(file)
            try:
                if sha256_of(path) == sha256:
                    return file
            except FileNotFoundError:
                return file
            except OSError:
                continue
        raise EnvironmentFault(
            "archive.occupied", f"every name for {facts.number} is taken by a foreign file", number=facts.number
        )


def _read(path: Path) -> bytes:
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode):
            raise InputFault("file.unreadable", "not a plain file")
        if seen.st_size > MAX_BYTES:
            raise InputFault("file.too-large", "")
        return path.read_bytes()
    except OSError as error:
        raise InputFault("file.unreadable", error.strerror or str(error)) from error
