"""One rig a product: the connector under test goes through a proxy that can break one exchange, somebody else goes straight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.connector_rig import NATIVE, Rig, native_rig, product_rig

PRODUCTS = [
    NATIVE,
    pytest.param("request-tracker", marks=pytest.mark.itsm),
    pytest.param("redmine", marks=pytest.mark.itsm),
    "glpi",
    "servicenow",
]


@pytest.fixture(scope="session", params=PRODUCTS)
def shared_rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    if request.param == NATIVE:
        with native_rig(tmp_path_factory.mktemp("contract-endpoint")) as rig:
            yield rig
    else:
        with product_rig(request.param) as rig:
            yield rig


@pytest.fixture
def rig(shared_rig: Rig) -> Iterator[Rig]:
    shared_rig.heal()
    yield shared_rig
    shared_rig.heal()
