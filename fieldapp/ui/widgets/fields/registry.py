"""Which widget edits which type: the one place that knows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fieldapp.forms.schema import Field, FieldType
from fieldapp.ui.widgets.fields.barcode import BarcodeField
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget
from fieldapp.ui.widgets.fields.choice import MultiChoiceField, YesNoField, choice_field
from fieldapp.ui.widgets.fields.files import FilesField
from fieldapp.ui.widgets.fields.moments import DateField, DateTimeField, TimeField
from fieldapp.ui.widgets.fields.numbers import DurationField, MoneyField, NumberField
from fieldapp.ui.widgets.fields.photos import PhotosField
from fieldapp.ui.widgets.fields.readonly import ComputedField, ShownField, SignatureStateField, is_read_as_words
from fieldapp.ui.widgets.fields.table import TableField
from fieldapp.ui.widgets.fields.text import LongTextField, PersonField, PhoneField, TextField

Maker = Callable[[Field, FieldContext, QWidget | None], FieldWidget]


def make_field(spec: Field, context: FieldContext, parent: QWidget | None = None) -> FieldWidget:
    """The widget for a field or a column of a table."""
    if spec.derived:
        return ComputedField(spec, context, parent)
    return MAKERS[spec.type](spec, context, parent)


def show_field(spec: Field, context: FieldContext, parent: QWidget | None = None) -> FieldWidget:
    """The widget for an answer that is read here and given elsewhere."""
    return (ShownField if is_read_as_words(spec) else make_field)(spec, context, parent)


def _table(spec: Field, context: FieldContext, parent: QWidget | None = None) -> FieldWidget:
    return TableField(spec, context, make_field, parent)


MAKERS: dict[FieldType, Maker] = {
    FieldType.TEXT: TextField,
    FieldType.LONG_TEXT: LongTextField,
    FieldType.NUMBER: NumberField,
    FieldType.MONEY: MoneyField,
    FieldType.YES_NO: YesNoField,
    FieldType.CHOICE: choice_field,
    FieldType.MULTI_CHOICE: MultiChoiceField,
    FieldType.DATE: DateField,
    FieldType.TIME: TimeField,
    FieldType.DATETIME: DateTimeField,
    FieldType.DURATION: DurationField,
    FieldType.PERSON: PersonField,
    FieldType.PHONE: PhoneField,
    FieldType.BARCODE: BarcodeField,
    FieldType.TABLE: _table,
    FieldType.PHOTOS: PhotosField,
    FieldType.FILES: FilesField,
    FieldType.SIGNATURE: SignatureStateField,
    FieldType.COMPUTED: ComputedField,
}
