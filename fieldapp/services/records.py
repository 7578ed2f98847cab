"""Records of every kind but the work order: problems, changes, requests … created, filled in and moved, offline as orders are.

What a kind is, who moves it and who reads it is in `resources/kinds`; what it asks in its form. Everything is stored and sent by
the same means as an order's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldapp.clock import to_wire
from fieldapp.domain import events, kinds, links
from fieldapp.domain.kinds import Kind, Move, RecordState
from fieldapp.domain.records import JSON, Document, Event, EventKind
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms import answers, issued
from fieldapp.forms.answers import Missing, Problem
from fieldapp.forms.expressions import Scope
from fieldapp.forms.schema import FormDefinition, Step
from fieldapp.forms.summary import summarise
from fieldapp.ids import new_id
from fieldapp.services.changes import Loaded, Patch, change, events_patch, load, typed_on
from fieldapp.services.context import Context
from fieldapp.services.detail import created_here
from fieldapp.services.filling import keep_draft, raise_draft, take_in
from fieldapp.store.records import Conflict, RecordRow
from fieldapp.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """One end of a link. `id` may not be held here: then only kind and number are known."""

    id: str
    kind: str
    number: str
    held: bool


@dataclass(frozen=True, slots=True)
class RecordDetail:
    """One record as its page shows it. `moves`: what this person may do with it now; `missing`: what a complete record still
    needs; `editable`: whether he may change its answers; `linked_from`: records that point to it."""

    id: str
    number: str
    kind: Kind
    doc: Document
    definition: FormDefinition
    state: RecordState
    moves: tuple[Move, ...]
    editable: bool
    visible: frozenset[str]
    missing: tuple[Missing, ...]
    problems: tuple[Problem, ...]
    completeness: dict[str, tuple[int, int]]
    frozen: str | None
    events: tuple[Event, ...]
    conflicts: tuple[Conflict, ...]
    drafts: dict[str, str]
    links: tuple[LinkedDocument, ...]
    linked_from: tuple[RecordRow, ...]
    desk_too: bool
    """This person fills in the desk's fields too: the desk itself, or who has recorded it here and not sent it yet."""
    read_at: datetime


Guard = Callable[[Loaded, str], tuple[Event, ...]]
"""Of one kind: looks at a record before it moves to a state; raises RefusedFault, or gives entries to be written before it."""


class Records:
    """Use cases of records."""

    def __init__(self, context: Context, guards: Mapping[str, Guard] | None = None) -> None:
        self.context, self._guards = context, guards or {}

    def create(self, kind: str, given: Mapping[str, JSON] | None = None, linked_to: Iterable[str] = ()) -> str:
        """Record one, offline; returns its id. `linked_to`: ids of orders or records held here that it belongs to.

        Its number is given here and stays. Raises InputFault `kind.unknown`, `answer.*`, RefusedFault `kind.refused` for a kind
        that this person does not record, `order.unknown` for a link to nothing.
        """
        context, found = self.context, kinds.get(kind)
        definition = context.catalog.latest(found.form)
        with context.store.writing() as work:
            targets = [load(context, work, target).doc for target in dict.fromkeys(linked_to)]
            return str(create_in(context, work, found, normalised(definition, given or {}), targets, new_id())["id"])

    def save(
        self,
        record_id: str,
        changes: Mapping[str, JSON],
        seen: Mapping[str, JSON] | None = None,
        last: Document | None = None,
    ) -> RecordDetail:
        """As `Filling.save`. Where this state is no longer his to change, what was typed is kept as drafts: DraftFault
        `record.locked`."""
        context = self.context
        actor = context.session.actor
        with typed_on(context, record_id, last) as (work, loaded):
            kind = kind_of(loaded.doc)
            if kind.may_edit(loaded.doc, actor.id, actor.role):
                own = desk_too(context, created=created_here(work, record_id))
                refused = take_in(context, work, loaded, changes, seen, desk_too=own)
            else:
                for field_id, raw in changes.items():
                    keep_draft(work, record_id, field_id, raw)
                text = f"a {kind.code} that is {loaded.doc['state']} is not changed any more"
                refused = InputFault("record.locked", text, state=loaded.doc["state"], kind=kind.code)
        raise_draft(refused)
        return self.detail(record_id)

    def move(self, record_id: str, to: str, **data: str) -> None:
        """One step. Raises RefusedFault `state.refused` (`allowed`, `missing`), `order.incomplete` where it wants a complete
        record, `order.frozen`."""
        context = self.context
        actor = context.session.actor

        def build(loaded: Loaded) -> Patch:
            doc, kind = loaded.doc, kind_of(loaded.doc)
            kind.check(doc, to, actor.id, actor.role, data)
            worn = kinds.hats(doc, actor.id, actor.role)
            if any(move.to == to and move.complete for move in kind.allowed(doc["state"], worn)):
                require_complete(context, loaded)
            said = {name: text.strip() for name, text in data.items() if text.strip()}
            guard = self._guards.get(kind.code)
            first = guard(loaded, to) if guard is not None else ()
            version = issued.on_move(loaded.definition, doc, to)
            if version is not None:
                first = (*first, context.event(EventKind.PLAN_ISSUED, **version))
            return events_patch(*first, context.event(EventKind.TRANSITION, **{"from": doc["state"], "to": to}, **said))

        change(context, record_id, build)

    def note(self, record_id: str, text: str) -> None:
        """A progress note."""
        words = text.strip()
        if not words:
            raise RefusedFault("answer.empty", "text must not be empty", field="text")
        change(self.context, record_id, lambda _: events_patch(self.context.event(EventKind.NOTE, text=words)))

    def link(self, record_id: str, target_id: str) -> None:
        """The record belongs to another order or record, too. Doing it twice changes nothing."""
        with self.context.store.reading() as work:
            row = links.row(load(self.context, work, target_id).doc)

        def build(loaded: Loaded) -> Patch:
            return {} if row["_id"] in links.targets(loaded.doc) else {"rows": {links.LINKS: {"put": [row]}}}

        change(self.context, record_id, build)

    def detail(self, record_id: str) -> RecordDetail:
        """Everything a record's page shows. Raises RefusedFault `order.unknown`."""
        return read_record(self.context, record_id)

    def rows(self, kind: str, text: str = "", states: Iterable[str] = ()) -> tuple[RecordRow, ...]:
        """Records of a kind that hold all words of the text, latest change first."""
        return self.context.store.queries.record_rows(kind, text, states=states)

    def held(self) -> tuple[tuple[str, int], ...]:
        """The kinds that engineers hold, in the order of their codes, and how many of each are here."""
        with self.context.store.reading() as work:
            counts = work.orders.count_by_kind()
        return tuple((kind.code, counts.get(kind.code, 0)) for kind in kinds.every().values() if kind.read)

    def may_create(self, kind: str) -> bool:
        """Whether this person records such a thing by hand."""
        return self.context.session.actor.role.value in kinds.get(kind).create

    def linked_to(self, target_id: str) -> tuple[RecordRow, ...]:
        """The records that belong to an order or record, oldest first."""
        return self.context.store.queries.records_linked_to(target_id)


def create_in(
    context: Context, work: Work, kind: Kind, given: Mapping[str, JSON], targets: Iterable[Document], record_id: str
) -> Document:
    """Record one inside an open transaction; `given` is normalised. Raises RefusedFault `kind.refused`, `order.exists`."""
    actor = context.session.actor
    if actor.role.value not in kind.create:
        raise RefusedFault("kind.refused", f"a {kind.code} is not recorded by the {actor.role}", kind=kind.code)
    definition, now = context.catalog.latest(kind.form), context.now()
    rows = [links.row(target) for target in targets]
    doc: Document = {
        "id": record_id,
        "number": f"{kind.prefix}-{now:%Y%m%d}-{record_id[:6].upper()}",
        "kind": kind.code,
        "schema": 1,
        "form": {"id": definition.id, "version": definition.version},
        "assignee": None,
        "state": kind.initial[0],
        "created_at": to_wire(now),
        "answers": answers.defaults(definition) | dict(given) | ({links.LINKS: rows} if rows else {}),
        "events": [events.to_wire(context.event(EventKind.CREATED))],
        "attachments": [],
    }
    work.create(summarise(definition, doc, context.profile, now), doc)
    return doc


def read_record(context: Context, record_id: str) -> RecordDetail:
    with context.store.reading() as work:
        loaded = load(context, work, record_id)
        conflicts, drafts = work.conflicts.open(record_id), work.drafts.of(record_id)
        own = desk_too(context, created=created_here(work, record_id))
        numbers = work.orders.numbers(links.targets(loaded.doc))
    doc, kind, actor = loaded.doc, kind_of(loaded.doc), context.session.actor
    scope = scope_of(context, loaded)
    definition = loaded.definition
    return RecordDetail(
        id=record_id,
        number=doc["number"],
        kind=kind,
        doc=doc,
        definition=definition,
        state=kind.states[doc["state"]],
        moves=() if loaded.stored.frozen else kind.allowed(doc["state"], kinds.hats(doc, actor.id, actor.role)),
        editable=not loaded.stored.frozen and kind.may_edit(doc, actor.id, actor.role),
        visible=answers.visible(definition, scope),
        missing=answers.missing(definition, scope, Step.CONFIRM),
        problems=answers.problems(definition, scope),
        completeness=answers.completeness(definition, scope),
        frozen=loaded.stored.frozen,
        events=events.log(doc),
        conflicts=conflicts,
        drafts=drafts,
        links=tuple(linked(row, numbers) for row in links.of(doc)),
        linked_from=context.store.queries.records_linked_to(record_id),
        desk_too=own,
        read_at=context.now(),
    )


def linked(row: Mapping[str, JSON], numbers: Mapping[str, str]) -> LinkedDocument:
    target = str(row["_id"])
    number = numbers.get(target) or str(row.get("number") or "")
    return LinkedDocument(target, str(row.get("kind") or ""), number, target in numbers)


def kind_of(doc: Document) -> Kind:
    """Raises RefusedFault `order.unknown` for a work order, which has a page of its own."""
    kind = kinds.of(doc)
    if kind is None:
        raise RefusedFault("order.unknown", f"{doc['id']} is an order, not a record", order_id=doc["id"])
    return kind


def scope_of(context: Context, loaded: Loaded) -> Scope:
    return Scope(loaded.doc.get("answers", {}), loaded.doc["state"], None, context.now())


def desk_too(context: Context, *, created: bool) -> bool:
    return created or context.session.actor.role.value == "desk"


def require_complete(context: Context, loaded: Loaded) -> None:
    """Raises RefusedFault `order.incomplete` (`missing`) or `order.wrong-answers` (`fields`)."""
    scope = scope_of(context, loaded)
    gaps = answers.missing(loaded.definition, scope, Step.CONFIRM)
    if gaps:
        names = ", ".join(gap.field for gap in gaps)
        raise RefusedFault("order.incomplete", f"{len(gaps)} answers are missing: {names}", missing=gaps)
    wrong = sorted({problem.field for problem in answers.problems(loaded.definition, scope)})
    if wrong:
        raise RefusedFault("order.wrong-answers", f"these answers break a rule of the form: {', '.join(wrong)}", fields=wrong)


def normalised(definition: FormDefinition, given: Mapping[str, JSON]) -> dict[str, JSON]:
    """Answers as they are stored; empty ones are left out. Raises InputFault `answer.*`."""
    found = {name: answers.normalise(definition.field(name), value) for name, value in given.items()}
    return {name: value for name, value in found.items() if value not in (None, "", [])}
