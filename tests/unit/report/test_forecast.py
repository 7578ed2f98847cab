"""Trend and forecast: against numbers of statsmodels, honest with few data, and right as often as it says."""

from __future__ import annotations

import random
from math import exp

import pytest

from fieldapp.report.forecast import LEAST, LEVEL, WINDOW, Forecast, forecast, student

GROWING = [120, 130, 118, 140, 139, 150, 149, 160]


def test_the_interval_is_that_of_a_statistics_program() -> None:
    """statsmodels 0.14: OLS of the logarithms of value + 0.5, `get_prediction().summary_frame(alpha=0.2)`."""
    found = forecast(GROWING, count=False)
    assert found is not None
    assert (found.middle, found.low, found.high) == pytest.approx((165.09265, 151.485129, 179.918479), abs=1e-5)
    assert (found.growth, found.growth_low, found.growth_high) == pytest.approx((0.0412585762, 0.0304475420, 0.0521830345))
    assert (found.used, found.direction) == (8, 1)


@pytest.mark.parametrize(("freedom", "quantile"), [(4, 1.5332062741), (6, 1.4397557473), (10, 1.3721836411), (30, 1.3104150254)])
def test_student(freedom: int, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile)


def test_few_quarters_give_no_forecast() -> None:
    assert forecast(GROWING[: LEAST - 1], count=True) is None
    assert forecast([None, None, None, *GROWING[: LEAST - 1]], count=False) is None
    assert forecast(GROWING[:LEAST], count=True) is not None


def test_only_the_last_quarters_count() -> None:
    long_ago = [9000, 4, 9000, 4]
    recent = [50, 52, 51, 49, 50, 53, 50, 51, 48, 52, 50, 51]
    assert len(recent) == WINDOW
    assert forecast([*long_ago, *recent], count=True) == forecast(recent, count=True)


def test_a_gap_keeps_its_place() -> None:
    """A quarter without a mean is left out; the others stay as far apart as they were."""
    values = [100 * exp(0.1 * quarter) - 0.5 for quarter in range(8)]
    found = forecast([*values[:3], None, *values[4:]], count=False)
    assert found is not None
    assert (found.used, found.growth, found.middle) == (7, pytest.approx(exp(0.1) - 1), pytest.approx(100 * exp(0.8) - 0.5))


def test_counts_vary_by_chance_even_if_they_never_did() -> None:
    same = forecast([4] * 8, count=True)
    assert same is not None
    assert same.low < 3 < 5 < same.high
    assert same.direction == 0
    none = forecast([0] * 8, count=True)
    assert none is not None
    assert none.low == 0
    assert none.high > 0


def quarters(chance: random.Random, kind: str, number: int) -> list[int]:
    """Counts whose mean stays, grows by 4 % a quarter, or wanders by 8 %; they vary more than Poisson's law says."""
    mean, values = chance.uniform(20, 400), []
    for _ in range(number):
        values.append(poisson(chance, chance.gammavariate(80, mean / 80)))
        mean *= {"flat": 1.0, "growing": exp(0.04), "wandering": exp(chance.gauss(0, 0.08))}[kind]
    return values


def poisson(chance: random.Random, mean: float) -> int:
    """How many arrivals of rate `mean` come within 1."""
    count, at = -1, 0.0
    while at < 1:
        at += chance.expovariate(mean)
        count += 1
    return count


def holds(found: Forecast | None, value: float) -> bool:
    assert found is not None
    return found.low <= value <= found.high


@pytest.mark.parametrize("kind", ["flat", "growing", "wandering"])
@pytest.mark.parametrize("number", [6, 12])
def test_four_of_five_forecasts_hold(kind: str, number: int) -> None:
    """benchmarks/forecast.py has the whole table, also for seasons and sudden steps."""
    chance, tries = random.Random(f"{kind} {number}"), 500
    right = 0
    for _ in range(tries):
        *known, next_one = quarters(chance, kind, number + 1)
        right += holds(forecast(known, count=True), next_one)
    assert LEVEL - 0.06 <= right / tries <= LEVEL + 0.1
