"""Figures of a set of incidents: what §4.6 and §6.2.11 ask for, and what helps to understand them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.report.facts import Fact

_TIMES: Final = ("response_s", "arrival_s", "handling_s")


@dataclass(frozen=True, slots=True)
class Times:
    """Of those orders that have the time: how many, all of it, in seconds."""

    count: int = 0
    total_s: int = 0

    @property
    def mean_s(self) -> float | None:
        return self.total_s / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of incidents and sums of seconds; what is divided is given by the properties, None where there is nothing to
    divide by.

    `solved`: 已解决 or 关闭; `resolution`: from discovery to the (last) solution, of the solved ones; `clocked`: the same on the
    contract's clock. `target_met`, `target_missed`: also an open order misses its target once the target is over.
    """

    incidents: int = 0
    closed: int = 0
    solved: int = 0
    resolution: Times = Times()
    clocked: Times = Times()
    target_met: int = 0
    target_missed: int = 0
    response: Times = Times()
    arrival: Times = Times()
    handling: Times = Times()
    reopened: int = 0
    declined: int = 0
    reclassified: int = 0
    level_changed: int = 0
    workarounds: int = 0
    to_problem: int = 0
    satisfaction: Mapping[str, int] = field(default_factory=dict)

    @property
    def unsolved(self) -> int:
        return self.incidents - self.solved

    @property
    def solve_rate(self) -> float | None:
        """§4.6-1 事件解决率: 关闭 / all, between 0 and 1."""
        return self.closed / self.incidents if self.incidents else None

    @property
    def mean_resolution_s(self) -> float | None:
        """§4.6-2 平均解决时间 as the process defines it: 事件解决总时间 / 事件总数. An unsolved incident counts below the line
        and has nothing above it yet, so this is too good while many are open; `resolution.mean_s` is the one over the solved.
        None while nothing is solved: no time is not a short time."""
        return self.resolution.total_s / self.incidents if self.solved else None

    @property
    def target_rate(self) -> float | None:
        """Met / (met or missed); an open order that is still in time counts for neither."""
        judged = self.target_met + self.target_missed
        return self.target_met / judged if judged else None


class Tally:
    """Adds incidents up without keeping them."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._satisfaction: Counter[str] = Counter()

    def add(self, fact: Fact) -> None:
        counts = self._counts
        counts["incidents"] += 1
        counts["closed"] += fact.closed
        counts["solved"] += fact.solved
        counts["target_met"] += fact.target_met is True
        counts["target_missed"] += fact.target_met is False
        counts["reopened"] += fact.reopened > 0
        counts["declined"] += fact.declined > 0
        counts["reclassified"] += fact.reclassified
        counts["level_changed"] += fact.level_changed
        counts["workarounds"] += fact.workaround
        counts["to_problem"] += fact.to_problem
        self._time("resolution", fact.resolution_s)
        self._time("clocked", fact.clocked_s)
        for name in _TIMES:
            self._time(name.removesuffix("_s"), getattr(fact, name))
        if fact.satisfaction:
            self._satisfaction[fact.satisfaction] += 1

    def _time(self, name: str, value: int | None) -> None:
        if value is not None:
            self._counts[f"{name}.count"] += 1
            self._counts[f"{name}.total"] += value

    def figures(self) -> Figures:
        counts = self._counts
        return Figures(
            incidents=counts["incidents"],
            closed=counts["closed"],
            solved=counts["solved"],
            resolution=self._times("resolution"),
            clocked=self._times("clocked"),
            target_met=counts["target_met"],
            target_missed=counts["target_missed"],
            response=self._times("response"),
            arrival=self._times("arrival"),
            handling=self._times("handling"),
            reopened=counts["reopened"],
            declined=counts["declined"],
            reclassified=counts["reclassified"],
            level_changed=counts["level_changed"],
            workarounds=counts["workarounds"],
            to_problem=counts["to_problem"],
            satisfaction=dict(sorted(self._satisfaction.items())),
        )

    def _times(self, name: str) -> Times:
        return Times(self._counts[f"{name}.count"], self._counts[f"{name}.total"])


def figures_of(facts: Iterable[Fact]) -> Figures:
    """The figures of these incidents."""
    tally = Tally()
    for fact in facts:
        tally.add(fact)
    return tally.figures()


@dataclass(frozen=True, slots=True)
class Spread:
    """Half of the values are up to `median_s`, nine tenths up to `ninth_s` (nearest rank); None without values."""

    median_s: int | None
    ninth_s: int | None

    @classmethod
    def of(cls, values: Iterable[int | None]) -> Spread:
        ordered = sorted(value for value in values if value is not None)
        return cls(_rank(ordered, 50), _rank(ordered, 90))


def _rank(ordered: list[int], percent: int) -> int | None:
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None
