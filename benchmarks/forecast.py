"""How often the forecast's 80 % interval holds, how wide it is, and whether it is the one of a statistics program:
`python benchmarks/forecast.py [SERIES]` (default 400 a cell).

Series of quarterly counts are made with a known law; the forecast is made from all but the last quarter. Beside ours: the mean
with its t interval (no trend), the last value with the spread of its changes (random walk), and, where statsmodels is installed
(`pip install statsmodels mpmath` in an environment of its own), exponential smoothing (ETS) and its least squares, which must
agree with ours to the sixth digit.
"""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Callable
from itertools import pairwise
from math import exp, log, sqrt
from pathlib import Path
from statistics import fmean, stdev

sys.path.insert(0, str(Path(__file__).parents[1]))

from fieldapp.report.forecast import forecast, student

Interval = tuple[float, float]
KINDS = ("flat", "growing", "wandering", "seasonal", "step")
LENGTHS = (6, 8, 12)
_SEASONS = (-0.12, 0.02, 0.08, 0.02)


def series(chance: random.Random, kind: str, number: int) -> list[int]:
    """Counts: the mean stays, grows by 4 % a quarter, wanders by 8 %, has seasons of ±10 %, or jumps once by 0.6 or 1.6. They
    vary more than Poisson's law says (variance mean + mean² / 80)."""
    mean, start = chance.uniform(20, 400), chance.randrange(4)
    jump, factor = chance.randrange(1, number), chance.choice((0.6, 1.6))
    values = []
    for quarter in range(number):
        now = mean * (exp(_SEASONS[(quarter + start) % 4]) if kind == "seasonal" else 1)
        if kind == "step" and quarter >= jump:
            now *= factor
        values.append(_poisson(chance, chance.gammavariate(80, now / 80)))
        mean *= {"growing": exp(0.04), "wandering": exp(chance.gauss(0, 0.08))}.get(kind, 1.0)
    return values


def _poisson(chance: random.Random, mean: float) -> int:
    count, at = -1, 0.0
    while at < 1:
        at += chance.expovariate(mean)
        count += 1
    return count


def ours(values: list[int]) -> Interval:
    found = forecast(values, count=True)
    assert found is not None
    return found.low, found.high


def mean_only(values: list[int]) -> Interval:
    logs = [log(value + 0.5) for value in values]
    reach = student(len(logs) - 1) * stdev(logs) * sqrt(1 + 1 / len(logs))
    return exp(fmean(logs) - reach) - 0.5, exp(fmean(logs) + reach) - 0.5


def last_value(values: list[int]) -> Interval:
    logs = [log(value + 0.5) for value in values]
    steps = [after - before for before, after in pairwise(logs)]
    reach = student(len(steps)) * sqrt(fmean(step * step for step in steps))
    return exp(logs[-1] - reach) - 0.5, exp(logs[-1] + reach) - 0.5


def peers() -> dict[str, Callable[[list[int]], Interval]]:
    """Those of statsmodels, if it is there."""
    try:
        import numpy
        import pandas
        import statsmodels.api as sm
        from statsmodels.tsa.exponential_smoothing.ets import ETSModel
    except ImportError:
        print("statsmodels is not installed here: its columns are left out")
        return {}
    warnings.simplefilter("ignore")

    def ets(values: list[int]) -> Interval:
        logs = pandas.Series([log(value + 0.5) for value in values])
        ahead = ETSModel(logs).fit(disp=0).get_prediction(start=len(logs), end=len(logs)).summary_frame(alpha=0.2)
        return exp(ahead["pi_lower"].iloc[0]) - 0.5, exp(ahead["pi_upper"].iloc[0]) - 0.5

    def least_squares(values: list[int]) -> Interval:
        logs = numpy.array([log(value + 0.5) for value in values])
        fit = sm.OLS(logs, sm.add_constant(numpy.arange(len(logs)))).fit()
        ahead = fit.get_prediction(numpy.array([[1.0, len(logs)]])).summary_frame(alpha=0.2)
        low, high = exp(ahead["obs_ci_lower"].iloc[0]) - 0.5, exp(ahead["obs_ci_upper"].iloc[0]) - 0.5
        same = forecast(values, count=False)
        assert same is not None
        assert abs(same.low - max(0, low)) < 1e-6 * high, (values, same, low)
        assert abs(same.high - high) < 1e-6 * high
        return low, high

    return {"ETS": ets, "OLS": least_squares}


def main() -> None:
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    methods: dict[str, Callable[[list[int]], Interval]] = {"ours": ours, "mean": mean_only, "last": last_value, **peers()}
    print("held of 100 (80 are promised) / width of the interval relative to the value")
    print(f"{'quarters':>8} {'series':10}" + "".join(f"{name:>14}" for name in methods))
    for length in LENGTHS:
        for kind in KINDS:
            chance = random.Random(f"{length} {kind}")  # noqa: S311 - no secret
            held, width = dict.fromkeys(methods, 0), dict.fromkeys(methods, 0.0)
            for _ in range(tries):
                *known, coming = series(chance, kind, length + 1)
                for name, method in methods.items():
                    low, high = method(known)
                    held[name] += low <= coming <= high
                    width[name] += (high - low) / max(coming, 1)
            cells = "".join(f"{held[name] / tries * 100:8.0f} /{width[name] / tries:5.2f}" for name in methods)
            print(f"{length:8} {kind:10}{cells}", flush=True)


if __name__ == "__main__":
    main()
