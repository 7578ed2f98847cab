"""When a signature no longer covers what the order says (§6.2.6): the rule both a local edit and a change from the desk go by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from fieldapp.domain.profile import Profile
from fieldapp.domain.records import JSON, Document, EventKind
from fieldapp.domain.status import Signing, Status, derive
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.snapshot import Snapshot, changed, freeze

EDITED, DESK_CHANGE = "edited", "desk-change"
"""`reason` of a `signature_voided` entry: by the person at the device, or seen by the device in what the endpoint sent."""

CONCLUSIONS = frozenset({EventKind.SIGNED.value, EventKind.NOT_SIGNED.value})
"""Entries that say how the customer's confirmation went."""


def last_conclusion(doc: Document) -> dict[str, Any] | None:
    """The last entry that says the customer signed, or why not; None before any confirmation."""
    return next((dict(entry) for entry in reversed(doc.get("events", [])) if entry["kind"] in CONCLUSIONS), None)


def standing_conclusion(doc: Document, status: Status) -> dict[str, Any] | None:
    """The confirmation that an edit would void; None when there is none or it is void already."""
    return None if status.signing in {Signing.UNSIGNED, Signing.VOIDED} else last_conclusion(doc)


def altered(definition: FormDefinition, doc: Document, profile: Profile, now: datetime, signed: Snapshot) -> tuple[str, ...]:
    """Ids of the public answers of `doc` that differ from what was signed. Raises InputFault `answer.*` like `freeze`."""
    return changed(definition, signed, freeze(definition, doc, derive(doc, profile, now), revision=0, frozen_at=now))


def void_data(conclusion: Mapping[str, Any], fields: Iterable[str], reason: str, by: Iterable[str] = ()) -> dict[str, JSON]:
    """The data of a `signature_voided` entry. `by`: the names of those at the desk who wrote the fields, as far as is known."""
    said, names = conclusion["data"], list(by)
    return {
        "revision": said.get("revision"),
        "snapshot_sha256": said.get("snapshot_sha256"),
        "reason": reason,
        "fields": list(fields),
        **({"by": names} if names else {}),
    }


def entry_id(order_id: str, revision: JSON) -> str:
    """The id of the entry by which a device voids a revision by itself: the same on every device that comes to it, so that the
    log holds it once."""
    return str(uuid.uuid5(uuid.UUID(order_id), f"signature_voided/{revision}"))
