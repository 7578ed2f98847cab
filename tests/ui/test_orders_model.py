"""The list's model: pages on demand, a small cache, no stale rows; and the card delegate paints what it is given."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldapp.store.records import OrderRow
from fieldapp.ui import theme
from fieldapp.ui.delegates.order_card import ROW_HEIGHT, OrderCardDelegate
from fieldapp.ui.models.orders_model import AHEAD, FIRST, PAGE, PAGES_KEPT, ROW_ROLE, OrdersModel
from tests.support import ui_fakes as fakes


@pytest.fixture
def model(qtbot: QtBot) -> OrdersModel:
    return OrdersModel()


def serve(model: OrdersModel) -> list[int]:
    """Answer each wanted page at once; gives the list of pages asked for."""
    asked: list[int] = []

    def bring(page: int) -> None:
        asked.append(page)
        ids = model.page_ids(page)
        model.put_page(page, ids, fakes.FakeQueries().order_rows(ids))

    model.page_wanted.connect(bring)
    return asked


def row_at(model: OrdersModel, position: int) -> OrderRow:
    """A row as it is shown once its page has come."""
    model.index(position, 0).data(ROW_ROLE)
    row = model.index(position, 0).data(ROW_ROLE)
    assert isinstance(row, OrderRow)
    return row


def test_it_is_a_proper_model(model: OrdersModel, qtmodeltester: ModelTester) -> None:
    serve(model)
    model.show_ids([f"order-{n}" for n in range(300)])
    qtmodeltester.check(model)


def test_a_page_is_asked_for_once_and_shown_when_it_comes(model: OrdersModel) -> None:
    asked: list[int] = []
    model.page_wanted.connect(asked.append)
    model.show_ids([f"order-{n}" for n in range(300)])
    assert model.index(5, 0).data(ROW_ROLE) is None
    assert model.index(6, 0).data(ROW_ROLE) is None
    assert asked == [0]
    ids = model.page_ids(0)
    model.put_page(0, ids, fakes.FakeQueries().order_rows(ids))
    assert model.index(5, 0).data(ROW_ROLE).id == "order-5"
    assert "滨江" in model.index(0, 0).data(11)


def test_the_rest_of_a_list_comes_behind_its_first_rows(model: OrdersModel, qtmodeltester: ModelTester) -> None:
    asked, resets, inserted = serve(model), [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    ids = [f"order-{n}" for n in range(PAGE + 40)]
    model.show_first(fakes.FakeQueries().order_rows(ids[:PAGE]), "滨江")
    assert model.index(5, 0).data(ROW_ROLE).id == "order-5"
    assert asked == [], "the rows came with the answer"
    model.show_ids(ids, "滨江")
    assert (len(resets), inserted) == (1, [(PAGE, PAGE + 39)]), "what is in view stays where it is"
    assert row_at(model, PAGE + 39).id == f"order-{PAGE + 39}"
    assert asked == [1]
    qtmodeltester.check(model)
    model.show_ids(ids, "滨江")
    assert len(resets) == 2, "asked again, every row is read anew"


def test_a_page_that_came_in_part_is_read_as_a_whole(model: OrdersModel) -> None:
    """Orders that came to a short list while it was read."""
    asked = serve(model)
    ids = [f"order-{n}" for n in range(FIRST)]
    model.show_first(fakes.FakeQueries().order_rows(ids[:5]))
    model.show_ids(ids)
    assert model.index(4, 0).data(ROW_ROLE).id == "order-4"
    assert asked == []
    assert row_at(model, 5).id == "order-5"
    assert asked == [0]
    assert model.index(0, 0).data(ROW_ROLE).id == "order-0"


def test_what_comes_into_view_next_is_read_before(model: OrdersModel) -> None:
    asked = serve(model)
    model.show_ids([f"order-{n}" for n in range(PAGE * 3)])
    for position in (PAGE + AHEAD, PAGE * 2 - AHEAD - 1):
        row_at(model, position)
        assert asked == [1], "far from both edges of its page"
    row_at(model, PAGE * 2 - AHEAD)
    assert asked == [1, 2]
    row_at(model, PAGE + AHEAD - 1)
    assert asked == [1, 2, 0]
    row_at(model, PAGE * 3 - 1)
    row_at(model, 0)
    assert asked == [1, 2, 0], "nothing is before the first row or behind the last"


def test_a_page_that_went_by_is_asked_for_when_it_is_looked_at_again(model: OrdersModel) -> None:
    asked: list[int] = []
    model.page_wanted.connect(asked.append)
    model.show_ids([f"order-{n}" for n in range(PAGE * 3)])
    for _ in range(2):
        model.index(PAGE, 0).data(ROW_ROLE)
    model.not_read(1)
    model.index(PAGE, 0).data(ROW_ROLE)
    assert asked == [1, 1]


@pytest.mark.parametrize("other", [["order-9", "order-1"], ["order-0"]], ids=["another order", "fewer"])
def test_a_list_that_changed_meanwhile_is_shown_anew(model: OrdersModel, other: list[str]) -> None:
    serve(model)
    model.show_first(fakes.FakeQueries().order_rows(["order-0", "order-1"]))
    model.show_ids(other)
    assert [model.id_at(row) for row in range(model.rowCount())] == other
    assert row_at(model, 0).id == other[0]


def test_rows_of_an_older_list_are_ignored(model: OrdersModel) -> None:
    model.show_ids([f"order-{n}" for n in range(10)])
    old = model.page_ids(0)
    model.show_ids([f"order-{n}" for n in range(5, 15)])
    model.put_page(0, old, fakes.FakeQueries().order_rows(old))
    assert model.index(0, 0).data(ROW_ROLE) is None


def test_a_page_with_a_row_missing_is_asked_for_again(model: OrdersModel) -> None:
    model.show_ids(["order-0", "order-1"])
    model.put_page(0, ("order-0", "order-1"), fakes.FakeQueries().order_rows(["order-0"]))
    assert model.index(0, 0).data(ROW_ROLE) is None


def test_only_the_pages_in_use_are_kept(model: OrdersModel) -> None:
    serve(model)
    model.show_ids([f"order-{n}" for n in range(PAGE * (PAGES_KEPT + 8))])
    for page in range(PAGES_KEPT + 8):
        model.index(page * PAGE, 0).data(ROW_ROLE)
    assert len(model._pages) == PAGES_KEPT


def test_where_an_order_is(model: OrdersModel) -> None:
    model.show_ids(["order-0", "order-1"])
    assert model.row_of("order-1") == 1
    assert model.row_of("elsewhere") is None


@pytest.mark.parametrize("width", [320, 700, 1240])
@pytest.mark.parametrize("known", [True, False])
def test_a_card_paints_at_any_width(model: OrdersModel, width: int, known: bool) -> None:
    if known:
        serve(model)
    model.show_ids(["order-0"])
    image = QImage(width, ROW_HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, ROW_HEIGHT)
    painter = QPainter(image)
    OrderCardDelegate(fakes.StillClock().now).paint(painter, option, model.index(0, 0, QModelIndex()))
    painter.end()
    colors = {image.pixelColor(x, y).name() for x in range(0, width, 3) for y in range(0, ROW_HEIGHT, 3)}
    assert "#123456" not in colors
    assert len(colors) > 2


def painted(model: OrdersModel, words: str) -> QImage:
    model.show_ids(["order-1"], words)
    model.data(model.index(0, 0), ROW_ROLE)  # brings the page
    image = QImage(800, ROW_HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.tokens().surface))
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 800, ROW_HEIGHT)  # type: ignore[attr-defined]
    OrderCardDelegate(fakes.StillClock().now).paint(painter, option, model.index(0, 0))
    painter.end()
    return image


def test_what_was_searched_for_is_underlined(model: OrdersModel) -> None:
    serve(model)
    (row,) = fakes.FakeQueries().order_rows(["order-1"])
    plain, other, marked = (painted(model, words) for words in ("", "没有这个词", row.customer[:2]))
    assert plain == other
    changed = [(x, y) for y in range(ROW_HEIGHT) for x in range(800) if marked.pixel(x, y) != plain.pixel(x, y)]
    assert {marked.pixelColor(x, y).name() for x, y in changed} == {theme.tokens().accent_ink}
    assert len({y for _, y in changed}) == 2, "one line of two pixels"
