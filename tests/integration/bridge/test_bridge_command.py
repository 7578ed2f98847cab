"""`fieldapp bridge`: what is wrong is said in one line, with exit code 2, before anything is read or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.cli import main
from fieldapp.paths import resource


@pytest.fixture
def arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("FIELDAPP_PRODUCT_TOKEN", "token-of-the-product")
    monkeypatch.setenv("FIELDAPP_ITSM_PASSWORD", "password-of-the-desk")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(resource("connectors/redmine.toml").read_text(encoding="utf-8"), encoding="utf-8")
    where = ["--product", "http://127.0.0.1:9", "--endpoint", "http://127.0.0.1:9", "--data", str(tmp_path / "data")]
    return ["bridge", "--mapping", str(mapping), *where, "--once"]


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert "token-of-the-product" not in shown.err
    assert "password-of-the-desk" not in shown.err
    return shown.err


def test_a_missing_secret(arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIELDAPP_ITSM_PASSWORD")
    assert "FIELDAPP_ITSM_PASSWORD is not set" in said(arguments, capsys)


def test_an_endpoint_that_is_not_there(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "no connection" in said(arguments, capsys)


def test_a_mistake_in_the_mapping(arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("RESOLVED =", "SOLVED ="), encoding="utf-8")
    assert "mapping.toml: states.RESOLVED: is missing" in said(arguments, capsys)


def test_a_mapping_that_is_not_there(arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").unlink()
    assert "mapping.toml" in said(arguments, capsys)


def test_the_folder_of_another_product(arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bridge.json").write_text('{"instance": "another"}', encoding="utf-8")
    assert "belongs to another" in said(arguments, capsys)
