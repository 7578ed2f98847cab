"""What seeds have found once, told as a story of its own."""

from __future__ import annotations

from random import Random

from simulation import oracle
from simulation.bench import Bench
from simulation.world import World


def test_a_creation_sent_again_is_no_second_opinion(bench: Bench) -> None:
    """Seeds 1002465 and 1003004: the endpoint says it was restored (it was not), the engineer has written on meanwhile."""
    bench.reset(0)
    world = World(bench, 1)
    device, dice = world.devices[0], Random(0)
    world.create(dice)
    (order_id,) = {place[0] for place in world.truth.live}
    device.sync(lambda: 0.5)
    for value in ("A·again·", "A·later·"):
        seen = device.docs()[order_id]["answers"]["cause"]
        device.change(order_id, {"answers": {"cause": value}})
        world.truth.write(device.name, (order_id, "cause"), seen, value)
        if value == "A·again·":
            device.sync(lambda: 0.5)
            world.endpoint.renew_epoch()
    oracle.heal(world)
    oracle.check(world)
    assert device.docs()[order_id]["answers"]["cause"] == "A·later·"
