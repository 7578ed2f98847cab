"""A second start brings the first window to the front, on a real X server without a window manager (which would have a say);
when that one does not answer, it is said."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from support.real_program import PATIENCE_S, ROOT, Real

MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
DARK = 90
"""A pixel's brightness: the one window is light, the other dark."""

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@pytest.fixture
def light(display: str, tmp_path: Path) -> Iterator[Real]:
    made = Real(display, tmp_path / "light")
    made.until("type(view).__name__ == 'UnlockView' and view.state.stage == 'first_run'")
    yield made
    made.close()


def second_start(real: Real, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "main.py"), "window", "--data", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, env=real.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def brightness(real: Real, shot: Path) -> int:
    """Of the screen at a place where both windows are empty."""
    real.ask(f"app.primaryScreen().grabWindow(0).save({str(shot)!r})")
    with Image.open(shot) as screen:
        found = screen.convert("L").getpixel((20, 700))
    assert isinstance(found, int)
    return found


def test_the_window_comes_before_the_one_that_covers_it(light: Real, display: str, tmp_path: Path) -> None:
    (tmp_path / "dark").mkdir()
    (tmp_path / "dark" / "settings.json").write_text(json.dumps({"theme": "dark"}))
    dark = Real(display, tmp_path / "dark")
    try:
        dark.until("type(view).__name__ == 'UnlockView' and view.state.stage == 'first_run'")
        dark.ask("window.raise_()")
        dark.ask("window.activateWindow()")
        end = time.monotonic() + PATIENCE_S
        while brightness(dark, tmp_path / "covered.png") > DARK:
            assert time.monotonic() < end
        second = second_start(light, tmp_path / "light")
        assert second.wait(PATIENCE_S) == 0
        assert second.communicate() == ("", "")
        while brightness(dark, tmp_path / "shown.png") <= DARK:
            assert time.monotonic() < end
    finally:
        dark.close()


def test_a_window_that_hangs_is_said_in_words(light: Real, tmp_path: Path) -> None:
    light.process.send_signal(signal.SIGSTOP)
    second = second_start(light, tmp_path / "light")
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(second.pid)]
    found = subprocess.run(search, env=light.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    box = found.stdout.split()[0]
    light.pointer("windowfocus", "--sync", box, "key", "Return")
    out, err = second.communicate(timeout=PATIENCE_S)
    light.process.send_signal(signal.SIGCONT)
    assert (second.returncode, out) == (2, "")
    assert err == "fieldapp: the window is open already and does not answer\n"
