"""The one way a use case changes an order: patch → new document → summary → store and outbox, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from fieldapp.domain import events, kinds, patches, workflow
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Document, Event, EventKind
from fieldapp.domain.status import Status, derive
from fieldapp.domain.workflow import Action
from fieldapp.errors import EnvironmentFault, InputFault, RefusedFault
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.snapshot import Snapshot, freeze, parse
from fieldapp.forms.summary import summarise
from fieldapp.forms.voiding import EDITED, altered, standing_conclusion, void_data
from fieldapp.services.context import Context
from fieldapp.store.records import StoredOrder
from fieldapp.store.unit_of_work import Work

Patch = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    """An order or record as one use case sees it, at the moment `at`."""

    stored: StoredOrder
    definition: FormDefinition
    profile: Profile
    at: datetime

    @property
    def doc(self) -> Document:
        return self.stored.doc

    @cached_property
    def status(self) -> Status:
        """What the log of an order says; a record has none, only its state."""
        return derive(self.doc, self.profile, self.at)


@contextmanager
def typed_on(context: Context, record_id: str, last: Document | None) -> Iterator[tuple[Work, Loaded]]:
    """A transaction that stores what was typed on an order or record. Where the endpoint took it away meanwhile, `last`, what the
    person had before him, comes back as its frozen copy, to be read and handed in late.

    Raises RefusedFault `order.unknown` where it is not here, or would come back for nothing that has to arrive."""
    with context.store.writing() as work:
        back = _bring_back(context, work, record_id, last)
        yield work, load(context, work, record_id)
        if back and not work.outbox.active_of(record_id) and not work.drafts.of(record_id):
            text = f"order {record_id} was taken away, nothing more was typed"
            raise RefusedFault("order.unknown", text, order_id=record_id)


def _bring_back(context: Context, work: Work, record_id: str, last: Document | None) -> bool:
    """False when it is here, or was not taken away."""
    if last is None or work.orders.get(record_id) is not None or (told := work.taken.of(record_id)) is None:
        return False
    summary = summarise(definition_of(context, last), last, context.profile, context.now())
    work.orders.bring_back(last, summary, told.why)
    return True


def definition_of(context: Context, doc: Document) -> FormDefinition:
    """The definition the order was filled in with, whatever has been shipped since."""
    form = doc["form"]
    return context.catalog.get(form["id"], form["version"])


def load(context: Context, work: Work, order_id: str) -> Loaded:
    """Raises RefusedFault `order.unknown` when this device does not hold the order."""
    stored = work.orders.get(order_id)
    if stored is None:
        raise RefusedFault("order.unknown", f"no order {order_id} on this device", order_id=order_id)
    return Loaded(stored, definition_of(context, stored.doc), context.profile, context.now())


def change(
    context: Context,
    order_id: str,
    build: Callable[[Loaded], Patch],
    *,
    blobs: dict[str, tuple[int, str]] | None = None,
    send_from: datetime | None = None,
) -> Document:
    """Apply what `build` says to one order; returns it as it stands then.

    `blobs` names files already in the blob store (sha256 → size in bytes, MIME type) that the patch refers to;
    they stay on this device until `send_from`.
    Raises RefusedFault `order.frozen` for a reassigned or cancelled order; a patch that changes nothing writes nothing.
    """
    with context.store.writing() as work:
        loaded = load(context, work, order_id)
        require_open(loaded.stored)
        patch = build(loaded)
        if patches.is_empty(patch):
            return loaded.doc
        doc = commit(context, work, loaded, patch)
        for sha256, (size, mime) in (blobs or {}).items():
            work.blobs.add(order_id, sha256, size, mime, send_from)
        return doc


def commit(context: Context, work: Work, loaded: Loaded, patch: Patch) -> Document:
    """Write one patch inside an open transaction; voids a signature whose printed content the patch alters."""
    doc = patches.apply(loaded.doc, patch)
    voided = voiding_event(context, loaded, doc) if patches.touched_fields(patch) else None
    if voided is not None:
        patch = patches.compose(patch, {"events": [events.to_wire(voided)]})
        doc = patches.apply(loaded.doc, patch)
    work.change(loaded.stored.id, patch, summarise(loaded.definition, doc, context.profile, context.now()), doc)
    return doc


def require_open(stored: StoredOrder) -> None:
    """A frozen order (§6.1.1: reassigned, or cancelled by the desk) is kept to read; its work goes to the late reports."""
    if stored.frozen:
        raise RefusedFault("order.frozen", f"the order is {stored.frozen}", reason=stored.frozen)


def require(context: Context, loaded: Loaded, action: Action) -> None:
    """Raises RefusedFault with the workflow's own code (`workflow.*`); `allowed` names what is possible instead."""
    reason = workflow.blocked(action, loaded.doc, loaded.status, context.profile)
    if reason is not None:
        choices = workflow.actions(loaded.doc, loaded.status, context.profile)
        allowed = [name.value for name, held in choices.items() if held is None]
        why = reason.removeprefix("workflow.")
        text = f"{action.value} is not possible now ({why}); possible: {', '.join(allowed) or 'nothing'}"
        raise RefusedFault(reason, text, action=action.value, allowed=allowed)


def voiding_event(context: Context, loaded: Loaded, doc: Document) -> Event | None:
    """The entry that says an earlier confirmation no longer covers what the order says; None when nothing confirmed is
    touched."""
    if kinds.is_record(doc):
        return None
    conclusion = standing_conclusion(doc, loaded.status)
    if conclusion is None:
        return None
    signed = signed_snapshot(context, loaded, conclusion)
    fields = altered(loaded.definition, doc, context.profile, context.now(), signed)
    return context.event(EventKind.SIGNATURE_VOIDED, **void_data(conclusion, fields, EDITED)) if fields else None


def signed_snapshot(context: Context, loaded: Loaded, conclusion: Mapping[str, Any]) -> Snapshot:
    """What was signed. Where that happened on another device its bytes are not here: then the order as it stands, which
    still says what was signed, or the log would say that it does not."""
    try:
        return parse(context.store.blobs.get(conclusion["data"]["snapshot_sha256"]))
    except (InputFault, EnvironmentFault):
        now = context.now()
        return freeze(loaded.definition, loaded.doc, loaded.status, revision=0, frozen_at=now)


def events_patch(*entries: Event, answers: dict[str, Any] | None = None) -> Patch:
    """A patch of log entries, with the answers that go with them."""
    patch: Patch = {"events": [events.to_wire(entry) for entry in entries]}
    if answers:
        patch["answers"] = answers
    return patch
