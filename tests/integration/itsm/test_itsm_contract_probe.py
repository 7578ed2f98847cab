"""What schemathesis can think of asking: no server error, no answer outside the contract, nothing without a login.

More questions: `./run contract --examples 500`. What is judged and what is not: `support/contract_probe/schemathesis.toml`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.contract_probe.probe import probe

EXAMPLES, SEED = 8, 20261127


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nothing_outside_the_contract(empty_folder: Path) -> None:
    found = probe(empty_folder, EXAMPLES, SEED)
    assert found.code == 0, found.output[-8000:]
    assert "Traceback" not in found.log, found.log[-4000:]
    asked = re.search(r"(\d+) generated, (\d+) passed", found.output)
    assert asked is not None, found.output[-2000:]
    assert int(asked[1]) == int(asked[2]) > 1000
