"""From an order to other processes: problem, change, configuration (§6.2.5, §6.2.8), each in one tap with what the order knows.

Which records an order may become, when it asks for one and what it hands on is data of the kinds (`[from_order]`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain import kinds
from fieldapp.domain.kinds import FromOrder, Kind
from fieldapp.domain.records import JSON, Document, State
from fieldapp.domain.status import Signing
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.answers import normalise
from fieldapp.forms.expressions import Scope, is_empty
from fieldapp.forms.loader import condition_on
from fieldapp.forms.schema import Field, FieldType
from fieldapp.services.changes import Loaded, commit, load, require_open
from fieldapp.services.context import Context
from fieldapp.services.history import Repeated, named_serials, repeated_devices
from fieldapp.services.records import create_in
from fieldapp.store.records import RecordRow
from fieldapp.store.unit_of_work import Work

REPEATED = "repeated"


class Why(StrEnum):
    """Why a hand-off is offered: the order's answers ask for it, they suggest it, or a device failed again and again."""

    ASKED = "asked"
    SUGGESTED = "suggested"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that the order may become. `rows`: how many rows of a table it would take, 0 for one that takes none."""

    kind: Kind
    why: Why
    repeated: tuple[Repeated, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What an order has handed over, oldest first, and what it may still."""

    records: tuple[RecordRow, ...] = ()
    offers: tuple[Offer, ...] = ()


class HandOffs:
    """Use cases of hand-offs."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def of(self, order_id: str) -> HandedOver:
        """Raises RefusedFault `order.unknown`."""
        linked = self.context.store.queries.records_linked_to(order_id)
        with self.context.store.reading() as work:
            loaded = load(self.context, work, order_id)
            if loaded.stored.frozen or kinds.is_record(loaded.doc):
                return HandedOver(linked)
            look = Look(self.context, loaded, linked, work)
            return HandedOver(linked, tuple(look.offers()))

    def hand_over(self, order_id: str, kind_code: str) -> str:
        """Make the record, offline; returns its id. Doing it twice gives the same record, on two devices too.

        The order's empty answers that belong to it are filled in the same transaction, unless the customer has signed.
        Raises RefusedFault `order.unknown`, `order.frozen`, `handoff.not-offered`, `kind.refused`.
        """
        context = self.context
        linked = context.store.queries.records_linked_to(order_id)
        with context.store.writing() as work:
            loaded = load(context, work, order_id)
            require_open(loaded.stored)
            look = Look(context, loaded, linked, work)
            offer = next((one for one in look.offers() if one.kind.code == kind_code), None)
            if offer is None:
                raise RefusedFault("handoff.not-offered", f"the order hands over no {kind_code} now", kind=kind_code)
            record_id = look.record_id(offer.kind)
            there = work.orders.get(record_id)
            doc = (
                there.doc
                if there is not None
                else create_in(context, work, offer.kind, look.taken(offer), [loaded.doc], record_id)
            )
            answers = look.said(offer, doc)
            if answers:
                commit(context, work, loaded, {"answers": answers})
        return record_id


class Look:
    """One order as hand-offs see it, inside a transaction."""

    def __init__(self, context: Context, loaded: Loaded, linked: tuple[RecordRow, ...], work: Work) -> None:
        self._context, self._loaded, self._work = context, loaded, work
        self._linked = [row for row in linked if not kinds.get(row.kind).states[row.state].void]
        self._void = [row for row in linked if kinds.get(row.kind).states[row.state].void]
        self._answers: Mapping[str, JSON] = loaded.doc.get("answers", {})
        status = loaded.status
        self._scope = Scope(self._answers, status.state, status.priority, context.now())
        self._repeated: tuple[Repeated, ...] | None = None

    def offers(self) -> Iterator[Offer]:
        for kind in kinds.every().values():
            rule = kind.from_order
            if rule is None or self._context.session.actor.role.value not in kind.create:
                continue
            rows = len(self.rows(kind, rule)) if rule.rows else 0
            if (rule.rows and not rows) or (not rule.rows and any(row.kind == kind.code for row in self._linked)):
                continue
            why = self._why(rule)
            if why is not None:
                yield Offer(kind, why, self.repeated() if rule.repeated else (), rows)

    def rows(self, kind: Kind, rule: FromOrder) -> list[dict[str, JSON]]:
        """The rows that no record has yet."""
        there: set[JSON] = set()
        for row in self._linked:
            stored = self._work.orders.get(row.id) if row.kind == kind.code else None
            held = stored.doc["answers"].get(rule.rows_to) if stored is not None else None
            there |= {one.get("_id") for one in held or ()}
        found = self._answers.get(rule.rows)
        return [one for one in found if one.get("_id") not in there] if isinstance(found, list) else []

    def repeated(self) -> tuple[Repeated, ...]:
        """Devices that failed again and again within the profile's days (§6.2.5)."""
        if self._repeated is None:
            definition, doc = self._loaded.definition, self._loaded.doc
            self._repeated = repeated_devices(self._context, definition, doc, dict(named_serials(definition, doc)))
        return self._repeated

    def record_id(self, kind: Kind) -> str:
        """The same on every device that makes the same hand-off."""
        earlier = sum(row.kind == kind.code for row in (*self._linked, *self._void))
        return str(uuid.uuid5(uuid.UUID(self._loaded.stored.id), f"{kind.code}/{earlier}"))

    def taken(self, offer: Offer) -> dict[str, JSON]:
        """What the record begins with."""
        rule, definition = rule_of(offer.kind), self._context.catalog.latest(offer.kind.form)
        given = {here: self._first(there) for here, there in rule.take.items()}
        if rule.rows:
            given[rule.rows_to] = self.rows(offer.kind, rule)
        for choice in rule.choose:
            if choice["answer"] not in given and self._chosen(choice["when"]):
                given[choice["answer"]] = choice["value"]
        words = repeated_words(offer.repeated)
        if words and is_empty(given.get("reason")):
            given["reason"] = words
        fitting = ((name, fitted(definition.field(name), value)) for name, value in given.items() if name in definition)
        return {name: value for name, value in fitting if not is_empty(value)}

    def _first(self, names: tuple[str, ...]) -> JSON:
        return next((value for value in map(self._answers.get, names) if not is_empty(value)), None)

    def said(self, offer: Offer, record: Document) -> dict[str, JSON]:
        """What the order's empty answers say from now on. A signed order is left as it was signed, a closed one as it is."""
        status, rule = self._loaded.status, rule_of(offer.kind)
        if status.signing is not Signing.UNSIGNED or status.state is State.CLOSED:
            return {}
        said: dict[str, JSON] = dict(rule.says)
        if rule.number_to:
            said[rule.number_to] = record["number"]
        if rule.reason_to and (words := repeated_words(offer.repeated)):
            said[rule.reason_to] = words
        definition = self._loaded.definition
        return {name: value for name, value in said.items() if name in definition and is_empty(self._answers.get(name))}

    def _why(self, rule: FromOrder) -> Why | None:
        if self._holds(rule.when):
            return Why.ASKED
        if any(self._answers.get(name) not in (None, value) for name, value in rule.says.items()):
            return None  # somebody has said no
        if rule.repeated and self.repeated():
            return Why.REPEATED
        return Why.SUGGESTED if rule.suggest and self._holds(rule.suggest) else None

    def _chosen(self, condition: str) -> bool:
        return bool(self.repeated()) if condition == REPEATED else self._holds(condition)

    def _holds(self, condition: str) -> bool:
        """A condition over a form that lacks its fields (a company's own) does not hold."""
        try:
            return condition_on(self._loaded.definition, condition).evaluate(self._scope)
        except InputFault:
            return False


def rule_of(kind: Kind) -> FromOrder:
    assert kind.from_order is not None
    return kind.from_order


def repeated_words(repeated: tuple[Repeated, ...]) -> str:
    """For the record: in the language of the process."""
    return "；".join(f"{one.name or one.serial}（{one.serial}）{one.days} 天内故障 {one.failures} 次" for one in repeated)


def fitted(field: Field, value: JSON) -> JSON:
    """A value of the order as the record's field takes it: the first line where one line is wanted, the columns it has; None
    where it does not fit at all."""
    if field.type is FieldType.TABLE and isinstance(value, list):
        known = {"_id", *(column.id for column in field.columns)}
        value = [{name: cell for name, cell in row.items() if name in known} for row in value if isinstance(row, dict)]
    elif isinstance(value, str) and field.max_length is not None:
        text = value if field.type is FieldType.LONG_TEXT else next(iter(value.strip().splitlines()), "")
        value = text if len(text) <= field.max_length else text[: field.max_length - 1] + "…"
    try:
        return normalise(field, value)
    except InputFault:
        return None
