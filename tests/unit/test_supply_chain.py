"""What the program is made of is known: hashes, licences, and a bill of materials that others can read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.model.bom import Bom

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def chain() -> Iterator[Any]:
    sys.path.insert(0, str(ROOT / "tools"))
    import supply_chain

    yield supply_chain
    sys.path.remove(str(ROOT / "tools"))


def test_every_package_is_locked_and_licensed(chain: Any) -> None:
    assert chain.problems() == []
    assert len(chain.locked()) > 50


def test_what_would_be_wrong_is_told(chain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told, packages = chain.table(), chain.locked()
    del told["packages"]["requests"]
    told["packages"] |= {"lark": "GPL-3.0-only", "left-behind": "MIT"}
    unhashed = packages | {"h11": packages["h11"] | {"wheels": [{"url": "https://example.org/h11.whl"}]}}
    monkeypatch.setattr(chain, "table", lambda: told)
    monkeypatch.setattr(chain, "locked", lambda: unhashed)
    assert {line.split(":")[0] for line in chain.problems()} == {"requests", "lark", "left-behind", "h11"}


@pytest.mark.parametrize(
    ("licence", "fine"),
    [("MIT", True), ("GPL-3.0-only", False), ("GPL-2.0-only OR LGPL-3.0-only", True), ("MIT AND GPL-3.0-only", False)],
)
def test_expressions(chain: Any, licence: str, fine: bool) -> None:
    assert chain.is_allowed(licence, ["MIT", "LGPL-3.0-only"]) is fine


def test_what_a_build_must_leave_out(chain: Any) -> None:
    names = ["_internal/reportlab/fonts/DarkGarden.sfd", "_internal/reportlab/fonts/Vera.ttf"]
    assert chain.must_not_ship(names) == names[:1]


@pytest.mark.filterwarnings("ignore::cyclonedx.schema.deprecation.BaseSchemaDeprecationWarning")
def test_the_bill_of_materials_is_read_by_its_own_library(chain: Any) -> None:
    bill = chain.sbom()
    read = Bom.from_json(json.loads(json.dumps(bill)))
    assert {part.name for part in read.components} >= {*chain.locked(), "HanaMinB.ttf"}
    assert all(part.licenses for part in read.components)
    assert chain.sbom() == bill
