"""Two archivists who start the same archive at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.archive.layout import Layout
from fieldapp.archive.opening import prepare
from fieldapp.errors import InputFault


def test_an_archive_started_between_two_looks_is_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Layout(tmp_path / "archive")
    layout.root.mkdir()
    look = Path.iterdir

    def somebody_else_was_faster(folder: Path) -> Iterator[Path]:
        monkeypatch.undo()
        assert prepare(layout) is True
        (layout.root / "2026" / "11").mkdir(parents=True)
        return look(folder)

    monkeypatch.setattr(Path, "iterdir", somebody_else_was_faster)
    assert prepare(layout) is False
    assert layout.register.read_bytes() == b""


def test_a_folder_without_a_register_is_none(tmp_path: Path) -> None:
    (tmp_path / "2026" / "11").mkdir(parents=True)
    with pytest.raises(InputFault, match=r"no register\.jsonl"):
        prepare(Layout(tmp_path))
