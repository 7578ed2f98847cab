"""On the smallest screens and with the largest letters: all of the pad can be written on, all of the paper beside it be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.main_window import ROOM
from fieldapp.ui.navigation import CUSTOMER
from fieldapp.ui.views.customer_page import CustomerPage, CustomerScreen
from fieldapp.ui.views.customer_signing import PAD_LEAST
from tests.ui.test_every_page import Opened, opening

SIZES = {
    "1366×768": (1366, 768),
    "at 125 %": (1092, 614),
    "at 150 %": (910, 512),
    "as much as pages need": ROOM,
    "upright": (768, 1366),
}


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opening(qtbot, tmp_path / "data") as made:
        yield made


def face(opened: Opened) -> CustomerScreen:
    page = opened.shell.page(CUSTOMER)
    assert isinstance(page, CustomerPage)
    assert page.face is not None
    return page.face


def settle(opened: Opened) -> None:
    """Until the whole paper is there."""
    opened.settle()
    while not face(opened).paper.complete:
        opened.settle()


def beyond(screen: CustomerScreen) -> list[str]:
    """Words of the paper that go on beyond its right edge."""
    right = screen.page.viewport().width()
    words = [label for label in screen.paper.findChildren(QLabel) if label.isVisible() and label.text()]
    assert len(words) > 40
    return [one.text() for one in words if one.mapTo(screen.page.viewport(), QPoint(one.width(), 0)).x() > right]


def cut(screen: QWidget) -> list[str]:
    labels = [label for label in screen.findChildren(QLabel) if label.isVisible() and label.wordWrap() and label.text()]
    return [label.text() for label in labels if label.height() < label.heightForWidth(label.width())]


@pytest.mark.parametrize("larger", [0, 3], ids=["usual letters", "largest letters"])
@pytest.mark.parametrize("name", SIZES)
def test_the_pad_and_the_paper(opened: Opened, name: str, larger: int) -> None:
    opened.show("sign")
    opened.window.resize(*SIZES[name])
    screen = face(opened)
    for _ in range(larger):
        screen.head.larger.click()
    for _ in range(3):
        settle(opened)
        opened.window.grab()
    pad = screen.sign.pad
    seen = pad.visibleRegion().boundingRect()
    assert seen == pad.rect(), "every stroke is seen where it is written"
    assert pad.height() >= PAD_LEAST
    assert pad.width() >= 2 * PAD_LEAST
    for button in (screen.sign.undo, screen.sign.clear, *screen.sign.turns.buttons):
        assert button.visibleRegion().boundingRect() == button.rect(), button.accessibleName()
    assert beyond(screen) == []
    assert cut(screen.paper) == []


def test_a_table_stands_side_by_side_again_where_there_is_room(opened: Opened) -> None:
    opened.show("review")
    opened.window.resize(1366, 768)
    settle(opened)
    screen = face(opened)
    tables = {label.text() for label in screen.paper.findChildren(QLabel) if label.property("role") == "strong"}
    assert tables, "the heads of columns"
    opened.window.resize(*ROOM)
    for _ in range(3):
        screen.head.larger.click()
    settle(opened)
    heads = [label for label in screen.paper.findChildren(QLabel) if label.isVisible() and label.property("role") == "strong"]
    assert heads == []
    said = [label.text() for label in screen.paper.findChildren(QLabel) if label.isVisible()]
    assert [one for one in said if one.startswith("序列号：")], "each value still says what it is"
    opened.window.resize(1920, 1080)
    for _ in range(3):
        screen.head.smaller.click()
    settle(opened)
    assert tables == {
        label.text() for label in screen.paper.findChildren(QLabel) if label.isVisible() and label.property("role") == "strong"
    }


def test_what_is_asked_grows_with_the_letters(opened: Opened) -> None:
    opened.show("review")
    screen = face(opened)
    assert screen.questions is not None
    for _ in range(3):
        screen.head.larger.click()
    settle(opened)
    opened.window.grab()
    labels = [one for one in screen.questions.findChildren(QLabel) if one.isVisible() and one.property("role") == "field"]
    assert len(labels) > 3
    assert [one.text() for one in labels if one.fontInfo().pixelSize() < 20] == []
    assert screen.questions.frames["signer_name"].widget.controls()[0].fontInfo().pixelSize() >= 24
    assert cut(screen.questions) == []


@pytest.mark.parametrize("size", [(1366, 768), (910, 512)], ids=["1366×768", "at 150 %"])
def test_the_two_places_to_sign_stand_on_one_line(opened: Opened, size: tuple[int, int]) -> None:
    opened.show("sign")
    opened.window.resize(*size)
    opened.settle()
    opened.window.grab()
    sign = face(opened).sign
    assert len({button.mapTo(sign, QPoint()).y() for button in (*sign.turns.buttons, sign.undo, sign.clear)}) == 1
    assert (sign.undo.text() == "") is (size[0] < 1000), "the buttons give up their words first"
    assert sign.undo.accessibleName()


@pytest.mark.parametrize("size", [(1366, 768), (910, 512)], ids=["1366×768", "at 150 %"])
def test_asking_for_the_pin_takes_no_room_from_what_is_signed(opened: Opened, size: tuple[int, int]) -> None:
    opened.show("sign")
    opened.window.resize(*size)
    settle(opened)
    opened.window.grab()
    screen = face(opened)
    before = screen.sign.pad.size()
    opened.shell.page(CUSTOMER).leave()
    settle(opened)
    opened.window.grab()
    assert screen.pin.edit.visibleRegion().boundingRect() == screen.pin.edit.rect()
    assert screen.pin.confirm.isVisible()
    assert screen.sign.pad.width() == before.width()
    assert screen.sign.pad.height() >= before.height() - 4
    screen.pin.cancelled.emit()
    settle(opened)
    assert screen.bar.isVisible()
    assert screen.sign.pad.size() == before
