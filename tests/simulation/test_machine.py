"""The same rules under Hypothesis, which looks for worlds that a random seed would not come upon, and shrinks them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from simulation import oracle
from simulation.bench import Bench
from simulation.world import RULES, World

NO_SEED = -1
"""Identifiers of no other world, above all not those of seed 0, with which the bench's own orders were made."""


def machine_on(bench: Bench) -> Any:
    """The machine's class; a world belongs to each example."""

    class SyncMachine(RuleBasedStateMachine):
        world: World | None = None

        @initialize(devices=st.integers(1, 2))
        def begin(self, devices: int) -> None:
            bench.reset(NO_SEED)
            self.world = World(bench, devices)

        @rule(name=st.sampled_from(sorted(RULES)), dice=st.integers(0, 2**32 - 1))
        def step(self, name: str, dice: int) -> None:
            assert self.world is not None
            self.world.do(name, Random(dice))

        @rule(dice=st.integers(0, 2**32 - 1))
        def sync(self, dice: int) -> None:
            assert self.world is not None
            self.world.do("sync", Random(dice))

        def teardown(self) -> None:
            if self.world is not None:
                oracle.heal(self.world)
                oracle.check(self.world)

    return SyncMachine


@pytest.mark.slow
def test_nothing_lost_whatever_happens(bench: Bench) -> None:
    chosen = settings(max_examples=30, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine_on(bench), settings=chosen)
