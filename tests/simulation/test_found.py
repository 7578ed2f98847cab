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


def test_the_desks_entry_that_a_restored_endpoint_lost_sends_nothing_back(bench: Bench) -> None:
    """Seed 838, when the desk's edits became entries: the device said the entry again in its own next operation, which the
    endpoint refuses, and with it the engineer's work."""
    bench.reset(0)
    world = World(bench, 1)
    device, dice = world.devices[0], Random(0)
    (order_id, *_) = sorted(device.docs())
    world.back_up(dice)
    assert world.desk_writes(order_id, "contact_name", "desk·gone·")
    world.attach_photo(device, order_id, dice)
    device.sync(lambda: 0.5)
    world.put_back(told=True, started_anew=True, files={})
    world.write(device, order_id, "cause")
    oracle.heal(world)
    oracle.check(world)
    assert not [entry for entry in device.docs()[order_id]["events"] if entry["kind"] == "edited"]


def test_what_a_merge_decided_against_and_the_endpoint_took_is_held_on_both_sides(bench: Bench) -> None:
    """Seed 276 under the planted bug `restore_without_files`: a restored endpoint lacks a file that does not arrive whole, so
    that its old version is pulled before the operations behind the file were sent again."""
    bench.reset(0)
    world = World(bench, 1)
    device, dice = world.devices[0], Random(0)
    world.back_up(dice)
    (order_id, *_) = sorted(device.docs())
    world.attach_photo(device, order_id, dice)
    device.sync(lambda: 0.5)
    world.write(device, order_id, "contact_name")
    device.sync(lambda: 0.5)
    world.put_back(told=True, started_anew=True, files={})
    device.line.begin(dice, dict.fromkeys(range(1, 9), "upload garbled"), {})
    device.sync(lambda: 0.5)
    assert world.log.count(f"    upload garbled: PUT /sync/v1/blobs/{world.truth.files[0].sha256}") == 4
    oracle.heal(world)
    oracle.check(world)
