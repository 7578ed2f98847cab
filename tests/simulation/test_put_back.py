"""The endpoint's database is put back while the endpoint goes on running (a replica that lagged takes over), and soon stands
where it stood before, on another way. No seed comes upon that: it needs a desk that writes a lot and a device that waits."""

from __future__ import annotations

from random import Random
from unittest import mock

import pytest
from simulation import oracle
from simulation.bench import Bench
from simulation.world import World

from fieldapp.itsm.starts import Watch


def put_back_and_grown(bench: Bench) -> World:
    bench.reset(0)
    world = World(bench, 1)
    dice = Random(1)
    world.back_up(dice)
    for _ in range(3):
        world.dispatch(dice)
    world.devices[0].sync(lambda: 0.5)
    snapshot, then = world.backup
    world.endpoint.restore(snapshot, started_anew=False)
    world.truth.restored_to(then)
    for _ in range(5):
        world.dispatch(dice)
    oracle.heal(world)
    return world


def test_it_is_noticed(bench: Bench) -> None:
    oracle.check(put_back_and_grown(bench))


def test_unnoticed_it_would_do_harm(bench: Bench) -> None:
    with mock.patch.object(Watch, "_compare", return_value=None), pytest.raises(oracle.Broken):
        oracle.check(put_back_and_grown(bench))
