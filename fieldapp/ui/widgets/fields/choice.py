"""Choices: yes/no and short lists as segments side by side, long lists as a combo box, several at once as chips."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field
from fieldapp.ui import icons, theme
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.widgets.common.buttons import Chip, bolder
from fieldapp.ui.widgets.common.one_tap import OneTap
from fieldapp.ui.widgets.common.quiet import QuietComboBox
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget
from fieldapp.ui.widgets.flow_layout import FlowLayout

MOST_SEGMENTS = 4
_LONGEST_SEGMENTS, _WIDE = 30, 1.8
"""More Chinese characters than this on all segments together do not fit side by side: they become a combo box. Each is as wide
as this many Latin letters."""


class Segment(OneTap, QPushButton):
    """One of the options."""


class Segments(QWidget):
    """Options side by side, at most one chosen; arrows move between them, choosing the chosen one again takes it back."""

    def __init__(self, options: Sequence[tuple[JSON, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options = tuple(options)
        self.buttons: list[QPushButton] = []
        self.group = QButtonGroup(self)
        self.group.setExclusive(False)
        self._in_line = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for index, (_code, text) in enumerate(self.options):
            button = Segment(text, self)
            button.setCheckable(True)
            button.setAccessibleName(labelled(name, text))
            self.group.addButton(button, index)
            self.buttons.append(button)
        self._arrange(len(self.buttons))

    def choose(self, code: JSON) -> None:
        for (known, _text), button in zip(self.options, self.buttons, strict=True):
            # True == 1 in Python, but yes is not the number one
            button.setChecked(code is not None and type(known) is type(code) and known == code)

    def chosen(self) -> JSON:
        for (code, _text), button in zip(self.options, self.buttons, strict=True):
            if button.isChecked():
                return code
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in self.buttons:
            button.ensurePolished()  # large answers are known as such only then
        self._arrange(self._most_in_line(self.width()))
        joined = self._in_line == len(self.buttons)
        for column, width in enumerate(self._widths()):
            self._grid.setColumnMinimumWidth(column, width if joined else 0)  # before long ones, short ones give way

    def minimumSizeHint(self) -> QSize:
        """The widest answer: on a narrow page they stand in several lines."""
        return QSize(max(self._widths()), super().minimumSizeHint().height())

    def wished(self) -> int:
        """How much more than the least width lets them stand in one line; 0 where they are not shown."""
        widths = self._widths()
        return 0 if self.isHidden() else sum(widths) - max(widths)

    def _widths(self) -> list[int]:
        """Of each answer when it is the chosen one."""
        return [button.minimumSizeHint().width() + bolder(button) for button in self.buttons]

    def _most_in_line(self, room: int) -> int:
        widths = self._widths()
        count = len(widths)
        if sum(widths) <= room:
            return count
        half = (count + 1) // 2
        return half if half * max(widths) + (half - 1) * theme.GRID <= room else 1

    def _arrange(self, in_line: int) -> None:
        """Joined in one line; as single buttons in several."""
        if in_line == self._in_line:
            return
        before, self._in_line = self._in_line, in_line
        joined = in_line == len(self.buttons)
        self._grid.setSpacing(0 if joined else theme.GRID)
        for index, button in enumerate(self.buttons):
            self._grid.removeWidget(button)
            self._grid.addWidget(button, index // in_line, index % in_line)
            button.setProperty("segment", _place(index, in_line) if joined else "only")
            if before:  # a new button is polished when it is shown
                button.style().unpolish(button)
                button.style().polish(button)
        for column in range(len(self.buttons)):
            self._grid.setColumnStretch(column, 1 if column < in_line else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        focused = next((index for index, button in enumerate(self.buttons) if button.hasFocus()), None)
        if step and focused is not None:
            self.buttons[(focused + step) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)


class _SegmentField(FieldWidget):
    """A field answered with one of a few segments."""

    def __init__(
        self, spec: Field, options: Sequence[tuple[JSON, str]], context: FieldContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, context, parent)
        self.segments = Segments(options, self.label_text(), self)
        self._unknown: JSON = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.segments, 1)
        self.segments.group.idClicked.connect(self._on_click)
        self.adopt(*self.segments.buttons)

    def controls(self) -> tuple[QWidget, ...]:
        return tuple(self.segments.buttons)

    def focus_first(self) -> None:
        chosen = next((button for button in self.segments.buttons if button.isChecked()), None)
        (chosen or self.segments.buttons[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def value(self) -> JSON:
        chosen = self.segments.chosen()
        return self._unknown if chosen is None else chosen

    def set_value(self, value: JSON) -> None:
        self.segments.choose(value)
        self._unknown = value if self.segments.chosen() is None else None

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        for button in self.segments.buttons:
            button.setEnabled(not on)

    def _on_click(self, index: int) -> None:
        self._unknown = None
        for other, button in enumerate(self.segments.buttons):
            if other != index:
                button.setChecked(False)
        self.changed.emit()
        self.committed.emit()


class YesNoField(_SegmentField):
    """Yes or no, or not answered."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, ((True, tr("是")), (False, tr("否"))), context, parent)


class ChoiceSegmentsField(_SegmentField):
    """One of at most four options."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, [(option.code, option.label.get(context.lang)) for option in spec.options], context, parent)


class ChoiceComboField(FieldWidget):
    """One of many. A code this version of the form does not know stays and is shown as it is."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self.combo = QuietComboBox(self)
        self.combo.addItem(tr("请选择"), None)
        for option in spec.options:
            self.combo.addItem(option.label.get(context.lang), option.code)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.activated.connect(self._on_pick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.adopt(self.combo)

    def controls(self) -> tuple[QWidget, ...]:
        return (self.combo,)

    def value(self) -> JSON:
        return self.combo.currentData()

    def set_value(self, value: JSON) -> None:
        index = 0 if value is None else self.combo.findData(value)
        if index < 0:
            self.combo.addItem(str(value), value)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(index)

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        self.combo.setEnabled(not on)

    def _on_pick(self, _index: int) -> None:
        self.changed.emit()
        self.committed.emit()


class MultiChoiceField(FieldWidget):
    """Any number of options, as chips that wrap; the value lists codes in the order of the form."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self.chips: list[tuple[str, Chip]] = []
        self._unknown: list[JSON] = []
        flow = FlowLayout(self, gap=8)
        for option in spec.options:
            text = option.label.get(context.lang)
            chip = Chip(text)
            chip.setProperty("tall", True)
            chip.setAccessibleName(labelled(self.label_text(), text))
            chip.toggled.connect(partial(_tick, chip))
            _tick(chip, False)
            chip.clicked.connect(self._on_click)
            self.chips.append((option.code, chip))
            flow.addWidget(chip)
        self.adopt(*(chip for _code, chip in self.chips))

    def controls(self) -> tuple[QWidget, ...]:
        return tuple(chip for _code, chip in self.chips)

    def value(self) -> JSON:
        chosen: list[JSON] = [code for code, chip in self.chips if chip.isChecked()]
        return chosen + self._unknown or None

    def set_value(self, value: JSON) -> None:
        codes = value if isinstance(value, list) else []
        known = {code for code, _chip in self.chips}
        self._unknown = [code for code in codes if code not in known]
        for code, chip in self.chips:
            chip.setChecked(code in codes)

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        for _code, chip in self.chips:
            chip.setEnabled(not on)

    def _on_click(self) -> None:
        self.changed.emit()
        self.committed.emit()


def choice_field(spec: Field, context: FieldContext, parent: QWidget | None = None) -> FieldWidget:
    """Segments when the options fit side by side, a combo box otherwise."""
    letters = sum(_WIDE if letter > "\u2e7f" else 1 for option in spec.options for letter in option.label.get(context.lang))
    if len(spec.options) <= MOST_SEGMENTS and letters <= _LONGEST_SEGMENTS * _WIDE:
        return ChoiceSegmentsField(spec, context, parent)
    return ChoiceComboField(spec, context, parent)


def _tick(chip: Chip, on: bool) -> None:
    """A tick beside the colour: a chosen chip must not be told by colour alone."""
    drawn = (
        icons.icon("check", theme.color("accent_ink"), size=16) if on else icons.icon("plus", theme.color("ink_muted"), size=16)
    )
    chip.setIcon(drawn)


def _place(index: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if index == 0 else "last" if index == count - 1 else "middle"
