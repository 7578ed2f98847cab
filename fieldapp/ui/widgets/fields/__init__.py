"""The widgets a form is made of: one per type of answer, all with the same small interface (base.FieldWidget). Each part is
imported when somebody first asks for it, so that they can be imported one in a turn."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        return found
