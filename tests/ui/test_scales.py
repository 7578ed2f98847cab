"""Every page at 1366×768 at 150 % and 100 %, at 3840×2160, and in the high-contrast look: no word cut off, nothing beside its
room, nothing to be pushed sideways. (250 %, where the whole window scrolls: test_small_screens.)"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui import theme
from tests.ui.test_every_page import PAGES, Opened, cut_words, opening

SIZES = {
    "1366×768 at 150 %": ((910, 512), "light"),
    "1366×768": ((1366, 768), "light"),
    "3840×2160": ((3840, 2160), "light"),
    "1366×768, high contrast": ((1366, 768), "contrast"),
}


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    before = theme.tokens().name
    with opening(qtbot, tmp_path / "data") as made:
        yield made
    dress(before)


def dress(look: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if theme.tokens().name != look:
        theme.apply(app, look)


def beside_their_room(window: QWidget) -> list[str]:
    """What sticks out at the sides of what it is in; a label also below. What scrolls is as large as it likes."""
    found = []
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if not widget.isVisible() or parent is None or widget.isWindow() or not widget.width():
            continue
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            continue
        box, below = widget.geometry(), isinstance(widget, QLabel)
        if box.left() < -1 or box.right() > parent.width() or (below and box.bottom() > parent.height()):
            found.append(
                f"{type(widget).__name__} {widget.property('text') or widget.accessibleName()!r} in {type(parent).__name__}"
            )
    return found


def over_each_other(window: QWidget) -> list[str]:
    """Buttons that lie on a button, a field or words beside them."""
    found = []
    for button in window.findChildren(QAbstractButton):
        parent = button.parentWidget()
        if not button.isVisible() or parent is None:
            continue
        for other in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if other is button or not other.isVisible() or not isinstance(other, QAbstractButton | QLabel | QLineEdit):
                continue
            both = button.geometry().intersected(other.geometry())
            if both.width() > 1 and both.height() > 1:
                found.append(f"{button.text() or button.accessibleName()} on {other.property('text') or other.accessibleName()}")
    return found


def pushed_sideways(window: QWidget) -> list[str]:
    """Areas to be scrolled from left to right; tables of figures and the page of a PDF may be."""
    return [
        f"{type(area).__name__} {area.accessibleName()} {area.horizontalScrollBar().maximum()}"
        for area in window.findChildren(QAbstractScrollArea)
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0
        if not isinstance(area, QTableView) and type(area).__name__ != "PdfPages"
    ]


DARK = ("order", "settings", "verify", "review")
"""Pages that are tried in the dark look, too: it has the sizes of the light one, only its colours are its own."""


@pytest.mark.parametrize("name", PAGES)
def test_page(opened: Opened, name: str) -> None:
    opened.show(name)
    dark = {"1366×768, dark": ((1366, 768), "dark")} if name in DARK else {}
    for size, (pixels, look) in {**SIZES, **dark}.items():
        dress(look)
        opened.window.resize(*pixels)
        opened.settle()
        opened.window.grab()
        assert opened.window.size().toTuple() == pixels
        assert cut_words(opened.window) == [], size
        assert beside_their_room(opened.window) == [], size
        assert over_each_other(opened.window) == [], size
        assert pushed_sideways(opened.window) == [], size


def test_the_checks_see_their_faults(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(200, 100)
    label = QLabel("采集", page)
    label.setGeometry(150, 20, 90, 20)
    page.show()
    assert beside_their_room(page) == ["QLabel '采集' in QWidget"]
