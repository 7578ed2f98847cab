"""Quarters by the office's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from support.domain_documents import shipped_profile

from fieldapp.errors import InputFault
from fieldapp.report.quarter import Quarter

ZONE = shipped_profile().zone


@pytest.mark.parametrize("text", ["2026Q3", "2026q3", " 2026-Q3 "])
def test_spellings(text: str) -> None:
    assert Quarter.parse(text) == Quarter(2026, 3)


@pytest.mark.parametrize("text", ["", "2026", "2026Q5", "Q3", "2026Q33", "1066Q1", "2026Q3; rm"])
def test_no_quarter(text: str) -> None:
    with pytest.raises(InputFault) as caught:
        Quarter.parse(text)
    assert caught.value.code == "report.quarter"


def test_midnight_at_the_office_is_the_border() -> None:
    border = datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert Quarter.of(border, ZONE) == Quarter(2026, 3)
    assert Quarter.of(border - timedelta(microseconds=1), ZONE) == Quarter(2026, 2)
    assert Quarter(2026, 3).begins(ZONE) == border
    assert Quarter(2026, 2).ends(ZONE) == border


def test_across_the_year() -> None:
    assert Quarter(2026, 1).shifted(-1) == Quarter(2025, 4)
    assert Quarter(2025, 4).ends(ZONE) == Quarter(2026, 1).begins(ZONE)
    assert str(Quarter(2026, 1).shifted(-4)) == "2025Q1"
