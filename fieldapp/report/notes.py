"""What a reader has to know of the figures: where they come from, how they are defined, what the trend says."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.report import cells
from fieldapp.report.content import Outlook, Report, Source
from fieldapp.report.forecast import LEAST, WINDOW
from fieldapp.report.words import Words

_DIRECTIONS = {1: "trend.rising", -1: "trend.falling", 0: "trend.unclear"}
_DEFINITIONS = ("quarter", "solve_rate", "mean", "responses", "solved", "target", "withdrawn")


def scope(report: Report, words: Words) -> Iterator[str]:
    """The moment, the source, and what restricts the figures."""
    yield words("as_of", moment=f"{report.as_of.astimezone(report.zone):%Y-%m-%d %H:%M}")
    name = report.person.name or cells.NONE
    yield words(f"source.{report.source.value}", name=name)
    yield words("note.times")
    if report.customer:
        yield words("note.customer", name=report.customer)
    if not report.over:
        yield words("note.running")
    if report.withdrawn and report.source is not Source.REMOTE:
        yield words("note.withdrawn", count=len(report.withdrawn))


def definitions(words: Words) -> Iterator[str]:
    """How each figure is defined, and the method of the forecast."""
    for key in _DEFINITIONS:
        yield words(f"definition.{key}")
    yield words("note.target")
    yield words("trend.method", window=WINDOW, least=LEAST)


def notes(report: Report, words: Words) -> Iterator[str]:
    yield from scope(report, words)
    yield from definitions(words)


def direction(one: Outlook, words: Words) -> str:
    """What the trend of a figure is, in one sentence."""
    found = one.forecast
    if found is None:
        return words("trend.few", usable=one.usable, least=LEAST)
    growth, low, high = (cells.growth(value).text for value in (found.growth, found.growth_low, found.growth_high))
    return words(_DIRECTIONS[found.direction], growth=growth, low=low, high=high)
