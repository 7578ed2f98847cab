"""Which figures are forecast, from which quarters, for which quarter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fieldapp.report.content import Figure, Outlook, Past
from fieldapp.report.forecast import WINDOW, forecast
from fieldapp.report.quarter import Quarter

_VALUES: Final[Mapping[Figure, Callable[[Past], float | None]]] = {
    Figure.INCIDENTS: lambda past: past.figures.incidents,
    Figure.RESPONSES: lambda past: past.responses,
    Figure.SOLVED: lambda past: past.figures.solved,
    Figure.MEAN_SOLVED: lambda past: past.figures.resolution.mean_s,
}
"""The rates are compared, not forecast: they are near 100 % and the youngest quarter's is never final. 平均解决时间 over all
incidents neither: it moves with how many are still open."""


def outlooks(past: Sequence[Past]) -> tuple[Outlook, ...]:
    """For the quarter after the last complete one: where the report's own quarter is not over, for that one. `past` is not
    empty, its quarters follow each other."""
    complete = [one for one in past if one.complete]
    ahead = complete[-1].quarter.shifted(1) if complete else past[-1].quarter
    return tuple(_outlook(figure, [_VALUES[figure](one) for one in complete], ahead) for figure in Figure)


def _outlook(figure: Figure, values: Sequence[float | None], ahead: Quarter) -> Outlook:
    usable = sum(value is not None for value in values[-WINDOW:])
    return Outlook(figure, ahead, forecast(values, count=figure is not Figure.MEAN_SOLVED), usable)
