"""What is shown but not typed here: computed values and signatures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain.records import JSON
from fieldapp.forms.formats import Formatter
from fieldapp.forms.schema import ROW_TYPES, Field, FieldType
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.widgets.common import Text
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget


class ComputedField(FieldWidget):
    """A value that follows from the order's log; it comes as ready words."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self._value: JSON = None
        self.shown = Text("", "value", wrap=True)
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.shown)
        self.set_value(None)

    def value(self) -> JSON:
        return self._value

    def set_value(self, value: JSON) -> None:
        self._value = value
        words = self.words(value)
        self.shown.setText(words)
        self.shown.setAccessibleName(labelled(self.label_text(), words))  # a label with a name is read by its name only

    def words(self, value: JSON) -> str:
        if value is None or value == "":
            return "—"
        if isinstance(value, bool):
            return tr("是") if value else tr("否")
        return str(value)


def is_read_as_words(spec: Field) -> bool:
    """Whether an answer can be shown as one piece of words; rows and signatures look the same for those who only read."""
    return not (spec.derived or spec.type in ROW_TYPES or spec.type is FieldType.SIGNATURE)


class ShownField(ComputedField):
    """An answer that is given elsewhere, or not any more: read as words, without the look of something to type in."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        self._formatter = Formatter(context.lang)
        super().__init__(spec, context, parent)

    def words(self, value: JSON) -> str:
        return self._formatter.value(self.spec, self._here(value))

    def _here(self, value: JSON) -> JSON:
        """A time on the clock of this place, as the box for it shows it."""
        if self.spec.type is not FieldType.DATETIME or not isinstance(value, str):
            return value
        try:
            return to_wire(from_wire(value).astimezone(self.context.zone))
        except ValueError:
            return value


class SignatureStateField(ComputedField):
    """Whether and when somebody signed; signing itself happens in the customer's view."""

    def words(self, value: JSON) -> str:
        if not isinstance(value, dict) or "signed_at" not in value:
            return tr("尚未签名（在“客户确认”中签）")
        try:
            moment = from_wire(str(value["signed_at"])).astimezone(self.context.zone)
        except ValueError:
            return tr("已签名")
        return tr("已签名 {at}", at=moment.strftime("%Y-%m-%d %H:%M"))
