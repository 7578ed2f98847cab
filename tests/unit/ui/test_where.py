"""Places on the disk as people write them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.ui.where import place_words
from fieldapp.ui.widgets.common import PlaceText

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no sign for the person's own folder")


@posix
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("/home/liming/文档/归档", "~/文档/归档"),
        ("/home/liming", "~"),
        ("/home/liming2/归档", "/home/liming2/归档"),
        ("/media/archive/2026", "/media/archive/2026"),
        ("归档", "归档"),
    ],
)
def test_what_lies_in_ones_own_folder(given: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/liming")
    assert place_words(given) == place_words(Path(given)) == said


@posix
def test_a_long_place_shows_both_ends_and_is_whole_as_a_tip(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/liming")
    words = PlaceText("section")
    qtbot.addWidget(words)
    words.resize(160, 30)
    words.show()
    words.show_place("/home/liming/文档/临江市平安城市视频监控维护服务/2026 年派工单归档")
    drawn = words._words()
    assert drawn.startswith("~/")
    assert drawn.endswith("归档")
    assert "…" in drawn
    assert words.toolTip() == "/home/liming/文档/临江市平安城市视频监控维护服务/2026 年派工单归档"
    words.show_place("")
    assert (words.text(), words.toolTip()) == ("", "")
