"""Worlds with records of other kinds beside the orders: the same promises, by the same oracle."""

from __future__ import annotations

from collections import Counter

import pytest
from simulation.bench import Bench
from simulation.seeds import RECORDS_FROM, must_hold, plan

BLOCK = 30


@pytest.mark.parametrize("first", range(RECORDS_FROM, RECORDS_FROM + 2 * BLOCK, BLOCK))
def test_nothing_lost_nothing_doubled_of_records(bench: Bench, first: int) -> None:
    must_hold(bench, range(first, first + BLOCK))


def test_records_do_occur() -> None:
    seeds = range(RECORDS_FROM, RECORDS_FROM + 2 * BLOCK)
    rules = Counter(step.rule for seed in seeds for step in plan(seed)[1])
    assert rules["record"] > BLOCK
    assert rules["desk_moves"] > BLOCK
