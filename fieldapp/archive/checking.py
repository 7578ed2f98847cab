"""Is everything there, unharmed, and nothing else? Every file against the register, and the register against itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from fieldapp.archive import index
from fieldapp.archive.disk import sha256_of, translated
from fieldapp.archive.entry import GENESIS, Entry, Line, read_line
from fieldapp.archive.layout import Layout
from fieldapp.archive.opening import need
from fieldapp.archive.pace import QUIET, Pace
from fieldapp.archive.register import Flaw, judged_lines, read_from
from fieldapp.archive.words import Remark
from fieldapp.forms.signing.verify import verify

Deep = Callable[[bytes, Entry], Remark | None]
"""A look into a file's bytes."""


@dataclass(frozen=True, slots=True)
class Found:
    """One remark about one file (a path below the archive) or the register."""

    about: str
    remark: Remark


@dataclass(frozen=True, slots=True)
class Report:
    """In order when there are no problems. `head` is the hash of the last line: written down elsewhere, it shows later that the
    register was not cut short (`anchor`)."""

    entries: int
    size: int
    head: str
    problems: tuple[Found, ...]
    notices: tuple[Found, ...]

    @property
    def in_order(self) -> bool:
        return not self.problems


def check(
    root: Path,
    *,
    trust: Sequence[bytes] = (),
    timestamp_trust: Sequence[bytes] | None = None,
    quick: bool = False,
    anchor: str | None = None,
    pace: Pace = QUIET,
) -> Report:
    """Compare everything; `quick` looks at sizes only, `trust` (PEM roots) verifies every seal anew, `anchor` is a hash that a
    line must have. Nothing is changed, and an import may be under way: what is written last is looked at last.

    Raises InputFault `archive.not-one|verify.trust`, EnvironmentFault `archive.*` and StoppedError.
    """
    layout = need(root)
    if trust:
        verify(b"", trust, timestamp_trust=timestamp_trust)
    with translated(root):
        there = sorted(_walk(layout))
        claimed = _claimed(layout)
        data = read_from(layout.register, 0)
        judged = list(judged_lines(data))
        lines = [line for line in judged if isinstance(line, Line)]
        problems = [_flaw(flaw) for flaw in judged if isinstance(flaw, Flaw)]
        if anchor is not None and anchor.lower() not in {GENESIS, *(line.hash for line in lines)}:
            problems.append(Found(layout.register.name, Remark("register.anchor")))
        deep = (lambda data, entry: _seal(data, entry, trust, timestamp_trust)) if trust else None
        problems += _files(layout, lines, deep, quick, pace)
        problems += _strangers(layout, there, lines, claimed, quick)
        notices = [Found(about, remark) for about, remark in index.notices(index.items(lines))]
        notices += _unfinished(layout, half=not data.endswith(b"\n") and bool(data))
    size = sum(line.entry.size for line in lines)
    return Report(len(lines), size, lines[-1].hash if lines else GENESIS, tuple(problems), tuple(notices))


def _flaw(flaw: Flaw) -> Found:
    return Found("register.jsonl", Remark("register.line", f"{flaw.number}: {flaw.reason}"))


def _files(layout: Layout, lines: Sequence[Line], deep: Deep | None, quick: bool, pace: Pace) -> Iterator[Found]:
    for done, line in enumerate(lines):
        pace.step(done, len(lines))
        remark = _file(layout.path(line.entry.file), line.entry, deep, quick)
        if remark is not None:
            yield Found(line.entry.file, remark)


def _file(path: Path, entry: Entry, deep: Deep | None, quick: bool) -> Remark | None:
    try:
        seen = path.lstat()
        if not stat.S_ISREG(seen.st_mode):
            return Remark("file.odd", "not a plain file")
        if seen.st_size != entry.size:
            return Remark("file.size", f"{seen.st_size} ≠ {entry.size}")
        if deep is not None:
            return deep(path.read_bytes(), entry)
        if not quick and sha256_of(path) != entry.sha256:
            return Remark("file.sha256")
    except FileNotFoundError:
        return Remark("file.missing")
    except OSError as error:
        return Remark("file.odd", error.strerror or str(error))
    return None


def _seal(data: bytes, entry: Entry, trust: Sequence[bytes], timestamp_trust: Sequence[bytes] | None) -> Remark | None:
    verdict = verify(
        data, trust, expected_signatures=entry.signatures, expected_sha256=entry.sha256, timestamp_trust=timestamp_trust
    )
    if verdict.sha256 != entry.sha256:
        return Remark("file.sha256")
    if not verdict.valid:
        return Remark("seal", "; ".join(finding.words("zh") + " / " + finding.text for finding in verdict.problems))
    evidence = verdict.evidence
    if evidence is None or (evidence.number, evidence.revision, evidence.order_id) != (
        entry.number,
        entry.revision,
        entry.order_id,
    ):
        return Remark("seal", "number, revision")
    if entry.extends and entry.extends != tuple(layer.sha256 for layer in reversed(verdict.layers[:-1])):
        return Remark("seal", "extends")
    return None


def _strangers(
    layout: Layout, there: Sequence[Path], lines: Sequence[Line], claimed: frozenset[str], quick: bool
) -> Iterator[Found]:
    known = claimed | {line.entry.file for line in lines}
    by_hash = {line.entry.sha256: line.entry.file for line in lines}
    for path in there:
        file = path.relative_to(layout.root).as_posix()
        if file in known:
            continue
        try:
            original = None if quick else by_hash.get(sha256_of(path))
        except OSError as error:
            yield Found(file, Remark("file.odd", error.strerror or str(error)))
            continue
        yield Found(file, Remark("file.copy", original) if original else Remark("file.unknown"))


def _claimed(layout: Layout) -> frozenset[str]:
    """Files that may have their place, but not their line yet: an import is under way or was cut off."""
    files = set()
    for claim in layout.claims.glob("*.json"):
        with suppress(OSError, ValueError):
            files.add(read_line(claim.read_bytes()).entry.file)
    return frozenset(files)


def _walk(layout: Layout) -> Iterator[Path]:
    for parent, folders, names in os.walk(layout.root, onerror=_unreadable):
        here = Path(parent)
        if here == layout.root:
            folders[:] = [name for name in folders if here / name not in layout.housekeeping]
            names = [name for name in names if here / name not in layout.housekeeping]
        links = [name for name in folders if (here / name).is_symlink()]
        yield from (here / name for name in (*names, *links))


def _unreadable(error: OSError) -> NoReturn:
    """What cannot be looked at is not in order; passing over it would say so."""
    raise error


def _unfinished(layout: Layout, half: bool) -> Iterator[Found]:
    claims = sorted(layout.claims.glob("*.json"))
    if claims:
        yield Found(layout.register.name, Remark("register.unfinished"))
    elif half:
        yield Found(layout.register.name, Remark("register.half-line"))
    for path in sorted(layout.incoming.glob("*")):
        yield Found(path.relative_to(layout.root).as_posix(), Remark("incoming"))
