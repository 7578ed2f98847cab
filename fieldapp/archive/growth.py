"""What time asks of an archive: timestamps, what validation needs later, a second timestamp before the first one's certificate
ends, the back office's signature. Each makes a new file with the old one as its beginning and a new line; the old ones stay.

A kill at any moment leaves the archive as an import does: with the new file and its line, or without both. What has been done is
not done again, so a run that was cut off is simply started again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fieldapp.archive.disk import read_plain, translated
from fieldapp.archive.entry import Entry
from fieldapp.archive.index import items
from fieldapp.archive.intake import Intake, Outcome, Result
from fieldapp.archive.layout import Layout
from fieldapp.archive.pace import QUIET, Pace
from fieldapp.archive.words import Remark
from fieldapp.forms.signing import extend
from fieldapp.forms.signing.extend import Stamper
from fieldapp.forms.signing.keys import SignerIdentity, describe
from fieldapp.forms.signing.verdict import Level, Verdict

Grow = Callable[[bytes, Verdict], bytes | None]
"""A valid file and its verdict in; the longer file out, None when nothing is due."""


FOREIGN = "layer.foreign"
"""What verification says of a list, or a certificate, that nobody trusted vouches for."""

Judge = Callable[[bytes], Verdict]
Fetch = Callable[[Sequence[str]], Sequence[bytes]]
"""Addresses in, the revocation lists (DER) that were to be had out; see `list_fetch`."""


def _fetch_nothing(_addresses: Sequence[str]) -> Sequence[bytes]:
    return ()


@dataclass(frozen=True, slots=True)
class Proofs:
    """What validation needs later: certificates (PEM), revocation lists (PEM or DER), and a way to those lists that the
    certificates of a file name."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    fetch: Fetch = _fetch_nothing

    def added_to(self, pdf: bytes, judge: Judge) -> bytes:
        """The file with them inside. Of the fetched lists those that a trusted certificate signed: a stranger's would spoil it.
        One that says "revoked" is kept, and the file refused for it."""
        given = extend.validation_data(pdf, self.certificates, self.crls)
        kept: list[bytes] = []
        for one in self.fetch(judge(given).list_points):
            longer = extend.validation_data(pdf, self.certificates, (*self.crls, *kept, one))
            if FOREIGN not in {problem.code for problem in judge(longer).problems}:
                kept.append(one)
        return extend.validation_data(pdf, self.certificates, (*self.crls, *kept))


def stamping(stamper: Stamper, proofs: Proofs, judge: Judge) -> Grow:
    """For files that no timestamp vouches for: one, and where proofs are to be had these and another one over them. For files
    that have a timestamp: what makes them whole, if it is to be had now."""

    def grow(pdf: bytes, verdict: Verdict) -> bytes | None:
        match verdict.level:
            case Level.B:
                stamped = extend.timestamp(pdf, stamper)
                complete = proofs.added_to(stamped, judge)
                return stamped if complete == stamped else extend.timestamp(complete, stamper)
            case Level.T:
                complete = proofs.added_to(pdf, judge)
                found = judge(complete)
                return extend.timestamp(complete, stamper) if found.level is Level.LT or not found.valid else None
            case Level.LT:
                return extend.timestamp(pdf, stamper)
            case _:
                return None

    return grow


def renewing(stamper: Stamper, proofs: Proofs, judge: Judge, now: datetime, within: timedelta) -> Grow:
    """For files whose last timestamp's certificate ends within this time: proofs for it, and a new timestamp over all."""

    def grow(pdf: bytes, verdict: Verdict) -> bytes | None:
        if verdict.renew_before is None or verdict.renew_before - now > within:
            return None
        return extend.timestamp(proofs.added_to(pdf, judge), stamper)

    return grow


def countersigning(identity: SignerIdentity, reason: str, now: Callable[[], datetime]) -> Grow:
    """For files with nothing but the engineer's signature: the back office's, which is the last one."""
    name = describe(identity.certificate_pem).common_name

    def grow(pdf: bytes, verdict: Verdict) -> bytes | None:
        statement = verdict.signatures[0].statement
        if len(verdict.signatures) > 1 or statement is None:
            return None
        return extend.countersign(pdf, identity, signer_name=name, reason=reason, statement=statement, signed_at=now())

    return grow


def run(root: Path, intake: Intake, grow: Grow, *, numbers: Sequence[str] = (), pace: Pace = QUIET) -> Iterator[Result]:
    """Let every file grow that is due, with which no other begins; of `numbers` only, where some are given. Results come as they
    are registered; a file that is not as registered, or does not verify, is refused and left alone.

    Raises what `Intake` and the way to the timestamp authority raise, and StoppedError; the files before are done.
    """
    layout = Layout(root)
    found = [item.entry for item in items(intake.lines()) if item.grown is None]
    chosen = [entry for entry in found if not numbers or entry.number in numbers]
    for done, entry in enumerate(chosen):
        pace.step(done, len(chosen))
        result = _grown(layout, intake, grow, entry)
        if result is not None:
            yield result


def _grown(layout: Layout, intake: Intake, grow: Grow, entry: Entry) -> Result | None:
    path = layout.path(entry.file)
    try:
        data = read_plain(path)
    except OSError as error:
        return Result(path, Outcome.REFUSED, None, (Remark("file.odd", error.strerror or str(error)),))
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        return Result(path, Outcome.REFUSED, None, (Remark("file.sha256"),))
    verdict = intake.judge(data)
    if not verdict.valid:
        return Result(path, Outcome.REFUSED, None, verdict.problems)
    longer = grow(data, verdict)
    if longer is None or longer == data:
        return None
    with translated(layout.root):
        return intake.take_bytes(path, longer)
