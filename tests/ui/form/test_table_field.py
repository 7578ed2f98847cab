"""Rows as cards: add, edit, duplicate, move, delete and take the deletion back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.forms.schema import Field, FieldType, Label
from fieldapp.ids import is_id
from fieldapp.ui.widgets.fields import FieldContext, make_field
from fieldapp.ui.widgets.fields.table import TableField

COLUMNS = (
    Field("name", FieldType.TEXT, Label("名称", "Name")),
    Field("quantity", FieldType.NUMBER, Label("数量", "Quantity"), default=1),
)


def row(number: int, name: str) -> dict[str, Any]:
    return {"_id": f"00000000-0000-4000-8000-{number:012}", "name": name, "later_column": [number]}


ROWS = [row(1, "甲"), row(2, "乙"), row(3, "丙")]


@pytest.fixture
def table(qtbot: QtBot) -> TableField:
    made = make_field(Field("parts", FieldType.TABLE, Label("备件", "Parts"), columns=COLUMNS), FieldContext())
    assert isinstance(made, TableField)
    qtbot.addWidget(made)
    made.set_value(ROWS)
    made.show()
    return made


def names(table: TableField) -> list[Any]:
    return [item.get("name") for item in table.value() or []]


def test_rows_are_summed_up_and_opened_only_when_asked(table: TableField) -> None:
    assert [card.summary() for card in table.cards] == ["甲", "乙", "丙"]
    assert not any(card.frames for card in table.cards)
    table.cards[1].set_open(True)
    assert set(table.cards[1].frames) == {"name", "quantity"}


def test_a_new_row_has_an_id_and_the_columns_defaults(table: TableField, qtbot: QtBot) -> None:
    with qtbot.waitSignals([table.changed, table.committed]):
        table.add_row()
    added = table.value()[-1]
    assert is_id(added["_id"])
    assert added["quantity"] == 1
    assert table.cards[-1].opened


def test_typing_in_a_cell_changes_its_row_and_keeps_what_is_not_known(table: TableField, qtbot: QtBot) -> None:
    table.cards[0].set_open(True)
    with qtbot.waitSignal(table.changed):
        QTest.keyClicks(table.cards[0].frames["name"].widget.controls()[0], "!")
    assert table.value()[0] == {**ROWS[0], "name": "甲!"} or table.value()[0]["name"] == "!甲"
    assert table.value()[0]["later_column"] == [1]


def test_duplicate_move_delete_undo(table: TableField) -> None:
    table.cards[0].asked.emit("duplicate")
    assert names(table) == ["甲", "甲", "乙", "丙"]
    assert len({item["_id"] for item in table.value()}) == 4
    table.cards[3].asked.emit("up")
    assert names(table) == ["甲", "甲", "丙", "乙"]
    table.cards[0].asked.emit("down")
    table.cards[1].asked.emit("delete")
    assert names(table) == ["甲", "丙", "乙"]
    undo = next(button for button in table.notice.findChildren(QPushButton) if button.text() == "撤销")
    undo.click()
    assert names(table) == ["甲", "甲", "丙", "乙"]


def test_a_value_from_outside_keeps_open_cards_and_the_order(table: TableField) -> None:
    table.cards[1].set_open(True)
    table.set_value([ROWS[2], {**ROWS[1], "name": "乙二"}])
    assert names(table) == ["丙", "乙二"]
    assert table.cards[1].opened
    assert table.cards[1].frames["name"].value() == "乙二"


def test_problems_stand_at_their_cell(table: TableField) -> None:
    table.set_row_problems({(ROWS[1]["_id"], "quantity"): "数量必须大于零"})
    table.focus_cell(ROWS[1]["_id"], "quantity")
    assert table.cards[1].frames["quantity"].problem == "数量必须大于零"
    table.set_row_problems({})
    assert table.cards[1].frames["quantity"].problem == ""


def test_read_only_rows_have_no_buttons_to_change_them(table: TableField) -> None:
    table.set_read_only(True)
    table.cards[0].set_open(True)
    assert not table.add_button.isVisible()
    assert table.cards[0].frames["name"].widget.read_only
