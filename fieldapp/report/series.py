"""What a chart shows, without saying how it is drawn: the page, the PDF and whoever cannot see it get the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fieldapp.report import cells
from fieldapp.report.content import Dimension, Figure, Past, Report
from fieldapp.report.tables import Tables, value_cell
from fieldapp.report.words import Words


@dataclass(frozen=True, slots=True)
class Bar:
    """One quarter. `value` None: no such figure. `text` is how the value reads; `sure` False: the quarter is incomplete."""

    label: str
    value: float | None
    text: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """The forecast beside the bars."""

    label: str
    middle: float
    low: float
    high: float
    text: str
    low_text: str
    high_text: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Quarters side by side and the forecast. `alt` says it in words."""

    title: str
    bars: tuple[Bar, ...]
    ahead: Ahead | None
    alt: str

    @property
    def top(self) -> float:
        values = [bar.value for bar in self.bars if bar.value is not None]
        return max([*values, *([self.ahead.high] if self.ahead else []), 0.0]) or 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One rate over the quarters, between 0 and 1."""

    name: str
    values: tuple[float | None, ...]
    last: str

    def runs(self) -> list[list[tuple[int, float]]]:
        """(place, value) of the quarters that have one; a quarter without one parts two runs, as nothing is known of it."""
        runs: list[list[tuple[int, float]]] = [[]]
        for place, value in enumerate(self.values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append((place, value))
        return [run for run in runs if run]


@dataclass(frozen=True, slots=True)
class LineChart:
    title: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    alt: str

    @property
    def floor(self) -> float:
        """Where the axis begins: a round tenth below the lowest value."""
        values = [value for line in self.lines for value in line.values if value is not None]
        return max(0.0, int(min(values, default=0.0) * 10 - 0.5) / 10)


@dataclass(frozen=True, slots=True)
class Stack:
    """One level's incidents: in target, missed, still in time."""

    label: str
    met: int
    missed: int
    open: int
    text: str


@dataclass(frozen=True, slots=True)
class StackChart:
    title: str
    stacks: tuple[Stack, ...]
    alt: str


def incidents_chart(report: Report, words: Words) -> BarChart:
    """§6.2.11-1 and -4."""
    return _bars(report, words, Figure.INCIDENTS, "incidents", lambda past: past.figures.incidents)


def mean_chart(report: Report, words: Words) -> BarChart:
    return _bars(report, words, Figure.MEAN_SOLVED, "mean_solved", lambda past: past.figures.resolution.mean_s)


def _bars(report: Report, words: Words, figure: Figure, key: str, read: Callable[[Past], float | None]) -> BarChart:
    bars = tuple(Bar(str(one.quarter), read(one), value_cell(figure, read(one)).text, one.complete) for one in report.past)
    outlook = next(one for one in report.outlooks if one.figure is figure)
    found, ahead = outlook.forecast, None
    if found is not None:
        texts = [value_cell(figure, value).text for value in (found.middle, found.low, found.high)]
        ahead = Ahead(str(outlook.quarter), found.middle, found.low, found.high, *texts)
    title = words(f"chart.{key}")
    points = [words("chart.alt_point", quarter=bar.label, value=bar.text) for bar in bars]
    if ahead is not None:
        points.append(
            words("chart.alt_forecast", quarter=ahead.label, value=ahead.text, low=ahead.low_text, high=ahead.high_text)
        )
    return BarChart(title, bars, ahead, _alt(title, points, words))


def rate_chart(report: Report, words: Words) -> LineChart:
    """§4.6-1 as of each quarter's end, and §6.1.3."""
    title = words("chart.rate")
    reads: tuple[tuple[str, Callable[[Past], float | None]], ...] = (
        (words("short.rate_at_end"), lambda past: past.rate_at_end),
        (words("figure.target_rate"), lambda past: past.figures.target_rate),
    )
    lines = []
    for name, read in reads:
        values = tuple(read(one) for one in report.past)
        lines.append(Line(name, values, cells.rate(values[-1]).text))
    points = [
        words("chart.alt_point", quarter=f"{line.name} {one.quarter}", value=cells.rate(value).text)
        for line in lines
        for one, value in zip(report.past, line.values, strict=True)
    ]
    return LineChart(title, tuple(str(one.quarter) for one in report.past), tuple(lines), _alt(title, points, words))


def level_chart(report: Report, words: Words) -> StackChart:
    title = words("chart.level")
    tables = Tables(report, words)
    stacks = []
    for group in report.breakdowns[Dimension.LEVEL]:
        figures = group.figures
        still = figures.incidents - figures.target_met - figures.target_missed
        text = words("chart.level_row", met=figures.target_met, missed=figures.target_missed, open=still)
        stacks.append(Stack(tables.group_name(Dimension.LEVEL, group), figures.target_met, figures.target_missed, still, text))
    points = [f"{stack.label} {stack.text}" for stack in stacks]
    return StackChart(title, tuple(stacks), _alt(title, points, words))


def _alt(title: str, points: list[str], words: Words) -> str:
    joint = "；" if words.lang == "zh" else "; "
    return words("chart.alt", title=title, points=joint.join(points) or words("chart.empty"))
