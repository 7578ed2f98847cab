"""Reading the tables of a major incident: what does not fit its column counts as not said, so one odd row hides no other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fieldapp.domain.records import JSON, Document
from fieldapp.domain.status import moment

KIND = "major-incident"


def rows(doc: Document, field: str) -> list[Mapping[str, Any]]:
    """The rows of a table in the order of the table."""
    value = doc.get("answers", {}).get(field)
    return [row for row in value if isinstance(row, dict) and isinstance(row.get("_id"), str)] if isinstance(value, list) else []


def text(row: Mapping[str, JSON], column: str) -> str:
    value = row.get(column)
    return value.strip() if isinstance(value, str) else ""


def when(row: Mapping[str, JSON], column: str) -> datetime | None:
    return moment(row.get(column))


def answer(doc: Document, field: str) -> str:
    return text(doc.get("answers", {}), field)
