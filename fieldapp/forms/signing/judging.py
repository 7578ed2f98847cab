"""The layers of a file judged together: every signature by the first timestamp after it, every timestamp by the next one.

Only `verify` imports this, when it must: pyHanko comes with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from fieldapp.forms.signing import attachments, crls, inspection, layers, points, timestamps
from fieldapp.forms.signing.crls import Lists, Revoked, Standing
from fieldapp.forms.signing.inspection import Judged, Surroundings
from fieldapp.forms.signing.layers import Layer, LayerKind
from fieldapp.forms.signing.timestamps import Stamp
from fieldapp.forms.signing.verdict import Finding, LayerInfo, Level, SignatureInfo

CLOCKS_APART = timedelta(minutes=5)
"""How far the clocks of two timestamp authorities may differ."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Signatures in the order in which they were made, the embedded files by name, and what was wrong with either."""

    signatures: tuple[SignatureInfo, ...]
    files: dict[str, bytes]
    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    layers: tuple[LayerInfo, ...] = ()
    level: Level = Level.B
    renew_before: datetime | None = None
    list_points: tuple[str, ...] = ()


def judge(pdf: bytes, roots: Sequence[bytes], authorities: Sequence[bytes], given: Sequence[bytes]) -> Judgement:
    """Roots for signatures and for timestamps, revocation lists from outside; all DER. Whatever a broken file raises goes
    through."""
    found = layers.read(pdf)
    base = pdf[: found[0].end]
    reader = inspection.open_file(base)
    if reader.encrypted:
        return Judgement((), {}, (Finding("pdf.encrypted"),))
    return _Stack(pdf, found, roots, authorities, given).judged(reader)


class _Stack:
    """One file."""

    def __init__(
        self, pdf: bytes, found: Sequence[Layer], roots: Sequence[bytes], authorities: Sequence[bytes], given: Sequence[bytes]
    ) -> None:
        self._pdf, self._layers = pdf, found
        self._roots = [x509.Certificate.load(root) for root in roots]
        self._known = {*roots, *authorities}
        self._lists = Lists([*(der for layer in found for der in layer.crls), *given])
        tsa_roots = [x509.Certificate.load(root) for root in authorities]
        self._stamps = {
            index: timestamps.check(pdf, layer, tsa_roots)
            for index, layer in enumerate(found)
            if layer.kind is LayerKind.TIMESTAMP
        }
        self._signed: dict[int, Judged] = {}

    def judged(self, reader: PdfFileReader) -> Judgement:
        seals = inspection.signatures(self._pdf[: self._layers[0].end], reader, self._around(0))
        problems = [Finding("signature.several")] if len(seals) > 1 else []
        problems += [finding for seal in seals for finding in seal.problems]
        if seals:
            self._signed[0] = seals[0]
        for index, layer in enumerate(self._layers):
            if layer.kind is LayerKind.COUNTERSIGNATURE:
                self._signed[index] = inspection.last_signature(self._pdf[: layer.end], self._around(index))
                problems += self._signed[index].problems
        files, found = attachments.collect(reader)
        problems += [*found, *self._about_countersignatures(), *self._about_stamps(), *self._about_validation_data()]
        everyone = [*seals, *(one for index, one in self._signed.items() if index)]
        return Judgement(
            tuple(one.info for one in everyone),
            files,
            tuple(problems),
            tuple(sorted({note for one in everyone for note in one.notes}, key=lambda note: note.code)),
            tuple(self._infos()),
            self._level(),
            self._renew_before(),
            points.named(self._without_lists()),
        )

    def _proofs(self, after: int) -> Iterator[tuple[int, datetime]]:
        """Good timestamps behind a layer."""
        for index, stamp in self._stamps.items():
            if index > after and not stamp.problems and stamp.moment is not None:
                yield index, stamp.moment

    def _around(self, index: int) -> Surroundings:
        return Surroundings(self._roots, self._lists, next((moment for _, moment in self._proofs(index)), None))

    def _about_countersignatures(self) -> Iterator[Finding]:
        locked = False
        for index, layer in enumerate(self._layers):
            if layer.approval is None:
                continue
            if locked:
                yield Finding("signature.locked")
            locked = locked or layer.approval.locks
            if 0 in self._signed and self._signed[index].info.statement != self._signed[0].info.statement:
                yield Finding("statement.countersignature")

    def _about_stamps(self) -> Iterator[Finding]:
        for index, stamp in self._stamps.items():
            yield from stamp.problems
            if not stamp.problems and stamp.moment is not None and self._is_spoilt(index, stamp, stamp.moment):
                yield Finding("timestamp.revoked")
        moments = [stamp.moment for stamp in self._stamps.values() if stamp.moment is not None]
        if any(later < earlier - CLOCKS_APART for earlier, later in pairwise(moments)):
            yield Finding("timestamp.order")

    def _is_spoilt(self, index: int, stamp: Stamp, moment: datetime) -> bool:
        """Revoked, and neither a harmless reason nor the next timestamp shows that this one was made before (RFC 3161 §4)."""
        until = next((proof for _, proof in self._proofs(index)), None)
        for found in self._lists.standings(stamp.path, moment):
            if isinstance(found, Revoked):
                before = (found.soft and moment < found.since) or (until is not None and until < found.since)
                if not before:
                    return True
        return False

    def _about_validation_data(self) -> Iterator[Finding]:
        chains = [*(one.path for one in self._signed.values()), *(stamp.path for stamp in self._stamps.values())]
        known = self._known.union(*chains)
        certificates = [der for layer in self._layers for der in layer.certificates]
        lists = [der for layer in self._layers for der in layer.crls]
        count = crls.foreign(certificates, lists, known)
        if count or len(set(certificates + lists)) < len(certificates + lists):
            yield Finding("layer.foreign")

    def _infos(self) -> Iterator[LayerInfo]:
        hasher, at = hashlib.sha256(), 0
        for index, layer in enumerate(self._layers):
            hasher.update(self._pdf[at : layer.end])
            at = layer.end
            stamp = self._stamps.get(index)
            yield LayerInfo(
                layer.kind,
                layer.end,
                hasher.hexdigest(),
                stamp.moment if stamp else None,
                stamp.authority if stamp else None,
            )

    def _level(self) -> Level:
        """The lowest of all signatures."""
        levels = list(Level)
        return levels[min((levels.index(self._level_of(index)) for index in self._signed), default=0)]

    def _level_of(self, index: int) -> Level:
        proofs = list(self._proofs(index))
        if not proofs or self._signed[index].info.proven_at is None:
            return Level.B
        (first, moment), *later = proofs
        chains = (self._signed[index].path, self._stamps[first].path)
        if any(self._is_complete(chains, moment, before=stamp) for stamp, _ in later):
            return Level.LTA
        return Level.LT if self._is_complete(chains, moment, before=len(self._layers)) else Level.T

    def _is_complete(self, chains: Sequence[tuple[bytes, ...]], moment: datetime, *, before: int) -> bool:
        """Whether the validation data below a layer tells of every certificate of these chains."""
        lists = Lists(der for layer in self._layers[:before] for der in layer.crls)
        return all(Standing.UNKNOWN not in lists.standings(chain, moment) for chain in chains)

    def _without_lists(self) -> Iterator[bytes]:
        """Certificates of proven paths that no list in the file tells of."""
        lists = Lists(der for layer in self._layers for der in layer.crls)
        timed = [(stamp.path, stamp.moment) for stamp in self._stamps.values() if not stamp.problems]
        for index, one in self._signed.items():
            timed.append((one.path, next((moment for _, moment in self._proofs(index)), one.info.signed_at)))
        for path, moment in timed:
            if moment is not None:
                found = zip(path, lists.standings(path, moment), strict=False)  # the root, which is last, has no standing
                yield from (der for der, standing in found if standing is Standing.UNKNOWN)

    def _renew_before(self) -> datetime | None:
        last = next(reversed(self._stamps.values()), None)
        return last.authority.not_after if last and last.authority else None
