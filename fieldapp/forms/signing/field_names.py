"""What the shipped forms call the places to sign, for whoever reads a verdict and has never seen a form's file."""

from __future__ import annotations

from functools import cache

from fieldapp.domain.records import Label
from fieldapp.forms.catalog import Catalog
from fieldapp.forms.schema import FieldType
from fieldapp.paths import resource


@cache
def signature_labels() -> dict[str, Label]:
    """By field id; the newest form that has one names it."""
    catalog = Catalog([resource("forms")])
    forms = (catalog.get(form_id, version) for form_id, version in catalog.known)
    return {field.id: field.label for form in forms for field in form.fields if field.type is FieldType.SIGNATURE}
