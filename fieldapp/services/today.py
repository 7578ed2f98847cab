"""今日: the day's overview, read in a few indexed queries however many orders are held."""

from __future__ import annotations

import shutil
from datetime import timedelta

from fieldapp.domain import escalation, events
from fieldapp.domain.drafts import draft
from fieldapp.domain.escalation import Notice, NoticeState
from fieldapp.domain.records import State
from fieldapp.domain.status import derive
from fieldapp.paths import resource
from fieldapp.services.certificates import CERTIFICATE_DAYS, certificate_days, certificate_info, in_force
from fieldapp.services.context import Context
from fieldapp.services.overview import Check, CheckKey, DueCall, TodayView
from fieldapp.store.records import Counts, OrderFilter, OrderRow, Sort

OPEN = frozenset({State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD})
LOOKED_AT = 200
"""Open orders one engineer may hold at once; more are in the list, not on this page."""

SOON = timedelta(minutes=15)
ENOUGH_DISK = 500 * 2**20
CLOCK_TOLERANCE_S = 120.0


def read_today(context: Context) -> TodayView:
    """Everything 今日 shows, at this moment."""
    queries = context.store.queries
    ids = queries.order_ids(OrderFilter(states=OPEN), Sort.DUE)[:LOOKED_AT]
    rows = [row for row in queries.order_rows(ids) if not row.frozen]
    counts = queries.counts()
    return TodayView(
        at=context.now(),
        due=tuple(row for row in rows if row.accepted or row.state is not State.DISPATCHED),
        waiting=tuple(row for row in rows if not row.accepted and row.state is State.DISPATCHED),
        calls=calls_due(context, rows),
        counts=counts,
        checks=checks(context, counts),
    )


def calls_due(context: Context, rows: list[OrderRow]) -> tuple[DueCall, ...]:
    """Notices that are owed now or within a quarter of an hour (§6.1.4), the most urgent first."""
    now = context.now()
    found: list[DueCall] = []
    with context.store.reading() as work:
        for row in rows:
            stored = work.orders.get(row.id)
            if stored is None:
                continue
            status, log = derive(stored.doc, context.profile, now), events.log(stored.doc)
            for notice in escalation.timetable(status, log, context.profile, now):
                if notice.state.is_open or (notice.state is NoticeState.UPCOMING and notice.due_at - now <= SOON):
                    found.append(due_call(row, notice, draft(notice, stored.doc, context.profile, "zh", now)))
    return tuple(sorted(found, key=lambda call: call.due_at))


def due_call(row: OrderRow, notice: Notice, text: str) -> DueCall:
    return DueCall(
        order_id=row.id,
        number=row.number,
        title=row.title,
        notice_key=notice.key,
        stage=notice.stage,
        due_at=notice.due_at,
        late=notice.state is NoticeState.MISSED,
        audiences=notice.audiences,
        channels=notice.channels,
        text=text,
    )


def checks(context: Context, counts: Counts) -> tuple[Check, ...]:
    """出发前检查: what must be right before a day without a network."""
    unsent = counts.unsent + counts.parked
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
        Check(CheckKey.UNSENT, counts.parked == 0, unsent),
        Check(CheckKey.LOGIN, context.vault.get("token") is not None),
        Check(CheckKey.CERTIFICATE, lasts, days, certificate_info(context, held) if held else None),
        Check(CheckKey.DISK, free >= ENOUGH_DISK, free),
        Check(CheckKey.BACKUP, age_h is not None and age_h < 48, age_h),
        Check(CheckKey.CLOCK, offset is not None and abs(offset) <= CLOCK_TOLERANCE_S, offset),
        Check(CheckKey.FONTS, fonts),
    )
