"""Reading: one order with everything its page shows, and the day's overview, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain import escalation, events, kinds, workflow
from fieldapp.domain.documents import superseding
from fieldapp.domain.escalation import Notice
from fieldapp.domain.records import JSON, Document, Event, Owner
from fieldapp.domain.status import Signing, Status, derive
from fieldapp.domain.workflow import Action
from fieldapp.errors import RefusedFault
from fieldapp.forms import answers
from fieldapp.forms.answers import Missing, Problem
from fieldapp.forms.expressions import Scope
from fieldapp.forms.schema import FormDefinition, Step
from fieldapp.services.changes import definition_of
from fieldapp.services.context import Context
from fieldapp.services.notices import due_call, read_contacts
from fieldapp.services.overview import DueCall
from fieldapp.store.records import Conflict, OpKind, OpState, SealedFile, StoredOrder, TakenAway
from fieldapp.store.unit_of_work import Work

STEP_OF_ACTION = {
    Action.ACCEPT: Step.ACCEPT,
    Action.DEPART: Step.ACCEPT,
    Action.ARRIVE: Step.ACCEPT,
    Action.START: Step.START,
    Action.RESUME: Step.START,
    Action.RESOLVE: Step.RESOLVE,
    Action.CONFIRM: Step.CONFIRM,
    Action.SEAL: Step.CONFIRM,
}
"""Which step's answers must be complete before an action; `needed_for` of the form definition."""


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """A sealed PDF of an order. `superseded_by` is the sha256 of the later revision, None for the last one; `voided`: it is the
    last one, but the order was changed after it was signed. `level`: how long it can be checked (PAdES); `extends`: the sha256 of
    the file of the same revision that it begins with."""

    order_id: str
    number: str
    revision: int
    sha256: str
    size: int
    snapshot_sha256: str
    name: str
    sealed_at: datetime
    superseded_by: str | None
    superseded_by_revision: int | None = None
    voided: bool = False
    level: str = "B-B"
    extends: str | None = None


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order as its page shows it."""

    id: str
    number: str
    doc: Document
    definition: FormDefinition
    status: Status
    visible: frozenset[str]
    missing: tuple[Missing, ...]
    problems: tuple[Problem, ...]
    completeness: dict[str, tuple[int, int]]
    primary: Action
    actions: dict[Action, str | None]
    blocked: str | None
    frozen: str | None
    events: tuple[Event, ...]
    notices: tuple[Notice, ...]
    conflicts: tuple[Conflict, ...]
    documents: tuple[SealedDocument, ...]
    """One of each revision: where a file has grown, the longer one, which begins with the one before."""
    drafts: dict[str, str]
    created_here: bool
    """Recorded on this device and not sent yet: whoever recorded it also fills in what is otherwise the desk's."""
    read_at: datetime
    owed: tuple[DueCall, ...] = ()
    """The notices that are owed now, with their drafted words and whom they reach."""
    sends_texts: bool = False
    sent_back: dict[str, JSON] | None = None
    """What the endpoint said (a problem document, RFC 9457) when it did not take a change; until that is sent again."""
    taken: TakenAway | None = None
    """Who took a frozen order away, and why."""


def read_detail(context: Context, order_id: str, stored: StoredOrder | None = None) -> OrderDetail:
    """Raises RefusedFault `order.unknown` (`taken`: what is known of its leaving), `order.is-record`."""
    with context.store.reading() as work:
        stored = stored or work.orders.get(order_id)
        if stored is None:
            text, taken = f"no order {order_id} on this device", work.taken.of(order_id)
            raise RefusedFault("order.unknown", text, order_id=order_id, taken=taken)
        if kinds.is_record(stored.doc):
            raise RefusedFault("order.is-record", f"{order_id} is a {stored.doc['kind']}, not an order", order_id=order_id)
        rows = longest(work.documents.of(order_id))
        conflicts = work.conflicts.open(order_id)
        drafts = work.drafts.of(order_id)
        own = created_here(work, order_id)
        returned = [op.problem for op in work.outbox.active_of(order_id) if op.state is OpState.PARKED]
        known = read_contacts(context, work)
        taken = work.taken.of(order_id) if stored.frozen else None
    doc, now = stored.doc, context.now()
    definition, log = definition_of(context, doc), events.log(doc)
    status = derive(doc, context.profile, now, log)
    scope = Scope(doc.get("answers", {}), status.state, status.priority, now)
    actions = dict(workflow.actions(doc, status, context.profile))
    primary = workflow.next_action(doc, status)
    server_now = context.server_now()
    notices = escalation.timetable(status, log, context.profile, server_now)
    owed = [notice for notice in notices if notice.owed]
    as_called = derive(doc, context.profile, server_now, log) if owed else status
    return OrderDetail(
        id=stored.id,
        number=doc["number"],
        doc=doc,
        definition=definition,
        status=status,
        visible=answers.visible(definition, scope),
        missing=to_fill_in(definition, scope, primary, desk_too=own),
        problems=answers.problems(definition, scope),
        completeness=answers.completeness(definition, scope),
        primary=primary,
        actions=actions,
        blocked=actions.get(primary),
        frozen=stored.frozen,
        events=log,
        notices=notices,
        conflicts=conflicts,
        documents=tuple(sealed_document(row, doc, status) for row in rows),
        drafts=drafts,
        created_here=own,
        read_at=now,
        owed=tuple(due_call(context, doc, notice, known, server_now, as_called, log) for notice in owed),
        sends_texts=known.sends,
        sent_back=(returned[0] or {}) if returned else None,
        taken=taken,
    )


def created_here(work: Work, order_id: str) -> bool:
    """True while the order's creation waits in the outbox and may still grow."""
    pending = work.outbox.pending_of(order_id)
    return pending is not None and pending.kind is OpKind.CREATE


def to_fill_in(definition: FormDefinition, scope: Scope, action: Action, *, desk_too: bool = False) -> tuple[Missing, ...]:
    """What the engineer still has to answer before an action; what the desk owes does not hold him up, unless he is the one
    who recorded the order (`desk_too`).
    """
    step = STEP_OF_ACTION.get(action)
    if step is None:
        return ()
    gaps = answers.missing(definition, scope, step)
    return gaps if desk_too else tuple(gap for gap in gaps if definition.owner_of(gap.field) is not Owner.DESK)


def require_answered(definition: FormDefinition, scope: Scope, action: Action, *, desk_too: bool = False) -> None:
    """What a step needs is answered, and nothing the engineer answered breaks a rule of the form (`valid_when`).

    Raises RefusedFault `order.incomplete` (`missing`) or `order.wrong-answers` (`fields`).
    """
    gaps = to_fill_in(definition, scope, action, desk_too=desk_too)
    if gaps:
        names = ", ".join(gap.field for gap in gaps)
        raise RefusedFault("order.incomplete", f"{len(gaps)} answers are missing: {names}", missing=gaps)
    found = answers.problems(definition, scope)
    wrong = sorted({item.field for item in found if desk_too or definition.owner_of(item.field) is not Owner.DESK})
    if wrong:
        raise RefusedFault("order.wrong-answers", f"these answers break a rule of the form: {', '.join(wrong)}", fields=wrong)


def longest(rows: tuple[SealedFile, ...]) -> tuple[SealedFile, ...]:
    """Without the files that another one begins with."""
    extended = {row.extends for row in rows}
    return tuple(row for row in rows if row.sha256 not in extended)


def sealed_document(row: SealedFile, doc: Document, status: Status) -> SealedDocument:
    """What the order says of one of its sealed files; a later revision may have been sealed on another device."""
    revision, sha256 = superseding(doc.get("attachments", ())).get(row.sha256, (None, row.superseded_by))
    return SealedDocument(
        row.order_id,
        row.number,
        row.revision,
        row.sha256,
        row.size,
        row.snapshot_sha256,
        row.name,
        row.sealed_at,
        sha256,
        revision,
        voided=sha256 is None and row.revision == status.revision and status.signing is Signing.VOIDED,
        level=row.level,
        extends=row.extends,
    )


def read_document(context: Context, sha256: str) -> SealedDocument | None:
    """A sealed file by its hash; None for one that was not sealed here."""
    with context.store.reading() as work:
        row = work.documents.get(sha256)
        stored = work.orders.get(row.order_id) if row is not None else None
    if row is None or stored is None:
        return None
    return sealed_document(row, stored.doc, derive(stored.doc, context.profile, context.now()))
