"""Numbers, money and durations. What is not a number yet stays as it was typed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field
from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.common import Text
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，", "0123456789.-,")


def plain_digits(text: str) -> str:
    """What a Chinese input method types in full width, as plain digits without separators."""
    return text.translate(_FULL_WIDTH).replace(",", "").strip()


def parse_number(text: str) -> int | float | str | None:
    """The number in `text`, None when empty, the text itself when it is not one."""
    clean = plain_digits(text)
    if not clean:
        return None
    try:
        number = Decimal(clean)
    except InvalidOperation:
        return text.strip()
    if not number.is_finite():
        return text.strip()
    return int(number) if number == number.to_integral_value() and "." not in clean else float(number)


class _OneLine(FieldWidget):
    """A line edit with something before or after it."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self.edit = QLineEdit(self)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        self.edit.returnPressed.connect(lambda: self.move_on())
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.edit, 1)
        self.adopt(self.edit)

    def controls(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def set_value(self, value: JSON) -> None:
        text = "" if value is None else str(value)
        if text != self.edit.text():
            self.edit.setText(text)

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        self.edit.setReadOnly(on)

    def _beside(self, text: str, *, before: bool = False) -> None:
        label = Text(text, "muted")
        if before:
            self.row.insertWidget(0, label)
        else:
            self.row.addWidget(label)


class NumberField(_OneLine):
    """A number with its unit beside it."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        if spec.unit is not None and spec.unit.get(context.lang):
            self._beside(spec.unit.get(context.lang))

    def value(self) -> JSON:
        return parse_number(self.edit.text())


class MoneyField(_OneLine):
    """An amount in yuan, kept as text so that no cent is lost to binary fractions."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self._beside("¥", before=True)

    def value(self) -> JSON:
        clean = plain_digits(self.edit.text())
        if not clean:
            return None
        try:
            amount = Decimal(clean)
        except InvalidOperation:
            return self.edit.text().strip()
        cents = amount.as_tuple().exponent
        if not amount.is_finite() or not isinstance(cents, int) or cents < -2:
            return self.edit.text().strip()
        return format(amount.quantize(Decimal("0.01")), "f")


class DurationField(FieldWidget):
    """Hours and minutes; the value is whole minutes."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self.hours = self._part(tr("{label}：小时", label=self.label_text()))
        self.minutes = self._part(tr("{label}：分钟", label=self.label_text()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for edit, unit in ((self.hours, tr("小时")), (self.minutes, tr("分钟"))):
            row.addWidget(edit)
            row.addWidget(Text(unit, "muted"))
        row.addStretch(1)
        self.adopt(self.hours, self.minutes)

    def controls(self) -> tuple[QWidget, ...]:
        return (self.hours, self.minutes)

    def value(self) -> JSON:
        hours, minutes = parse_number(self.hours.text()), parse_number(self.minutes.text())
        if hours is None and minutes is None:
            return None
        if isinstance(hours, str) or isinstance(minutes, str):
            return f"{self.hours.text().strip()}:{self.minutes.text().strip()}"
        return round((hours or 0) * 60 + (minutes or 0))

    def set_value(self, value: JSON) -> None:
        if value == self.value():
            return
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            hours, minutes = divmod(int(value), 60)
            self.hours.setText(str(hours) if hours else "")
            self.minutes.setText(str(minutes) if minutes or not hours else "")
            return
        first, _, second = str(value or "").partition(":")
        self.hours.setText(first)
        self.minutes.setText(second)

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        for edit in (self.hours, self.minutes):
            edit.setReadOnly(on)

    def _part(self, name: str) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setAccessibleName(name)
        edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        edit.setMaximumWidth(96)
        edit.textEdited.connect(lambda _text: self.changed.emit())
        return edit
