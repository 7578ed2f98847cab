"""From the customer's view to the sealed PDF: one frozen snapshot feeds the screen, the ink, the PDF and the seal.

Order of writes, so that a power cut at any point loses nothing and repeats nothing: snapshot and ink go into the blob
store, then one transaction records that the customer signed; sealing makes the PDF from those, stores it, then one
transaction records the seal. A cut between the two leaves a signed order whose next action is to seal.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain import events, patches
from fieldapp.domain.kinds import is_record
from fieldapp.domain.records import JSON, Document, Event, EventKind
from fieldapp.domain.status import derive
from fieldapp.domain.workflow import Action
from fieldapp.errors import Fault, InputFault, RefusedFault
from fieldapp.forms.expressions import Scope
from fieldapp.forms.presentation import Block, blocks
from fieldapp.forms.printing import Unprintable, unprintable
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.signing.ink import Ink, judge
from fieldapp.forms.snapshot import Snapshot, freeze
from fieldapp.ids import new_id
from fieldapp.services.certificates import require_sealable
from fieldapp.services.changes import Loaded, Patch, change, commit, events_patch, load, require, require_open
from fieldapp.services.context import Context
from fieldapp.services.detail import SealedDocument, read_document, require_answered, sealed_document
from fieldapp.services.identities import Identities
from fieldapp.store.records import SealedFile
from fieldapp.store.unit_of_work import Work

log = logging.getLogger(__name__)

CUSTOMER_INK = "customer_signature"
ENGINEER_INK = "engineer_signature"
INK_MIME = "application/vnd.fieldapp.ink+json"
SNAPSHOT_MIME = "application/vnd.fieldapp.snapshot+json"
OUTCOMES = ("refused", "absent", "later")


@dataclass(frozen=True, slots=True)
class CustomerView:
    """What the customer is shown: the snapshot that will be signed, and nothing beside it.

    `unprintable`: characters of it that no font has and that will stand in the PDF as their codes.
    """

    order_id: str
    number: str
    revision: int
    snapshot: Snapshot
    definition: FormDefinition
    unprintable: tuple[Unprintable, ...] = ()

    def blocks(self, lang: str) -> tuple[Block, ...]:
        return blocks(self.definition, self.snapshot.content, lang, audience="customer")


class Signing:
    """The customer's confirmation and the seal (§6.2.6, §6.2.7)."""

    def __init__(self, context: Context, identities: Identities | None = None) -> None:
        self.context = context
        self.identities = identities or Identities(context)

    def prepare(self, order_id: str) -> CustomerView:
        """Freeze what the customer is about to see. Raises RefusedFault `workflow.*` before the work is resolved,
        `seal.certificate-expired|seal.certificate-revoked|…` when what the customer signs could not be sealed."""
        with self.context.store.reading() as work:
            loaded = load(self.context, work, order_id)
        require_open(loaded.stored)
        require(self.context, loaded, Action.CONFIRM)
        require_sealable(self.context)
        revision = loaded.status.next_revision
        snapshot = freeze(loaded.definition, loaded.doc, loaded.status, revision=revision, frozen_at=self.context.now())
        given = snapshot.content["answers"]
        lacking = unprintable(loaded.definition, given, given)
        return CustomerView(order_id, loaded.doc["number"], revision, snapshot, loaded.definition, lacking)

    def shown(self, order_id: str, snapshot_sha256: str, lang: str) -> Document:
        """Log what was put before the customer, and when; returns the order as it stands then."""
        return self._log(order_id, EventKind.SHOWN_TO_CUSTOMER, snapshot_sha256=snapshot_sha256, lang=lang)

    def left(self, order_id: str) -> None:
        """Log that the customer's view was left without a signature."""
        self._log(order_id, EventKind.CUSTOMER_VIEW_LEFT)

    def sign(self, order_id: str, view: CustomerView, customer_ink: Ink, engineer_ink: Ink | None = None) -> None:
        """Record the customer's ink under exactly the snapshot that was shown.

        Raises RefusedFault `ink.*` for blank or meaningless ink, `snapshot.stale` when the order changed since it was shown.
        """
        inks = {CUSTOMER_INK: customer_ink} | ({ENGINEER_INK: engineer_ink} if engineer_ink is not None else {})
        for ink in inks.values():
            judge(ink)
        stored = {name: self._keep(ink.to_bytes(), INK_MIME) for name, ink in inks.items()}
        at = to_wire(self.context.now())
        signatures = {
            name: {"ink_sha256": blob.sha256, "signed_at": at, "snapshot_sha256": view.snapshot.sha256, "revision": view.revision}
            for name, blob in stored.items()
        }
        entry = self.context.event(
            EventKind.SIGNED,
            snapshot_sha256=view.snapshot.sha256,
            ink_sha256=stored[CUSTOMER_INK].sha256,
            inks={name: blob.sha256 for name, blob in stored.items()},
            revision=view.revision,
        )
        said = {"sign_outcome": "signed", "unsigned_reason": None, "witness": None} | signatures
        self._conclude(order_id, view, entry, said, tuple(stored.values()))

    def not_signed(self, order_id: str, view: CustomerView, outcome: str, reason: str, witness: str) -> None:
        """拒签, 不在场 or 稍后签: an outcome of its own, with its reason and a witness (refused, absent)."""
        if outcome not in OUTCOMES:
            raise InputFault("answer.not-an-option", f"{outcome} is not an outcome", field="sign_outcome")
        if not reason.strip():
            raise InputFault("answer.empty", "a reason is needed when the customer does not sign", field="unsigned_reason")
        entry = self.context.event(
            EventKind.NOT_SIGNED,
            outcome=outcome,
            reason=reason.strip(),
            witness=witness.strip(),
            snapshot_sha256=view.snapshot.sha256,
            revision=view.revision,
        )
        said = {"sign_outcome": outcome, "unsigned_reason": reason.strip(), "witness": witness.strip() or None}
        self._conclude(order_id, view, entry, said, ())

    def finish(self) -> tuple[str, ...]:
        """Seal what was signed when the program ended before the PDF was there; the numbers of those orders. What cannot be
        sealed now stays signed, its next action is to seal."""
        with self.context.store.reading() as work:
            waiting = [loaded for order_id in work.outbox.orders() if (loaded := self._unsealed(work, order_id)) is not None]
        done = []
        for loaded in waiting:
            try:
                self.seal(loaded.doc["id"])
            except Fault as fault:
                log.warning("order %s is not sealed: %s", loaded.doc["id"], fault)
                continue
            done.append(str(loaded.doc["number"]))
        return tuple(done)

    def _unsealed(self, work: Work, order_id: str) -> Loaded | None:
        stored = work.orders.get(order_id)
        if stored is None or stored.frozen or is_record(stored.doc):
            return None
        loaded = load(self.context, work, order_id)
        return loaded if loaded.status.needs_seal else None

    def seal(self, order_id: str) -> SealedDocument:
        """Make the PDF of what was signed, seal it with the chosen identity, keep it for ever. Safe to call again after a crash.

        Raises RefusedFault `seal.not-signed` when nothing is concluded, `seal.certificate-*`, and what the identity raises
        (`Identities.current`: `seal.no-certificate`, `signer.locked`, `token.*`, …).
        """
        from fieldapp.services.sealing import make_sealed_pdf

        with self.context.store.reading() as work:
            loaded = load(self.context, work, order_id)
            trust = work.meta.get("trust", [])
        require_open(loaded.stored)
        require(self.context, loaded, Action.SEAL)
        identity = self.identities.current()
        require_sealable(self.context)
        sealed = make_sealed_pdf(self.context, loaded, identity, trust)
        blob = self._keep(sealed.data, "application/pdf")
        with self.context.store.writing() as work:
            loaded = load(self.context, work, order_id)
            require(self.context, loaded, Action.SEAL)
            entry = self.context.event(
                EventKind.SEALED,
                sha256=blob.sha256,
                snapshot_sha256=sealed.snapshot_sha256,
                revision=sealed.revision,
                certificate=sealed.certificate,
            )
            attachment = attachment_entry(self.context, blob, sealed.name, "signed_pdf", sealed.revision, sealed.snapshot_sha256)
            doc = commit(self.context, work, loaded, {"events": [events.to_wire(entry)], "attachments": [attachment]})
            work.blobs.add(order_id, blob.sha256, blob.size, blob.mime)
            work.documents.add(
                SealedFile(
                    sha256=blob.sha256,
                    order_id=order_id,
                    number=loaded.doc["number"],
                    revision=sealed.revision,
                    snapshot_sha256=sealed.snapshot_sha256,
                    name=sealed.name,
                    size=blob.size,
                    sealed_at=entry.at,
                    signatures_expected=sealed.signatures,
                    verdict_valid=sealed.valid,
                )
            )
            row = work.documents.get(blob.sha256)
        assert row is not None
        return sealed_document(row, doc, derive(doc, self.context.profile, self.context.now()))

    def about(self, sha256: str) -> SealedDocument | None:
        """What the order says of one of its sealed files (superseded, voided); None for one that was not sealed here."""
        return read_document(self.context, sha256)

    def document(self, sha256: str) -> bytes:
        """A sealed PDF as it was sealed. Raises EnvironmentFault `blob.missing|blob.damaged`."""
        return self.context.store.blobs.get(sha256)

    def preview(self, order_id: str) -> bytes:
        """The unsigned PDF of the order as it is now, marked as a draft by having no signature and no seal."""
        from fieldapp.services.sealing import make_draft_pdf

        with self.context.store.reading() as work:
            loaded = load(self.context, work, order_id)
        return make_draft_pdf(self.context, loaded)

    def _log(self, order_id: str, kind: EventKind, **data: JSON) -> Document:
        return change(self.context, order_id, lambda _: events_patch(self.context.event(kind, **data)))

    def _conclude(
        self, order_id: str, view: CustomerView, entry: Event, said: dict[str, JSON], inks: tuple[KeptBlob, ...]
    ) -> None:
        snapshot = self._keep(view.snapshot.data, SNAPSHOT_MIME)
        with self.context.store.writing() as work:
            loaded = load(self.context, work, order_id)
            require_open(loaded.stored)
            require(self.context, loaded, Action.CONFIRM)
            require_unchanged(loaded, view)
            attachments = [
                attachment_entry(self.context, ink, f"{ink.sha256[:12]}.ink.json", "ink", view.revision, snapshot.sha256)
                for ink in inks
            ]
            held = loaded.doc["answers"]
            answers = {name: value for name, value in said.items() if value is not None or name in held}
            patch: Patch = {"answers": answers, "events": [events.to_wire(entry)], "attachments": attachments}
            require_complete(self.context, loaded, patch)
            commit(self.context, work, loaded, patch)
            for ink in inks:
                work.blobs.add(order_id, ink.sha256, ink.size, ink.mime)

    def _keep(self, data: bytes, mime: str) -> KeptBlob:
        return KeptBlob(self.context.store.blobs.put(data), len(data), mime)


@dataclass(frozen=True, slots=True)
class KeptBlob:
    """Bytes that are safe in the blob store."""

    sha256: str
    size: int
    mime: str


def attachment_entry(
    context: Context, blob: KeptBlob, name: str, kind: str, revision: int, snapshot_sha256: str
) -> dict[str, JSON]:
    """An entry of a document's `attachments`."""
    return {
        "id": new_id(),
        "sha256": blob.sha256,
        "name": name,
        "mime": blob.mime,
        "size": blob.size,
        "kind": kind,
        "added_at": to_wire(context.now()),
        "revision": revision,
        "snapshot_sha256": snapshot_sha256,
    }


def require_complete(context: Context, loaded: Loaded, patch: Patch) -> None:
    """What the confirmation needs must be answered, and rightly. Raises RefusedFault `order.incomplete|order.wrong-answers`."""
    scope = Scope(patches.apply(loaded.doc, patch)["answers"], loaded.status.state, loaded.status.priority, context.now())
    require_answered(loaded.definition, scope, Action.CONFIRM)


def require_unchanged(loaded: Loaded, view: CustomerView) -> None:
    """The order must still say what the customer was shown: a fresh snapshot at the same moment must be the same bytes."""
    frozen_at = from_wire(view.snapshot.content["frozen_at"])
    again = freeze(loaded.definition, loaded.doc, loaded.status, revision=view.revision, frozen_at=frozen_at)
    if again.sha256 != view.snapshot.sha256:
        raise RefusedFault("snapshot.stale", "the order has changed since it was shown to the customer")
