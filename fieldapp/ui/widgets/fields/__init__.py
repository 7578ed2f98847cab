"""The widgets a form is made of: one per type of answer, all with the same small interface (base.FieldWidget). Each part is
imported when somebody first asks for it, so that they can be imported one in a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldapp.ui.widgets.on_demand import parts_of

if TYPE_CHECKING:
    from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget, Offered
    from fieldapp.ui.widgets.fields.frame import FieldFrame
    from fieldapp.ui.widgets.fields.registry import make_field, show_field

__all__ = ["FieldContext", "FieldFrame", "FieldWidget", "Offered", "make_field", "show_field"]

_MODULES = {
    "FieldContext": "base",
    "FieldWidget": "base",
    "Offered": "base",
    "FieldFrame": "frame",
    "make_field": "registry",
    "show_field": "registry",
}

if not TYPE_CHECKING:  # for the type checker a name that is not above is none
    __getattr__ = parts_of(__name__, _MODULES)
