"""Titles that are cut to about two lines, whatever the script."""

from __future__ import annotations

import pytest

from fieldapp.ui.views.today_parts import shortened


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("镜头起雾", 8, "镜头起雾"),
        ("镜头起雾，画面发白", 8, "镜头起…"),
        ("The camera on quay crane", 24, "The camera on quay crane"),
        ("The camera on quay crane", 11, "The camera…"),
        ("", 4, ""),
    ],
)
def test_a_title_is_shortened_by_what_it_takes_up(text: str, width: int, shown: str) -> None:
    assert shortened(text, width) == shown
