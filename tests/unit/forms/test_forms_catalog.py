"""Finding definitions: versions side by side, a company's folder over the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.errors import InputFault
from fieldapp.forms.catalog import Catalog
from tests.support.forms_small import SMALL


def put(folder: Path, version: int, text: str = SMALL, name: str | None = None) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / (name or f"small.v{version}.yaml")
    path.write_text(text.replace("version: 3", f"version: {version}"), encoding="utf-8")


def test_every_version_stays(tmp_path: Path) -> None:
    for version in (2, 9, 10):
        put(tmp_path, version)
    put(tmp_path, 4, name="notes.yaml")
    catalog = Catalog([tmp_path])
    assert catalog.known == (("small", 2), ("small", 9), ("small", 10))
    assert catalog.latest("small").version == 10
    assert catalog.get("small", 2).version == 2
    assert catalog.get("small", 2) is catalog.get("small", 2)


def test_a_later_folder_wins(tmp_path: Path) -> None:
    put(tmp_path / "shipped", 1)
    put(tmp_path / "company", 1, SMALL.replace("小表", "本公司"))
    assert Catalog([tmp_path / "shipped", tmp_path / "company"]).get("small", 1).title.zh == "本公司"


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert Catalog([tmp_path / "none"]).known == ()


@pytest.mark.parametrize("version", [1, None])
def test_an_unknown_form(version: int | None, tmp_path: Path) -> None:
    catalog = Catalog([tmp_path])
    with pytest.raises(InputFault) as caught:
        catalog.get("small", version) if version else catalog.latest("small")
    assert caught.value.code == "form.unknown"


def test_a_file_that_says_something_else_inside(tmp_path: Path) -> None:
    put(tmp_path, 5, name="small.v6.yaml")
    with pytest.raises(InputFault) as caught:
        Catalog([tmp_path]).get("small", 6)
    assert caught.value.code == "form.definition"
    assert "small version 5" in caught.value.text
