"""Worlds with records of other kinds beside the orders: the same promises, by the same oracle."""

from __future__ import annotations

from collections import Counter

import pytest
from simulation.bench import Bench
from simulation.seeds import must_hold, plan
from simulation.world import RECORD_RULES

BLOCK = 30
FIRST = 500_000


@pytest.mark.parametrize("first", range(FIRST, FIRST + 2 * BLOCK, BLOCK))
def test_nothing_lost_nothing_doubled_of_records(bench: Bench, first: int) -> None:
    must_hold(bench, range(first, first + BLOCK), records=True)


def test_records_do_occur() -> None:
    seeds = range(FIRST, FIRST + 2 * BLOCK)
    rules = Counter(step.rule for seed in seeds for step in plan(seed, tuple(RECORD_RULES), records=True)[1])
    assert rules["record"] > BLOCK
    assert rules["desk_moves"] > BLOCK
