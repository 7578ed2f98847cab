"""Conflicts are told in the form's words, not in its codes."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.bootstrap.window_context import field_label, value_words


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("cause_category", "software", "软件"),
        ("recurring", False, "否"),
        ("estimated_minutes", 90, "1 小时 30 分"),
        ("restored_at", "2026-11-23T09:12:00.000+08:00", "2026-11-23 09:12"),
        ("devices", [{"_id": "a"}], None),
        ("cause", None, None),
        ("unheard_of", "x", None),
        ("devices._order", ["a", "b"], None),
        ("state", {"kind": "transition"}, None),
    ],
)
def test_value_words(place: str, value: Any, words: str | None) -> None:
    found = value_words(place, value)
    assert found == words or (words is not None and found is not None and words in found)


def test_field_label() -> None:
    assert field_label("checks.outcome").startswith(field_label("checks") + " · ")
    assert "outcome" not in field_label("checks.outcome")
    assert field_label("devices._order") == field_label("devices") != "devices"
    assert field_label("state") == "状态"
    assert field_label("unheard_of") == "unheard_of"
