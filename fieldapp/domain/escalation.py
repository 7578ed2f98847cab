"""§6.1.4 事件升级时间表: which notices an order owes, to whom, by when, and which of them were given.

Readings of the table: the periodic line counts from discovery in fixed steps while the order is unsolved. "New progress" is a
note or a change of state; progress that comes before an owed discovery or progress notice was given (or ran out) is told by that
one. When the level is raised, the first line of the new level counts from then. 超 1 小时 is one phone call once the target is
overdue by that much. 触发升级机制 is a line of its own (`target`): once the target has passed unsolved, those whom the profile
names are told. Keys are the same on every device, so one notice is never given twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from fieldapp import clock
from fieldapp.domain import events, notice_log, priority
from fieldapp.domain.notice_log import FAILURES, Outcome, is_given
from fieldapp.domain.profile import AUDIENCES, Profile, Stage, Stages
from fieldapp.domain.records import Event, EventKind, State
from fieldapp.domain.status import Status, moment

MOST_PERIODIC: Final = 500
"""Periodic notices looked back at; an order forgotten for a year must not fill the screen."""


class NoticeState(StrEnum):
    """DUE: owed now, in time. MISSED: owed, and its time is over. QUEUED: with the endpoint, which has not said yet whether it
    could send it. FAILED: it could not, so a person has to. LATE: given after its time."""

    UPCOMING = "upcoming"
    DUE = "due"
    QUEUED = "queued"
    FAILED = "failed"
    SENT = "sent"
    LATE = "late"
    MISSED = "missed"

    @property
    def is_open(self) -> bool:
        """True when somebody should give it now, late or not."""
        return self in (NoticeState.DUE, NoticeState.MISSED, NoticeState.FAILED)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: an SMS to all its audiences, or a phone call to one. Audience and channel codes are the profile's.

    `stage`: discovery | periodic | progress | target | overdue | resolution. `about`: the id of the entry it tells of, if any.
    """

    key: str
    stage: str
    opens_at: datetime
    due_at: datetime
    state: NoticeState
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    given_at: datetime | None = None
    about: str | None = None
    overtaken: bool = False
    """It ran out or failed, and a later one reached everybody it was for, or is on its way: nobody has to give it any more."""

    @property
    def owed(self) -> bool:
        """True when somebody should give it now, late or not."""
        return self.state.is_open and not self.overtaken

    @property
    def done(self) -> bool:
        """True when it was given; it is never given again."""
        return self.given_at is not None

    @property
    def by_sms(self) -> bool:
        """True for a text, which the endpoint can send; a call is made by a person."""
        return "sms" in self.channels


@dataclass(frozen=True, slots=True)
class _Line:
    """One occurrence of a line of the timetable, before it is split by channel."""

    key: str
    stage: str
    opens_at: datetime
    due_at: datetime
    terms: Stage
    about: str | None = None


def timetable(status: Status, log: Sequence[Event], profile: Profile, now: datetime) -> tuple[Notice, ...]:
    """All notices of an order by the time they are due: what was given, is owed, was missed, and the next ones to come.

    `log` is the order's (`events.log`). A notice that was given under another level or profile stays, as the log tells it.
    """
    terms = profile.for_contract(status.contract)
    given = notice_log.counting(log)
    notices = [
        _judged(notice, given.get(notice.key), now) for line in _lines(status, log, terms, given, now) for notice in _split(line)
    ]
    planned = {notice.key for notice in notices}
    notices += [_told(key, event) for key, event in given.items() if key not in planned]
    return tuple(_overtaken(sorted(notices, key=lambda notice: (notice.due_at, notice.key))))


def _overtaken(notices: Sequence[Notice]) -> Iterator[Notice]:
    under_way = [notice for notice in notices if notice.done or notice.state is NoticeState.QUEUED]

    def overtakes(later: Notice, notice: Notice) -> bool:
        reaches = later.channels == notice.channels and set(notice.audiences) <= set(later.audiences)
        return reaches and later.due_at >= notice.due_at and later.key != notice.key

    for notice in notices:
        ran_out = notice.state in (NoticeState.MISSED, NoticeState.FAILED)
        yield replace(notice, overtaken=ran_out and any(overtakes(later, notice) for later in under_way))


def next_moment(notices: Sequence[Notice], status: Status, now: datetime) -> datetime | None:
    """When something of the order changes by itself next: a notice opens or runs out, the target passes. None: never."""
    waiting = [notice for notice in notices if not notice.done]
    moments = [notice.opens_at for notice in waiting if notice.opens_at > now]
    moments += [notice.due_at for notice in waiting if notice.due_at >= now]  # over only once it has passed
    if status.resolved_at is None and status.due_at >= now:
        moments.append(status.due_at)
    return min(moments, default=None)


def entry_data(notice: Notice, outcome: str, text: str, result: str, person: str = "", number: str = "") -> dict[str, Any]:
    """The `data` of the log entry that records a notice (`notice_log.Outcome`); who was told under which number, if known."""
    told = {name: value for name, value in (("person", person), ("number", number)) if value}
    return {
        "key": notice.key,
        "stage": notice.stage,
        "due_at": clock.to_wire(notice.due_at),
        "audience": list(notice.audiences),
        "channel": list(notice.channels),
        "text": text,
        "result": result,
        "outcome": outcome,
        **told,
    }


def _lines(status: Status, log: Sequence[Event], terms: Profile, given: dict[str, Event], now: datetime) -> Iterator[_Line]:
    stages = terms.escalation[status.priority]
    level = status.priority.value
    since = _level_since(status, log)
    discovery = _Line(f"{level}:discovery", "discovery", since, since + stages.discovery.within, stages.discovery)
    yield discovery
    yield from _periodic(status, log, terms, stages, since, now)
    yield from _progress(status, log, stages, discovery, given)
    yield from _past_target(status, stages)
    if status.resolved_at is not None:
        about = next(event.id for event in reversed(log) if _moves_to(event, State.RESOLVED))
        due_at = status.resolved_at + stages.resolution.within
        yield _Line(f"{level}:resolution:{about}", "resolution", status.resolved_at, due_at, stages.resolution, about)


def _past_target(status: Status, stages: Stages) -> Iterator[_Line]:
    """The lines that are owed once the target has passed unsolved, also when it was solved later."""
    after = [("target", stages.target, timedelta(0))] if stages.target else []
    after += [("overdue", stages.overdue, stages.overdue.after)] if stages.overdue else []
    for name, terms, delay in after:
        opens_at = status.due_at + delay
        if status.resolved_at is None or status.resolved_at > opens_at:
            yield _Line(f"{status.priority.value}:{name}", name, opens_at, opens_at + terms.within, terms)


def _periodic(
    status: Status, log: Sequence[Event], terms: Profile, stages: Stages, since: datetime, now: datetime
) -> Iterator[_Line]:
    """One every so often from discovery while unsolved, the next one to come included."""
    every = stages.progress.every
    solved = _solved(log)
    last = max(0, (now - status.clock_from) // every) + 1
    for count in range(max(1, last - MOST_PERIODIC), last + 1):
        due_at = status.clock_from + count * every
        if due_at > since and not any(begins <= due_at and (ends is None or due_at < ends) for begins, ends in solved):
            key = f"{status.priority.value}:periodic:{count}"
            yield _Line(key, "periodic", due_at - min(terms.remind, every), due_at, stages.progress)


def _progress(status: Status, log: Sequence[Event], stages: Stages, discovery: _Line, given: dict[str, Event]) -> Iterator[_Line]:
    covering = discovery
    for event in sorted(log, key=events.moment):
        at = events.moment(event)
        if at < discovery.opens_at or not _is_progress(event) or at <= _told_until(covering, given):
            continue
        key = f"{status.priority.value}:progress:{event.id}"
        covering = _Line(key, "progress", at, at + stages.progress.within, stages.progress, event.id)
        yield covering


def _is_progress(event: Event) -> bool:
    """已解决 has a line of its own, 关闭 comes after it."""
    if event.kind is EventKind.TRANSITION:
        return events.move(event)[1] not in (State.RESOLVED, State.CLOSED)
    return event.kind is EventKind.NOTE


def _told_until(line: _Line, given: dict[str, Event]) -> datetime:
    """Until when new progress is told by this line: it was given, or its time ran out."""
    times = [events.moment(given[notice.key]) for notice in _split(line) if notice.key in given]
    return min([line.due_at, *times])


def _level_since(status: Status, log: Sequence[Event]) -> datetime:
    """When the order got its present level: at discovery, or when it was set to another one."""
    for event in reversed(log):
        if event.kind is EventKind.PRIORITY_SET and priority.read(event.data.get("to")) is status.priority:
            before = priority.read(event.data.get("from"))
            if before is not None and before is not status.priority:
                return max(status.clock_from, events.moment(event))
    return status.clock_from


def _solved(log: Sequence[Event]) -> list[tuple[datetime, datetime | None]]:
    """The intervals in which the order was solved; a reopened one is not."""
    solved: list[tuple[datetime, datetime | None]] = []
    for event in log:
        if _moves_to(event, State.RESOLVED):
            solved.append((events.moment(event), None))
        elif solved and _moves_to(event, State.IN_PROGRESS):
            begins, ends = solved[-1]
            solved[-1] = (begins, ends or events.moment(event))
    return solved


def _moves_to(event: Event, to: State) -> bool:
    return event.kind is EventKind.TRANSITION and events.move(event)[1] is to


def _split(line: _Line) -> Iterator[Notice]:
    """One SMS reaches all its audiences at once; each phone call is a notice of its own, with its own result."""

    def notice(key: str, audiences: tuple[str, ...], channel: str) -> Notice:
        opens_at, due_at = line.opens_at, line.due_at
        return Notice(key, line.stage, opens_at, due_at, NoticeState.UPCOMING, audiences, (channel,), about=line.about)

    by_sms = tuple(audience for audience in AUDIENCES if "sms" in line.terms.audiences.get(audience, ()))
    if by_sms:
        yield notice(f"{line.key}:sms", by_sms, "sms")
    for audience in AUDIENCES:
        if "phone" in line.terms.audiences.get(audience, ()):
            yield notice(f"{line.key}:phone:{audience}", (audience,), "phone")


def _judged(notice: Notice, entry: Event | None, now: datetime) -> Notice:
    state = NoticeState.UPCOMING
    given_at = None
    if entry is not None and is_given(entry):
        given_at = events.moment(entry)
        state = NoticeState.LATE if given_at > notice.due_at else NoticeState.SENT
    elif entry is not None and notice_log.outcome_of(entry) in FAILURES:
        state = NoticeState.FAILED
    elif entry is not None and notice_log.outcome_of(entry) == Outcome.QUEUED:
        state = NoticeState.QUEUED
    elif entry is not None or now > notice.due_at:
        state = NoticeState.MISSED
    elif now >= notice.opens_at:
        state = NoticeState.DUE
    return replace(notice, state=state, given_at=given_at)


def _told(key: str, entry: Event) -> Notice:
    """A notice that only the log knows of."""
    at = events.moment(entry)
    due_at = moment(entry.data.get("due_at")) or at
    audiences, channels = _codes(entry.data.get("audience")), _codes(entry.data.get("channel"))
    bare = Notice(key, str(entry.data.get("stage", "")), due_at, due_at, NoticeState.UPCOMING, audiences, channels)
    return _judged(bare, entry, at)


def _codes(value: object) -> tuple[str, ...]:
    """One code or a list of them."""
    return tuple(str(code) for code in value) if isinstance(value, list) else (str(value),) if value else ()
