"""Trend and forecast of a quarterly figure (§6.2.11-4), with their uncertainty. docs/decisions/0022 says why this method.

Method: the logarithms of the last (at most `WINDOW`) complete quarters follow a straight line, a constant growth from quarter to
quarter; least squares (`statistics.linear_regression`); the interval of the next value is Student's t, with the uncertainty of
the line itself in it. A count varies by chance alone at least as much as Poisson's law says, however alike the quarters were.
Below `LEAST` quarters there is no forecast. Seasons are not modelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt
from statistics import NormalDist, linear_regression
from typing import Final

LEAST: Final = 6
"""Complete quarters that a forecast needs."""
WINDOW: Final = 12
"""Older quarters say little about the next one."""
LEVEL: Final = 0.8
"""Of four out of five forecasts the true value comes to lie in the interval."""
_SHIFT: Final = 0.5
"""Added before the logarithm, taken off after it: a quarter without incidents has none otherwise."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of the quarter after the last one given. `growth`: relative change a quarter, 0.05 is 5 % more each; all with the interval
    of `LEVEL`. `used`: how many quarters it rests on."""

    middle: float
    low: float
    high: float
    growth: float
    growth_low: float
    growth_high: float
    used: int

    @property
    def direction(self) -> int:
        """1 rising, -1 falling, 0 where the interval of the growth does not tell."""
        return (self.growth_low > 0) - (self.growth_high < 0)


def forecast(values: Sequence[float | None], *, count: bool) -> Forecast | None:
    """One value a quarter, oldest first, none for a quarter that has no such figure; the forecast is for the quarter after the
    last. `count`: the figure counts things. None when fewer than `LEAST` of the quarters in the window have a value."""
    window = list(values)[-WINDOW:]
    points = [(float(index), log(value + _SHIFT)) for index, value in enumerate(window) if value is not None]
    if len(points) < LEAST:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    slope, intercept = linear_regression(xs, ys)
    freedom = len(points) - 2
    variance = sum((y - intercept - slope * x) ** 2 for x, y in points) / freedom
    if count:
        variance = max(variance, 1 / exp(sum(ys) / len(ys)))
    centre = sum(xs) / len(xs)
    spread = sum((x - centre) ** 2 for x in xs)
    ahead = float(len(window))
    t = student(freedom)
    reach = t * sqrt(variance * (1 + 1 / len(points) + (ahead - centre) ** 2 / spread))
    lean = t * sqrt(variance / spread)
    middle = intercept + slope * ahead
    return Forecast(
        middle=_back(middle),
        low=_back(middle - reach),
        high=_back(middle + reach),
        growth=exp(slope) - 1,
        growth_low=exp(slope - lean) - 1,
        growth_high=exp(slope + lean) - 1,
        used=len(points),
    )


def _back(value: float) -> float:
    return max(0.0, exp(value) - _SHIFT)


@cache
def student(freedom: int, level: float = LEVEL) -> float:
    """How many standard errors to each side hold `level` of Student's t with `freedom` degrees of freedom."""
    import mpmath

    def outside(t: float) -> float:
        return float(mpmath.betainc(freedom / 2, 0.5, 0, freedom / (freedom + t * t), regularized=True)) - (1 - level)

    return float(mpmath.findroot(outside, NormalDist().inv_cdf((1 + level) / 2)))
