"""派工单: what is searched and filtered for, and the list that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from fieldapp.clock import Clock
from fieldapp.domain.records import Priority, State
from fieldapp.store.records import Counts, OrderFilter, OrderRow, Sort
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.models.orders_model import FIRST, OrdersModel
from fieldapp.ui.services import Queries, SettingsKeeper
from fieldapp.ui.viewmodels.base import Notice, ViewModel

REST_DELAY_MS = 120
"""After the first rows, until all are asked for: who goes on typing wants another list."""


PAINT_MS = 30
"""A list that is there already is painted before it is asked for again: of 100,000 orders that is work for a whole core."""


PAGES_WAITING = 4
"""As many as can be in view, before and behind it."""


class Period(StrEnum):
    """When the incident was discovered."""

    ANY = "any"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


_DAYS = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 92}


@dataclass(frozen=True, slots=True)
class OrdersState:
    """Filter, sort and what came of it. `total` is None while the first answer is awaited. `looking_on`: what has just been
    received is not indexed yet and is still looked through."""

    text: str = ""
    states: frozenset[State] = frozenset()
    priorities: frozenset[Priority] = frozenset()
    category: str = ""
    period: Period = Period.ANY
    unsent_only: bool = False
    sort: Sort = Sort.DUE
    overdue_only: bool = False
    total: int | None = None
    looking_on: bool = False
    counts: Counts | None = None
    notice: Notice | None = None

    @property
    def filters(self) -> int:
        """How many are set, besides the words searched for."""
        kinds = (self.states, self.priorities, self.category, self.unsent_only, self.overdue_only, self.period is not Period.ANY)
        return sum(bool(chosen) for chosen in kinds)

    @property
    def filtered(self) -> bool:
        return bool(self.text) or self.filters > 0


def filter_of(state: OrdersState, clock: Clock) -> OrderFilter:
    """The store's filter for what was chosen; days begin at local midnight."""
    since = None
    if state.period in _DAYS:
        midnight = timewords.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        since = midnight - timedelta(days=_DAYS[state.period] - 1)
    return OrderFilter(
        text=state.text.strip(),
        states=state.states,
        priorities=state.priorities,
        categories=frozenset({state.category} if state.category else ()),
        since=since,
        due_before=clock.now() if state.overdue_only else None,
        unsent_only=state.unsent_only,
    )


class OrdersListViewModel(ViewModel[OrdersState]):
    """Owns the model of the list; every query runs in a job, which ends when its answer is no longer wanted."""

    def __init__(
        self,
        queries: Queries,
        jobs: Jobs,
        clock: Clock,
        *,
        settings: SettingsKeeper | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(OrdersState(), parent)
        self._queries, self._jobs, self._clock = queries, jobs, clock
        self._settings = settings
        self.model = OrdersModel(self)
        self.model.page_wanted.connect(self._want_page)
        self._wanted: list[int] = []
        """Pages of the list that came into view and are not read yet."""
        self._reading = False
        self.model.modelReset.connect(self._wanted.clear)
        self._unwanted = Event()
        """Set when the question under way is not asked any more."""
        self._shown: tuple[OrderFilter, Sort] | None = None
        """Of which list something is shown."""
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(REST_DELAY_MS)
        self._delay.timeout.connect(self._ask_for_all)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(PAINT_MS)
        self._again.timeout.connect(self.refresh)

    def search(self, text: str) -> None:
        """Look for a text, with every key."""
        self.show(replace(self.state, text=text))
        self.refresh()

    def choose(
        self,
        *,
        states: frozenset[State] | None = None,
        priorities: frozenset[Priority] | None = None,
        category: str | None = None,
        period: Period | None = None,
        unsent_only: bool | None = None,
        overdue_only: bool | None = None,
        sort: Sort | None = None,
    ) -> None:
        """Set some of the filters and ask anew."""
        now = self.state
        chosen = replace(
            now,
            states=now.states if states is None else states,
            priorities=now.priorities if priorities is None else priorities,
            category=now.category if category is None else category,
            period=period or now.period,
            unsent_only=now.unsent_only if unsent_only is None else unsent_only,
            overdue_only=now.overdue_only if overdue_only is None else overdue_only,
            sort=sort or now.sort,
        )
        if chosen != now:
            self.show(chosen)
            self.refresh()

    def clear(self) -> None:
        """Show everything again."""
        self.show(OrdersState(sort=self.state.sort, total=self.state.total, counts=self.state.counts))
        self.refresh()

    def show_choice(self, chosen: OrdersState) -> None:
        """Filter and sort as in a saved view."""
        self.show(replace(chosen, total=self.state.total, counts=self.state.counts))
        self.refresh()

    def saved_views(self) -> list[dict[str, Any]]:
        """As the settings hold them."""
        return list(self._settings.load().saved_views) if self._settings is not None else []

    def keep_views(self, views: list[dict[str, Any]]) -> None:
        """Write them into the settings, in a job."""
        settings = self._settings
        if settings is not None:
            self._jobs.submit(
                lambda: settings.save(settings.load().changed(saved_views=views)), lambda _: None, self._failed, lane="settings"
            )

    def come_into_view(self) -> None:
        """What is shown already may be old by now."""
        if self._shown == (filter_of(self.state, self._clock), self.state.sort):
            self._again.start()
        else:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask again. Of another list than the one shown the first rows come at once, the rest when nothing else is asked."""
        wanted, sort, queries = filter_of(self.state, self._clock), self.state.sort, self._queries
        if self._shown == (wanted, sort):
            self._ask_for_all()
            return
        unwanted = self._ask_anew()

        def look() -> tuple[Sequence[OrderRow], bool]:
            many_wait = bool(wanted.text) and queries.many_wait()
            return queries.first_rows(wanted, sort, FIRST, unwanted.is_set, indexed_only=many_wait), many_wait

        def show(answer: tuple[Sequence[OrderRow], bool]) -> None:
            if not unwanted.is_set():
                self._show_first((wanted, sort), *answer)

        self._jobs.submit(look, show, self._failed)

    def _show_first(self, shown: tuple[OrderFilter, Sort], rows: Sequence[OrderRow], many_wait: bool) -> None:
        """`many_wait`: so much is not indexed yet that it was left out; the next question looks through it."""
        self._shown = shown
        self.model.show_first(rows, self.state.text)
        complete = len(rows) < FIRST and not many_wait
        self.show(replace(self.state, total=len(rows) if complete else None, looking_on=many_wait, notice=None))
        if not complete or self.state.counts is None:
            self._delay.start()

    def _ask_for_all(self) -> None:
        wanted, sort, queries = filter_of(self.state, self._clock), self.state.sort, self._queries
        unwanted = self._ask_anew()

        def show(answer: tuple[Sequence[str], Counts]) -> None:
            if not unwanted.is_set():
                ids, counts = answer
                self._shown = (wanted, sort)
                self.model.show_ids(ids, self.state.text)
                self.show(replace(self.state, total=len(ids), looking_on=False, counts=counts, notice=None))

        self._jobs.submit(lambda: (queries.order_ids(wanted, sort, None, unwanted.is_set), queries.counts()), show, self._failed)

    def _ask_anew(self) -> Event:
        """The question under way ends: it would keep a core busy for an answer that nobody sees."""
        self._delay.stop()
        self._again.stop()
        self._unwanted.set()
        self._unwanted = Event()
        return self._unwanted

    def _want_page(self, page: int) -> None:
        """One page is read at a time, and the last one that came into view first: whoever drags the scroll bar through the list
        would have the window wait for all those that went by."""
        self._wanted.append(page)
        while len(self._wanted) > PAGES_WAITING:
            self.model.not_read(self._wanted.pop(0))
        self._read_page()

    def _read_page(self) -> None:
        if self._reading or not self._wanted:
            return
        self._reading = True
        page, queries = self._wanted.pop(), self._queries
        ids = self.model.page_ids(page)

        def put(rows: Sequence[OrderRow]) -> None:
            self._reading = False
            self.model.put_page(page, ids, rows)
            self._read_page()

        self._jobs.submit(lambda: queries.order_rows(ids), put, lambda error: self._page_failed(page, error))

    def _page_failed(self, failed: int, error: Exception) -> None:
        """What was not read is asked for again when it is looked at."""
        self._reading = False
        for page in (failed, *self._wanted):
            self.model.not_read(page)
        self._wanted.clear()
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        self.show(replace(self.state, notice=self.failure(error)))
