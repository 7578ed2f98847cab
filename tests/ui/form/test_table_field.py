"""Rows as cards: add, edit, duplicate, move, delete and take the deletion back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.forms.schema import Field, FieldType, Label
from fieldapp.ids import is_id
from fieldapp.ui.widgets.fields import FieldContext, make_field
from fieldapp.ui.widgets.fields.barcode import BarcodeField
from fieldapp.ui.widgets.fields.base import KnownDevice
from fieldapp.ui.widgets.fields.row_card import RowCard
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


def focused_in(card: RowCard) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and card.isAncestorOf(focused)


def active(table: TableField) -> TableField:
    table.activateWindow()
    QTest.qWaitForWindowActive(table)
    return table


def test_enter_goes_through_the_cells_to_the_next_row_and_ends_at_an_empty_one(table: TableField) -> None:
    active(table)
    table.cards[1].focus_first()
    for _ in COLUMNS:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert focused_in(table.cards[2])
    for _ in COLUMNS:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert len(table.cards) == 4
    assert focused_in(table.cards[3])
    table.cards[3].frames["quantity"].widget.edit.clear()
    table.cards[3].row.pop("quantity")
    for _ in COLUMNS:
        if QApplication.focusWidget() is not table.add_button:  # there Enter begins a new row
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert len(table.cards) == 4
    assert QApplication.focusWidget() is table.add_button


def test_rows_are_moved_doubled_and_deleted_from_the_keyboard(table: TableField) -> None:
    active(table)
    alt, ctrl = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
    table.cards[0].focus_first()
    cell = QApplication.focusWidget()
    QTest.keyClick(cell, Qt.Key.Key_Up, alt)  # the first one has nowhere to go
    assert names(table) == ["甲", "乙", "丙"]
    QTest.keyClick(cell, Qt.Key.Key_Down, alt)
    QTest.keyClick(cell, Qt.Key.Key_Down, alt)
    assert names(table) == ["乙", "丙", "甲"]
    assert QApplication.focusWidget() is cell
    QTest.keyClick(cell, Qt.Key.Key_D, ctrl)
    assert names(table) == ["乙", "丙", "甲", "甲"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete, ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert names(table) == ["乙", "丙", "甲"]


SERIAL = Field("serial", FieldType.BARCODE, Label("序列号", "Serial no."))


def test_a_serial_number_is_looked_at_and_a_known_device_offered(qtbot: QtBot) -> None:
    asked: list[str] = []
    known = KnownDevice("上次 10-02：核心交换机", "devices", {"name": "核心交换机", "quantity": 7, "serial": "SN-1"})

    def look_up(serial: str, done: Callable[[KnownDevice | None], None]) -> None:
        asked.append(serial)
        done(known if serial == "SN-1" else None)

    spec = Field("devices", FieldType.TABLE, Label("设备", "Devices"), columns=(SERIAL, *COLUMNS))
    made = make_field(spec, FieldContext(known_device=look_up))
    assert isinstance(made, TableField)
    qtbot.addWidget(made)
    made.set_value([{"_id": ROWS[0]["_id"], "serial": "ＳＮ－1"}, {"_id": ROWS[1]["_id"], "quantity": 3}])
    made.show()
    card = made.cards[1]
    card.set_open(True)
    barcode = card.frames["serial"].widget
    assert isinstance(barcode, BarcodeField)
    barcode.edit.setFocus()
    QTest.keyClicks(barcode.edit, "SN-1")
    barcode.edit.editingFinished.emit()
    assert asked == ["SN-1"]
    assert barcode.known_words.text() == known.words
    assert "另一行已有" in barcode.caution.text()
    assert "序列号重复" in made.cards[0]._line.text()
    barcode.fill.click()
    assert made.value()[1]["name"] == "核心交换机"
    assert made.value()[1]["quantity"] == 3, "what the person wrote stays"
    barcode.edit.insert("号")  # QTest knows Latin keys only
    barcode.edit.textEdited.emit(barcode.edit.text())
    assert "不常见的字符" in barcode.caution.text()
    assert made.value()[1]["serial"].endswith("号"), "told, not refused"


def test_an_empty_table_says_so_where_it_is_only_read(table: TableField) -> None:
    def said() -> list[str]:
        return [label.text() for label in table.findChildren(QLabel) if label.isVisible() and label.text() == "—"]

    table.set_read_only(True)
    assert said() == []
    table.set_value(None)
    assert said() == ["—"]
    table.set_value(ROWS)
    assert said() == []
    table.set_value(None)
    table.set_read_only(False)
    assert said() == [], "there is a button to add a row"
