"""A seed is a list of steps, each with dice of its own: the same seed runs the same way, and a step can be left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from simulation import oracle
from simulation.bench import Bench
from simulation.stories import STORIES
from simulation.world import RECORD_RULES, RULES, WEIGHTS, World

LEAST_STEPS, MOST_STEPS = 4, 12
SECOND_DEVICE = 0.4
FAVOURED = 5
RECORDS_FROM = 500_000
"""From this seed on a world holds records of other kinds beside its orders."""


@dataclass(frozen=True)
class Step:
    """One rule with the seed of its dice."""

    rule: str
    seed: int


@dataclass(frozen=True)
class Failure:
    """What went wrong with a seed, and the steps that lead to it."""

    seed: int
    devices: int
    steps: tuple[Step, ...]
    reason: str
    log: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"seed {self.seed}: {self.reason}", f"{self.devices} device(s), {len(self.steps)} steps:", *self.log])


def plan(seed: int, favoured: Sequence[str] = ()) -> tuple[int, tuple[Step, ...]]:
    """(number of devices, steps) of a seed; `favoured` rules come more often."""
    dice = Random(seed)
    records = tuple(RECORD_RULES) if seed >= RECORDS_FROM else ()
    names = (*RULES, *records, *(name for name in favoured if name in STORIES))
    weights = [WEIGHTS.get(name, 0.7) * (FAVOURED if name in (*favoured, *records) else 1) for name in names]
    count = dice.randint(LEAST_STEPS, MOST_STEPS)
    devices = 2 if dice.random() < SECOND_DEVICE else 1
    return devices, tuple(Step(name, dice.getrandbits(48)) for name in dice.choices(names, weights, k=count))


def run(bench: Bench, seed: int, devices: int, steps: Sequence[Step]) -> Failure | None:
    """Play the steps, heal, look; None when every promise was kept."""
    return play(bench, seed, devices, steps)[0]


def play(bench: Bench, seed: int, devices: int, steps: Sequence[Step]) -> tuple[Failure | None, list[str]]:
    """The same, with the log of what happened."""
    bench.reset(seed)
    world = World(bench, devices)
    try:
        for step in steps:
            world.act(step.rule, (RULES | RECORD_RULES | STORIES)[step.rule], Random(step.seed))
        oracle.heal(world)
        oracle.check(world)
    except Exception as error:  # noqa: BLE001 - whatever is raised is a finding, and the seed is what matters
        return Failure(seed, devices, tuple(steps), f"{type(error).__name__}: {error}", tuple(world.log)), world.log
    return None, world.log


def run_seed(bench: Bench, seed: int, favoured: Sequence[str] = ()) -> Failure | None:
    return run(bench, seed, *plan(seed, favoured))


def shrunk(bench: Bench, failure: Failure) -> Failure:
    """Leave out steps as long as it still fails."""
    at = len(failure.steps)
    while at > 0:
        at -= 1
        fewer = failure.steps[:at] + failure.steps[at + 1 :]
        found = run(bench, failure.seed, failure.devices, fewer)
        if found is not None:
            failure = found
            at = min(at, len(failure.steps))
    return failure


def must_hold(bench: Bench, wanted: Iterable[int]) -> None:
    """Raises AssertionError with the shortest steps that show what went wrong."""
    for seed in wanted:
        failure = run_seed(bench, seed)
        if failure is not None:
            raise AssertionError(f"replay with ./run simulate --from {seed} --seeds 1\n{shrunk(bench, failure)}")
