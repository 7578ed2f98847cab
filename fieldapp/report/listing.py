"""Every incident of the quarter on a line of its own, so that each figure can be followed to where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fieldapp.domain.records import Label
from fieldapp.report import cells
from fieldapp.report.cells import Cell, Column, Kind, Table
from fieldapp.report.content import Report
from fieldapp.report.facts import Fact
from fieldapp.report.words import Words

_COLUMNS = (
    ("number", Kind.TEXT),
    ("began", Kind.MOMENT),
    ("customer", Kind.TEXT),
    ("contract", Kind.TEXT),
    ("level", Kind.TEXT),
    ("first", Kind.TEXT),
    ("final", Kind.TEXT),
    ("channel", Kind.TEXT),
    ("engineer", Kind.TEXT),
    ("state", Kind.TEXT),
    ("resolved", Kind.MOMENT),
    ("closed_on", Kind.MOMENT),
    ("resolution", Kind.DURATION),
    ("clocked", Kind.DURATION),
    ("target", Kind.DURATION),
    ("met", Kind.TEXT),
    ("response", Kind.DURATION),
    ("arrival", Kind.DURATION),
    ("hold", Kind.DURATION),
    ("reopened", Kind.COUNT),
    ("satisfaction", Kind.TEXT),
    ("symptom", Kind.TEXT),
)


class Listing:
    """The lists of one report in one language; times by the office's clock."""

    def __init__(self, report: Report, words: Words) -> None:
        self._report, self._words = report, words

    def incidents(self) -> Table:
        return self._table("incidents", self._report.incidents)

    def withdrawn(self) -> Table:
        return self._table("withdrawn", self._report.withdrawn)

    def _table(self, key: str, facts: Iterable[Fact]) -> Table:
        columns = tuple(Column(self._heading(name), kind) for name, kind in _COLUMNS)
        return Table(key, self._words(f"table.{key}"), columns, tuple(self._row(fact) for fact in facts))

    def _heading(self, name: str) -> str:
        return self._words(f"figure.{name}" if name in ("response", "arrival") else f"column.{name}")

    def _row(self, fact: Fact) -> tuple[Cell, ...]:
        profile = self._report.profile
        met = {True: "yes", False: "no"}.get(fact.target_met)  # type: ignore[arg-type]  # None finds nothing
        return (
            cells.text(fact.number),
            self._moment(fact.began),
            cells.text(fact.customer),
            cells.text(fact.contract),
            self._coded(profile.levels.get(fact.level.value), fact.level.value),
            self._coded(profile.categories.get(fact.first_category), fact.first_category),
            self._coded(profile.categories.get(fact.final_category), fact.final_category),
            self._coded(profile.channels.get(fact.channel), fact.channel),
            cells.text(fact.engineer.name),
            self._coded(profile.states.get(fact.state.value), fact.state.value),
            self._moment(fact.resolved_at),
            self._moment(fact.closed_at),
            cells.duration(fact.resolution_s),
            cells.duration(fact.clocked_s),
            cells.duration(fact.target_s),
            cells.text(self._words(met) if met else ""),
            cells.duration(fact.response_s),
            cells.duration(fact.arrival_s),
            cells.duration(fact.hold_s),
            cells.count(fact.reopened),
            self._coded(profile.satisfaction.get(fact.satisfaction), fact.satisfaction),
            cells.text(fact.title),
        )

    def _coded(self, label: Label | None, code: str) -> Cell:
        return cells.text(label.get(self._words.lang) if label else code)

    def _moment(self, moment: datetime | None) -> Cell:
        return cells.moment(moment.astimezone(self._report.zone) if moment else None)
