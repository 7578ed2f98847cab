"""The same at the endpoint, and every request of the sync meets every fault of the network."""

from __future__ import annotations

import pytest
from simulation.bench import Bench
from simulation.nth import DEATHS, NETWORK, PLACES, calls, fail_call, fail_request, requests

ENDPOINT = {place.name: place for place in PLACES if "endpoint" in place.name}


@pytest.mark.parametrize(("name", "end"), [(name, end) for name, place in ENDPOINT.items() for end in place.ends])
def test_whatever_call_it_is(bench: Bench, name: str, end: str) -> None:
    place = ENDPOINT[name]
    count = calls(bench, place)
    assert count > 10
    for number in range(1 + (end in DEATHS), count + 1, 4):
        fail_call(bench, place, end, number)


@pytest.mark.parametrize("fault", NETWORK)
def test_whatever_request_it_is(bench: Bench, fault: str) -> None:
    for number in range(requests(bench)):
        fail_request(bench, fault, number)
