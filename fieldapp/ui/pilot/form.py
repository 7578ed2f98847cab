"""Filling in the form by hand: every type of field in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QComboBox

from fieldapp.domain.records import JSON
from fieldapp.errors import EnvironmentFault
from fieldapp.forms.schema import FieldType
from fieldapp.ui.i18n import tr
from fieldapp.ui.pilot.hand import Hand, find_button, parts
from fieldapp.ui.widgets.fields.base import FieldWidget
from fieldapp.ui.widgets.fields.drop_area import DropArea
from fieldapp.ui.widgets.fields.table import TableField
from fieldapp.ui.widgets.form_view import FormView

NOW = object()
"""Stands for a tap on 现在."""


def fill(hand: Hand, form: FormView, field_id: str, value: object) -> None:
    """Answer one question of the form. Raises EnvironmentFault `pilot.unreachable` for a field that is not on the page."""
    widget = reach(hand, form, field_id)
    if isinstance(widget, TableField):
        assert isinstance(value, tuple)
        for index, row in enumerate(value):
            fill_row(hand, widget, index, row)
        return
    answer(hand, widget, value)


def fill_row(hand: Hand, table: TableField, index: int, row: Mapping[str, object]) -> None:
    """The cells of one row that do not say so yet; 添加一行 where there is no row."""
    if index >= len(table.cards):
        hand.click(table.add_button)
        hand.wait(lambda: len(table.cards) > index, "the new row")
    row_id = table.cards[index].row["_id"]
    for column, value in row.items():
        card = next(card for card in table.cards if card.row["_id"] == row_id)
        if card.row.get(column) != value:
            card.set_open(True)
            answer(hand, card.frames[column].widget, value)


def answer(hand: Hand, widget: FieldWidget, value: object) -> None:
    """Answer by the widget of the field's type."""
    match widget.spec.type:
        case FieldType.YES_NO:
            hand.click_words(widget, tr("是") if value else tr("否"))
        case FieldType.CHOICE:
            choose(hand, widget, value)
        case FieldType.DATETIME | FieldType.DATE | FieldType.TIME if value is NOW:
            hand.click_words(widget, tr("现在"))
        case FieldType.DURATION:
            assert isinstance(value, int)
            hours, minutes = widget.controls()
            hand.type(hours, str(value // 60))
            hand.type(minutes, str(value % 60))
        case _:
            hand.type(widget.controls()[0], str(value))
            widget.controls()[0].clearFocus()


def choose(hand: Hand, widget: FieldWidget, code: JSON) -> None:
    """Tap the option, or pick it from the list where there are many."""
    label = widget.spec.option_label(str(code))
    words = label.get(widget.context.lang) if label else str(code)
    if find_button(widget, words) is not None:
        hand.click_words(widget, words)
        return
    boxes = parts(widget, QComboBox)
    index = boxes[0].findText(words) if boxes else -1
    if index < 0:
        raise EnvironmentFault("pilot.unreachable", f"no option {words} in {widget.spec.id}")
    boxes[0].setCurrentIndex(index)
    boxes[0].activated.emit(index)


def add_photo(hand: Hand, form: FormView, field_id: str, path: Path, tag: str) -> None:
    """Drop a picture on a photo field, wait until its row is there, and say what it shows."""
    widget = reach(hand, form, field_id)
    before = len(rows(widget))
    areas = parts(widget, DropArea)
    if not areas:
        raise EnvironmentFault("pilot.unreachable", f"{field_id} takes no photos now")
    hand.drop(areas[0], path)
    hand.wait(lambda: len(rows(reach(hand, form, field_id))) > before, f"the photo {path.name} on the page")
    widget = reach(hand, form, field_id)
    label = widget.spec.option_label(tag)
    boxes = parts(widget, QComboBox)
    index = boxes[-1].findText(label.get(widget.context.lang)) if boxes and label else -1
    if index > 0:
        boxes[-1].setCurrentIndex(index)
        boxes[-1].activated.emit(index)


def rows(widget: FieldWidget) -> list[JSON]:
    value = widget.value()
    return value if isinstance(value, list) else []


def reach(hand: Hand, form: FormView, field_id: str) -> FieldWidget:
    """Scroll to a field, as the missing-items list does."""
    form.reveal(field_id)
    for section in form.sections.values():
        frame = section.frames.get(field_id)
        if frame is not None:
            hand.wait(frame.isVisible, f"the field {field_id}", 10.0)
            return frame.widget
    raise EnvironmentFault("pilot.unreachable", f"no field {field_id} on the page")
