"""Making the PDF: the evidence record of what happened, the rendered form, the seal over both. Reads; writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fieldapp import __version__
from fieldapp.clock import from_wire
from fieldapp.domain import events
from fieldapp.domain.records import Actor, EventKind, Role
from fieldapp.errors import EnvironmentFault, RefusedFault
from fieldapp.forms.evidence import ClockConfidence, ClockReading, Evidence, EvidenceEvent, InkRecord
from fieldapp.forms.pdf.render import RenderInput, render
from fieldapp.forms.signing.ink import Ink
from fieldapp.forms.signing.keys import fingerprint
from fieldapp.forms.signing.seal import SealStatement, SignerIdentity, seal
from fieldapp.forms.signing.verify import verify
from fieldapp.forms.snapshot import Snapshot, freeze, parse
from fieldapp.forms.voiding import last_conclusion
from fieldapp.services.changes import Loaded
from fieldapp.services.context import Context, Session

SIGNATURES = 1
"""How many digital signatures a finished work order carries: the engineer's device."""

CLOCK_FRESH = timedelta(days=1)
PROVEN = frozenset(
    {
        EventKind.ACCEPTED,
        EventKind.DEPARTED,
        EventKind.ARRIVED,
        EventKind.LEFT,
        EventKind.TRANSITION,
        EventKind.TIME_CORRECTED,
        EventKind.SHOWN_TO_CUSTOMER,
        EventKind.SIGNED,
        EventKind.NOT_SIGNED,
        EventKind.SIGNATURE_VOIDED,
    }
)
"""Entries of the log that the evidence sheet names."""


@dataclass(frozen=True, slots=True)
class SealedPdf:
    """A sealed PDF that is not stored yet."""

    data: bytes
    name: str
    revision: int
    snapshot_sha256: str
    certificate: str
    signatures: int
    valid: bool


def make_sealed_pdf(context: Context, loaded: Loaded, identity: SignerIdentity, trust: Sequence[str]) -> SealedPdf:
    """The PDF of the last confirmation, sealed by `identity`.

    Raises RefusedFault `seal.not-signed`, EnvironmentFault `blob.*` when a photo or the ink cannot be read, what
    `forms.signing.seal` raises.
    """
    conclusion = last_conclusion(loaded.doc)
    if conclusion is None:
        raise RefusedFault("seal.not-signed", "the customer has not confirmed yet")
    snapshot = parse(context.store.blobs.get(conclusion["data"]["snapshot_sha256"]))
    inks = read_inks(context, conclusion)
    certificate = identity.certificate_pem
    evidence = evidence_of(
        context.session,
        loaded,
        snapshot,
        {name: conclusion["data"]["inks"][name] for name in inks},
        conclusion=conclusion,
        certificate=fingerprint(certificate),
        signatures=SIGNATURES,
    )
    pdf = render(RenderInput(loaded.definition, snapshot, inks, evidence, context.store.blobs.get, "zh"))
    statement = SealStatement.of(evidence)
    signed_at = context.now()
    data = seal(pdf, identity, signer_name=context.session.actor.name, statement=statement, signed_at=signed_at)
    roots = [*(root.encode() for root in trust), *identity.roots_pem]
    name = f"{evidence.number}_v{evidence.revision}_{hashlib.sha256(data).hexdigest()[:8]}.pdf"
    return SealedPdf(data, name, evidence.revision, snapshot.sha256, fingerprint(certificate), SIGNATURES, checked(data, roots))


def checked(data: bytes, trust: Sequence[bytes]) -> bool:
    """The strict rule of `verify` on what was just sealed: what this device hands out it would accept itself.

    Raises EnvironmentFault `seal.self-check` when not; then nothing is stored and the order stays signed and unsealed.
    """
    verdict = verify(data, trust, expected_signatures=SIGNATURES)
    if not verdict.valid:
        found = "; ".join(finding.text for finding in verdict.problems)
        raise EnvironmentFault(
            "seal.self-check", f"the sealed file does not verify: {found}", findings=[f.code for f in verdict.problems]
        )
    return True


def make_draft_pdf(context: Context, loaded: Loaded) -> bytes:
    """The PDF of the order as it stands, unsigned."""
    snapshot = freeze(loaded.definition, loaded.doc, loaded.status, revision=0, frozen_at=context.now())
    evidence = evidence_of(context.session, loaded, snapshot, {}, conclusion=None, certificate=None, signatures=0)
    return render(RenderInput(loaded.definition, snapshot, {}, evidence, context.store.blobs.get, "zh"))


def read_inks(context: Context, conclusion: Mapping[str, Any]) -> dict[str, Ink]:
    data = conclusion["data"]
    return {name: Ink.parse(context.store.blobs.get(sha256)) for name, sha256 in data.get("inks", {}).items()}


def evidence_of(
    session: Session,
    loaded: Loaded,
    snapshot: Snapshot,
    inks: Mapping[str, str],
    *,
    conclusion: Mapping[str, Any] | None,
    certificate: str | None,
    signatures: int,
) -> Evidence:
    """What the evidence sheet says of one confirmation; the same order and conclusion always give the same record."""
    doc, content = loaded.doc, snapshot.content
    said = conclusion["data"] if conclusion else {}
    concluded_at = from_wire(str(conclusion["at"])) if conclusion else None
    entries = [events.parse(entry) for entry in doc.get("events", ())]
    return Evidence(
        order_id=doc["id"],
        number=doc["number"],
        revision=content["revision"],
        form_id=loaded.definition.id,
        form_version=loaded.definition.version,
        snapshot_sha256=snapshot.sha256,
        operator=operator(session, conclusion),
        device_id=session.device_id,
        device_name=session.device_name,
        app_version=__version__,
        outcome=outcome(conclusion),
        inks=tuple(InkRecord(name, sha256) for name, sha256 in sorted(inks.items())),
        events=tuple(
            EvidenceEvent(entry.kind, entry.at, entry.server_at)
            for entry in entries
            if entry.kind in PROVEN and (concluded_at is None or entry.at <= concluded_at)
        ),
        clock=clock_reading(session, concluded_at),
        reason=str(said.get("reason", "")),
        witness=str(said.get("witness", "")),
        certificate=certificate,
        signatures_expected=signatures,
    )


def outcome(conclusion: Mapping[str, Any] | None) -> str:
    if conclusion is None:
        return "unsigned"
    data = conclusion["data"]
    return "signed" if conclusion["kind"] == EventKind.SIGNED.value else str(data["outcome"])


def operator(session: Session, conclusion: Mapping[str, Any] | None) -> Actor:
    """Who handed the pen over: the person in the log, not whoever happens to be logged in when the seal is made."""
    actor = conclusion["actor"] if conclusion else None
    if not isinstance(actor, dict):
        return session.actor
    return Actor(str(actor["id"]), str(actor["name"]), Role(actor["role"]))


def clock_reading(session: Session, at: datetime | None) -> ClockReading:
    """How far the device's clock could be trusted when the customer confirmed."""
    if session.clock_offset_s is None or session.clock_compared_at is None:
        return ClockReading()
    fresh = at is None or abs(at - session.clock_compared_at) <= CLOCK_FRESH
    confidence = ClockConfidence.CHECKED if fresh else ClockConfidence.EARLIER
    return ClockReading(round(session.clock_offset_s * 1000), confidence, session.clock_compared_at)
