"""One bench for a file of seeds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from simulation.bench import Bench


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench() as made:
        yield made
