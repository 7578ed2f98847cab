"""A finished quarterly report as frozen values (§6.2.11). Renderers and screens only read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from fieldapp.domain.records import Label
from fieldapp.report.facts import Fact, Person
from fieldapp.report.figures import Figures, Spread
from fieldapp.report.forecast import Forecast
from fieldapp.report.quarter import Quarter


class Source(StrEnum):
    """Where the orders came from, so that nobody takes a part for the whole."""

    ENDPOINT = "endpoint"
    """The endpoint's own data: everything."""
    REMOTE = "remote"
    """What an endpoint sends a desk login: everything but what was withdrawn."""
    DEVICE = "device"
    """One device's store: the orders that were dispatched to its engineer."""


class Dimension(StrEnum):
    """What the incidents are broken down by."""

    LEVEL = "level"
    CATEGORY = "category"
    CUSTOMER = "customer"
    CONTRACT = "contract"
    ENGINEER = "engineer"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a breakdown. `code` is empty for orders that do not say; `own_terms`: the contract has definitions of its own
    (§6.1.3, last line). `responses`: service responses of the quarter, by engineer only."""

    code: str
    label: Label
    figures: Figures
    own_terms: bool = False
    responses: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """What became of the incidents in the quarter: `opening` + `new` - `closed` = `closing`. Closed means 关闭, whatever quarter
    the incident is from; withdrawn orders are nowhere in it."""

    opening: int
    new: int
    closed: int
    closing: int


@dataclass(frozen=True, slots=True)
class Past:
    """One quarter of the trend. `closed_at_end`: of its incidents those that were closed when it ended, which compares quarters
    of different age fairly. `complete`: the quarter is over and the records reach back to its beginning."""

    quarter: Quarter
    figures: Figures
    closed_at_end: int
    responses: int
    complete: bool

    @property
    def rate_at_end(self) -> float | None:
        return self.closed_at_end / self.figures.incidents if self.figures.incidents else None


class Figure(StrEnum):
    """What is forecast."""

    INCIDENTS = "incidents"
    RESPONSES = "responses"
    SOLVED = "solved"
    MEAN_SOLVED = "mean_solved"


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of one figure for `quarter`; `forecast` None: `usable` complete quarters are too few."""

    figure: Figure
    quarter: Quarter
    forecast: Forecast | None
    usable: int


@dataclass(frozen=True, slots=True)
class RepeatedDevice:
    """A device that failed so often within the profile's days, the last time in this quarter (§6.2.5: 转问题管理)."""

    serial: str
    name: str
    customer: str
    failures: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reclassification:
    """§6.1.2: how often the final category was another than the first."""

    first: Label
    final: Label
    count: int


@dataclass(frozen=True, slots=True)
class Profiled:
    """The process by which was counted, and the words for codes that the figures hold."""

    id: str
    version: int
    title: Label
    repeat_days: int
    repeat_failures: int
    satisfaction: Mapping[str, Label]
    levels: Mapping[str, Label]
    states: Mapping[str, Label]
    categories: Mapping[str, Label]
    channels: Mapping[str, Label]


@dataclass(frozen=True, slots=True)
class Report:
    """`customer`: the only one it is about, empty for all. `past` ends with the report's own quarter; `incidents` are all of the
    quarter, by number, `withdrawn` those that were taken back and are counted nowhere. `responses`, `arrivals`: made in the
    quarter, also for incidents of earlier ones."""

    quarter: Quarter
    as_of: datetime
    zone: tzinfo
    source: Source
    person: Person
    customer: str
    profile: Profiled
    figures: Figures
    closed_at_end: int
    resolution: Spread
    response: Spread
    arrival: Spread
    responses: int
    arrivals: int
    flow: Flow
    breakdowns: Mapping[Dimension, tuple[Group, ...]]
    reclassified: tuple[Reclassification, ...]
    repeats: tuple[RepeatedDevice, ...]
    past: tuple[Past, ...]
    outlooks: tuple[Outlook, ...]
    incidents: tuple[Fact, ...]
    withdrawn: tuple[Fact, ...]

    @property
    def over(self) -> bool:
        """The quarter had ended when the report was made."""
        return self.as_of >= self.quarter.ends(self.zone)

    @property
    def previous(self) -> Past | None:
        """The quarter before, where the records have it (环比)."""
        return self._earlier(1)

    @property
    def year_before(self) -> Past | None:
        """The same quarter of the year before (同比)."""
        return self._earlier(4)

    def _earlier(self, quarters: int) -> Past | None:
        return self.past[-1 - quarters] if len(self.past) > quarters else None
