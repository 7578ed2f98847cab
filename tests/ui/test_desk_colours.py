"""The desk page in the browser wears the colours of the program; text on every ground it stands on is readable in both themes."""

from __future__ import annotations

import re

import pytest

from fieldapp.paths import resource
from fieldapp.ui.theme import DARK, LIGHT, Tokens

CSS = resource("web/desk.css").read_text(encoding="utf-8")
LIGHT_PART, DARK_PART = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
PAIRS = (
    [("ink", ground) for ground in ("window", "surface", "surface_sunken", "hover")]
    + [("ink_muted", ground) for ground in ("window", "surface", "surface_sunken")]
    + [("accent_ink", ground) for ground in ("window", "surface", "accent_soft", "hover")]
    + [(f"{tone}_ink", f"{tone}_soft") for tone in ("neutral", "success", "warning", "danger")]
    + [(f"{tone}_ink", "surface") for tone in ("neutral", "success", "warning", "danger")]
    + [("danger_ink", "window"), ("on_accent", "accent"), ("on_accent", "accent_hover")]
)


def colours(part: str) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("part", "theme"), [pytest.param(LIGHT_PART, LIGHT, id="light"), pytest.param(DARK_PART, DARK, id="dark")]
)
def test_the_colours_are_those_of_the_program(part: str, theme: Tokens) -> None:
    found = colours(part)
    assert len(found) > 20
    assert found == {name: getattr(theme, name) for name in found}


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    found = colours(LIGHT_PART if theme == "light" else DARK_PART)
    light, dark = sorted((luminance(found[ink]), luminance(found[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5, (theme, ink, ground)


def test_no_colour_is_written_outside_of_the_themes() -> None:
    rest = CSS.replace(LIGHT_PART, "").replace(DARK_PART, "")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", rest) == ["#fff"]
