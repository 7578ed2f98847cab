"""A project's own profile, form and holidays, made from the shipped ones."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fieldapp.paths import resource
from fieldapp.tailoring.published import Kind, Published, sha256_of
from tests.support.domain_documents import profile_text

FORM = "maintenance-work-order"
OWN = 1000
_FIELD = """      - id: site_access_card
        type: text
        label: {zh: 出入证编号, en: Access card}
"""


def own_profile(version: int = 2, minutes: int = 240) -> str:
    """严重 within four hours instead of five."""
    text = profile_text().replace("\nversion = 1\n", f"\nversion = {version}\n", 1)
    return text.replace("target_minutes = 300", f"target_minutes = {minutes}")


def own_form(version: int = OWN) -> str:
    """The work order with one more question at the head of its first section."""
    text = resource(f"forms/{FORM}.v1.yaml").read_text(encoding="utf-8")
    assert "\nversion: 1\n" in text
    head, mark, rest = text.replace("\nversion: 1\n", f"\nversion: {version}\n", 1).partition("    fields:\n")
    return head + mark + _FIELD + rest


def own_holidays(version: int = 2) -> str:
    return f"""schema = 1
id = "cn"
version = {version}
[years.2027]
source = "a notice of the test"
holidays = ["2027-01-01..2027-01-03"]
"""


def published(kind: Kind, name: str, version: int, text: str, since: date = date(2026, 1, 1)) -> Published:
    at = datetime(2026, 11, 23, 2, tzinfo=UTC)
    return Published(name, kind, version, sha256_of(text), text, "王强", "合同要求", at, since)


PROFILE_2 = published(Kind.PROFILE, "profile", 2, own_profile())
FORM_OWN = published(Kind.FORM, FORM, OWN, own_form())
DAYS_2 = published(Kind.HOLIDAYS, "cn", 2, own_holidays())
