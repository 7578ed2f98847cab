"""Records of every kind for the desk: lists by kind and state, and the page of one, where the desk answers and decides (§6.2.5,
§6.2.8). What can be done is what the record's kind says; an approved configuration request changes the ledger with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from fieldapp import ids
from fieldapp.clock import from_wire
from fieldapp.domain import events, kinds, links, patches
from fieldapp.domain.kinds import Kind, Move
from fieldapp.domain.records import JSON, ORDER, Document, EventKind
from fieldapp.forms import answers as form_answers
from fieldapp.forms.expressions import Scope
from fieldapp.forms.schema import Field, FormDefinition, Step
from fieldapp.forms.summary import search_text
from fieldapp.itsm import orders, rules
from fieldapp.itsm import records as use_cases
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.duties import Right
from fieldapp.itsm.envelope import new_event, rewritten
from fieldapp.itsm.orders import StoredOrder
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.web import answers, timeline
from fieldapp.itsm.web.guard import Form, Posted, Visitor, Worker, WorkSent
from fieldapp.itsm.web.inputs import EDITABLE, Input, of_field, plain, read_fields, shown
from fieldapp.itsm.web.pages import go, page

router = APIRouter()
MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list."""

    id: str
    kind: str
    number: str
    title: str
    customer: str
    state: str
    tone: str
    at: Any


@dataclass(frozen=True, slots=True)
class Case:
    """One record before one visitor."""

    visitor: Visitor
    record: StoredOrder
    kind: Kind
    definition: FormDefinition

    @property
    def doc(self) -> Document:
        return self.record.doc

    @property
    def moves(self) -> tuple[Move, ...]:
        """What issues a version (an article that is published) takes the right to review."""
        user = self.visitor.session.user
        possible = self.kind.allowed(self.doc["state"], kinds.hats(self.doc, user.id, user.role))
        return tuple(move for move in possible if move.to not in self.kind.issues or user.may(Right.REVIEW))

    @property
    def fields(self) -> list[Field]:
        """What the desk may answer here; tables are the engineer's program's."""
        user = self.visitor.session.user
        if not self.kind.may_edit(self.doc, user.id, user.role):
            return []
        scope = Scope(self.doc["answers"], self.doc["state"], None, self.visitor.now)
        shown_ids = form_answers.visible(self.definition, scope)
        return [field for field in self.definition.fields if field.type in EDITABLE and field.id in shown_ids]


def line(record: StoredOrder, lang: str) -> Line:
    kind, said = kinds.get(record.doc["kind"]), record.doc["answers"]
    state, last = kind.states[record.doc["state"]], record.doc["events"][-1:]

    def column(name: str) -> str:
        return str(said.get(kind.columns.get(name, "")) or "")

    at = from_wire(last[0].get("server_at") or last[0]["at"]) if last else from_wire(record.doc["created_at"])
    label = state.label.get(lang)
    title = " · ".join(filter(None, (column("title"), *(str(said.get(name) or "") for name in kind.keys[:1]))))
    number = str(record.doc["number"])
    return Line(record.id, kind.label.get(lang), number, title, column("customer"), label, state.tone, at)


@router.get("/records")
def listed(
    visitor: Worker,
    kind: Annotated[str, Query(max_length=60)] = "",
    state: Annotated[str, Query(max_length=60)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The records of one kind that hold all words of `q` (§6.2.3 参照《知识库》); the first kind that has any unless one is
    asked for."""
    known = kinds.every()
    with visitor.endpoint.database.reading() as connection:
        counts = orders.kinds_here(connection)
        chosen = known.get(kind) or next((known[code] for code in known if code in counts), next(iter(known.values())))
        states = [state] if state in chosen.states else []
        found = orders.of_kind(connection, chosen.code, states, None if q.strip() else MOST)
    found = [one for one in found if holds(visitor.endpoint, one.doc, q)][:MOST]
    lang = visitor.lang
    tabs = [(one.code, one.label.get(lang), sum(counts.get(one.code, {}).values())) for one in known.values()]
    inside = [(one.code, one.label.get(lang), counts.get(chosen.code, {}).get(one.code, 0)) for one in chosen.states.values()]
    rows = [line(one, lang) for one in found]
    shown_state = state if states else ""
    return page(visitor, "records.html", kind=chosen, tabs=tabs, states=inside, state=shown_state, rows=rows, most=MOST, q=q)


def holds(endpoint: Endpoint, doc: Document, q: str) -> bool:
    """All words are in the record's searchable text; an empty search holds for every record."""
    words = plain(q).lower().split()
    if not words:
        return True
    text = search_text(rules.definition_of(doc, endpoint.catalog), doc, events.log(doc)).lower()
    return all(word in text for word in words)


@router.get("/records/{record_id}")
def show(visitor: Worker, record_id: str, done: Annotated[str, Query(max_length=5)] = "") -> Response:
    return _page(_case(visitor, record_id), done=done == "1")


@router.post("/records/{record_id}/move")
def move(posted: WorkSent, record_id: str) -> Response:
    """One step of its kind, with what has to be said; refused with the page while answers are missing for it."""
    case, form = _case(posted.visitor, record_id), posted.form
    chosen = next((one for one in case.moves if one.to == form.get("to")), None)
    if chosen is None:
        return _page(case, form, {"": case.visitor.words.of("fault", "state.refused")}, status=409)
    words, lang = case.visitor.words, case.visitor.lang
    said = {name: plain(form.get(name)).strip() for name in chosen.needs}
    errors = {name: words("form.needed", what=chosen.needs[name].get(lang)) for name, text in said.items() if not text}
    if gaps := _missing(case, chosen):
        errors[""] = words("records.incomplete", what="、".join(gaps) if lang == "zh" else ", ".join(gaps))
    if errors:
        return _page(case, form, errors, status=422)

    def build(doc: Document) -> patches.Patch:
        actor, now = case.visitor.session.user.actor, case.visitor.endpoint.clock.now()
        return use_cases.moved(case.definition, doc, chosen.to, actor, now, said)

    return _done(posted, case, build)


@router.post("/records/{record_id}/edit")
def edit(posted: WorkSent, record_id: str) -> Response:
    case, form, zone = _case(posted.visitor, record_id), posted.form, posted.visitor.endpoint.office
    # what was not touched is not sent again: a time keeps its seconds, a text what the browser cannot show
    touched = [
        field
        for field in case.fields
        if field.id in form and plain(form.get(field.id)) != shown(field, case.doc["answers"].get(field.id), zone)
    ]
    values, errors = read_fields(touched, form, case.visitor.words, zone, {})
    if errors:
        return _page(case, form, errors, status=422)
    actor, now = case.visitor.session.user.actor, case.visitor.endpoint.clock.now()
    return _done(posted, case, lambda doc: rewritten(doc, actor, now, values))


@router.post("/records/{record_id}/note")
def note(posted: WorkSent, record_id: str) -> Response:
    case, text = _case(posted.visitor, record_id), plain(posted.form.get("text")).strip()
    if not text:
        return _page(case, posted.form, {"text": case.visitor.words.of("fault", "note.empty")}, status=422)
    return _done(posted, case, lambda _doc: {"events": [_event(case, EventKind.NOTE, {"text": text})]})


def _event(case: Case, kind: EventKind, data: dict[str, JSON]) -> dict[str, JSON]:
    return new_event(kind, case.visitor.session.user.actor, case.visitor.endpoint.clock.now(), data)


def _done(posted: Posted, case: Case, build: Any) -> Response:
    visitor, form = posted.visitor, posted.form
    try:
        use_cases.by_caller(visitor.endpoint, visitor.caller, case.record.id, form.get("etag"), build)
    except Problem as problem:
        if problem.code is Code.STALE:
            return _page(_case(visitor, case.record.id), form, {"": visitor.words("records.stale")}, status=409)
        if problem.code not in (Code.REFUSED, Code.INVALID):
            raise
        code = str(problem.errors[0].get("code")) if problem.errors else problem.code.value
        return _page(case, form, {"": visitor.words.of("fault", code, what="", limit="")}, status=422)
    return go(f"/desk/records/{case.record.id}?done=1")


def _missing(case: Case, chosen: Move) -> list[str]:
    if not chosen.complete:
        return []
    scope = Scope(case.doc["answers"], case.doc["state"], None, case.visitor.now)
    return [gap.label.get(case.visitor.lang) for gap in form_answers.missing(case.definition, scope, Step.CONFIRM)]


def _case(visitor: Visitor, record_id: str) -> Case:
    endpoint = visitor.endpoint
    with endpoint.database.reading() as connection:
        found = orders.load(endpoint.database, connection, [record_id] if ids.is_id(record_id) else []).get(record_id)
    if found is None or not kinds.is_record(found.doc):
        raise Problem(Code.NOT_FOUND, "no such record")
    return Case(visitor, found, kinds.get(found.doc["kind"]), rules.definition_of(found.doc, endpoint.catalog))


def _page(
    case: Case, form: Form | None = None, errors: dict[str, str] | None = None, *, done: bool = False, status: int = 200
) -> Response:
    visitor, lang = case.visitor, case.visitor.lang
    with visitor.endpoint.database.reading() as connection:
        linked = [line(one, lang) for one in orders.linking_to(connection, case.record.id)]
    values: dict[str, Any] = {
        "record": case.record,
        "one": line(case.record, lang),
        "parts": answers.record_parts(case.definition, case.doc, answers.Reading(lang, visitor.endpoint.office), visitor.now),
        "entries": timeline.entries(case.doc, case.definition, visitor.endpoint.profile, visitor.words),
        "moves": [(one, _needs(one, form, errors or {}, lang)) for one in case.moves],
        "asks": [_asked(field, case, form, errors or {}) for field in case.fields],
        "note": Input("text", visitor.words("records.note_text"), "area", required=True, max_length=4000),
        "links": [(row, row.get("kind") == ORDER) for row in links.of(case.doc)],
        "linked": linked,
        "errors": errors or {},
        "done": done,
    }
    return page(visitor, "record.html", status, **values)


def _needs(chosen: Move, form: Form | None, errors: dict[str, str], lang: str) -> list[Input]:
    asked = [Input(name, label.get(lang), "area", required=True, max_length=2000) for name, label in chosen.needs.items()]
    if form is None or form.get("to") != chosen.to:
        return asked
    return [one.typed(form).wrong(errors.get(one.name, "")) for one in asked]


def _asked(field: Field, case: Case, form: Form | None, errors: dict[str, str]) -> Input:
    visitor = case.visitor
    asked = of_field(field, case.doc["answers"].get(field.id), visitor.words, visitor.endpoint.office)
    return asked.typed(form).wrong(errors.get(field.id, "")) if form is not None and field.id in form else asked
