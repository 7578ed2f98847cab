"""The widgets a form is made of: one per type of answer, all with the same small interface (base.FieldWidget)."""

from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget, Offered
from fieldapp.ui.widgets.fields.frame import FieldFrame
from fieldapp.ui.widgets.fields.registry import make_field, show_field

__all__ = ["FieldContext", "FieldFrame", "FieldWidget", "Offered", "make_field", "show_field"]
