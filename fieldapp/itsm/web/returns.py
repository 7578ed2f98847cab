"""§6.2.10 return visits: the sample of a month, and what each customer said (《回访服务登记表》)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from fieldapp import clock, ids
from fieldapp.domain.records import Document, State
from fieldapp.errors import InputFault
from fieldapp.forms.answers import defaults
from fieldapp.itsm import orders, return_visits
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.return_visits import DONE, UnfinishedError
from fieldapp.itsm.web.documents import month
from fieldapp.itsm.web.guard import Visitor, Worker, WorkSent
from fieldapp.itsm.web.inputs import EDITABLE, Input, of_field, read_fields
from fieldapp.itsm.web.pages import go, page

router = APIRouter()


@router.get("/returns")
def chosen(
    visitor: Worker,
    month_: Annotated[str, Query(alias="month", max_length=10)] = "",
    done: Annotated[str, Query(max_length=4)] = "",
) -> Response:
    asked, since, until = month(visitor, month_)
    found, closed = return_visits.sample(visitor.endpoint, visitor.listing, asked, since, until)
    values: dict[str, Any] = {
        "month": asked,
        "rows": found,
        "closed": closed,
        "visited": sum(one.visit is not None and one.visit["state"] == DONE for one in found),
        "terms": visitor.endpoint.profile.return_visits,
        "running": visitor.now < until,
        "done": bool(done),
    }
    return page(visitor, "returns.html", **values)


@router.get("/returns/{order_id}")
def show(visitor: Worker, order_id: str) -> Response:
    return _form(visitor, _closed(visitor, order_id))


@router.post("/returns/{order_id}")
def record(posted: WorkSent, order_id: str) -> Response:
    visitor, form = posted.visitor, posted.form
    order = _closed(visitor, order_id)
    definition = return_visits.definition_of(visitor.endpoint, None)
    fields = [field for field in definition.fields if field.type in EDITABLE]
    said, errors = read_fields(fields, form, visitor.words, visitor.endpoint.office, {})
    if not errors:
        try:
            return_visits.record(visitor.endpoint, visitor.caller, order, said)
        except UnfinishedError as gaps:
            errors = {
                problem.field: problem.message.get(visitor.lang) if problem.message else visitor.words.of("fault", problem.code)
                for problem in gaps.problems
            }
            errors |= {gap.field: visitor.words("form.needed", what=gap.label.get(visitor.lang)) for gap in gaps.missing}
        except InputFault as fault:
            errors = {str(fault.details.get("field", "")): visitor.words.of("fault", fault.code, what="", limit="")}
        else:
            closed_in = return_visits.closed_at(order).astimezone(visitor.endpoint.office)
            return go(f"/desk/returns?month={closed_in:%Y-%m}&done=1")
    questions = [one.typed(form).wrong(errors.get(one.name, "")) for one in _questions(visitor, order, None)]
    return _page(visitor, order, questions, errors, status=422)


def _closed(visitor: Visitor, order_id: str) -> Document:
    endpoint = visitor.endpoint
    with endpoint.database.reading() as connection:
        found = orders.load(endpoint.database, connection, [order_id] if ids.is_id(order_id) else []).get(order_id)
    if found is None or found.doc.get("kind") is not None or found.doc["state"] != State.CLOSED:
        raise Problem(Code.NOT_FOUND, "no closed order")
    return found.doc


def _form(visitor: Visitor, order: Document) -> Response:
    visit = return_visits.find(visitor.endpoint, order["id"])
    doc = visit.doc if visit else None
    return _page(visitor, order, _questions(visitor, order, doc), {}, doc)


def _questions(visitor: Visitor, order: Document, visit: Document | None) -> list[Input]:
    definition = return_visits.definition_of(visitor.endpoint, visit)
    zone = visitor.endpoint.office
    usual = {"visited_at": clock.to_wire(visitor.now.astimezone(zone))}
    answers = visit["answers"] if visit else {**defaults(definition), **usual, **return_visits.prefilled(order)}
    return [of_field(field, answers.get(field.id), visitor.words, zone) for field in definition.fields if field.type in EDITABLE]


def _page(
    visitor: Visitor,
    order: Document,
    questions: list[Input],
    errors: dict[str, str],
    visit: Document | None = None,
    *,
    status: int = 200,
) -> Response:
    values: dict[str, Any] = {
        "order": order,
        "questions": questions,
        "errors": errors,
        "visit": visit,
        "over": visit is not None and visit["state"] == DONE,
    }
    return page(visitor, "return.html", status, **values)
