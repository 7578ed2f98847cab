"""The quarterly report of what this device holds (§4.6, §6.2.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from fieldapp.report.collector import Order, compile_report
from fieldapp.report.content import Report, Source
from fieldapp.report.facts import Person
from fieldapp.report.quarter import Quarter
from fieldapp.services.context import Context
from fieldapp.services.shipped import FORM

CANCELLED = "cancelled"
"""Why a document is frozen; the other reason is that it was reassigned, and then it is somebody else's to report."""


class Reports:
    """Reads the whole store: to be called in the background."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def quarter(
        self,
        quarter: Quarter,
        as_of: datetime | None = None,
        *,
        customer: str = "",
        progress: Callable[[int], None] = lambda done: None,
    ) -> Report:
        """`progress` hears how many orders were read, and may raise to stop."""
        context = self._context
        with context.store.reading() as work:
            user = work.meta.get("user") or {}
        return compile_report(
            self._orders(),
            context.profile,
            context.catalog.latest(FORM),
            quarter,
            as_of or context.now(),
            Source.DEVICE,
            person=Person(user.get("id", ""), user.get("name", "")),
            customer=customer,
            progress=progress,
        )

    def current(self) -> Quarter:
        """The quarter of today."""
        return Quarter.of(self._context.now(), self._context.profile.zone)

    def _orders(self) -> Iterator[Order]:
        with self._context.store.reading() as work:
            for doc, frozen in work.orders.documents():
                if frozen in (None, CANCELLED):
                    yield doc, frozen == CANCELLED
