"""The process profile and the forms that come with the program."""

from __future__ import annotations

from functools import cache

from fieldapp.domain.profile import Profile, parse
from fieldapp.forms.catalog import Catalog
from fieldapp.paths import resource

PROFILE = "profiles/default.toml"
FORM = "maintenance-work-order"


@cache
def shipped_profile() -> Profile:
    """The default profile (§6.1.5). Raises InputFault `profile.*` naming file and key."""
    path = resource(PROFILE)
    return parse(path.read_text(encoding="utf-8"), str(path))


@cache
def shipped_catalog() -> Catalog:
    return Catalog([resource("forms")])
