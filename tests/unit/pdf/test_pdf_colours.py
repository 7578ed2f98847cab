"""The frozen colour profile is sRGB, and made by the tool that says so."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from PIL import Image, ImageCms

from fieldapp.paths import resource

ROOT = Path(__file__).parents[3]


def test_the_tool_makes_the_profile_that_is_there() -> None:
    spec = importlib.util.spec_from_file_location("icc_tool", ROOT / "tools" / "icc.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.profile() == resource("icc/sRGB.icc").read_bytes()


def test_colours_come_through_as_they_went_in() -> None:
    ours = ImageCms.getOpenProfile(str(resource("icc/sRGB.icc")))
    assert ImageCms.getProfileDescription(ours).strip() == "sRGB IEC61966-2.1"
    assert ours.profile.version == 4.2
    image = Image.frombytes("RGB", (256, 256), bytes((n * (2 * k + 1)) % 256 for k in range(256) for n in range(768)))
    greys = Image.merge("RGB", [Image.linear_gradient("L")] * 3)
    for before in (image, greys):
        after = ImageCms.profileToProfile(before, ours, ImageCms.createProfile("sRGB"), renderingIntent=1)
        assert after is not None
        assert max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True)) <= 1
