"""One row of a table as a card: a line that sums it up, opened for editing by a tap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field, FieldType
from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.common import ElidedText, IconButton, Text
from fieldapp.ui.widgets.fields import moment_text
from fieldapp.ui.widgets.fields.barcode import BarcodeField
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget, KnownDevice, mark
from fieldapp.ui.widgets.fields.frame import FieldFrame

Row = dict[str, JSON]
MakeField = Callable[[Field, FieldContext, QWidget | None], FieldWidget]
_WIDE = frozenset({FieldType.LONG_TEXT, FieldType.MULTI_CHOICE, FieldType.DATETIME})
_IN_SUMMARY = 5
_ALT, _CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_KEYS = {
    QKeyCombination(_ALT, Qt.Key.Key_Up): "up",
    QKeyCombination(_ALT, Qt.Key.Key_Down): "down",
    QKeyCombination(_CTRL, Qt.Key.Key_D): "duplicate",
    QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Delete): "delete",
}


class RowCard(QFrame):
    """Keeps the whole row, also keys this version of the form does not know. The editors are built at the first opening."""

    changed = Signal()
    committed = Signal()
    asked = Signal(str)
    """up | down | duplicate | delete | next"""

    def __init__(
        self, columns: tuple[Field, ...], row: Row, context: FieldContext, make: MakeField, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("RowCard")
        self._columns, self._context, self._make = columns, context, make
        self.row: Row = dict(row)
        self.frames: dict[str, FieldFrame] = {}
        self._problems: dict[str, str] = {}
        self._read_only = False
        self._doubled: frozenset[str] = frozenset()
        self._editor: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(self._head())
        self._column = column
        self.set_position(0, 1)
        self._sum_up()

    @property
    def opened(self) -> bool:
        return self._editor is not None and self._editor.isVisibleTo(self)

    def set_open(self, on: bool) -> None:
        if on and self._editor is None:
            self._editor = self._build()
            self._column.addWidget(self._editor)
        if self._editor is not None:
            self._editor.setVisible(on)
        self._name_toggle()

    def set_position(self, index: int, count: int) -> None:
        self._number = index + 1
        self._badge.setText(str(self._number))
        self._up.setEnabled(index > 0)
        self._down.setEnabled(index < count - 1)
        self.setAccessibleName(tr("第 {n} 行", n=self._number))
        self._up.set_words(tr("上移第 {n} 行", n=self._number))
        self._down.set_words(tr("下移第 {n} 行", n=self._number))
        self._copy.set_words(tr("复制第 {n} 行", n=self._number))
        self._delete.set_words(tr("删除第 {n} 行", n=self._number))
        self._name_toggle()

    def _name_toggle(self) -> None:
        """A pen only where something can be written."""
        if self._read_only:
            self._toggle.set_icon("chevron-up" if self.opened else "chevron-down")
        else:
            self._toggle.set_icon("check" if self.opened else "pen")
        self._toggle.set_words(tr("收起第 {n} 行", n=self._number) if self.opened else tr("展开第 {n} 行", n=self._number))

    def set_row(self, row: Row) -> None:
        self.row = dict(row)
        for column_id, frame in self.frames.items():
            frame.set_value(row.get(column_id))
        self._sum_up()

    def set_problems(self, problems: dict[str, str]) -> None:
        """Words by column id."""
        self._problems = problems
        for column_id, frame in self.frames.items():
            frame.set_problem(problems.get(column_id, ""))
        mark(self, "invalid", bool(problems))

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        for button in (self._up, self._down, self._copy, self._delete):
            button.setVisible(not on)
        for frame in self.frames.values():
            self._give(frame)
        self._name_toggle()

    def _give(self, frame: FieldFrame) -> None:
        """To be filled in, with a star where it must be; or to be read."""
        frame.set_read_only(self._read_only)
        frame.set_required(not self._read_only and frame.widget.spec.required_when is not None)

    def set_doubled(self, columns: frozenset[str]) -> None:
        """Columns whose serial number another row has as well."""
        self._doubled = columns
        for column_id, frame in self.frames.items():
            if isinstance(frame.widget, BarcodeField):
                frame.widget.set_doubled(column_id in columns)
        self._sum_up()

    def take_over(self, device: KnownDevice) -> None:
        """Fill what is still empty with what is known of the device."""
        for column in self._columns:
            if column.id in device.row and self.row.get(column.id) in (None, ""):
                self.row[column.id] = device.row[column.id]
        self.set_row(self.row)
        self.changed.emit()
        self.committed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the cells leave over: Alt+Up and Alt+Down move the row, Ctrl+D doubles it, Ctrl+Shift+Delete takes it out."""
        what = _KEYS.get(event.keyCombination())
        if what is not None and not self._read_only:
            event.accept()
            self.asked.emit(what)
            return
        super().keyPressEvent(event)

    def focus_first(self, column_id: str | None = None) -> None:
        self.set_open(True)
        frame = self.frames.get(column_id or "") or next(iter(self.frames.values()))
        frame.focus()

    def summary(self) -> str:
        """The first filled columns, as they are read."""
        words = [
            (column.id, text)
            for column in self._columns
            if (text := _words(column, self.row.get(column.id), self._context.lang, self._context.zone))
        ][:_IN_SUMMARY]
        line, before = "", ""
        for name, text in words:
            replaced = name.startswith("new") and before == f"old{name.removeprefix('new')}"
            line += f"{' → ' if replaced else ' · ' if line else ''}{text}"
            before = name
        return line

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._badge = Text("", "caption")
        self._line = ElidedText("", "strong")
        self._up = IconButton("chevron-up", tr("上移"), on_click=lambda: self.asked.emit("up"))
        self._down = IconButton("chevron-down", tr("下移"), on_click=lambda: self.asked.emit("down"))
        self._copy = IconButton("copy", tr("复制此行"), on_click=lambda: self.asked.emit("duplicate"))
        self._delete = IconButton("trash", tr("删除此行"), on_click=lambda: self.asked.emit("delete"))
        self._toggle = IconButton("pen", tr("展开"), on_click=lambda: self.set_open(not self.opened))
        self._line.setCursor(Qt.CursorShape.PointingHandCursor)
        self._line.mousePressEvent = lambda _event: self.set_open(not self.opened)  # type: ignore[method-assign]
        row.addWidget(self._badge)
        row.addSpacing(8)
        row.addWidget(self._line, 1)
        for button in (self._up, self._down, self._copy, self._delete, self._toggle):
            row.addWidget(button)
        return row

    def _build(self) -> QWidget:
        editor = QWidget(self)
        grid = QGridLayout(editor)
        grid.setContentsMargins(0, 4, 8, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line, cell = 0, 0
        for column in self._columns:
            frame = FieldFrame(self._make(column, self._context, editor), editor)
            frame.set_value(self.row.get(column.id))
            self._give(frame)
            frame.set_problem(self._problems.get(column.id, ""))
            frame.edited.connect(self._on_edit)
            frame.committed.connect(lambda _id: self.committed.emit())
            self.frames[column.id] = frame
            if isinstance(frame.widget, BarcodeField):
                frame.widget.set_doubled(column.id in self._doubled)
                frame.widget.fill_asked.connect(self.take_over)
            wide = column.type in _WIDE
            if wide and cell:
                line, cell = line + 1, 0
            grid.addWidget(frame, line, cell, 1, 2 if wide else 1)
            line, cell = (line + 1, 0) if wide or cell else (line, 1)
        self.frames[self._columns[-1].id].widget.move_on = lambda: self.asked.emit("next")
        return editor

    def _on_edit(self, column_id: str) -> None:
        value = self.frames[column_id].value()
        if value is None:
            self.row.pop(column_id, None)
        else:
            self.row[column_id] = value
        self._sum_up()
        self.changed.emit()

    def _sum_up(self) -> None:
        words = self.summary() or tr("（空行）")
        self._line.setText(tr("{row}（序列号重复）", row=words) if self._doubled else words)


def _words(column: Field, value: JSON, lang: str, zone: tzinfo | None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return column.label.get(lang) if value else ""
    if column.type is FieldType.DATETIME:
        parts = moment_text.split(str(value), zone)
        return f"{parts[0]:%m-%d} {parts[1]:%H:%M}" if parts else str(value)
    option = column.option_label(str(value))
    return option.get(lang) if option else " ".join(str(value).split())
