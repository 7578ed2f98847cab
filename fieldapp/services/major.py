"""§7 重大事件 on the device: declared from an order, its plans issued, updates agreed to and given, reviews held; all offline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fieldapp.clock import to_wire
from fieldapp.domain import events, kinds
from fieldapp.domain.major import updates
from fieldapp.domain.major.people import MANAGERS, TEAM
from fieldapp.domain.major.reviews import NEXT, REVIEWS
from fieldapp.domain.major.rows import KIND
from fieldapp.domain.major.rules import PLANS, MajorRules
from fieldapp.domain.major.updates import UPDATES, DueUpdate
from fieldapp.domain.records import JSON, Document, Event, EventKind, Role
from fieldapp.domain.status import derive
from fieldapp.errors import RefusedFault
from fieldapp.forms import answers, issued
from fieldapp.ids import new_id
from fieldapp.services.changes import Loaded, Patch, change, events_patch, load
from fieldapp.services.context import Context
from fieldapp.services.major_view import (
    CONTRACT,
    MajorDetail,
    MajorDue,
    MajorRow,
    in_the_way,
    linked_orders,
    read_board,
    read_due,
    read_major,
    rules_of,
)
from fieldapp.services.notices import LOOKED_AT, OPEN
from fieldapp.services.records import Records, kind_of
from fieldapp.store.records import OrderFilter, OrderRow, RecordRow, Sort

TITLE, SHORTEST = 80, 6
"""Characters of a title; a first sentence shorter than the second says too little."""


@dataclass(frozen=True, slots=True)
class Manager:
    """Whom a declaration puts in charge. `user`: his account, empty where he has none."""

    name: str
    user: str = ""
    phone: str = ""


class Major:
    """Use cases of major incidents; what any record can do (typing, notes, links) is `Records`'."""

    def __init__(self, context: Context, records: Records) -> None:
        self.context, self.records = context, records

    def may_declare(self, order_id: str) -> bool:
        """§6.2.1: an order of the level that the profile names, for which none is running."""
        with self.context.store.reading() as work:
            doc = load(self.context, work, order_id).doc
        return self._level_fits(doc) and not self._running(order_id)

    def declarable(self) -> tuple[OrderRow, ...]:
        """The orders held here from which one may be declared."""
        queries = self.context.store.queries
        ids = queries.order_ids(OrderFilter(states=OPEN), Sort.DUE, LOOKED_AT)
        return tuple(row for row in queries.order_rows(ids) if not row.frozen and self.may_declare(row.id))

    def declare(self, order_id: str, reason: str, manager: Manager) -> str:
        """Declare one from an order, offline; returns its id. Everything known of the order is in it, and one kind of update
        for each audience.

        Raises RefusedFault `order.unknown`, `major.level` for an order of a lesser level, `major.exists` with `number`,
        `answer.empty` without a manager's name.
        """
        context = self.context
        with context.store.reading() as work:
            order = load(context, work, order_id).doc
        if kinds.is_record(order):
            raise RefusedFault("order.unknown", f"{order_id} is not an order", order_id=order_id)
        if not manager.name.strip():
            raise RefusedFault("answer.empty", "a manager is needed", field="name")
        if not self._level_fits(order):
            raise RefusedFault("major.level", f"the order {order['number']} is not of the level of a major incident")
        if running := self._running(order_id):
            raise RefusedFault("major.exists", f"{running[0].number} is running for this order", number=running[0].number)
        return self.records.create(KIND, self._first_answers(order, reason.strip(), manager), [order_id])

    def board(self) -> tuple[MajorRow, ...]:
        """All that are held here, running ones first."""
        return read_board(self.context)

    def due(self) -> tuple[MajorDue, ...]:
        """What a member has to do now or soon."""
        return read_due(self.context)

    def detail(self, record_id: str) -> MajorDetail:
        """Everything the page of one shows. Raises RefusedFault `order.unknown`."""
        return read_major(self.context, record_id)

    def tell_manager(self, record_id: str, name: str, result: str) -> None:
        """§6.2.1: the manager was told, on the telephone or face to face."""
        said = required(name, "name")
        self._write(record_id, EventKind.MANAGER_TOLD, lambda _: {"name": said, "result": result.strip()})

    def issue(self, record_id: str, plan: str, note: str) -> None:
        """Freeze a version of a plan; `note`: what changed, in words. Raises RefusedFault `entry.refused`, `plan.nothing-new`."""
        said = required(note, "note")

        def data(loaded: Loaded) -> dict[str, JSON]:
            found = issued.data(loaded.definition, loaded.doc, plan, said)
            if found is None:
                raise RefusedFault("plan.nothing-new", f"the {plan} plan says what its last version says")
            return found

        self._write(record_id, EventKind.PLAN_ISSUED, data)

    def approve(self, record_id: str, key: str, text: str, approver: str = "") -> None:
        """Agree to the text of an owed update; `approver`: who without an account agreed, where another writes it down.

        Raises RefusedFault `update.not-owed`, `update.not-yours`.
        """
        words, actor = required(text, "text"), self.context.session.actor

        def data(loaded: Loaded) -> dict[str, JSON]:
            update = self._owed(loaded, key)
            if not updates.may_approve(loaded.doc, update.row_id, actor.id, actor.role):
                raise RefusedFault("update.not-yours", f"{update.approver or 'a manager'} agrees to this update")
            said = approver.strip()
            return {"key": key, "row": update.row_id, "audience": update.audience, "text": words} | (
                {"approver": said} if said else {}
            )

        self._write(record_id, EventKind.STATEMENT_APPROVED, data)

    def send(self, record_id: str, key: str, result: str = "") -> None:
        """An update was given as it was agreed to. Raises RefusedFault `update.not-owed`, `update.not-approved`."""

        def data(loaded: Loaded) -> dict[str, JSON]:
            update = self._owed(loaded, key)
            if update.approval is None:
                raise RefusedFault("update.not-approved", f"{update.approver or 'a manager'} has not agreed to this update")
            return {
                "key": key,
                "row": update.row_id,
                "audience": update.audience,
                "mechanism": update.mechanism,
                "due_at": to_wire(update.due_at),
                "text": update.approval.text,
                "approved_by": update.approval.approver or update.approval.by,
                "result": result.strip(),
            }

        self._write(record_id, EventKind.STATEMENT_SENT, data)

    def hold_review(self, record_id: str, given: Mapping[str, JSON], next_at: str | None) -> None:
        """A review was held: its row, the time of the next one, and the progress statement as the situation that later updates
        tell. `given`: the columns of `reviews`. Raises RefusedFault `entry.refused`, InputFault `answer.*`."""

        def build(loaded: Loaded) -> Patch:
            self._require_writer(loaded, EventKind.REVIEW_HELD)
            (row,) = answers.normalise(loaded.definition.field(REVIEWS), [{**given, "_id": new_id()}])
            group, statement = str(row["group"]), str(row.get("statement") or "").strip()
            set_now: dict[str, JSON] = {}
            if next_at is not None:
                set_now[NEXT[group]] = answers.normalise(loaded.definition.field(NEXT[group]), next_at)
            if statement:
                set_now["situation"] = statement
            said = {"group": group, "row": row["_id"], "decisions": str(row.get("decisions") or ""), "statement": statement}
            entry = self.context.event(EventKind.REVIEW_HELD, **said)
            return {**events_patch(entry, answers=set_now), "rows": {REVIEWS: {"put": [row]}}}

        change(self.context, record_id, build)

    def _write(self, record_id: str, kind: EventKind, data: Callable[[Loaded], dict[str, JSON]]) -> None:
        def build(loaded: Loaded) -> Patch:
            self._require_writer(loaded, kind)
            return events_patch(self.context.event(kind, **data(loaded)))

        change(self.context, record_id, build)

    def _require_writer(self, loaded: Loaded, entry: EventKind) -> None:
        actor, kind = self.context.session.actor, kind_of(loaded.doc)
        if kind.states[loaded.doc["state"]].final:
            raise RefusedFault("record.locked", f"a {kind.code} that is over is not gone on with", kind=kind.code)
        if not kind.may_write(loaded.doc, entry, actor.id, actor.role):
            raise RefusedFault("entry.refused", f"{entry} is not written by you", kind=kind.code, entry=entry.value)

    def _owed(self, loaded: Loaded, key: str) -> DueUpdate:
        doc, now = loaded.doc, self.context.server_now()
        for update in updates.owed(doc, events.log(doc), rules_of(self.context, doc), now):
            if update.key == key:
                return update
        raise RefusedFault("update.not-owed", f"the update {key} is not owed any more", key=key)

    def _level_fits(self, order: Document) -> bool:
        status = derive(order, self.context.profile, self.context.now())
        return status.priority.value == self.context.profile.for_contract(status.contract).major.level

    def _running(self, order_id: str) -> list[RecordRow]:
        states = kinds.get(KIND).states
        found = self.records.linked_to(order_id)
        return [row for row in found if row.kind == KIND and not states[row.state].final]

    def _first_answers(self, order: Document, reason: str, manager: Manager) -> dict[str, JSON]:
        """What is known when it is declared: the rest is typed on its page."""
        said, now = order["answers"], self.context.server_now()
        symptom = str(said.get("symptom") or "").strip()
        title = headline(symptom) or str(order.get("number") or "")
        status = derive(order, self.context.profile, now)
        rules = self.context.profile.for_contract(status.contract).major
        shift = {"_id": new_id(), "name": manager.name.strip(), "user": manager.user.strip(), "phone": manager.phone.strip()}
        given = {
            "title": title,
            "customer_unit": said.get("customer_unit"),
            CONTRACT: said.get("contract"),
            "started_at": to_wire(status.clock_from),
            "reason": reason,
            "known_problem": symptom,
            MANAGERS: [{**shift, "begins": to_wire(now)}],
            TEAM: list(self._first_team(order)),
            UPDATES: list(first_updates(rules, manager)),
            "parties": customer_party(said),
            **{NEXT[group]: to_wire(now + interval) for group, interval in rules.reviews.items()},
        }
        return {name: value for name, value in given.items() if value not in (None, "", [])}

    def _first_team(self, order: Document) -> Iterable[dict[str, JSON]]:
        """Who works on the order already, and who declares it (§7.2.3: 已经参与处理事件的任何团队成员)."""
        me = self.context.session.actor
        people = {me.id: me.name} if me.role is Role.ENGINEER else {}
        if assignee := order.get("assignee"):
            people.setdefault(assignee, str(order["answers"].get("assignee_name") or assignee))
        for user, name in people.items():
            yield {"_id": new_id(), "name": name, "user": user, "part": "core"}


def move_guard(context: Context) -> Callable[[Loaded, str], tuple[Event, ...]]:
    """What `Records.move` asks before a major incident moves: raises RefusedFault `major.in-the-way` with `reasons`; the last
    versions of both plans are issued with the closing, so that none is closed with a plan that nobody can look up."""

    def guard(loaded: Loaded, to: str) -> tuple[Event, ...]:
        doc = loaded.doc
        if way := in_the_way(doc, to, linked_orders(context, doc)):
            raise RefusedFault("major.in-the-way", f"{to} needs {', '.join(way)}", reasons=list(way))
        if not kind_of(doc).states[to].final:
            return ()
        note = "终结" if to == "CLOSED" else "撤销"
        found = [issued.data(loaded.definition, doc, plan, note) for plan in PLANS]
        return tuple(context.event(EventKind.PLAN_ISSUED, **data) for data in found if data is not None)

    return guard


def first_updates(rules: MajorRules, manager: Manager) -> Iterable[dict[str, JSON]]:
    """§7.2.4, 4 to 10: one kind for each audience, approved by the manager until somebody else is named."""
    for audience, update in rules.updates.items():
        row: dict[str, JSON] = {
            "_id": new_id(),
            "audience": audience,
            "mechanism": update.mechanism,
            "approver": manager.name.strip(),
        }
        row |= {"every": int(update.every.total_seconds() // 60)}
        yield row | ({"user": manager.user.strip()} if manager.user.strip() else {})


def customer_party(said: Mapping[str, JSON]) -> list[dict[str, JSON]]:
    name = str(said.get("contact_name") or "").strip()
    if not name:
        return []
    party = {
        "_id": new_id(),
        "name": name,
        "audience": "customer",
        "unit": said.get("customer_unit"),
        "phone": said.get("contact_phone"),
    }
    return [{column: value for column, value in party.items() if value}]


def required(text: str, field: str) -> str:
    words = text.strip()
    if not words:
        raise RefusedFault("answer.empty", f"{field} must not be empty", field=field)
    return words


def headline(symptom: str) -> str:
    """What a symptom begins with, short enough for a title: its first sentence, or as much of it as has room."""
    first = next(iter(symptom.strip().splitlines()), "")
    for place, character in enumerate(first[: TITLE + 1]):
        if character in "。；;!！?？" and place >= SHORTEST:
            return first[:place]
    return first if len(first) <= TITLE else f"{first[: TITLE - 1].rstrip()}…"
