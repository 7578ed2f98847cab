"""The process profile and the forms that come with the program."""

from __future__ import annotations

from functools import cache

from fieldapp.forms.catalog import Catalog
from fieldapp.paths import resource
from fieldapp.tailoring.in_force import SHIPPED_PROFILE as PROFILE
from fieldapp.tailoring.in_force import shipped_profile

FORM = "maintenance-work-order"

__all__ = ["FORM", "PROFILE", "shipped_catalog", "shipped_profile"]


@cache
def shipped_catalog() -> Catalog:
    return Catalog([resource("forms")])
