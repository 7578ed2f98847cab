"""The window is filled after its first picture, a step a turn; then nothing turns any more."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.settings import Settings
from fieldapp.ui import first_window, theme
from fieldapp.ui.first_window import Filling
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.widgets.first_look import FirstLook


def filled(qtbot: QtBot, taken: list[str], *, fails: bool = False) -> tuple[MainWindow, Filling]:
    def steps(window: MainWindow) -> Iterator[None]:
        taken.append("first")
        yield
        if fails:
            raise ValueError("a bug")
        taken.append("second")

    window = MainWindow(FirstLook())
    qtbot.addWidget(window)
    filling = Filling(steps, window)
    window.painted.connect(filling.begin)
    window.show()
    return window, filling


def test_each_step_has_a_turn_of_its_own_and_the_turning_ends(qtbot: QtBot) -> None:
    taken: list[str] = []
    _window, filling = filled(qtbot, taken)
    assert taken == [], "the first picture comes first"
    qtbot.waitUntil(lambda: taken == ["first", "second"])
    qtbot.waitUntil(lambda: not filling._timer.isActive())
    assert filling.error is None


def test_a_step_that_fails_is_told_and_ends_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    codes: list[int] = []
    monkeypatch.setattr(first_window, "QApplication", SimpleNamespace(exit=codes.append))
    _window, filling = filled(qtbot, taken, fails=True)
    qtbot.waitUntil(lambda: filling.error is not None)
    assert isinstance(filling.error, ValueError)
    assert codes == [1]
    assert not filling._timer.isActive()


def test_the_first_picture_has_the_mark(qtbot: QtBot) -> None:
    window = MainWindow(FirstLook())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitSignal(window.painted):
        window.show()
    picture = window.grab().toImage()
    mark = [place for place in range(0, picture.width(), 2) if picture.pixelColor(place, 215).name() == theme.tokens().accent]
    assert mark, "on the way through the mark"


@pytest.mark.parametrize(
    ("told", "own", "factor"),
    [(None, 100, None), (150, 100, "1.5"), (125, 150, "1.87"), (225, 200, "2.5"), (900, 125, "1.25"), ("150", 100, None)],
    ids=["never touched", "150 %", "on top of it", "not more than is tried", "nonsense", "no number"],
)
def test_larger_letters_of_windows_enlarge_everything(
    monkeypatch: pytest.MonkeyPatch, told: object, own: int, factor: str | None
) -> None:
    """The registry is a stand-in for the real one, which is not here."""

    def value(_key: object, name: str) -> tuple[object, int]:
        assert name == "TextScaleFactor"
        if told is None:
            raise FileNotFoundError(name)
        return told, 4

    registry = SimpleNamespace(HKEY_CURRENT_USER=1, OpenKey=lambda *_: nullcontext(), QueryValueEx=value)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(os, "environ", {})
    first_window.prepare_environment(Settings(scale=own))
    assert os.environ.get("QT_SCALE_FACTOR") == factor
