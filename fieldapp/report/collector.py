"""Orders, one by one → a report. Only the incidents of the quarter itself are kept; a hundred thousand others leave only sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from fieldapp.domain import kinds
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Document
from fieldapp.forms.schema import FormDefinition
from fieldapp.report import breakdown
from fieldapp.report.content import Past, Report, Source
from fieldapp.report.facts import Fact, Person, read
from fieldapp.report.figures import Spread, Tally
from fieldapp.report.flow import FlowCount
from fieldapp.report.forecast import WINDOW
from fieldapp.report.outlook import outlooks
from fieldapp.report.quarter import Quarter
from fieldapp.report.repeats import Repeats

BEGINNING = timedelta(days=7)
"""Records that begin later than this into a quarter do not hold all of it: it is shown, but no trend rests on it."""

Order = tuple[Document, bool]
"""A document, and whether the order was cancelled."""


class Collector:
    """Give it every order there is with `add`, then ask for the `report`. `customer`: only that one's orders count (§6.2.11:
    必要时须提交客户), named as on the orders."""

    def __init__(self, profile: Profile, quarter: Quarter, as_of: datetime, customer: str = "") -> None:
        self._profile, self._quarter, self._as_of = profile, quarter, as_of
        self._customer = " ".join(customer.split())
        self._tallies: defaultdict[int, Tally] = defaultdict(Tally)
        self._closed_at_end: Counter[int] = Counter()
        self._responses: Counter[int] = Counter()
        self._by_engineer: Counter[Person] = Counter()
        self._arrivals = 0
        self._earliest: datetime | None = None
        self._incidents: list[Fact] = []
        self._withdrawn: list[Fact] = []
        self._flow = FlowCount(quarter.begins(profile.zone), quarter.ends(profile.zone))
        self._repeats = Repeats(profile.repeat, quarter, profile.zone)

    def add(self, doc: Document, cancelled: bool = False) -> None:
        """One order; see `facts.read` for what is asked of `doc`. A record (a problem, a change …) is passed over."""
        if kinds.is_record(doc):
            return
        fact = read(doc, self._profile, self._as_of, cancelled=cancelled)
        if fact is not None and self._customer in ("", fact.customer):
            self._count(fact)

    def _count(self, fact: Fact) -> None:
        zone = self._profile.zone
        quarter = Quarter.of(fact.began, zone)
        self._count_responses(fact)
        if fact.withdrawn:
            if quarter == self._quarter:
                self._withdrawn.append(fact)
            return
        self._earliest = fact.began if self._earliest is None else min(self._earliest, fact.began)
        self._flow.add(fact)
        self._repeats.add(fact)
        if self._quarter.index - WINDOW < quarter.index <= self._quarter.index:
            self._tallies[quarter.index].add(fact)
            self._closed_at_end[quarter.index] += fact.closed_at is not None and fact.closed_at < quarter.ends(zone)
        if quarter == self._quarter:
            self._incidents.append(fact)

    def _count_responses(self, fact: Fact) -> None:
        """Work is counted when it is done, also for an order that was withdrawn afterwards: somebody went there."""
        zone = self._profile.zone
        for response in fact.responses:
            quarter = Quarter.of(response.at, zone)
            self._responses[quarter.index] += 1
            if quarter == self._quarter:
                self._by_engineer[response.by] += 1
        self._arrivals += sum(Quarter.of(moment, zone) == self._quarter for moment in fact.arrivals)

    def report(self, source: Source, definition: FormDefinition, person: Person | None = None) -> Report:
        """All that was added as a report. `definition` has the words for the satisfaction; `person`: whose device it was."""
        incidents = tuple(sorted(self._incidents, key=lambda fact: (fact.number, fact.id)))
        past = tuple(self._past())
        own = past[-1]
        return Report(
            quarter=self._quarter,
            as_of=self._as_of,
            zone=self._profile.zone,
            source=source,
            person=person or Person(),
            customer=self._customer,
            profile=breakdown.profiled(self._profile, definition),
            figures=own.figures,
            closed_at_end=own.closed_at_end,
            resolution=Spread.of(fact.resolution_s for fact in incidents),
            response=Spread.of(fact.response_s for fact in incidents),
            arrival=Spread.of(fact.arrival_s for fact in incidents),
            responses=own.responses,
            arrivals=self._arrivals,
            flow=self._flow.flow(),
            breakdowns=breakdown.breakdowns(incidents, self._by_engineer, self._profile),
            reclassified=breakdown.reclassifications(incidents, self._profile),
            repeats=self._repeats.found(),
            past=past,
            outlooks=outlooks(past),
            incidents=incidents,
            withdrawn=tuple(sorted(self._withdrawn, key=lambda fact: (fact.number, fact.id))),
        )

    def _past(self) -> Iterator[Past]:
        """From the quarter in which the records begin, at most `WINDOW` of them, to the report's own."""
        zone = self._profile.zone
        first = self._quarter.index - WINDOW + 1
        if self._earliest is None:
            first = self._quarter.index
        else:
            first = min(self._quarter.index, max(first, Quarter.of(self._earliest, zone).index))
        for index in range(first, self._quarter.index + 1):
            quarter = Quarter.at(index)
            whole = self._earliest is not None and self._earliest < quarter.begins(zone) + BEGINNING
            yield Past(
                quarter,
                self._tallies[index].figures(),
                self._closed_at_end[index],
                self._responses[index],
                complete=whole and self._as_of >= quarter.ends(zone),
            )


def compile_report(
    orders: Iterable[Order],
    profile: Profile,
    definition: FormDefinition,
    quarter: Quarter,
    as_of: datetime,
    source: Source,
    *,
    person: Person | None = None,
    customer: str = "",
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """All orders of a source, in any order, each once. `progress` hears how many were read and may raise to stop."""
    collector = Collector(profile, quarter, as_of, customer)
    for number, (doc, cancelled) in enumerate(orders, 1):
        collector.add(doc, cancelled)
        if number % 100 == 0:
            progress(number)
    return collector.report(source, definition, person)
