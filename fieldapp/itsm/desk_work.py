"""What people at the desk do with an order (§6.1, §6.2.1–6.2.4, §6.2.6, §6.2.9): each function is one action, in one transaction.

Every change is a patch in the caller's name and goes through `rules`, as one that comes over sync/v1 does. `base` is the ETag of
the version that the person looked at: when it is not the present one any more, Problem `stale` says so and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from fieldapp import clock, ids
from fieldapp.domain import patches
from fieldapp.domain import status as domain_status
from fieldapp.domain.records import JSON, Document, EventKind, Priority, Role, State
from fieldapp.domain.status import Status
from fieldapp.domain.written import FIELDS
from fieldapp.itsm import orders, rules
from fieldapp.itsm.accounts import Caller, User, find_user
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.desk import take_back
from fieldapp.itsm.duties import Right
from fieldapp.itsm.envelope import completed, form_of_today, handing_over, moved, new_event, rewritten
from fieldapp.itsm.operations import office_day, save_followed
from fieldapp.itsm.orders import Change, StoredOrder
from fieldapp.itsm.problems import Code, Problem

Patch = dict[str, Any]
Build = Callable[[StoredOrder, datetime], Patch]


@dataclass(frozen=True, slots=True)
class Attempt:
    """§6.2.3 what was tried by phone or remotely; `consent`: of the customer, to remote assistance; `knowledge`: articles tried,
    each (number, title)."""

    mode: str
    consent: bool | None
    result: str
    knowledge: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """§6.2.1 what the desk records. `level`: another one than is proposed, with its `reason`; `told`: the major-incident manager
    who was told of a critical incident."""

    answers: Mapping[str, JSON]
    level: Priority | None = None
    reason: str = ""
    told: str = ""
    attempt: Attempt | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """§6.2.4 who does it and how; `answers`: support_line, service_mode, appointment_at as far as they are said; `reason`: why it
    goes to another engineer, for the one who had it."""

    to: str
    answers: Mapping[str, JSON] = field(default_factory=dict)
    reason: str = ""


def proposed(endpoint: Endpoint, answers: Mapping[str, JSON], now: datetime) -> Status:
    """The status that an order with these answers would start with: proposed level, target."""
    doc = completed({"number": "", "answers": dict(answers)}, now, form_of_today(endpoint.catalog))
    return domain_status.derive(doc, endpoint.profile, now)


def record(endpoint: Endpoint, caller: Caller, intake: Intake, order_id: str) -> StoredOrder:
    """§6.2.1 record an incident as 待处理. The same `order_id` again (a form sent twice) gives the order that is there.

    Raises Problem `refused|invalid` with the rule's code: `intake.reason` (another level without a reason), `intake.told`
    (a critical incident and nobody told), `answer.*`.
    """

    def work(connection: Connection) -> StoredOrder:
        orders.hold_feed(endpoint.database, connection)
        there = orders.load(endpoint.database, connection, [order_id]).get(order_id)
        if there is not None:
            return there
        now = endpoint.clock.now()
        number = orders.fresh_number(connection, office_day(endpoint))
        local = clock.to_wire(now.astimezone(endpoint.office))
        usual = {"received_at": local, "received_by": caller.user.full_name}
        answers = {name: value for name, value in {**usual, **intake.answers}.items() if value is not None}
        doc = completed({"id": order_id, "number": number, "answers": answers}, now, form_of_today(endpoint.catalog))
        doc = patches.apply(doc, _begun(endpoint, caller, intake, doc, now))
        return orders.save(connection, None, rules.created(doc, caller, endpoint.catalog, endpoint.blobs.size))

    return endpoint.database.run_writing(work)


def dispatch(endpoint: Endpoint, caller: Caller, order_id: str, base: str, given: Assignment) -> StoredOrder:
    """§6.2.4 give an order to an engineer, or to another one than has it. Raises Problem `refused` `dispatch.person`."""

    def work(connection: Connection) -> StoredOrder:
        person = find_user(connection, user_id=given.to)
        if person is None or person.role is not Role.ENGINEER:
            raise _refused("dispatch.person", f"there is no engineer {given.to[:60]}")

        def build(order: StoredOrder, now: datetime) -> Patch:
            return _handed(order, caller, person, given, now)

        return _changed(endpoint, connection, caller, order_id, base, build)

    return endpoint.database.run_writing(work)


def note(endpoint: Endpoint, caller: Caller, order_id: str, base: str, text: str) -> StoredOrder:
    """A progress note of the desk."""
    return change(endpoint, caller, order_id, base, lambda _, now: {"events": [_note(caller, now, text)]})


def attempt(endpoint: Endpoint, caller: Caller, order_id: str, base: str, tried: Attempt) -> StoredOrder:
    """§6.2.3 write down what was tried. Raises Problem `refused` `attempt.consent` for remote assistance without consent."""
    return change(endpoint, caller, order_id, base, lambda _, now: _attempted(caller, tried, now))


def set_level(endpoint: Endpoint, caller: Caller, order_id: str, base: str, level: Priority, reason: str) -> StoredOrder:
    """§6.1.3 override the proposed level. Raises Problem `refused` `intake.reason` without a reason."""

    def build(order: StoredOrder, now: datetime) -> Patch:
        status = domain_status.derive(order.doc, endpoint.profile, now)
        return {"events": [_level(caller, status, level, reason, now)]}

    return change(endpoint, caller, order_id, base, build)


def edit(endpoint: Endpoint, caller: Caller, order_id: str, base: str, answers: Mapping[str, JSON]) -> StoredOrder:
    """Correct what the desk wrote down; the log says who changed what."""
    return change(endpoint, caller, order_id, base, lambda order, now: rewritten(order.doc, caller.user.actor, now, answers))


def close(endpoint: Endpoint, caller: Caller, order_id: str, base: str, said: str) -> StoredOrder:
    """§6.1.2, §6.2.9 the desk confirms with the customer that it is solved; `said`: what was heard, may be empty."""
    return _move(endpoint, caller, order_id, base, State.CLOSED, said)


def reopen(endpoint: Endpoint, caller: Caller, order_id: str, base: str, reason: str) -> StoredOrder:
    """§6.1.2 已解决 → 处理中: the customer says that it is not solved. Raises Problem `refused` `reopen.reason` without one."""
    if not reason.strip():
        raise _refused("reopen.reason", "say why it is not solved")
    return _move(endpoint, caller, order_id, base, State.IN_PROGRESS, reason)


def cancel(endpoint: Endpoint, caller: Caller, order_id: str, base: str, reason: str) -> StoredOrder:
    """Take an order back for good. Raises Problem `forbidden` without the right, `refused` `cancel.reason|cancel.closed`."""
    if not caller.user.may(Right.CANCEL):
        raise Problem(Code.FORBIDDEN, "only a manager of the desk cancels an order")
    if not reason.strip():
        raise _refused("cancel.reason", "say why it is cancelled")

    def work(connection: Connection) -> StoredOrder:
        order = _held(endpoint, connection, order_id, base)
        if order.doc["state"] == State.CLOSED:
            raise _refused("cancel.closed", "a closed order is not cancelled")
        return take_back(endpoint, connection, order, caller.user.actor, reason)

    return endpoint.database.run_writing(work)


def change(endpoint: Endpoint, caller: Caller, order_id: str, base: str, build: Build) -> StoredOrder:
    """Apply the patch that `build` makes of the present order. Raises Problem as `rules.patched`, `stale`, `not-found`."""
    return endpoint.database.run_writing(lambda c: _changed(endpoint, c, caller, order_id, base, build))


def _changed(endpoint: Endpoint, connection: Connection, caller: Caller, order_id: str, base: str, build: Build) -> StoredOrder:
    order = _held(endpoint, connection, order_id, base)
    if order.cancelled:
        raise _refused("order.cancelled", "the order was cancelled")
    patch = build(order, endpoint.clock.now())
    doc = rules.patched(order.doc, patch, caller, endpoint.catalog, endpoint.blobs.size)
    if doc == order.doc:
        return order
    return save_followed(endpoint, connection, Change(order, doc))


def _held(endpoint: Endpoint, connection: Connection, order_id: str, base: str) -> StoredOrder:
    order = orders.load(endpoint.database, connection, [order_id], lock=True).get(order_id)
    if order is None:
        raise Problem(Code.NOT_FOUND, "no such order")
    if not orders.same_etag(base, order.etag):
        raise Problem(Code.STALE, "the order has another ETag now", headers={"ETag": order.etag})
    return order


def _begun(endpoint: Endpoint, caller: Caller, intake: Intake, doc: Document, now: datetime) -> Patch:
    """The first entries of an order's log."""
    channel = intake.answers.get("channel")
    log = [new_event(EventKind.CREATED, caller.user.actor, now, {"channel": channel} if channel else {})]
    status = domain_status.derive(doc, endpoint.profile, now)
    level = intake.level or status.priority
    if intake.level is not None and intake.level is not status.proposed_priority:
        log.append(_level(caller, status, intake.level, intake.reason, now))
    if level is Priority.CRITICAL:
        if not intake.told.strip():
            raise _refused("intake.told", "a major incident is told to its manager at once")
        log.append(new_event(EventKind.MANAGER_TOLD, caller.user.actor, now, {"name": intake.told.strip(), "result": ""}))
    patch: Patch = {"events": log}
    return patches.compose(patch, _attempted(caller, intake.attempt, now)) if intake.attempt else patch


def _attempted(caller: Caller, tried: Attempt, now: datetime) -> Patch:
    if tried.mode == "remote" and tried.consent is not True:
        raise _refused("attempt.consent", "no remote assistance without the customer's consent")
    words = ["电话处理" if tried.mode == "phone" else "远程协助（客户已同意）"]
    named = "、".join(f"{number} {title}".strip() for number, title in tried.knowledge)
    words += [f"已查知识库：{named}"] if named else []
    words += [f"结果：{tried.result.strip()}"] if tried.result.strip() else []
    patch: Patch = {"events": [_note(caller, now, "；".join(words))], "answers": {}}
    if tried.mode == "remote":
        patch["answers"]["remote_consent"] = True
    rows = [{"_id": ids.new_id(), "article": number or None, "title": title or number} for number, title in tried.knowledge]
    if rows:
        patch["rows"] = {"knowledge_refs": {"put": rows}}
    patch["events"][0]["data"][FIELDS] = sorted(patches.touched_fields(patch))
    return patch


def _handed(order: StoredOrder, caller: Caller, person: User, given: Assignment, now: datetime) -> Patch:
    log = handing_over(order.doc, caller.user.actor, person.id, person.full_name, now, given.reason.strip())
    answers = {**given.answers, "assignee_name": person.full_name}
    held = order.doc["answers"]
    log[0]["data"][FIELDS] = [name for name, value in answers.items() if not patches.same(held.get(name), value)]
    return {"events": log, "answers": answers}


def _move(endpoint: Endpoint, caller: Caller, order_id: str, base: str, to: State, reason: str) -> StoredOrder:
    def build(order: StoredOrder, now: datetime) -> Patch:
        entry = moved(caller.user.actor, now, order.doc["state"], to)
        if reason.strip():
            entry["data"]["reason"] = reason.strip()
        return {"events": [entry]}

    return change(endpoint, caller, order_id, base, build)


def _level(caller: Caller, status: Status, level: Priority, reason: str, now: datetime) -> dict[str, JSON]:
    if not reason.strip():
        raise _refused("intake.reason", "another level than the proposed one needs a reason")
    proposal = status.proposed_priority.value if status.proposed_priority else None
    data = {"from": status.priority.value, "to": level.value, "proposed": proposal, "reason": reason.strip()}
    return new_event(EventKind.PRIORITY_SET, caller.user.actor, now, data)


def _note(caller: Caller, now: datetime, text: str) -> dict[str, JSON]:
    if not text.strip():
        raise _refused("note.empty", "nothing is said")
    return new_event(EventKind.NOTE, caller.user.actor, now, {"text": text.strip()})


def _refused(code: str, text: str) -> Problem:
    return Problem(Code.REFUSED, text, errors=[{"code": code}])
