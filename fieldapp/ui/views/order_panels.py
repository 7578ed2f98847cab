"""Actions that need a few words: asked in place above the bottom bar, never in a box of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field, FieldType, Label, Option
from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.common import GhostButton, GivingWay, PrimaryButton, SectionTitle, Text, clear_layout
from fieldapp.ui.widgets.fields import FieldContext, FieldFrame, make_field
from fieldapp.ui.widgets.fields.moment_text import split
from fieldapp.ui.widgets.grid_places import COLUMNS, fill_grid, six_columns

Answers = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a panel asks. `explain` says what the action does; all fields but the `optional` ones are needed; `start` fills in."""

    title: str
    explain: str
    fields: tuple[Field, ...]
    confirm: str
    icon: str
    done: Callable[[Answers], object]
    start: Mapping[str, JSON]
    optional: frozenset[str] = frozenset()


class AskPanel(QFrame):
    """One panel for all actions. Escape puts it away, where something was typed when it is pressed again: the first time leads to
    the button that does so. The focus goes back to where it was. `shown(whether)`: it asks now, or does not any more."""

    shown = Signal(bool)

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ActionPanel")
        self._context = context
        self._ask: Ask | None = None
        self._began: Answers = {}
        self._from: QWidget | None = None
        self.frames: dict[str, FieldFrame] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        self._title = SectionTitle("")
        self._explain = Text("", "muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        six_columns(self._grid)
        column.addWidget(self._title)
        column.addWidget(self._explain)
        fields = GivingWay()  # on a low window they scroll, the buttons stay
        fields.column.addLayout(self._grid)
        column.addWidget(fields)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self._cancel = GhostButton(tr("取消"), on_click=self._put_away)
        self.confirm = PrimaryButton("", "check", on_click=self._on_confirm)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)
        self.hide()

    def ask(self, ask: Ask) -> None:
        if not self._has_focus():
            self._from = self.window().focusWidget()
        self._ask = ask
        self._title.setText(ask.title)
        self._explain.setText(ask.explain)
        self._explain.setVisible(bool(ask.explain))
        self.setAccessibleName(ask.title)
        self.confirm.set_words(ask.confirm)
        self.confirm.set_icon(ask.icon)
        clear_layout(self._grid)
        self.frames = {}
        span = (
            COLUMNS // 2 if any(field.type is FieldType.DATETIME for field in ask.fields) else COLUMNS // max(1, short_ones(ask))
        )
        parts: list[tuple[FieldFrame, int]] = []
        for field in ask.fields:
            frame = FieldFrame(make_field(field, self._context), self)
            frame.set_value(ask.start.get(field.id))
            frame.set_required(field.id not in ask.optional)
            frame.edited.connect(lambda name: self.frames[name].set_problem(""))
            self.frames[field.id] = frame
            parts.append((frame, COLUMNS if field.type is FieldType.LONG_TEXT else span))
        fill_grid(self._grid, parts)
        self._began = self._answers()
        self.show()
        next(iter(self.frames.values())).focus()

    def undo_typed(self, *, back: bool) -> bool:
        """Take back (or do again) what was typed where the cursor is; False when it is not in here."""
        focused = self.window().focusWidget()
        if not self.isVisible() or not self._has_focus():
            return False
        if isinstance(focused, QLineEdit | QPlainTextEdit):
            (focused.undo if back else focused.redo)()
        return True

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.shown.emit(event.type() is QEvent.Type.ShowToParent)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._cancel.hasFocus() or self._answers() == self._began:
                self._put_away()
            else:
                self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _answers(self) -> Answers:
        return {name: frame.value() for name, frame in self.frames.items()}

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _put_away(self) -> None:
        had, origin = self._has_focus(), self._from
        self._from = None
        self.hide()
        if had and origin is not None and isValid(origin) and origin.isVisible() and origin.isEnabled():
            origin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_confirm(self) -> None:
        if self._ask is None:
            return
        values = self._answers()
        for name, frame in self.frames.items():
            wrong = _wrong(frame.widget.spec, values[name], needed=name not in self._ask.optional)
            frame.set_problem(wrong)
            if wrong:
                frame.focus()
                return
        ask, self._ask = self._ask, None
        self._put_away()
        ask.done(values)


def short_ones(ask: Ask) -> int:
    """Fields that share a line, at most three."""
    return min(3, sum(field.type is not FieldType.LONG_TEXT for field in ask.fields))


def text_field(name: str, label: str, *, long: bool = False) -> Field:
    return Field(name, FieldType.LONG_TEXT if long else FieldType.TEXT, Label(label, label), max_length=2000)


def moment_field(name: str, label: str) -> Field:
    return Field(name, FieldType.DATETIME, Label(label, label))


def choice_field(name: str, label: str, options: Mapping[str, str]) -> Field:
    made = tuple(Option(code, Label(words, words)) for code, words in options.items())
    return Field(name, FieldType.CHOICE, Label(label, label), options=made)


def _wrong(field: Field, value: JSON, *, needed: bool) -> str:
    label = field.label.zh
    if value is None or value == "":
        return tr("请填写{label}", label=label) if needed else ""
    if field.type is FieldType.DATETIME and split(str(value), None) is None:
        return tr("日期时间不对，例如 2026-11-22 14:30")
    return ""
