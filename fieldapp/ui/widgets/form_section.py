"""One lettered section of the form as a card: fields in a grid of two columns, hidden ones out of the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field, FieldType, Section, Width
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import Badge, Card, GhostButton, Text
from fieldapp.ui.widgets.fields import FieldContext, FieldFrame, make_field, show_field
from fieldapp.ui.widgets.fields.readonly import ComputedField
from fieldapp.ui.widgets.fields.table import TableField
from fieldapp.ui.widgets.grid_places import COLUMNS, SPANS, fill_grid, six_columns

_ROOMY = frozenset({FieldType.TABLE, FieldType.PHOTOS, FieldType.FILES, FieldType.LONG_TEXT, FieldType.MULTI_CHOICE})
_NARROW_SPANS = {Width.FULL: 6, Width.HALF: 6, Width.THIRD: 3}

ReadOnlyReason = Callable[[Field], str]
RowProblems = dict[tuple[str, str], str]


class FormSection(Card):
    """Fields are built one by one (`build_next`), so that a long form never keeps the window waiting."""

    edited = Signal(str, object)
    committed = Signal(str)
    correction_asked = Signal(str)

    def __init__(self, section: Section, context: FieldContext, reason: ReadOnlyReason) -> None:
        label = section.label.get(context.lang)
        super().__init__(label)
        self.section = section
        self.frames: dict[str, FieldFrame] = {}
        self._context, self._reason = context, reason
        self._corrections: dict[str, GhostButton] = {}
        self._waiting = list(section.fields)
        self._undressed: list[QWidget] = []
        self._visible: frozenset[str] = frozenset()
        self._narrow = False
        self._placed: tuple[tuple[str, ...], bool] | None = None
        self._ready = False
        self._read_only = False
        letter = Text(section.letter, "letter")
        letter.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.head.insertWidget(0, letter)
        self._add_notes()
        self._mark = Text("", "caption")
        self.head.addWidget(self._mark)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(14)
        six_columns(self._grid)
        self.body.addLayout(self._grid)

    @property
    def complete(self) -> bool:
        """All fields that show are built."""
        return not any(field.id in self._visible for field in self._waiting)

    def build_next(self) -> bool:
        """Build one more visible field; False when there is none left."""
        for field in self._waiting:
            if field.id in self._visible:
                self._waiting.remove(field)
                self._build(field)
                return True
        return False

    def build_ahead(self) -> bool:
        """The same for fields that always show, dressed, which is the dearest part of a first look; they stay away until they
        are wanted."""
        if self._undressed:
            self._undressed.pop().ensurePolished()
            return True
        field = next((field for field in self._waiting if field.visible_when is None), None)
        if field is None:
            return False
        self._waiting.remove(field)
        self._build(field)
        self._undressed = [self.frames[field.id], *cast("list[QWidget]", self.frames[field.id].findChildren(QWidget))]
        return True

    def show_visible(self, visible: frozenset[str], *, narrow: bool) -> None:
        """Say which fields are wanted; `appear` shows them."""
        self._visible, self._narrow = visible, narrow

    def start_over(self) -> None:
        """Another order: stay away until what it shows is built."""
        self._ready = False
        self.hide()

    def appear(self) -> None:
        """Come onto the page once every field that shows is built: a section never grows under the reader's eyes."""
        self._ready = self._ready or self.complete
        self.setVisible(self._ready and any(field.id in self._visible for field in self.section.fields))

    def arrange(self) -> None:
        """Put what is built and shown into the grid, in the order of the form."""
        shown = tuple(field.id for field in self.section.fields if field.id in self.frames and field.id in self._visible)
        if self._placed == (shown, self._narrow):
            return
        self._placed = (shown, self._narrow)
        while self._grid.count():
            self._grid.takeAt(0)
        for name, frame in self.frames.items():
            frame.setVisible(name in shown)
        fill_grid(self._grid, ((self.frames[name], self._span(self.frames[name].widget.spec)) for name in shown))

    def set_values(self, values: Mapping[str, JSON], focused: QWidget | None) -> None:
        """Show values; a field somebody is typing in is left alone, unless rows came or went: the next caption typed would
        take them back."""
        for name, frame in self.frames.items():
            value = values.get(name)
            being_typed = isinstance(focused, QLineEdit | QPlainTextEdit) and frame.isAncestorOf(focused)
            if being_typed and not isinstance(frame.widget, TableField) and _row_ids(frame.value()) == _row_ids(value):
                continue
            if frame.value() != value:
                frame.set_value(value)

    def set_marks(self, required: frozenset[str], problems: Mapping[str, str], rows: Mapping[str, RowProblems]) -> None:
        for name, frame in self.frames.items():
            typed = not (self._read_only or isinstance(frame.widget, ComputedField))
            frame.set_required(typed and name in required)
            frame.set_problem(problems.get(name, ""))
            if isinstance(frame.widget, TableField):
                frame.widget.set_row_problems(rows.get(name, {}))

    def set_done(self, done: int, needed: int, wrong: int) -> None:
        """The completeness in words beside the title."""
        if wrong:
            self._mark.setText(tr("{n} 处有误", n=wrong))
            self._mark.set_tone(Tone.DANGER)
        elif needed:
            self._mark.setText(tr("已填 {done} / {needed}", done=done, needed=needed))
            self._mark.set_tone(Tone.SUCCESS if done >= needed else None)
        self._mark.setVisible(bool(wrong or needed))

    def set_read_only(self, on: bool) -> None:
        if on == self._read_only:
            return
        self._read_only = on
        for frame in self.frames.values():
            frame.set_read_only(on or bool(self._reason(frame.widget.spec)))

    def set_correctable(self, names: frozenset[str]) -> None:
        """Put a button to correct it beside each of these fields."""
        for name, frame in self.frames.items():
            if name in names and name not in self._corrections:
                button = GhostButton(tr("更正"), on_click=partial(self.correction_asked.emit, name))
                button.setAccessibleName(tr("更正{label}", label=frame.widget.label_text()))
                button.setProperty("inline", True)
                frame.add_action(button)
                self._corrections[name] = button
        for name, button in self._corrections.items():
            button.setVisible(name in names)

    def _add_notes(self) -> None:
        """What holds for most fields that are read only is said once for the section, not at every field."""
        if self.section.internal:
            self.head.insertWidget(2, Badge(Look(tr("仅内部"), "eye-off", Tone.NEUTRAL)))
        reasons = Counter(reason for field in self.section.fields if (reason := self._reason(field)))
        self._one_reason = reasons.most_common(1)[0][0] if reasons else ""
        if reasons.total() > 1:
            self.head.insertWidget(2, Badge(Look(self._one_reason, "lock", Tone.NEUTRAL)))

    def _build(self, field: Field) -> None:
        why = self._reason(field)
        widget = show_field(field, self._context) if why else make_field(field, self._context)
        frame = FieldFrame(widget, self)
        if why or self._read_only:
            frame.set_read_only(True, "" if why == self._one_reason else why)
        frame.edited.connect(lambda name: self.edited.emit(name, self.frames[name].value()))
        frame.committed.connect(self.committed)
        self.frames[field.id] = frame

    def _span(self, field: Field) -> int:
        if field.type in _ROOMY:
            return COLUMNS
        return (_NARROW_SPANS if self._narrow else SPANS)[field.width]


def _row_ids(value: JSON) -> list[JSON]:
    return [row.get("_id") for row in value if isinstance(row, dict)] if isinstance(value, list) else []
