"""What the timetable makes the program write by itself (§6.1.4): notices that ran out, the escalation of an order whose target
has passed, and, where that is automatic, texts handed over. Whoever finds it out first writes it; everybody writes the same ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from fieldapp import clock
from fieldapp.domain import escalation, events, notice_log
from fieldapp.domain.drafts import draft
from fieldapp.domain.escalation import Notice, NoticeState
from fieldapp.domain.notice_log import Outcome
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Document, Event, EventKind
from fieldapp.domain.status import Status, derive

MOST_MISSED: Final = 500
"""Missed notices told in one log: an order forgotten for a year must not outgrow what an order may hold."""

AFTER_SOLUTION: Final = timedelta(days=2)
"""How long after its solution an order's timetable is kept. Switching it on must not write into the logs of years."""

MOST_AT_ONCE: Final = 100
"""Entries of one look, so that a device that slept for weeks sends them in portions."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry to be written by `system`, with its id."""

    id: str
    kind: EventKind
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """One order at a moment: its notices, what has to be written, and when it has to be looked at again (None: never). `log` is
    what was read for it."""

    status: Status
    notices: tuple[Notice, ...]
    findings: tuple[Finding, ...]
    next_at: datetime | None
    log: Sequence[Event] = ()


def look(doc: Document, profile: Profile, now: datetime, hands_over: Callable[[Profile], bool] = lambda _terms: False) -> Look:
    """Look at one order. `hands_over`: whether texts are handed to the endpoint without a person, by the order's terms."""
    log = events.log(doc)
    status = derive(doc, profile, now, log)
    terms = profile.for_contract(status.contract)
    notices = escalation.timetable(status, log, profile, now)
    if status.resolved_at is not None and now - status.resolved_at > AFTER_SOLUTION:
        return Look(status, notices, (), None, log)
    present = {event.id for event in log}
    found = list(_escalated(doc, status, log, terms))
    if hands_over(terms):
        found += _handed_over(doc, status, notices, log, profile)
    found += _missed(doc, notices, log, now)
    fresh = [finding for finding in found if finding.id not in present]
    next_at = now if len(fresh) > MOST_AT_ONCE else escalation.next_moment(notices, status, now)
    return Look(status, notices, tuple(fresh[:MOST_AT_ONCE]), next_at, log)


def queued(doc: Document, notice: Notice, text: str) -> Finding:
    """The entry that hands the text of an SMS to the endpoint: one of each notice, whoever taps."""
    data = escalation.entry_data(notice, Outcome.QUEUED, text, "")
    return Finding(notice_log.entry_id(doc["id"], notice.key, Outcome.QUEUED), EventKind.NOTICE, data)


def _missed(doc: Document, notices: Sequence[Notice], log: Sequence[Event], now: datetime) -> Iterator[Finding]:
    told = {event.id for event in log if notice_log.outcome_of(event) == Outcome.MISSED}
    room = MOST_MISSED - len(told)
    for notice in notices:
        if notice.state in (NoticeState.MISSED, NoticeState.QUEUED, NoticeState.FAILED) and notice.stage and notice.due_at < now:
            entry_id = notice_log.entry_id(doc["id"], notice.key, Outcome.MISSED)
            if entry_id not in told and room > 0:
                room -= 1
                yield Finding(entry_id, EventKind.NOTICE, escalation.entry_data(notice, Outcome.MISSED, "", ""))


def _escalated(doc: Document, status: Status, log: Sequence[Event], terms: Profile) -> Iterator[Finding]:
    """触发升级机制: once a level. Those who are told have notices of their own (`target`)."""
    if status.target_met is not False:
        return
    stage = terms.escalation[status.priority].target
    key = f"{status.priority.value}:target"
    data = {
        "priority": status.priority.value,
        "due_at": clock.to_wire(status.due_at),
        "audience": list(stage.audiences) if stage else [],
    }
    yield Finding(notice_log.entry_id(doc["id"], key, EventKind.ESCALATED), EventKind.ESCALATED, data)


def _handed_over(
    doc: Document, status: Status, notices: Sequence[Notice], log: Sequence[Event], profile: Profile
) -> Iterator[Finding]:
    """Texts that may be given now. Of notices that ran out only the newest: five old reports at once help nobody."""
    texts = [notice for notice in notices if notice.by_sms and notice.state in (NoticeState.DUE, NoticeState.MISSED)]
    missed = [notice for notice in texts if notice.state is NoticeState.MISSED]
    for notice in texts:
        if notice.owed and notice not in missed[:-1]:
            yield queued(doc, notice, draft(notice, doc, status, log, profile, "zh"))
