"""The oracle can see: each planted bug is found by a seed that holds without it."""

from __future__ import annotations

import pytest
from simulation.bench import Bench
from simulation.bugs import BUGS, SEEDS
from simulation.seeds import Failure, run_seed


def found(bench: Bench, name: str) -> Failure | None:
    bug = BUGS[name]
    for seed in range(SEEDS):
        with bug.plant():
            failure = run_seed(bench, seed, bug.favoured)
        if failure is not None:
            return failure
    return None


@pytest.mark.parametrize("name", sorted(BUGS))
def test_a_planted_bug_is_found(bench: Bench, name: str) -> None:
    failure = found(bench, name)
    assert failure is not None, f"none of {SEEDS} seeds finds it"
    assert run_seed(bench, failure.seed, BUGS[name].favoured) is None, "the seed fails without the bug, too"


def test_a_seed_runs_the_same_way_twice(bench: Bench) -> None:
    one, two = found(bench, "late_work_dropped"), found(bench, "late_work_dropped")
    assert one is not None
    assert one == two
