"""Time for what was sealed offline: a timestamp, what validation needs later, a timestamp over both. Made in the background.

Order of writes: the longer file goes into the blob store, then one transaction records it beside the old one, which stays. A cut
between the two leaves the order as it was, and the step happens again. A file that has been extended, here or by another device
of the same person, is never extended a second time: renewals are the archive's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from fieldapp.errors import EnvironmentFault, Fault
from fieldapp.forms.signing import extend
from fieldapp.forms.signing.extend import Stamper
from fieldapp.forms.signing.keys import load_certificates
from fieldapp.forms.signing.verdict import Level, Verdict
from fieldapp.forms.signing.verify import verify
from fieldapp.services.certificates import in_force, known_lists
from fieldapp.services.changes import commit, load
from fieldapp.services.context import Context
from fieldapp.services.signing import KeptBlob, attachment_entry
from fieldapp.store.records import SealedFile
from fieldapp.store.unit_of_work import Work

log = logging.getLogger(__name__)

PDF = "application/pdf"
AT_ONCE = 20
"""Most files in one run, the newest first: each takes two requests and some hundred milliseconds."""


@dataclass(frozen=True, slots=True)
class Known:
    """What this device judges by: roots of seals and of timestamps (PEM), revocation lists (DER)."""

    roots: tuple[bytes, ...]
    timestamp_roots: tuple[bytes, ...]
    lists: tuple[bytes, ...]

    def verdict(self, data: bytes, signatures: int) -> Verdict:
        return verify(
            data,
            self.roots,
            expected_signatures=signatures,
            timestamp_trust=[*self.roots, *self.timestamp_roots],
            revocation=self.lists,
        )


class Extending:
    """Brings sealed files from B-B to the highest level that can be had here."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def waiting(self) -> tuple[SealedFile, ...]:
        """Sealed files without a timestamp, of orders that are still ours to change; the newest first."""
        with self.context.store.reading() as work:
            found = [row for row in work.documents.without_time() if may_grow(work, row)]
        return tuple(found[:AT_ONCE])

    def extend_all(self, stamper: Stamper, cancel: Callable[[], bool] = lambda: False) -> int:
        """How many files have grown. What goes wrong is logged, not raised: it happens again with the next run."""
        grown = 0
        for row in self.waiting():
            if cancel():
                break
            try:
                grown += self.extend(row, stamper)
            except Fault as fault:
                log.warning("no timestamp for %s: %s", row.sha256, fault)
                if not fault.code.startswith(("seal.", "blob.")):
                    break  # the way to the authority is no better for the next file
        return grown

    def extend(self, row: SealedFile, stamper: Stamper) -> bool:
        """One file; False when a timestamp would prove nothing (its certificate has expired, or it does not verify).

        Raises EnvironmentFault `blob.*`, `disk.full`, `seal.self-check`, InputFault `seal.pdf`; whatever the stamper raises.
        """
        data = self.context.store.blobs.get(row.sha256)
        known = self._known()
        if not is_worth_it(known.verdict(data, row.signatures_expected), self.context):
            return False
        longer, level = grow(data, known, stamper, row.signatures_expected)
        blob = KeptBlob(self.context.store.blobs.put(longer), len(longer), PDF)
        return self._record(row, blob, level)

    def _record(self, row: SealedFile, blob: KeptBlob, level: Level) -> bool:
        name = f"{row.number}_v{row.revision}_{blob.sha256[:8]}.pdf"
        with self.context.store.writing() as work:
            if not may_grow(work, row) or work.documents.extension_of(row.sha256) is not None:
                return False
            loaded = load(self.context, work, row.order_id)
            entry = attachment_entry(self.context, blob, name, "signed_pdf", row.revision, row.snapshot_sha256)
            commit(self.context, work, loaded, {"attachments": [entry | {"extends": row.sha256}]})
            work.blobs.add(row.order_id, blob.sha256, blob.size, blob.mime)
            work.documents.add(
                SealedFile(
                    sha256=blob.sha256,
                    order_id=row.order_id,
                    number=row.number,
                    revision=row.revision,
                    snapshot_sha256=row.snapshot_sha256,
                    name=name,
                    size=blob.size,
                    sealed_at=row.sealed_at,
                    signatures_expected=row.signatures_expected,
                    verdict_valid=True,
                    level=level.value,
                    extends=row.sha256,
                )
            )
        return True

    def _known(self) -> Known:
        held = in_force(self.context)
        with self.context.store.reading() as work:
            roots, times = work.meta.get("trust", []), work.meta.get("timestamp_trust", [])
        own = [pem for pem in (held.issuers if held else ()) if is_root(pem)]
        return Known(
            tuple(dict.fromkeys([*(pem.encode() for pem in roots), *own])),
            tuple(pem.encode() for pem in times),
            tuple(known_lists(self.context)),
        )


def may_grow(work: Work, row: SealedFile) -> bool:
    """An order that was reassigned or cancelled is no longer ours to add to; one of another device may have grown there."""
    stored = work.orders.get(row.order_id)
    if stored is None or stored.frozen is not None:
        return False
    return not any(entry.get("extends") == row.sha256 for entry in stored.doc.get("attachments", ()))


def is_worth_it(verdict: Verdict, context: Context) -> bool:
    """Only a file that is accepted as it is, and whose certificate a timestamp of today still finds valid."""
    certificate = verdict.signatures[0].certificate if verdict.signatures else None
    return verdict.valid and certificate is not None and certificate.not_after > context.now()


def grow(data: bytes, known: Known, stamper: Stamper, signatures: int) -> tuple[bytes, Level]:
    """B-T; then, as far as the lists at hand tell of every certificate, B-LT and B-LTA. What was made is verified before it is
    kept: raises EnvironmentFault `seal.self-check`."""
    longer = extend.timestamp(data, stamper)
    complete = extend.validation_data(longer, (), known.lists)
    match known.verdict(complete, signatures).level:
        case Level.LT:
            longer = extend.timestamp(complete, stamper)
        case Level.T:
            longer = complete
    verdict = known.verdict(longer, signatures)
    if verdict.level is None or verdict.level is Level.B:
        found = [finding.code for finding in (*verdict.problems, *verdict.notes)]
        raise EnvironmentFault("seal.self-check", f"the extended file does not verify: {', '.join(found)}", findings=found)
    return longer, verdict.level


def is_root(pem: bytes) -> bool:
    return all(certificate.issuer == certificate.subject for certificate in load_certificates([pem]))
