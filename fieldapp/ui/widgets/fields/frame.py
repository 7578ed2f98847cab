"""A field as it stands on the page: label above, the widget, help and the problem in words below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.records import JSON
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import Icon, Text
from fieldapp.ui.widgets.fields.base import FieldWidget
from fieldapp.ui.widgets.fields.readonly import ShownField, is_read_as_words


class FieldFrame(QWidget):
    """Frames one field widget. `edited(field id)` follows each edit, `committed(field id)` when the person is done with it."""

    edited = Signal(str)
    committed = Signal(str)

    def __init__(self, widget: FieldWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widget = widget
        self.field_id = widget.spec.id
        self._star: Text | None = None
        self._problem: Text | None = None
        self._words: ShownField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._label_row = QHBoxLayout()
        self._label_row.setSpacing(4)
        label = Text(widget.label_text(), "field")
        label.setBuddy(widget)
        self._label_row.addWidget(label)
        self._label_row.addStretch(1)
        column.addLayout(self._label_row)
        column.addWidget(widget)
        if widget.spec.help is not None:
            column.addWidget(Text(widget.spec.help.get(widget.context.lang), "caption", wrap=True))
        column.addStretch(1)
        self._column = column
        widget.changed.connect(lambda: self.edited.emit(self.field_id))
        widget.committed.connect(lambda: self.committed.emit(self.field_id))

    def value(self) -> JSON:
        return self.widget.value()

    def set_value(self, value: JSON) -> None:
        self.widget.set_value(value)
        if self._words is not None:
            self._words.set_value(value)

    def set_required(self, on: bool) -> None:
        if self._star is None:
            if not on:
                return
            self._star = Text("*", "star")
            self._star.setAccessibleName(tr("必填"))
            self._star.setToolTip(tr("必填"))
            self._label_row.insertWidget(1, self._star)
        self._star.setVisible(on)

    def set_problem(self, text: str) -> None:
        """Words under the field; an empty text takes them away."""
        if self._problem is None:
            if not text:
                return
            self._problem = Text("", "error", wrap=True)
            self._column.insertWidget(self._column.indexOf(self.widget) + 1, self._problem)
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.widget.set_problem(text)

    @property
    def problem(self) -> str:
        return self.widget.problem

    def set_read_only(self, on: bool, why: str = "") -> None:
        """`why` is said beside the label: who fills this in, or what keeps it."""
        self.widget.set_read_only(on)
        self._read_as_words(on)
        if why and on:
            lock = Icon("lock", Tone.NEUTRAL, 14)
            lock.setToolTip(why)
            lock.setAccessibleName(why)
            self._label_row.insertWidget(self._label_row.count() - 1, lock)
            self._label_row.insertWidget(self._label_row.count() - 1, Text(why, "caption"))

    def _read_as_words(self, on: bool) -> None:
        """What nobody can fill in stands there as on paper, not in a box; the box comes back with the right to write."""
        if self._words is None:
            if not on or isinstance(self.widget, ShownField) or not is_read_as_words(self.widget.spec):
                return
            self._words = ShownField(self.widget.spec, self.widget.context, self)
            self._column.insertWidget(self._column.indexOf(self.widget), self._words)
        self._words.set_value(self.widget.value())
        self._words.setVisible(on)
        self.widget.setVisible(not on)

    def add_action(self, button: QWidget) -> None:
        """A small action at the right end of the label's line."""
        self._label_row.addWidget(button)

    def focus(self) -> None:
        self.widget.focus_first()
