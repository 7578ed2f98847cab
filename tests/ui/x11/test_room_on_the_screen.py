"""On a screen that is smaller than the usual window all of it is on the screen, its buttons too."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.ui.x11.conftest import PATIENCE_S, ROOT

CHILD = """
import sys
from fieldapp.settings import Settings
from fieldapp.ui import first_window, theme
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.placing import appear
first_window.prepare_environment(Settings(scale=int(sys.argv[1])))
app = theme.application()
window = MainWindow()
if len(sys.argv) > 2:
    window.resize(*map(int, sys.argv[2:]))
window.painted.connect(app.quit)
appear(window)
app.exec()
room, place = window.screen().availableGeometry(), window.geometry()
print(room.contains(place), window.isMaximized(), place.width(), place.height())
"""


@pytest.mark.parametrize(
    ("scale", "size", "expected"),
    [(100, (), "True True 1366 768"), (150, (), "True True 911 512"), (100, (900, 600), "True False 900 600")],
    ids=["as large as the screen", "a larger scale", "one that fits"],
)
def test_the_window_is_wholly_on_the_screen(display: str, scale: int, size: tuple[int, ...], expected: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(scale), *map(str, size)],
        cwd=ROOT,
        env=kept | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    assert done.stdout.strip() == expected
