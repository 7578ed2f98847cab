"""Letters that are larger in the whole desktop (GNOME's text scaling, Xfce's and KDE's dpi) are larger here, too, and everything
with them: the desktop tells it in the server's resources, by the name `Xft.dpi`. The program's own scale comes on top."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

from tests.ui.x11.conftest import PATIENCE_S, ROOT

CHILD = """
import sys
from fieldapp.settings import Settings
from fieldapp.ui import first_window, theme
first_window.prepare_environment(Settings(scale=int(sys.argv[1])))
app = theme.application()
screen = app.primaryScreen()
print(screen.devicePixelRatio(), screen.size().width())
"""
_RESOURCE_MANAGER, _STRING = 23, 31
"""Atoms that every server has by these numbers."""


class _Screens(ctypes.Structure):
    """Iterator of libxcb; a screen begins with the id of its root window."""

    _fields_ = (("data", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


def tell_dpi(display: str, dpi: int) -> None:
    """As a desktop's settings daemon does."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = xcb.xcb_get_setup.restype = xcb.xcb_get_input_focus_reply.restype = ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.restype = _Screens
    server = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    root = xcb.xcb_setup_roots_iterator(ctypes.c_void_p(xcb.xcb_get_setup(server))).data[0]
    words = f"Xft.dpi:\t{dpi}\n".encode()
    xcb.xcb_change_property(server, 0, root, _RESOURCE_MANAGER, _STRING, ctypes.c_uint8(8), len(words), words)
    xcb.xcb_get_input_focus_reply(server, xcb.xcb_get_input_focus(server), None)  # it has done what was asked before
    xcb.xcb_disconnect(server)


@pytest.mark.parametrize(
    ("dpi", "scale", "ratio"),
    [(96, 100, 1.0), (120, 100, 1.25), (144, 100, 1.5), (120, 150, 1.875)],
    ids=["as it is", "125 %", "150 %", "125 % and its own 150 %"],
)
def test_what_the_desktop_enlarges_is_larger_here(display: str, dpi: int, scale: int, ratio: float) -> None:
    tell_dpi(display, dpi)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(scale)],
        cwd=ROOT,
        env=kept | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    seen, width = done.stdout.split()
    assert float(seen) == ratio
    assert int(width) == pytest.approx(1366 / ratio, abs=1)
