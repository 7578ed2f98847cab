"""The endpoint's orders for the quarterly report, and the report itself for its pages and commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select

from fieldapp.domain.profile import Profile
from fieldapp.domain.records import ORDER
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.tables import orders
from fieldapp.itsm.wire import parse_stored
from fieldapp.report.collector import Order, compile_report
from fieldapp.report.content import Report, Source
from fieldapp.report.quarter import Quarter

FORM = "maintenance-work-order"
_AT_ONCE = 200


def stream(endpoint: Endpoint) -> Iterator[Order]:
    """Every order and whether it was cancelled, as of one moment, a few at a time: the database may be larger than memory."""
    query = select(orders.c.doc, orders.c.cancelled).where(orders.c.kind == ORDER)
    with endpoint.database.reading() as connection:
        for row in connection.execute(query, execution_options={"stream_results": True, "yield_per": _AT_ONCE}):
            yield parse_stored(row.doc), bool(row.cancelled)


def report(
    endpoint: Endpoint,
    profile: Profile,
    quarter: Quarter,
    as_of: datetime | None = None,
    *,
    customer: str = "",
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """The quarter as it stood at `as_of`, now when not given. Takes about a third of a millisecond an order, whatever quarter
    is asked for; a page keeps what it got."""
    return compile_report(
        stream(endpoint),
        profile,
        endpoint.catalog.latest(FORM),
        quarter,
        as_of or endpoint.clock.now(),
        Source.ENDPOINT,
        customer=customer,
        progress=progress,
    )
