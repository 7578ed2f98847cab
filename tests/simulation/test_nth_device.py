"""Every call that a device makes to its database and its files in one sync fails once, or is the last one of its process.

Here every second call, in one of the two ways, for time's sake; `./run simulate --report` tries each in both.
"""

from __future__ import annotations

import pytest
from simulation.bench import Bench
from simulation.nth import DEATHS, PLACES, calls, fail_call

DEVICE = {place.name: place for place in PLACES if "device" in place.name}


@pytest.mark.parametrize(("name", "end"), [(name, end) for name, place in DEVICE.items() for end in place.ends])
def test_whatever_call_it_is(bench: Bench, name: str, end: str) -> None:
    place = DEVICE[name]
    count = calls(bench, place)
    assert count > 10
    for number in range(1 + (end in DEATHS), count + 1, 4):
        fail_call(bench, place, end, number)
