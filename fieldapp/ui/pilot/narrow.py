"""The same pages in the smallest window that they are made for: 1366×768 at 150 %."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldapp.ui.navigation import ORDERS, RECORDS, SYNC, TODAY
from fieldapp.ui.pilot.hand import Hand
from fieldapp.ui.pilot.order_states import opened
from fieldapp.ui.pilot.tour import open_page
from fieldapp.ui.shell import Shell
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.views.today import TodayView

Picture = Callable[[str], None]
SMALL = (910, 512)


def look_at_narrow(hand: Hand, shell: Shell, order_id: str, picture: Picture) -> None:
    """今日, the lists and an order with what stands beside its form elsewhere; then the window is as it was."""
    window = shell.window()
    before = window.size()
    window.resize(*SMALL)
    today = open_page(hand, shell, TODAY)
    assert isinstance(today, TodayView)
    today.verticalScrollBar().setValue(0)
    hand.rest(0.3)
    picture("narrow-today")
    for key in (ORDERS, RECORDS, SYNC):
        page = open_page(hand, shell, key)
        if isinstance(page, OrdersView):
            hand.type(page.search, "")
            QTest.keyClick(page.search, Qt.Key.Key_Backspace)
        hand.rest(0.3)
        picture(f"narrow-{key}")
    order = opened(hand, shell, order_id)
    picture("narrow-order")
    hand.click(order.header.aside)
    hand.rest(0.3)
    picture("narrow-order-aside")
    hand.click(order.header.aside)
    window.resize(before)
    hand.rest(0.3)
