"""The pages that the main job does not pass: the list's filters and its empty state, settings, sync without a network."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import ORDERS, SETTINGS, SYNC, TODAY
from fieldapp.ui.pilot.hand import Hand, find_button
from fieldapp.ui.shell import Shell
from fieldapp.ui.views.orders import OrdersView

Picture = Callable[[str], None]


def visit(hand: Hand, shell: Shell, picture: Picture) -> None:
    """Look at every page of the rail, each in more than one state."""
    open_page(hand, shell, TODAY)
    picture("today")
    view = open_page(hand, shell, ORDERS)
    assert isinstance(view, OrdersView)
    hand.type(view.search, "")
    QTest.keyClick(view.search, Qt.Key.Key_Backspace)
    hand.rest(0.5)
    picture("list")
    words = tr("处理中")
    if find_button(view, words) is not None:
        hand.click_words(view, words)
        hand.rest(0.4)
        picture("list-filtered")
        hand.click_words(view, words)
    hand.type(view.search, "没有这样的单子")
    hand.rest(0.6)
    picture("list-nothing-found")
    hand.type(view.search, "")
    open_page(hand, shell, SYNC)
    picture("sync-centre")
    open_page(hand, shell, SETTINGS)
    picture("settings")


def open_page(hand: Hand, shell: Shell, key: str) -> object:
    hand.click(shell.rail.buttons[key])
    hand.rest(0.6)
    return shell.page(key)
