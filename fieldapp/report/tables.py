"""A report as tables in words: what the PDF, the spreadsheet and the screens show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from fieldapp.report import cells
from fieldapp.report.cells import Cell, Column, Kind, Table
from fieldapp.report.content import Dimension, Figure, Group, Outlook, Past, Report
from fieldapp.report.figures import Figures, Spread
from fieldapp.report.words import Words

_Read = Callable[[Figures], Cell]
_GROUPED: Final[Mapping[str, tuple[_Read, bool]]] = {
    "incidents": (lambda f: cells.count(f.incidents), False),
    "solved": (lambda f: cells.count(f.solved), False),
    "closed": (lambda f: cells.count(f.closed), False),
    "solve_rate": (lambda f: cells.rate(f.solve_rate), False),
    "mean_resolution": (lambda f: cells.duration(f.mean_resolution_s), False),
    "mean_solved": (lambda f: cells.duration(f.resolution.mean_s), False),
    "target_met": (lambda f: cells.count(f.target_met), True),
    "target_missed": (lambda f: cells.count(f.target_missed), True),
    "target_rate": (lambda f: cells.rate(f.target_rate), False),
    "mean_response": (lambda f: cells.duration(f.response.mean_s), False),
    "mean_arrival": (lambda f: cells.duration(f.arrival.mean_s), False),
    "reopened": (lambda f: cells.count(f.reopened), True),
}
"""Columns of a breakdown, and whether only a spreadsheet has them."""


class Tables:
    """Every table of one report in one language."""

    def __init__(self, report: Report, words: Words) -> None:
        self._report, self._words = report, words

    def summary(self) -> Table:
        """§4.6 and §6.2.11, beside the quarter before and the same quarter a year before."""
        report = self._report
        past = (report.past[-1], report.previous, report.year_before)

        def row(key: str, read: Callable[[Past], Cell], source: str) -> tuple[Cell, ...]:
            found = [read(one) if one is not None else cells.text(cells.NONE) for one in past]
            return (cells.text(self._words(f"figure.{key}")), *found, cells.text(source))

        rows = (
            row("incidents", lambda p: cells.count(p.figures.incidents), "§6.2.11-1"),
            row("responses", lambda p: cells.count(p.responses), "§6.2.11-2"),
            row("solved", lambda p: cells.count(p.figures.solved), "§6.2.11-3"),
            row("closed", lambda p: cells.count(p.figures.closed), "§4.6-1"),
            row("solve_rate", lambda p: cells.rate(p.figures.solve_rate), "§4.6-1"),
            row("rate_at_end", lambda p: cells.rate(p.rate_at_end), "§4.6-1"),
            row("mean_resolution", lambda p: cells.duration(p.figures.mean_resolution_s), "§4.6-2"),
            row("mean_solved", lambda p: cells.duration(p.figures.resolution.mean_s), "§4.6-2"),
            row("target_rate", lambda p: cells.rate(p.figures.target_rate), "§6.1.3"),
            row("mean_response", lambda p: cells.duration(p.figures.response.mean_s), "§1-2"),
            row("mean_arrival", lambda p: cells.duration(p.figures.arrival.mean_s), "§6.2.5"),
        )
        return self._table(
            "summary", (self._text("figure"), *self._values("now", "previous", "year_before"), self._text("source")), rows
        )

    def times(self) -> Table:
        """How the times are spread, not only their mean."""
        report = self._report
        figures = report.figures

        def row(key: str, mean_s: float | None, spread: Spread, of: int) -> tuple[Cell, ...]:
            found = map(cells.duration, (mean_s, spread.median_s, spread.ninth_s))
            return (cells.text(self._words(key)), *found, cells.count(of))

        rows = (
            row("figure.response", figures.response.mean_s, report.response, figures.response.count),
            row("figure.arrival", figures.arrival.mean_s, report.arrival, figures.arrival.count),
            row("figure.mean_solved", figures.resolution.mean_s, report.resolution, figures.resolution.count),
        )
        durations = (self._column(key, Kind.DURATION) for key in ("mean", "median", "ninth"))
        return self._table("times", (self._text("figure"), *durations, self._column("count", Kind.COUNT)), rows)

    def flow(self) -> Table:
        flow = self._report.flow
        named = (("opening", flow.opening), ("new", flow.new), ("closed_in", flow.closed), ("closing", flow.closing))
        columns = tuple(Column(self._words(f"figure.{key}"), Kind.COUNT) for key, _ in named)
        return self._table("flow", columns, (tuple(cells.count(value) for _, value in named),))

    def quality(self) -> Table:
        """What went more than one way."""
        figures = self._report.figures
        total = figures.incidents
        keys = ("reopened", "declined", "reclassified", "level_changed", "workarounds", "to_problem")
        rows = [self._share(self._words(f"figure.{key}"), getattr(figures, key), total) for key in keys]
        rows.append((cells.text(self._words("figure.withdrawn")), cells.count(len(self._report.withdrawn)), cells.rate(None)))
        return self._table("quality", self._shares("figure"), rows, title=self._words("section.quality"))

    def satisfaction(self) -> Table:
        """Of those who said; the rest said nothing."""
        found = self._report.figures.satisfaction
        labels = self._report.profile.satisfaction
        order = [*(code for code in labels if code in found), *(code for code in found if code not in labels)]
        said = sum(found.values())
        rows = [self._share(labels[code].get(self._words.lang) if code in labels else code, found[code], said) for code in order]
        unsaid = self._report.figures.incidents - said
        rows.append((cells.text(self._words("unsaid")), cells.count(unsaid), cells.rate(None)))
        return self._table("satisfaction", self._shares("satisfaction"), rows)

    def breakdown(self, dimension: Dimension) -> Table:
        shown = [Column(self._words(f"short.{key}"), _kind(read), only) for key, (read, only) in _GROUPED.items()]
        columns = [Column(self._words("column.group"), Kind.TEXT), *shown]
        if dimension is Dimension.ENGINEER:
            columns.append(Column(self._words("short.responses"), Kind.COUNT))
        return self._table(
            dimension.value, columns, [tuple(self._group(dimension, group)) for group in self._report.breakdowns[dimension]]
        )

    def _group(self, dimension: Dimension, group: Group) -> Iterator[Cell]:
        yield cells.text(self.group_name(dimension, group))
        for read, _only in _GROUPED.values():
            yield read(group.figures)
        if dimension is Dimension.ENGINEER:
            yield cells.count(group.responses or 0)

    def group_name(self, dimension: Dimension, group: Group) -> str:
        """In words, also for those that do not say."""
        if not group.code:
            return self._words("nobody" if dimension is Dimension.ENGINEER else "unsaid")
        name = group.label.get(self._words.lang)
        return self._words("own_terms", name=name) if group.own_terms else name

    def reclassified(self) -> Table:
        columns = (self._text("first"), self._text("final"), self._column("count", Kind.COUNT))
        lang = self._words.lang
        rows = [
            (cells.text(one.first.get(lang)), cells.text(one.final.get(lang)), cells.count(one.count))
            for one in self._report.reclassified
        ]
        return self._table("reclassified", columns, rows)

    def repeats(self) -> Table:
        columns = (
            *map(self._text, ("serial", "device", "customer")),
            self._column("failures", Kind.COUNT),
            self._text("numbers"),
        )
        rows = [
            (
                cells.text(one.serial),
                cells.text(one.name),
                cells.text(one.customer),
                cells.count(one.failures),
                cells.text(" ".join(one.numbers)),
            )
            for one in self._report.repeats
        ]
        profile = self._report.profile
        title = self._words("table.repeats", days=profile.repeat_days, failures=profile.repeat_failures)
        return self._table("repeats", columns, rows, title=title)

    def trend(self) -> Table:
        reads: Mapping[str, Callable[[Past], Cell]] = {
            "incidents": lambda p: cells.count(p.figures.incidents),
            "responses": lambda p: cells.count(p.responses),
            "solved": lambda p: cells.count(p.figures.solved),
            "rate_at_end": lambda p: cells.rate(p.rate_at_end),
            "mean_resolution": lambda p: cells.duration(p.figures.mean_resolution_s),
            "mean_solved": lambda p: cells.duration(p.figures.resolution.mean_s),
            "target_rate": lambda p: cells.rate(p.figures.target_rate),
        }
        sample = self._report.past[-1]
        shown = [Column(self._words(f"short.{key}"), read(sample).kind) for key, read in reads.items()]
        partial = self._words("trend.partial")
        rows = [
            (cells.text(str(one.quarter)), *(read(one) for read in reads.values()), cells.text("" if one.complete else partial))
            for one in self._report.past
        ]
        return self._table("trend", (self._text("quarter"), *shown, self._text("remark")), rows)

    def outlook(self) -> Table:
        columns = map(self._text, ("figure", "quarter", "forecast", "range", "growth", "growth_range"))
        rows = [tuple(self._outlook(one)) for one in self._report.outlooks]
        return self._table("outlook", (*columns, self._column("basis", Kind.COUNT)), rows)

    def _outlook(self, one: Outlook) -> Iterator[Cell]:
        yield cells.text(self._words(f"figure.{one.figure.value}"))
        yield cells.text(str(one.quarter))
        found = one.forecast
        if found is None:
            yield from (cells.text(cells.NONE) for _ in range(4))
        else:
            yield value_cell(one.figure, found.middle)
            ends = (value_cell(one.figure, end).text for end in (found.low, found.high))
            yield cells.text(self._words("to", **dict(zip(("low", "high"), ends, strict=True))))
            yield cells.growth(found.growth)
            low, high = (cells.growth(end).text for end in (found.growth_low, found.growth_high))
            yield cells.text(self._words("to", low=low, high=high))
        yield cells.count(one.usable)

    # ---------------------------------------------------------------------------------------------

    def _table(self, key: str, columns: object, rows: object, *, title: str = "") -> Table:
        return Table(key, title or self._words(f"table.{key}"), tuple(columns), tuple(rows))  # type: ignore[arg-type]

    def _column(self, key: str, kind: Kind) -> Column:
        return Column(self._words(f"column.{key}"), kind)

    def _text(self, key: str) -> Column:
        return self._column(key, Kind.TEXT)

    def _values(self, *keys: str) -> Iterator[Column]:
        """Columns of figures of different kinds: set like numbers."""
        return (self._column(key, Kind.COUNT) for key in keys)

    def _shares(self, first: str) -> tuple[Column, ...]:
        return (self._text(first), self._column("count", Kind.COUNT), self._column("share", Kind.RATE))

    def _share(self, name: str, number: int, of: int) -> tuple[Cell, ...]:
        return (cells.text(name), cells.count(number), cells.rate(number / of if of else None))


def value_cell(figure: Figure, value: float | None) -> Cell:
    """A forecast figure's value."""
    return cells.duration(value) if figure is Figure.MEAN_SOLVED else cells.count(value)


def _kind(read: _Read) -> Kind:
    return read(Figures()).kind
