"""Reading major incidents (§7): the board, one incident with everything its page shows, and what is owed on today's list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldapp.domain import events, kinds, links, versions
from fieldapp.domain.major import looking, steps, texts
from fieldapp.domain.major.compare import Difference, compare
from fieldapp.domain.major.looking import Look
from fieldapp.domain.major.people import Shift
from fieldapp.domain.major.recovery import Pace
from fieldapp.domain.major.reviews import ReviewState
from fieldapp.domain.major.rows import KIND, answer
from fieldapp.domain.major.rules import PLANS, MajorRules
from fieldapp.domain.major.updates import DueUpdate, may_approve
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import ORDER, Document, EventKind, Label
from fieldapp.domain.versions import Version
from fieldapp.forms import issued
from fieldapp.forms.schema import FormDefinition
from fieldapp.services.changes import Loaded, load
from fieldapp.services.context import Context
from fieldapp.services.records import RecordDetail, kind_of, read_record
from fieldapp.store.records import OrderRow, RecordRow

CONTRACT = "contract"
SOON = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class MajorRow:
    """One line of the board. `update` is the next one owed, `asks`: somebody has to do something now."""

    row: RecordRow
    over: bool
    in_charge: Shift | None
    update: DueUpdate | None
    look: Look | None
    asks: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan: its versions, and how it differs now from the last one (everything, where none was issued)."""

    plan: str
    fields: tuple[str, ...]
    versions: tuple[Version, ...]
    unissued: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class MajorDetail:
    """One major incident. `drafts`: text of each owed update by its key; `may_approve`: keys that this person may agree to;
    `blocked`: move → what stands in its way (`steps.in_the_way`)."""

    record: RecordDetail
    look: Look
    plans: Mapping[str, PlanView]
    drafts: Mapping[str, str]
    may_approve: frozenset[str]
    may_issue: bool
    may_send: bool
    may_review: bool
    blocked: Mapping[str, tuple[str, ...]]
    orders: tuple[OrderRow, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class MajorDue:
    """Something that a member has to do now or soon. `what`: manager | update | review | action; `about`: audience, group or the
    action; `key` and `text` of an update."""

    record_id: str
    number: str
    title: str
    what: str
    about: str
    due_at: datetime
    late: bool
    key: str = ""
    text: str = ""
    approved: bool = False
    label: Label | None = None
    """Words of the audience."""


def rules_of(context: Context, doc: Document) -> MajorRules:
    """Those of the profile, or of the contract (§6.1.5)."""
    return terms_of(context, doc).major


def terms_of(context: Context, doc: Document) -> Profile:
    return context.profile.for_contract(answer(doc, CONTRACT))


def read_plan(doc: Document, definition: FormDefinition, plan: str) -> PlanView:
    fields = issued.fields(definition, plan)
    known = versions.history(events.log(doc), plan)
    last = next((version.content for version in reversed(known) if version.content is not None), {})
    return PlanView(plan, fields, known, compare(last, versions.content_of(doc, fields), fields))


def read_major(context: Context, record_id: str) -> MajorDetail:
    """Raises RefusedFault `order.unknown`."""
    record = read_record(context, record_id)
    doc, actor, now = record.doc, context.session.actor, context.server_now()
    terms = terms_of(context, doc)
    seen = looking.look(doc, terms.major, now)
    orders = linked_orders(context, doc)
    may = {
        entry: record.frozen is None and record.kind.may_write(doc, entry, actor.id, actor.role) for entry in record.kind.entries
    }
    return MajorDetail(
        record=record,
        look=seen,
        plans={plan: read_plan(doc, record.definition, plan) for plan in PLANS},
        drafts={update.key: texts.draft(update, doc, terms, "zh", now) for update in seen.owed},
        may_approve=frozenset(update.key for update in seen.owed if may_approve(doc, update.row_id, actor.id, actor.role)),
        may_issue=may[EventKind.PLAN_ISSUED] and not seen.over,
        may_send=may[EventKind.STATEMENT_SENT] and not seen.over,
        may_review=may[EventKind.REVIEW_HELD] and not seen.over,
        blocked={move.to: way for move in record.moves if (way := in_the_way(doc, move.to, orders))},
        orders=orders,
        at=now,
    )


def in_the_way(doc: Document, to: str, orders: tuple[OrderRow, ...]) -> tuple[str, ...]:
    return steps.in_the_way(doc, events.log(doc), to, [row.state.value for row in orders])


def linked_orders(context: Context, doc: Document) -> tuple[OrderRow, ...]:
    """The orders of an incident that are held here."""
    return context.store.queries.order_rows([str(row["_id"]) for row in links.of(doc) if row.get("kind") == ORDER])


def read_board(context: Context) -> tuple[MajorRow, ...]:
    """All of them, what is not over first, then the latest change."""
    rows = context.store.queries.record_rows(KIND)
    found = [_board_row(context, row) for row in rows]
    return tuple(sorted(found, key=lambda row: row.over))


def _board_row(context: Context, row: RecordRow) -> MajorRow:
    if kinds.get(KIND).states[row.state].final:
        return MajorRow(row, over=True, in_charge=None, update=None, look=None, asks=False)
    seen, now = _look(context, row.id), context.server_now()
    update = seen.owed[0] if seen.owed else None
    return MajorRow(row, seen.over, seen.command.now, update, seen, looking.asks_now(seen, now))


def _look(context: Context, record_id: str) -> Look:
    with context.store.reading() as work:
        doc = load(context, work, record_id).doc
    return looking.look(doc, rules_of(context, doc), context.server_now())


def read_due(context: Context) -> tuple[MajorDue, ...]:
    """What is owed now or within a quarter of an hour, by time. An action is asked of who is to do it."""
    now, found = context.server_now(), []
    final = {code for code, state in kinds.get(KIND).states.items() if state.final}
    running = [state for state in kinds.get(KIND).states if state not in final]
    for row in context.store.queries.record_rows(KIND, states=running):
        if row.frozen:
            continue
        with context.store.reading() as work:
            loaded = load(context, work, row.id)
        found += _due(context, row, loaded, now)
    return tuple(sorted(found, key=lambda due: (due.due_at, due.record_id, due.key)))


def _due(context: Context, row: RecordRow, loaded: Loaded, now: datetime) -> list[MajorDue]:
    doc = loaded.doc
    terms = terms_of(context, doc)
    seen = looking.look(doc, terms.major, now)
    me, kind = context.session.actor, kind_of(doc)

    audience = loaded.definition.field("updates").column("audience")

    def due(what: str, about: str, at: datetime, key: str = "", text: str = "", *, approved: bool = False) -> MajorDue:
        label = audience.option_label(about) if what == "update" else None
        return MajorDue(row.id, row.number, row.title, what, about, at, at < now, key, text, approved, label)

    found = []
    if seen.manager_call.told_at is None:
        found.append(due("manager", seen.command.now.name if seen.command.now else "", seen.manager_call.due_at))
    if kind.may_write(doc, EventKind.STATEMENT_SENT, me.id, me.role):
        for update in seen.owed:
            if update.due_at - now <= SOON:
                text = update.approval.text if update.approval else texts.draft(update, doc, terms, "zh", now)
                found.append(
                    due("update", update.audience, update.due_at, update.key, text, approved=update.approval is not None)
                )
    found += [due("review", one.group, one.at) for one in seen.reviews if one.state is not ReviewState.UPCOMING]
    for action in seen.actions:
        if action.user == me.id and action.pace in (Pace.LATE, Pace.DUE) and action.until is not None:
            found.append(due("action", action.action, action.until, action.row_id))
    return found
