"""Pinyin in the real list: what an upgrade left is indexed while the window is open, and letters find the order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.domain import pinyin
from fieldapp.store import indexing
from fieldapp.ui.models.orders_model import WORDS_ROLE
from fieldapp.ui.navigation import ORDERS
from fieldapp.ui.views.orders import OrdersView
from tests.support.ui_orders import a_bench, working_order
from tests.ui.test_every_page import Opened, opening


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Over a store with an order whose sounds are not indexed yet."""
    monkeypatch.setattr(indexing, "_NEXT", indexing._NEXT.limit(1))
    bench = a_bench(tmp_path / "data")
    bench.hold(working_order())
    with bench.context.store._engines.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE unindexed SET text = NULL")  # as the upgrade notes them
    with opening(qtbot, bench) as made:
        yield made


def test_letters_find_an_order_of_before_the_upgrade(opened: Opened, qtbot: QtBot) -> None:
    queries = opened.bench.context.store.queries
    (row,) = queries.order_rows(queries.order_ids())
    letters = "".join(options[0][0] for options in pinyin.readings(row.customer[:4]))
    qtbot.waitUntil(lambda: bool(queries.search(letters)))
    opened.shell.open_page(ORDERS)
    page = opened.shell.page(ORDERS)
    assert isinstance(page, OrdersView)
    page.search.setText("qqq")
    qtbot.waitUntil(lambda: page.list.model().rowCount() == 0)
    page.search.setText(letters)
    qtbot.waitUntil(lambda: page.list.model().rowCount() == 1)
    assert page.list.model().index(0, 0).data(WORDS_ROLE) == letters
    assert opened.bench.context.store.waiting() == 0
