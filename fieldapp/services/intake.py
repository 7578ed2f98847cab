"""受理 on site, offline (§6.2.1–6.2.3): what is asked, what is known of the customer already, and the order that comes of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from fieldapp.clock import to_wire
from fieldapp.domain import events, finding, priority
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import JSON, Document, Event, EventKind, Label, Priority, State
from fieldapp.domain.tables import Table
from fieldapp.errors import InputFault
from fieldapp.forms import answers
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.summary import summarise
from fieldapp.ids import new_id
from fieldapp.paths import resource
from fieldapp.services.context import Context
from fieldapp.services.history import read_device, read_documents
from fieldapp.services.shipped import FORM
from fieldapp.store.records import OrderFilter, OrderRow, Sort

DRAFT: Final = "intake"
"""In `meta`: what was typed and is not recorded yet, so that a dead battery costs nothing."""

LOOKED_AT: Final = 60
CUSTOMERS: Final = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Fields asked together. `only_if`: a field and the answer it must have; `folded`: shown when it is asked for;
    `wide`: each field over the whole width."""

    label: Label
    fields: tuple[str, ...]
    only_if: tuple[str, str] | None = None
    folded: bool = False
    wide: bool = False

    def applies(self, given: Mapping[str, JSON]) -> bool:
        return self.only_if is None or given.get(self.only_if[0]) == self.only_if[1]


@dataclass(frozen=True, slots=True)
class Layout:
    """What is asked when an incident is recorded (`resources/intake`). `known`: what a known customer's last order fills in."""

    groups: tuple[Group, ...]
    required: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """§6.1.3: a person sets another level than the three answers propose, and says why."""

    level: Priority
    reason: str


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """Everything the screen needs to ask and to judge by itself. `begun`: what was typed before, or the answers that a new
    incident starts with; `level`, `reason`: the override among it."""

    definition: FormDefinition
    layout: Layout
    profile: Profile
    begun: Mapping[str, JSON]
    level: Priority | None
    reason: str
    customers: tuple[str, ...]

    def proposed(self, given: Mapping[str, JSON]) -> Priority | None:
        """The level that the answers propose, by the contract's matrix where one is named."""
        terms = self.profile.for_contract(given.get("contract"))
        return priority.propose(given.get("impact"), given.get("scope"), given.get("urgency"), terms)

    def missing(self, given: Mapping[str, JSON]) -> tuple[str, ...]:
        """Ids of the fields without which nothing can be recorded."""
        return tuple(name for name in self.layout.required if given.get(name) in (None, "", []))


class Intake:
    """The use case; every method is for a job."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def begin(self) -> IntakeForm:
        """What to ask, with what was typed before."""
        context = self.context
        definition = context.catalog.latest(FORM)
        with context.store.reading() as work:
            kept: dict[str, Any] = work.meta.get(DRAFT) or {}
        begun = kept.get("answers") or {
            **answers.defaults(definition),
            "discovered_at": to_wire(context.now()),
            "service_mode": "onsite",
        }
        level = priority.read(kept.get("level"))
        return IntakeForm(definition, layout(), context.profile, begun, level, str(kept.get("reason") or ""), self.customers(""))

    def keep(self, given: Mapping[str, JSON], level: Priority | None, reason: str) -> None:
        """What is on the screen, as it was typed."""
        value = {"answers": dict(given), "level": level.value if level else None, "reason": reason}
        with self.context.store.writing() as work:
            work.meta.set(DRAFT, value)

    def discard(self) -> None:
        """Begin anew."""
        with self.context.store.writing() as work:
            work.meta.set(DRAFT, None)

    def customers(self, text: str) -> tuple[str, ...]:
        """Customers of earlier orders that the words fit, also by pinyin, the best first; without words the latest."""
        queries, wanted = self.context.store.queries, text.strip()
        if not wanted:
            ids = queries.order_ids(OrderFilter(), Sort.UPDATED, LOOKED_AT)
            return tuple(dict.fromkeys(row.customer for row in queries.order_rows(ids) if row.customer))[:CUSTOMERS]
        fitting = [(how, name) for name in queries.customers() if (how := finding.rank(name, wanted)) is not None]
        return tuple(name for _, name in sorted(fitting)[:CUSTOMERS])

    def known(self, customer: str) -> dict[str, JSON]:
        """What the customer's last order says of the customer itself."""
        rows = self.context.store.queries.history(customer)
        return {"customer_unit": customer, **self._known(rows[:1])}

    def by_serial(self, serial: str) -> dict[str, JSON]:
        """Answers by a device that earlier orders know: its row, and whose it is; empty when none does."""
        device = read_device(self.context, serial)
        rows = self.context.store.queries.history("", [serial])
        if device is None or not rows:
            return {}
        whose = {"customer_unit": rows[0].customer} if rows[0].customer else {}
        return {**whose, **self._known(rows[:1]), device.field_id: [{**device.row, "_id": new_id()}]}

    def record(self, given: Mapping[str, JSON], override: Override | None = None) -> str:
        """The order, recorded and accepted by the person who is there; returns its id. The draft goes in the same transaction.

        Raises InputFault `answer.*`, `intake.incomplete` (`fields`), `intake.reason`.
        """
        form = self.begin()
        fitting = self._fitting(form, given)
        if gaps := form.missing(fitting):
            raise InputFault("intake.incomplete", f"not recorded without {', '.join(gaps)}", fields=list(gaps))
        if override is not None and override.level is not form.proposed(fitting) and not override.reason.strip():
            raise InputFault("intake.reason", "another level than the proposed one needs a reason")
        return create(self.context, fitting, override, present=True)

    def _fitting(self, form: IntakeForm, given: Mapping[str, JSON]) -> dict[str, JSON]:
        """Normalised; what belongs to a group that does not apply is left out."""
        away = {name for group in form.layout.groups if not group.applies(given) for name in group.fields}
        found = {
            name: answers.normalise(form.definition.field(name), value)
            for name, value in given.items()
            if name in form.definition and name not in away
        }
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def _known(self, rows: tuple[OrderRow, ...]) -> dict[str, JSON]:
        docs = read_documents(self.context, list(rows))
        before: Mapping[str, JSON] = next((docs[row.id].get("answers", {}) for row in rows if row.id in docs), {})
        return {name: before[name] for name in layout().known if before.get(name)}


def create(context: Context, given: Mapping[str, JSON], override: Override | None = None, *, present: bool = False) -> str:
    """The order in the store and in the outbox. `present`: who records it takes it, and is there already where the work is on
    site. The endpoint gives the number."""
    definition = context.catalog.latest(FORM)
    now, actor = context.now(), context.session.actor
    moment, order_id = to_wire(now), new_id()
    told = {"channel": "onsite", "received_at": moment, "discovered_at": moment, "service_mode": "onsite", **given}
    entries = [
        context.event(EventKind.CREATED, channel="onsite"),
        context.event(EventKind.ASSIGNED, assignee=actor.id, name=actor.name),
        *_level_entries(context, told, override),
    ]
    if present:
        taken, there = _presence(context, told, now)
        entries += taken
        told = {"received_by": actor.name, **told, **there}
    doc: Document = {
        "id": order_id,
        "number": f"XC-{now:%Y%m%d}-{order_id[:6].upper()}",
        "schema": 1,
        "form": {"id": definition.id, "version": definition.version},
        "assignee": actor.id,
        "state": State.DISPATCHED.value,
        "created_at": moment,
        "answers": told,
        "events": [events.to_wire(entry) for entry in entries],
        "attachments": [],
    }
    with context.store.writing() as work:
        work.create(summarise(definition, doc, context.profile, now), doc)
        if present:
            work.meta.set(DRAFT, None)
    return order_id


def _level_entries(context: Context, told: Mapping[str, JSON], override: Override | None) -> list[Event]:
    if override is None:
        return []
    terms = context.profile.for_contract(told.get("contract"))
    proposed = priority.propose(told.get("impact"), told.get("scope"), told.get("urgency"), terms)
    if override.level is proposed:
        return []
    before = proposed.value if proposed else None
    data = {"from": before, "to": override.level.value, "proposed": before, "reason": override.reason.strip()}
    return [context.event(EventKind.PRIORITY_SET, **data)]


def _presence(context: Context, told: Mapping[str, JSON], now: datetime) -> tuple[list[Event], dict[str, JSON]]:
    """§6.1.1-2: recording it for oneself is accepting it; on site it is arriving, too."""
    moment = to_wire(now)
    entries, there = [context.event(EventKind.ACCEPTED)], {"accept_answer": "accepted", "accepted_at": moment}
    if told["service_mode"] == "onsite":
        entries.append(context.event(EventKind.ARRIVED))
        there["arrived_at"] = moment
    return entries, there


@cache
def layout() -> Layout:
    """Raises InputFault `intake.layout` naming file and key."""
    path = resource(f"intake/{FORM}.toml")
    table = Table(tomllib.loads(path.read_text(encoding="utf-8")), path.name, "", "intake.layout")
    table.whole("schema", 1, 1)
    table.one_of("form", (FORM,))
    groups = tuple(_group(part) for part in table.table_list("groups"))
    found = Layout(groups, table.texts("required"), table.texts("known"))
    table.done()
    return found


def _group(part: Table) -> Group:
    only_if = None
    if "only_if" in part:
        condition = part.table("only_if")
        only_if = (condition.text("field"), condition.text("is"))
        condition.done()
    folded, wide = (part.flag(key) if key in part else False for key in ("folded", "wide"))
    group = Group(part.label(), part.texts("fields"), only_if, folded, wide)
    part.done()
    return group
