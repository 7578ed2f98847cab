"""Where a file is to go, asked in a dialog of Qt's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.widgets import save_file
from fieldapp.ui.widgets.save_file import ask_where


@pytest.fixture(autouse=True)
def first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save_file, "_last", [""])


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def answer(act: Callable[[QFileDialog], object]) -> None:
    """What a person does once the dialog is there."""
    QTimer.singleShot(0, lambda: act(next(one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog))))


def typing(words: str) -> Callable[[QFileDialog], object]:
    def act(dialog: QFileDialog) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText(words)
        dialog.accept()

    return act


def test_a_name_without_an_ending_gets_one_and_the_folder_is_kept(window: QWidget, tmp_path: Path) -> None:
    answer(typing(str(tmp_path / "给客户")))
    assert ask_where(window, "另存为", "WX-1.pdf", "PDF (*.pdf)") == tmp_path / "给客户.pdf"
    seen: list[tuple[str, list[str]]] = []

    def look(dialog: QFileDialog) -> None:
        seen.append((dialog.directory().absolutePath(), dialog.selectedFiles()))
        dialog.reject()

    answer(look)
    assert ask_where(window, "另存为", "WX-2.pdf", "PDF (*.pdf)") is None
    assert seen == [(str(tmp_path), [str(tmp_path / "WX-2.pdf")])]


def test_what_is_there_by_the_whole_name_is_not_replaced_unasked(window: QWidget, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    asked: list[str] = []

    def act(dialog: QFileDialog) -> None:
        def refuse() -> None:
            box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox))
            asked.append(box.text())
            box.reject()

        QTimer.singleShot(0, refuse)
        typing(str(tmp_path / "a"))(dialog)
        dialog.reject()

    answer(act)
    assert ask_where(window, "另存为", "WX-1.pdf", "PDF (*.pdf)") is None
    assert len(asked) == 1
    assert "a.pdf" in asked[0]
