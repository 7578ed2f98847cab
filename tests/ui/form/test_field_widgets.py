"""Every type of field has a widget that keeps the small contract of FieldWidget."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.forms.schema import Field, FieldType, Label, Option
from fieldapp.forms.values import normalise
from fieldapp.ui import theme
from fieldapp.ui.pilot.hand import application
from fieldapp.ui.widgets.fields import FieldContext, FieldFrame, FieldWidget, make_field, show_field
from fieldapp.ui.widgets.fields.choice import ChoiceComboField, ChoiceSegmentsField
from fieldapp.ui.widgets.fields.readonly import ShownField
from fieldapp.ui.widgets.fields.registry import MAKERS

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 22, 14, 30, 7, tzinfo=CHINA)
CONTEXT = FieldContext(now=lambda: NOW)
ROW = {"_id": "00000000-0000-4000-8000-000000000001", "name": "摄像机", "unknown": 7}
FILE = {"_id": "00000000-0000-4000-8000-000000000002", "sha256": "a" * 64, "name": "a.txt", "mime": "text/plain", "size": 3}
OPTIONS = tuple(Option(code, Label(code.upper(), code)) for code in ("a", "b", "c"))


def spec(kind: FieldType, **more: Any) -> Field:
    if kind in (FieldType.CHOICE, FieldType.MULTI_CHOICE, FieldType.PHOTOS):
        more.setdefault("options", OPTIONS)
    if kind is FieldType.TABLE:
        more.setdefault("columns", (Field("name", FieldType.TEXT, Label("名称", "Name")),))
    return Field("field", kind, Label("字段", "Field"), value_type=kind, **more)


def widget(qtbot: QtBot, kind: FieldType, **more: Any) -> FieldWidget:
    made = make_field(spec(kind, **more), CONTEXT)
    qtbot.addWidget(made)
    return made


VALUES: list[tuple[FieldType, Any]] = [
    (FieldType.TEXT, "开创大道 𠅤"),
    (FieldType.LONG_TEXT, "第一行\n第二行"),
    (FieldType.NUMBER, 12),
    (FieldType.NUMBER, -27.4),
    (FieldType.MONEY, "1250.50"),
    (FieldType.YES_NO, True),
    (FieldType.YES_NO, False),
    (FieldType.CHOICE, "b"),
    (FieldType.MULTI_CHOICE, ["a", "c"]),
    (FieldType.DATE, "2026-11-22"),
    (FieldType.TIME, "09:05"),
    (FieldType.DATETIME, "2026-11-22T09:31:42.123+08:00"),
    (FieldType.DURATION, 150),
    (FieldType.DURATION, 0),
    (FieldType.PERSON, "䶮㛃"),
    (FieldType.PHONE, "020-8211 0137"),
    (FieldType.BARCODE, "2102351XYZ"),
    (FieldType.TABLE, [ROW]),
    (FieldType.PHOTOS, [FILE | {"tag": "b", "caption": "说明"}]),
    (FieldType.FILES, [FILE]),
]


def test_every_type_has_a_widget() -> None:
    assert set(MAKERS) == set(FieldType)


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_stored_value_comes_back_as_it_went_in(qtbot: QtBot, kind: FieldType, value: Any) -> None:
    made = widget(qtbot, kind)
    with qtbot.assertNotEmitted(made.changed):
        made.set_value(value)
    assert made.value() == value
    assert normalise(made.spec, made.value()) == normalise(made.spec, value)
    made.set_value(None)
    assert made.value() is None


@pytest.mark.parametrize("kind", [kind for kind in FieldType if kind not in (FieldType.COMPUTED, FieldType.SIGNATURE)])
def test_every_control_is_named_and_says_what_is_wrong(qtbot: QtBot, kind: FieldType) -> None:
    made = widget(qtbot, kind)
    frame = FieldFrame(made)
    qtbot.addWidget(frame)
    controls = made.controls()
    assert controls
    assert all("字段" in control.accessibleName() for control in controls)
    frame.set_problem("请改正")
    assert {control.accessibleDescription() for control in controls} == {"请改正"}
    assert frame.problem == "请改正"
    frame.set_problem("")
    assert {control.accessibleDescription() for control in controls} == {""}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldType.NUMBER, "12.5x", "12.5x"),
        (FieldType.NUMBER, "１２", 12),
        (FieldType.NUMBER, "1,250", 1250),
        (FieldType.NUMBER, "NaN", "NaN"),
        (FieldType.MONEY, "12.5", "12.50"),
        (FieldType.MONEY, "12.555", "12.555"),
        (FieldType.DATE, "11-2", "2026-11-02"),
        (FieldType.DATE, "2026-02-30", "2026-02-30"),
        (FieldType.TIME, "930", "09:30"),
        (FieldType.TIME, "25:00", "25:00"),
        (FieldType.DATETIME, "昨天", "昨天"),
    ],
)
def test_typing_gives_the_value_or_keeps_the_words(qtbot: QtBot, kind: FieldType, typed: str, kept: Any) -> None:
    made = widget(qtbot, kind)
    edit = made.controls()[0]
    assert isinstance(edit, QLineEdit)
    with qtbot.waitSignal(made.changed):
        QTest.keyClicks(edit, "1")
        edit.clear()
        edit.setText(typed[:-1])
        edit.textEdited.emit(typed)
    edit.setText(typed)
    assert made.value() == kept


def test_half_a_moment_takes_today(qtbot: QtBot) -> None:
    made = widget(qtbot, FieldType.DATETIME)
    _day, time = made.controls()
    assert isinstance(time, QLineEdit)
    time.setText("8:05")
    assert made.value() == "2026-11-22T08:05:00.000+08:00"


def test_now_is_one_tap_and_committed(qtbot: QtBot) -> None:
    made = widget(qtbot, FieldType.DATETIME)
    button = next(button for button in made.findChildren(QPushButton) if button.text() == "现在")
    with qtbot.waitSignals([made.changed, made.committed]):
        button.click()
    assert made.value() == "2026-11-22T14:30:00.000+08:00"


def test_short_choices_are_segments_and_long_ones_a_list(qtbot: QtBot) -> None:
    assert isinstance(widget(qtbot, FieldType.CHOICE), ChoiceSegmentsField)
    many = tuple(Option(str(n), Label(f"选项{n}", str(n))) for n in range(5))
    assert isinstance(widget(qtbot, FieldType.CHOICE, options=many), ChoiceComboField)


def test_the_words_of_a_chosen_answer_are_whole_also_where_the_others_are_short(qtbot: QtBot) -> None:
    application().setStyleSheet(theme.style_sheet(theme.LIGHT))
    options = tuple(Option(words, Label(words, words)) for words in ("Very satisfied", "Satisfied", "Neutral", "Dissatisfied"))
    made = widget(qtbot, FieldType.CHOICE, options=options)
    made.set_value("Very satisfied")
    for button in made.segments.buttons:
        button.setProperty("big", True)
    made.resize(489, 60)
    made.show()
    application().processEvents()
    chosen = made.segments.buttons[0]
    bold = chosen.font()
    bold.setPixelSize(theme.FONT_LARGE)
    bold.setWeight(QFont.Weight.DemiBold)
    assert chosen.width() >= QFontMetrics(bold).horizontalAdvance(chosen.text()) + 2 * 9, "words, padding and border"


def test_choosing_the_chosen_one_takes_it_back(qtbot: QtBot) -> None:
    made = widget(qtbot, FieldType.YES_NO)
    yes, no = made.controls()
    assert isinstance(yes, QPushButton)
    assert isinstance(no, QPushButton)
    yes.click()
    assert made.value() is True
    no.click()
    assert made.value() is False
    no.click()
    assert made.value() is None


@pytest.mark.parametrize("kind", [FieldType.CHOICE, FieldType.MULTI_CHOICE])
def test_an_option_of_a_newer_form_is_kept(qtbot: QtBot, kind: FieldType) -> None:
    made = widget(qtbot, kind)
    value: Any = "z" if kind is FieldType.CHOICE else ["a", "z"]
    made.set_value(value)
    assert made.value() == value


def test_tab_leaves_long_text_and_the_box_grows(qtbot: QtBot) -> None:
    made = widget(qtbot, FieldType.LONG_TEXT, max_length=40)
    made.resize(400, 120)
    made.show()
    edit = made.controls()[0]
    assert isinstance(edit, QPlainTextEdit)
    assert edit.tabChangesFocus()
    low = edit.height()
    made.set_value("一行\n" * 9)
    assert edit.height() > low
    QTest.keyClicks(edit, "abcdefghijkl")
    assert made.findChildren(type(made.counter))  # type: ignore[attr-defined]
    assert made.counter.isVisible()  # type: ignore[attr-defined]


def test_read_only_fields_are_read_as_words(qtbot: QtBot) -> None:
    made = show_field(spec(FieldType.CHOICE), CONTEXT)
    qtbot.addWidget(made)
    made.set_value("b")
    assert made.shown.text() == "B"  # type: ignore[attr-defined]
    assert made.value() == "b"


def box_and_words(frame: FieldFrame) -> tuple[bool, list[str]]:
    """Whether there is a box to fill in, and what is read in its place."""
    words = [one.shown.text() for one in frame.findChildren(ShownField) if one.isVisible()]
    return frame.widget.isVisible(), words


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (FieldType.TEXT, "尹恵", "尹恵"),
        (FieldType.LONG_TEXT, "甲\n乙", "甲\n乙"),
        (FieldType.YES_NO, False, "否"),
        (FieldType.CHOICE, "b", "B"),
        (FieldType.DURATION, 95, "1 小时 35 分"),
        (FieldType.DATETIME, "2026-11-22T06:30:00Z", "2026-11-22 14:30"),
        (FieldType.BARCODE, None, "—"),
    ],
)
def test_what_nobody_fills_in_any_more_is_read(qtbot: QtBot, kind: FieldType, value: Any, words: str) -> None:
    frame = FieldFrame(widget(qtbot, kind))
    qtbot.addWidget(frame)
    frame.set_value(value)
    frame.show()
    assert box_and_words(frame) == (True, [])
    frame.set_read_only(True)
    assert box_and_words(frame) == (False, [words])
    assert frame.value() == value
    frame.set_read_only(False)
    assert box_and_words(frame) == (True, [])


def test_what_is_read_begins_below_its_label_and_is_what_was_typed_last(qtbot: QtBot) -> None:
    frame = FieldFrame(widget(qtbot, FieldType.TEXT))
    qtbot.addWidget(frame)
    frame.resize(300, 80)
    frame.show()
    frame.set_read_only(True)
    frame.set_read_only(False)
    QTest.keyClicks(frame.widget.controls()[0], "SN-1")
    frame.set_read_only(True)
    (read,) = frame.findChildren(ShownField)
    assert read.shown.text() == "SN-1"
    (label,) = [one for one in frame.findChildren(QLabel) if one.property("role") == "field"]
    left = [one.mapTo(frame, QPoint()).x() for one in (label, read.shown)]
    assert left[0] == left[1]
    assert read.shown.frameWidth() == 0


def test_photos_that_are_only_read_have_no_boxes(qtbot: QtBot) -> None:
    made = widget(qtbot, FieldType.PHOTOS)
    made.set_value([FILE | {"tag": "b", "caption": "机柜正面"}])
    assert made.findChildren(QLineEdit)
    made.set_read_only(True)
    made.show()
    seen = [one for one in made.findChildren(QWidget) if one.isVisible()]
    assert not [one for one in seen if isinstance(one, QLineEdit | QComboBox)]
    assert {"B", "机柜正面"} <= {one.text() for one in seen if isinstance(one, QLabel)}


def test_enter_moves_on_as_a_scanner_expects(qtbot: QtBot) -> None:
    frame = FieldFrame(widget(qtbot, FieldType.BARCODE))
    qtbot.addWidget(frame)
    frame.show()
    frame.focus()
    QTest.keyClicks(frame.widget.controls()[0], "SN-1")
    QTest.keyClick(frame.widget.controls()[0], Qt.Key.Key_Return)
    assert frame.value() == "SN-1"
