"""The window on a real X server: real pointer events write on the pad, also while the window changes its size."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

ROOT = Path(__file__).parents[3]
NEEDED = ("Xvfb", "xdotool")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
PATIENCE_S = 30

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of its own on a free display. -noreset: without it the server ends with its first client."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        ready, _, _ = select.select([reading], [], [], PATIENCE_S)
        number = os.read(reading, 16).decode().strip() if ready else ""
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        os.close(reading)
        server.terminate()
        server.wait(10)


class Child:
    """The window's process."""

    def __init__(self, display: str, folder: Path) -> None:
        self.display = display
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
        environment = kept | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.support.x11_child", str(folder)]
        self._log = (folder.parent / "child.log").open("w+")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )

    def hear(self) -> Any:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self._log.seek(0)
            pytest.fail(f"the window said nothing: {self._log.read()[-2000:]}")
        return json.loads(line)

    def ask(self, question: str) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return self.hear()

    def pointer(self, *words: object) -> None:
        command = ["xdotool", *(str(word) for word in words)]
        subprocess.run(command, env=os.environ | {"DISPLAY": self.display}, check=True, timeout=PATIENCE_S)

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(10)
        finally:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self._log.close()


@pytest.fixture
def child(display: str, tmp_path: Path) -> Iterator[Child]:
    made = Child(display, tmp_path / "data")
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
    child.pointer(*along(pad, ZIGZAG[:1]), "mousedown", 1, *along(pad, ZIGZAG))
    smaller = child.ask("size 1180 700")
    assert smaller != pad
    child.pointer(*along(smaller, REST), "mouseup", 1)
    child.pointer(*along(smaller, [(0.2, 0.5)]), "mousedown", 1, *along(smaller, [(0.3, 0.52), (0.8, 0.5)]), "mouseup", 1)

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
    child.pointer("mousemove", x + width // 2, y + height // 2, "click", 1, "sleep", 0.5)
    for _ in range(100):
        if child.ask("stage") == "done":
            break
        child.pointer("sleep", 0.1)
    assert child.ask("stage") == "done"


def ink_pixels(path: Path, pad: list[int]) -> int:
    """Dark pixels on the pad, as the X server shows it."""
    x, y, width, height = pad
    with Image.open(path) as screen:
        grey = screen.convert("L").crop((x + 4, y + 4, x + width - 4, y + height - 4))
        return sum(grey.histogram()[:70])
