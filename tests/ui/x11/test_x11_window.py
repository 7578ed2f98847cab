"""The window on a real X server: real pointer events write on the pad, also while the window changes its size."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.ui.x11.conftest import Child

pytestmark = pytest.mark.x11


@pytest.fixture
def child(display: str, tmp_path: Path) -> Iterator[Child]:
    made = Child("x11_child", display, tmp_path / "data")
    try:
        assert made.hear() == "ready"
        yield made
    finally:
        made.close()


def along(pad: list[int], points: list[tuple[float, float]]) -> list[object]:
    """xdotool words that move the pointer through shares of the pad, slowly enough to be seen on the way."""
    x, y, width, height = pad
    words: list[object] = []
    for share_x, share_y in points:
        words += ["mousemove", round(x + share_x * width), round(y + share_y * height), "sleep", 0.02]
    return words


ZIGZAG = [(0.1, 0.3), (0.2, 0.7), (0.3, 0.3), (0.4, 0.7), (0.45, 0.5)]
REST = [(0.55, 0.3), (0.65, 0.7), (0.75, 0.3), (0.85, 0.6)]


def test_a_signature_with_real_events_survives_a_resize_in_the_middle_of_a_stroke(child: Child, tmp_path: Path) -> None:
    pad = child.ask("pad")
    child.hand(*along(pad, ZIGZAG[:1]), "mousedown", 1, *along(pad, ZIGZAG))
    smaller = child.ask("size 1180 700")
    assert smaller != pad
    child.hand(*along(smaller, REST), "mouseup", 1)
    child.hand(*along(smaller, [(0.2, 0.5)]), "mousedown", 1, *along(smaller, [(0.3, 0.52), (0.8, 0.5)]), "mouseup", 1)

    ink = child.ask("ink")
    assert [stroke["kind"] for stroke in ink["strokes"]] == ["mouse", "mouse"]
    first = ink["strokes"][0]["points"]
    assert len(first) >= 8
    assert abs(first[0][0] - 1000) < 100
    assert first[-1][0] > 8000
    assert all(0 <= x <= 10000 and 0 <= y <= 10000 for x, y, *_ in first)

    shot = tmp_path / "screen.png"
    assert child.ask(f"picture {shot}") is True
    assert ink_pixels(shot, smaller) > 400

    x, y, width, height = child.ask("button")
    child.hand("mousemove", x + width // 2, y + height // 2, "click", 1, "sleep", 0.5)
    for _ in range(100):
        if child.ask("stage") == "done":
            break
        child.hand("sleep", 0.1)
    assert child.ask("stage") == "done"


def test_a_busy_window_keeps_every_sample_and_when_it_was_made(child: Child) -> None:
    pad = child.ask("pad")
    child.hand(*along(pad, ZIGZAG[:1]), "mousedown", 1, *along(pad, ZIGZAG[:2]))
    assert child.ask("busy 3") is True
    began = time.monotonic()
    child.hand(*along(pad, [*ZIGZAG[2:], *REST]))
    assert time.monotonic() - began < 2.9, "the hand was slower than the window was busy: nothing is proved"
    child.hand("mouseup", 1)

    points: list[list[int]] = []
    for _ in range(100):
        [stroke] = child.ask("ink")["strokes"]
        points = stroke["points"]
        if points[-1][0] > 8000:
            break
        child.hand("sleep", 0.1)
    samples = len([*ZIGZAG, *REST])
    assert len(points) >= samples
    steps = [after[3] - before[3] for before, after in itertools.pairwise(points[2:samples])]
    assert min(steps) >= 10, "samples made 20 ms apart have one time"


def ink_pixels(path: Path, pad: list[int]) -> int:
    """Dark pixels on the pad, as the X server shows it."""
    x, y, width, height = pad
    with Image.open(path) as screen:
        grey = screen.convert("L").crop((x + 4, y + 4, x + width - 4, y + height - 4))
        return sum(grey.histogram()[:70])
