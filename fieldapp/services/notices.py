"""The escalation timetable at work on this device (§6.1.4): looked at by itself, recorded by a tap, handed to the endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from fieldapp.domain import by_itself, contacts, escalation, notice_log
from fieldapp.domain.by_itself import Finding, Look
from fieldapp.domain.contacts import Contacts
from fieldapp.domain.drafts import draft
from fieldapp.domain.escalation import Notice, NoticeState
from fieldapp.domain.notice_log import Outcome
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Document, Event, EventKind, Priority, State
from fieldapp.domain.status import Status
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.services.changes import Loaded, Patch, change, commit, events_patch, load
from fieldapp.services.context import Context
from fieldapp.services.overview import DueCall, Watch
from fieldapp.store.records import OrderFilter, Sort, StoredOrder
from fieldapp.store.unit_of_work import Work

OPEN = frozenset({State.PENDING, State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD})
LOOKED_AT = 200
"""Open orders one engineer may hold at once; more are in the list, but not watched."""

NOW = timedelta(0)
RANK = tuple(Priority)
CONTACTS = "contacts"
"""In `meta`: the endpoint's list of people."""


def look(context: Context) -> Watch:
    """Write into the logs what ran out since the last look, and say what is owed and when to look again.

    Any number of looks, on any number of devices, write each entry once (its id says what it is about).
    """
    known, now = read_contacts(context), context.server_now()
    owed: list[DueCall] = []
    moments: list[datetime] = []
    written = 0
    for stored in watched(context):
        seen = by_itself.look(stored.doc, context.profile, now, hands_over)
        if seen.findings:
            written += write_findings(context, stored.id)
        owed += due_calls(context, stored, seen, known, now)
        moments += [seen.next_at] if seen.next_at is not None else []
    ahead = now - context.now()
    next_at = min(moments, default=None)
    return Watch(context.now(), in_order(owed), None if next_at is None else next_at - ahead, written)


def watched(context: Context) -> list[StoredOrder]:
    """The orders whose timetable runs on this device: those that are open, and those solved a short while ago."""
    queries = context.store.queries
    since = context.now() - by_itself.AFTER_SOLUTION
    latest = queries.order_ids(OrderFilter(states=frozenset({State.RESOLVED})), Sort.UPDATED, LOOKED_AT)
    solved = [row.id for row in queries.order_rows(latest) if row.resolved_at is not None and row.resolved_at >= since]
    ids = [*queries.order_ids(OrderFilter(states=OPEN), Sort.DUE, LOOKED_AT), *solved]
    with context.store.reading() as work:
        found = [work.orders.get(order_id) for order_id in ids]
    return [stored for stored in found if stored is not None and not stored.frozen]


def write_findings(context: Context, order_id: str) -> int:
    """In one transaction, from the order as it is then; how many entries."""
    with context.store.writing() as work:
        stored = work.orders.get(order_id)
        if stored is None or stored.frozen:
            return 0
        loaded = load(context, work, order_id)
        findings = by_itself.look(loaded.doc, context.profile, context.server_now(), hands_over).findings
        if findings:
            commit(context, work, loaded, events_patch(*(own_entry(context, finding) for finding in findings)))
        return len(findings)


def hands_over(terms: Profile) -> bool:
    """On a device, texts go without a tap only where the profile says so."""
    return terms.hand_over == "automatic"


def own_entry(context: Context, finding: Finding) -> Event:
    return context.own_event(finding.id, finding.kind, finding.data)


def record(
    context: Context, order_id: str, notice_key: str, outcome: str, result: str, person: str = "", number: str = ""
) -> None:
    """Put on record that a person gave a notice, or called in vain (`no_answer`): who was told under which number, and what came
    of it; the entry has the time. A stage is never recorded twice. Raises RefusedFault `notice.not-due`."""
    if outcome not in (Outcome.SENT, Outcome.CALLED, Outcome.NO_ANSWER):
        raise ValueError(f"a person does not record {outcome}")

    def build(loaded: Loaded) -> Patch:
        seen = look_at(context, loaded.doc)
        notice = open_notice(seen, notice_key)
        text = text_of(context, loaded.doc, notice, seen.status, seen.log)
        data = escalation.entry_data(notice, outcome, text, result, person, number)
        return events_patch(context.event(EventKind.NOTICE, **data))

    change(context, order_id, build)


def hand_over(context: Context, order_id: str, notice_keys: Iterable[str]) -> int:
    """Hand texts to the endpoint, which sends them: an entry each in the order's next operation, so it survives being offline.
    Notices that are no longer open, or were handed over before, are passed over. How many were handed over."""
    handed: list[Event] = []

    def build(loaded: Loaded) -> Patch:
        seen = look_at(context, loaded.doc)
        present = {entry["id"] for entry in loaded.doc["events"]}
        for notice in open_notices(seen):
            if notice.key in keys and notice.by_sms:
                finding = by_itself.queued(loaded.doc, notice, text_of(context, loaded.doc, notice, seen.status, seen.log))
                if finding.id not in present:
                    entry = context.event(finding.kind, **finding.data)
                    handed.append(Event(finding.id, entry.kind, entry.at, entry.actor, entry.data, entry.server_at))
        return events_patch(*handed)

    keys = frozenset(notice_keys)
    change(context, order_id, build)
    return len(handed)


def look_at(context: Context, doc: Document) -> Look:
    """The timetable of an order now."""
    return by_itself.look(doc, context.profile, context.server_now())


def text_of(context: Context, doc: Document, notice: Notice, status: Status, log: Sequence[Event]) -> str:
    """What is said or sent: in Chinese, whatever language the screen has."""
    return draft(notice, doc, status, log, context.profile, "zh")


def open_notices(seen: Look) -> list[Notice]:
    return [notice for notice in seen.notices if notice.owed]


def open_notice(seen: Look, key: str) -> Notice:
    """Raises RefusedFault `notice.not-due`."""
    found = next((notice for notice in open_notices(seen) if notice.key == key), None)
    if found is None:
        raise RefusedFault("notice.not-due", f"notice {key} is not open", key=key)
    return found


def due_calls(
    context: Context, stored: StoredOrder, seen: Look, known: Contacts, now: datetime, soon: timedelta = NOW
) -> list[DueCall]:
    """The notices of an order that a person has to give now, or `soon`."""
    wanted = [one for one in seen.notices if one.owed or (one.state is NoticeState.UPCOMING and one.due_at - now <= soon)]
    return [due_call(context, stored.doc, one, known, now, seen.status, seen.log) for one in wanted]


def due_call(
    context: Context, doc: Document, notice: Notice, known: Contacts, now: datetime, status: Status, log: Sequence[Event]
) -> DueCall:
    """One of them with the words to say and whom to say them to; `status` and `log` as of `now`."""
    people = [one for audience in notice.audiences for one in known.of(audience, doc, context.profile)]
    in_vain = [
        entry for entry in log if notice_log.outcome_of(entry) == Outcome.NO_ANSWER and entry.data.get("key") == notice.key
    ]
    return DueCall(
        order_id=doc["id"],
        number=str(doc.get("number") or ""),
        title=str(doc.get("answers", {}).get("symptom") or ""),
        notice_key=notice.key,
        stage=notice.stage,
        due_at=notice.due_at,
        late=notice.due_at < now,
        audiences=notice.audiences,
        channels=notice.channels,
        text=text_of(context, doc, notice, status, log),
        people=tuple(people),
        failed=notice.state is NoticeState.FAILED,
        tried=len(in_vain),
        priority=status.priority,
    )


def in_order(calls: Iterable[DueCall]) -> tuple[DueCall, ...]:
    """The highest level first, in it the oldest debt."""
    return tuple(sorted(calls, key=lambda call: (RANK.index(call.priority), call.due_at, call.order_id, call.notice_key)))


def read_contacts(context: Context, work: Work | None = None) -> Contacts:
    """The endpoint's list of people as it was last given; nobody where it gave none."""
    if work is None:
        with context.store.reading() as reading:
            return read_contacts(context, reading)
    value = work.meta.get(CONTACTS)
    try:
        return contacts.from_wire(value) if value else Contacts()
    except InputFault:
        return Contacts()
