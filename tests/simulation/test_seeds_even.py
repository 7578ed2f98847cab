"""A thousand worlds; the odd seeds are in the file beside, so that two processes share the work.

More: `./run simulate --seeds N`. What a seed is: `seeds.py`; what is required of it: `oracle.py`.
"""

from __future__ import annotations

import pytest
from simulation.bench import Bench
from simulation.seeds import must_hold

BLOCK = 100


@pytest.mark.parametrize("first", range(0, 2000, 2 * BLOCK))
def test_nothing_lost_nothing_doubled(bench: Bench, first: int) -> None:
    must_hold(bench, range(first, first + 2 * BLOCK, 2))
