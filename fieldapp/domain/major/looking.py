"""One major incident at a moment: everything that its page, the board and today's list show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain import events, kinds
from fieldapp.domain.major import people, recovery, reviews, updates
from fieldapp.domain.major.people import Command
from fieldapp.domain.major.recovery import Action, Cause, Pace
from fieldapp.domain.major.reviews import NextReview, ReviewState
from fieldapp.domain.major.rules import GROUPS, MajorRules
from fieldapp.domain.major.updates import DueUpdate, SentUpdate
from fieldapp.domain.records import Document, Event, EventKind
from fieldapp.domain.status import moment


@dataclass(frozen=True, slots=True)
class ManagerCall:
    """§6.2.1: 如果为重大事件，则需要上报给重大事件经理. `told_at` None: nobody has told him yet."""

    due_at: datetime
    told_at: datetime | None
    told: str


@dataclass(frozen=True, slots=True)
class Look:
    """`next_at`: when something changes by itself next; None: never."""

    over: bool
    command: Command
    manager_call: ManagerCall
    causes: tuple[Cause, ...]
    actions: tuple[Action, ...]
    owed: tuple[DueUpdate, ...]
    sent: tuple[SentUpdate, ...]
    reviews: tuple[NextReview, ...]
    next_at: datetime | None


def look(doc: Document, rules: MajorRules, now: datetime) -> Look:
    """An incident that is over owes nothing any more."""
    log = events.log(doc)
    over = kinds.get(doc["kind"]).states[doc["state"]].final
    command, call = people.command(doc, now), _manager_call(doc, log, rules)
    actions = recovery.actions(doc, now)
    owed = () if over else updates.owed(doc, log, rules, now)
    following = () if over else tuple(reviews.upcoming(doc, group, rules, now) for group in GROUPS)
    return Look(
        over=over,
        command=command,
        manager_call=call,
        causes=recovery.causes(doc, rules),
        actions=actions,
        owed=owed,
        sent=updates.sent(log),
        reviews=following,
        next_at=None if over else _next_at(command, call, actions, owed, following, rules, now),
    )


def _manager_call(doc: Document, log: Sequence[Event], rules: MajorRules) -> ManagerCall:
    told = next((event for event in log if event.kind is EventKind.MANAGER_TOLD), None)
    declared = moment(doc.get("created_at")) or events.moment(log[0])
    due_at = declared + rules.tell_manager
    return ManagerCall(due_at, events.moment(told) if told else None, str(told.data.get("name") or "") if told else "")


def _next_at(
    command: Command,
    call: ManagerCall,
    actions: Sequence[Action],
    owed: Sequence[DueUpdate],
    following: Sequence[NextReview],
    rules: MajorRules,
    now: datetime,
) -> datetime | None:
    moments = [command.next_at] if command.next_at is not None else []
    moments += [call.due_at] if call.told_at is None else []
    for action in actions:
        if action.pace not in (Pace.DONE, Pace.DROPPED):
            moments += [at for at in (action.begins, action.until) if at is not None]
    for update in owed:
        moments += [update.opens_at, update.due_at]
    for review in following:
        moments += [review.at - rules.remind, review.at]
    return min((at for at in moments if at > now), default=None)


def asks_now(seen: Look, now: datetime) -> bool:
    """Whether somebody has to do something about it at this moment."""
    return not seen.over and (
        (seen.manager_call.told_at is None)
        or any(update.state.is_owed for update in seen.owed)
        or any(review.state is not ReviewState.UPCOMING for review in seen.reviews)
        or any(action.pace is Pace.LATE for action in seen.actions)
        or (seen.command.now is None and seen.manager_call.due_at < now)
    )
