"""Several things in a row, which single steps seldom are: drawn only where a planted bug favours them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from simulation.device import SimDevice
from simulation.truth import DESK
from simulation.world import FIELDS, World

UNHEARD = ("reply lost", "504 after the work", "500 after the work", "body cut, seen", "crash after the request")
"""The endpoint did the work and nobody heard of it."""


def sync(device: SimDevice, dice: Random, fault: str = "") -> bool:
    """A run in which at most the request behind the hello meets a fault; True when something was sent."""
    device.line.begin(Random(dice.random()), {1: fault} if fault else {}, {})
    report = device.sync(dice.random)
    device.line.begin(dice, {}, {})
    return report is not None and report.pushed > 0


def somebody_somewhere(world: World, dice: Random) -> tuple[SimDevice, str | None]:
    """A device that knows all there is to know, and an order of its engineer."""
    device = world.somebody(dice)
    sync(device, dice)
    return device, world.somewhere(device, dice)


def insist(world: World, dice: Random) -> None:
    """The answer to a change is lost, and its author goes on writing in the same place."""
    device, order_id = somebody_somewhere(world, dice)
    if order_id is not None:
        field = dice.choice(FIELDS)
        world.write(device, order_id, field)
        sync(device, dice, dice.choice(UNHEARD))
        world.write(device, order_id, field)


def disagree(world: World, dice: Random) -> None:
    """Engineer and desk write the same field without knowing of each other."""
    device, order_id = somebody_somewhere(world, dice)
    if order_id is None:
        return
    world.write(device, order_id, "contact_name")
    order, value = world.endpoint.docs().get(order_id), world.fresh(DESK)
    if order is not None and world.desk_writes(order_id, "contact_name", value):
        world.truth.write(DESK, (order_id, "contact_name"), order.doc["answers"].get("contact_name"), value)
        world.say(f"  desk writes contact_name of {order_id[:8]}: {value}")


def spoil(world: World, dice: Random) -> None:
    """A byte of a photo changes under way."""
    device, order_id = somebody_somewhere(world, dice)
    if order_id is not None:
        world.attach_photo(device, order_id, dice)
        sync(device, dice, "upload garbled")


def overtake(world: World, dice: Random) -> None:
    """There is news, and the device's process dies at one of the commits that bring it."""
    device = world.somebody(dice)
    world.desk_edit(dice)
    device.line.begin(dice, {}, {})
    device.sync(dice.random, dice.randrange(1, 5), crash_after=dice.random() < 0.5)


def lose_files(world: World, dice: Random) -> None:
    """The running endpoint loses its files and has a database from before put under it: only a device can know of both."""
    device, order_id = somebody_somewhere(world, dice)
    if order_id is None:
        return
    world.attach_photo(device, order_id, dice)
    sync(device, dice)
    world.back_up(dice)
    world.write(device, order_id, dice.choice(FIELDS))
    if sync(device, dice):
        world.put_back(told=False, started_anew=False, files={})


STORIES: dict[str, Callable[[World, Random], None]] = {
    story.__name__: story for story in (insist, disagree, spoil, overtake, lose_files)
}
