"""§6.2.10 return visits: which closed orders of a month are asked about, and what the customers said.

The sample of a month is the same whoever draws it and whenever: its orders are ranked by the hash of month and order id, and the
first ones are taken, as many as the profile says; orders that the profile always wants come on top. While the month goes on more
are closed, so only the sample of a month that is over stands.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldapp.domain import events
from fieldapp.domain.profile import ReturnVisits
from fieldapp.domain.records import JSON, Document, EventKind
from fieldapp.forms import answers as form_answers
from fieldapp.forms.answers import Missing, Problem
from fieldapp.forms.expressions import Scope
from fieldapp.forms.schema import FormDefinition, Step
from fieldapp.itsm import orders, records, rules
from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.listing import Listing, Wanted
from fieldapp.itsm.orders import StoredOrder

KIND: Final = "return-visit"
OPEN, DONE = "OPEN", "DONE"
_COPIED: Final = {
    "order_number": "number",
    "customer_unit": "customer_unit",
    "engineer": "assignee_name",
    "contact_name": "contact_name",
    "contact_phone": "contact_phone",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One order of a sample. `always`: the profile wants it whatever the lot says; `visit`: its record, None: none yet."""

    order_id: str
    number: str
    customer: str
    title: str
    engineer: str
    closed_at: datetime
    always: bool
    visit: Document | None


class UnfinishedError(Exception):
    """A visit is not complete: what is wrong and what is missing. What was said is kept."""

    def __init__(self, problems: tuple[Problem, ...], missing: tuple[Missing, ...]) -> None:
        super().__init__(f"{len(problems)} wrong, {len(missing)} missing")
        self.problems = problems
        self.missing = missing


def size_of(total: int, terms: ReturnVisits) -> int:
    """How many of `total` closed orders are drawn."""
    return min(total, max(terms.least, -(-total * terms.percent // 100)))


def drawn(month: str, closed: Iterable[str], terms: ReturnVisits) -> frozenset[str]:
    """The ids that the lot takes of a month's closed orders; `month` as "2026-11"."""
    ranked = sorted(closed, key=lambda order_id: hashlib.sha256(f"{KIND}/{month}/{order_id}".encode()).digest())
    return frozenset(ranked[: size_of(len(ranked), terms)])


def sample(endpoint: Endpoint, listing: Listing, month: str, since: datetime, until: datetime) -> tuple[list[Chosen], int]:
    """The orders to visit of those closed in a month, in the order of closing, and how many were closed."""
    closed = list(listing.documents(Wanted(closed_since=since, closed_until=until)))
    terms = endpoint.profile.return_visits
    by_lot = drawn(month, [doc["id"] for doc in closed], terms)
    wanted = {doc["id"] for doc in closed if _always(doc, terms)}
    taken = [doc for doc in closed if doc["id"] in by_lot | wanted]
    visits = _visits(endpoint, [doc["id"] for doc in taken])
    found = [_chosen(doc, wanted, visits) for doc in taken]
    return sorted(found, key=lambda one: (one.closed_at, one.number)), len(closed)


def visit_id(order_id: str) -> str:
    """An order is visited once: its visit has one id for ever."""
    return str(uuid.uuid5(uuid.UUID(order_id), KIND))


def find(endpoint: Endpoint, order_id: str) -> StoredOrder | None:
    """The visit of an order."""
    wanted = visit_id(order_id)
    with endpoint.database.reading() as connection:
        return orders.load(endpoint.database, connection, [wanted]).get(wanted)


def definition_of(endpoint: Endpoint, visit: Document | None) -> FormDefinition:
    """The form of a visit, or of one that is to be recorded."""
    return rules.definition_of(visit, endpoint.catalog) if visit else endpoint.catalog.latest(KIND)


def prefilled(order: Document) -> dict[str, JSON]:
    """What a visit takes from its order."""
    answers = order["answers"]
    found = {name: order["number"] if source == "number" else answers.get(source) for name, source in _COPIED.items()}
    return {name: value for name, value in found.items() if value}


def closed_at(order: Document) -> datetime:
    """When a closed order was closed."""
    closing = next(entry for entry in reversed(order["events"]) if entry["kind"] == EventKind.TRANSITION)
    return events.moment(events.parse(closing))


def record(endpoint: Endpoint, caller: Caller, order: Document, said: Mapping[str, JSON]) -> StoredOrder:
    """Write down a visit and finish it; 已回访 when nothing is missing. What was said is kept in any case.

    Raises UnfinishedError for gaps, InputFault `answer.*`, RefusedFault `state.refused`.
    """
    answers = {**prefilled(order), **said}
    visit = records.create(endpoint, KIND, answers, caller.user.actor, [order["id"]], record_id=visit_id(order["id"]))
    if visit.doc["state"] == OPEN:
        visit = records.change(endpoint, visit.id, said, caller.user.actor)
        definition = definition_of(endpoint, visit.doc)
        scope = Scope(visit.doc["answers"], visit.doc["state"], None, endpoint.clock.now())
        wrong = form_answers.problems(definition, scope)
        gaps = form_answers.missing(definition, scope, Step.CONFIRM)
        if wrong or gaps:
            raise UnfinishedError(wrong, gaps)
        visit = records.move(endpoint, visit.id, DONE, caller.user.actor)
    return visit


def _always(doc: Document, terms: ReturnVisits) -> bool:
    return any(doc["answers"].get(field) in codes for field, codes in terms.always.items())


def _visits(endpoint: Endpoint, order_ids: Iterable[str]) -> dict[str, Document]:
    wanted = {visit_id(order_id): order_id for order_id in order_ids}
    with endpoint.database.reading() as connection:
        found = orders.load(endpoint.database, connection, wanted)
    return {wanted[visit.id]: visit.doc for visit in found.values()}


def _chosen(doc: Document, wanted: set[str], visits: Mapping[str, Document]) -> Chosen:
    answers = doc["answers"]
    return Chosen(
        order_id=doc["id"],
        number=str(doc["number"]),
        customer=str(answers.get("customer_unit") or ""),
        title=str(answers.get("symptom") or "").strip().split("\n", 1)[0],
        engineer=str(answers.get("assignee_name") or ""),
        closed_at=closed_at(doc),
        always=doc["id"] in wanted,
        visit=visits.get(doc["id"]),
    )
