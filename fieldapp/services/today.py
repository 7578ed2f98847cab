"""今日: the day's overview, read in a few indexed queries however many orders are held."""

from __future__ import annotations

import shutil
from datetime import timedelta

from fieldapp.domain import by_itself
from fieldapp.domain.contacts import Contacts
from fieldapp.domain.records import State
from fieldapp.paths import resource
from fieldapp.services import notices
from fieldapp.services.certificates import CERTIFICATE_DAYS, certificate_days, certificate_info, in_force
from fieldapp.services.context import Context
from fieldapp.services.knowledge import KIND as KNOWLEDGE
from fieldapp.services.knowledge import READABLE
from fieldapp.services.major_view import read_due
from fieldapp.services.overview import Check, CheckKey, DueCall, TodayView
from fieldapp.store.records import Counts, OrderFilter, Sort

OPEN = frozenset({State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD})
LOOKED_AT = 200
"""Open orders one engineer may hold at once; more are in the list, not on this page."""

SOON = timedelta(minutes=15)
ENOUGH_DISK = 500 * 2**20
CLOCK_TOLERANCE_S = 120.0


def read_today(context: Context) -> TodayView:
    """Everything 今日 shows, at this moment."""
    queries = context.store.queries
    ids = queries.order_ids(OrderFilter(states=OPEN), Sort.DUE, LOOKED_AT)
    rows = [row for row in queries.order_rows(ids) if not row.frozen]
    counts, known = queries.counts(), notices.read_contacts(context)
    return TodayView(
        at=context.now(),
        due=tuple(row for row in rows if row.accepted or row.state is not State.DISPATCHED),
        waiting=tuple(row for row in rows if not row.accepted and row.state is State.DISPATCHED),
        calls=calls_due(context, known),
        counts=counts,
        checks=checks(context, counts),
        sends_texts=known.sends,
        major=read_due(context),
        taken=queries.taken_away(),
    )


def calls_due(context: Context, known: Contacts) -> tuple[DueCall, ...]:
    """Notices that are owed now or within a quarter of an hour (§6.1.4), the most urgent first; also of orders just solved."""
    now = context.server_now()
    found: list[DueCall] = []
    for stored in notices.watched(context):
        seen = by_itself.look(stored.doc, context.profile, now)
        found += notices.due_calls(context, stored, seen, known, now, SOON)
    return notices.in_order(found)


def checks(context: Context, counts: Counts) -> tuple[Check, ...]:
    """出发前检查: what must be right before a day without a network."""
    unsent = counts.unsent + counts.parked
    articles = sum(number for state, number in context.store.queries.record_counts(KNOWLEDGE).items() if state in READABLE)
    free = shutil.disk_usage(context.store.folder).free
    newest = context.store.newest_backup_at()
    age_h = (context.clock.now() - newest).total_seconds() / 3600 if newest else None
    offset = context.session.clock_offset_s
    held = in_force(context)
    days = certificate_days(context, held)
    lasts = held is not None and days is not None and days > CERTIFICATE_DAYS and not held.standing.revoked
    fonts = all(resource(f"fonts/{name}").is_file() for name in ("NotoSansSC-Regular.ttf", "HanaMinB.ttf"))
    return (
        Check(CheckKey.ORDERS, counts.orders > 0, counts.orders),
        Check(CheckKey.HISTORY, True, counts.by_state[State.CLOSED]),
        Check(CheckKey.KNOWLEDGE, True, articles),
        Check(CheckKey.UNSENT, counts.parked == 0, unsent),
        Check(CheckKey.LOGIN, context.vault.get("token") is not None),
        Check(CheckKey.CERTIFICATE, lasts, days, certificate_info(context, held) if held else None),
        Check(CheckKey.DISK, free >= ENOUGH_DISK, free),
        Check(CheckKey.BACKUP, age_h is not None and age_h < 48, age_h),
        Check(CheckKey.CLOCK, offset is not None and abs(offset) <= CLOCK_TOLERANCE_S, offset),
        Check(CheckKey.FONTS, fonts),
    )
