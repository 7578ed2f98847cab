"""What stands in a table of the report: a value with its kind, so that a page writes words and a spreadsheet numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NONE = "—"


class Kind(StrEnum):
    """DURATION is in seconds, RATE and GROWTH relative (0.05 is 5 %), MOMENT aware."""

    TEXT = "text"
    COUNT = "count"
    RATE = "rate"
    GROWTH = "growth"
    DURATION = "duration"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` None: there is nothing to say, e.g. a rate of no incidents."""

    kind: Kind
    value: str | int | float | datetime | None

    @property
    def text(self) -> str:
        """As it reads on a page: `97.5 %`, `+3.1 %`, `26:05` (hours and minutes), `2026-07-01 08:00`."""
        value = self.value
        if value is None:
            return NONE
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        if isinstance(value, str):
            return value
        if self.kind is Kind.DURATION:
            return hours(value)
        if self.kind is Kind.RATE:
            return f"{value * 100:.1f} %"
        if self.kind is Kind.GROWTH:
            return f"{value * 100:+.1f} %".replace("-", "−")
        return f"{value:,.0f}"


def hours(seconds: float) -> str:
    """Hours and minutes, rounded to the minute: `0:08`, `126:40`."""
    whole, minutes = divmod(round(seconds / 60), 60)
    return f"{whole:,}:{minutes:02}"


def text(value: str) -> Cell:
    return Cell(Kind.TEXT, value)


def count(value: float | None) -> Cell:
    return Cell(Kind.COUNT, value)


def rate(value: float | None) -> Cell:
    return Cell(Kind.RATE, value)


def growth(value: float | None) -> Cell:
    return Cell(Kind.GROWTH, value)


def duration(value: float | None) -> Cell:
    return Cell(Kind.DURATION, value)


def moment(value: datetime | None) -> Cell:
    return Cell(Kind.MOMENT, value)


@dataclass(frozen=True, slots=True)
class Column:
    """`sheet_only`: there is no room for it on a page."""

    label: str
    kind: Kind
    sheet_only: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`key` names it whatever the language; the rows fit the columns."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def on_page(self) -> Table:
        """Without what only a spreadsheet has room for."""
        kept = [index for index, column in enumerate(self.columns) if not column.sheet_only]
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return Table(self.key, self.title, tuple(self.columns[index] for index in kept), rows)
