"""The window is painted before the program is there: what the first picture shows needs a tenth of our modules.

`run` shows the window with the program's name and then fills it in steps, one in each turn of the event loop, so that it can be
moved and closed meanwhile. Nothing here may import widgets of ours, anything behind the gate, or `Qt`: all of Qt's enumerations,
dearer than the whole first picture (who makes a pen or a colour of a colour pays them, too). Held by
tests/integration/test_startup_imports.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from fieldapp.settings import Settings
from fieldapp.ui import i18n, theme
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.placing import appear
from fieldapp.ui.widgets.first_look import FirstLook

LARGEST = 250
"""Per cent up to which every page is tried."""

Steps = Callable[[MainWindow], Iterator[None]]


def run(settings: Settings, steps: Steps, argv: Sequence[str] = ()) -> int:
    """Make the application, show the window, take the steps that fill it, run until it is closed. Gives the exit code; raises
    what a step raised."""
    prepare_environment(settings)
    app = QApplication.instance() or theme.application(argv)
    assert isinstance(app, QApplication)
    i18n.set_language(settings.language)
    theme.choose(settings.theme)
    window = MainWindow(FirstLook())
    filling = Filling(steps, window)
    window.painted.connect(filling.begin)
    appear(window)
    code = app.exec()
    if filling.error is not None:
        raise filling.error
    return code


def prepare_environment(settings: Settings) -> None:
    """What Qt reads before the application object is made: the scale, and Chinese typing on fcitx desktops.

    The scale comes on top of what the system enlarges. Qt follows a screen's scale everywhere, and X11's letters (`Xft.dpi`,
    GNOME's text scaling) as a scale of everything; Windows' larger letters it does not: they only change fonts that are not ours.
    The PySide6 wheels have no fcitx plugin; its ibus plugin speaks to fcitx 5 through the portal (tried on Debian 12).
    """
    scale = min(LARGEST, settings.scale * windows_letters() // 100)
    if scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{scale / 100:g}")
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ.setdefault("IBUS_USE_PORTAL", "1")


def windows_letters() -> int:
    """How large a person has set Windows' letters for every program, in per cent (Accessibility, "Text size")."""
    told: object = None
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"SOFTWARE\Microsoft\Accessibility") as key:
            told, _ = winreg.QueryValueEx(key, "TextScaleFactor")  # not there until it was touched
    return told if isinstance(told, int) and 100 <= told <= LARGEST else 100


class Filling(QObject):
    """Takes one step a turn. A step that fails ends the program: a window that stays empty helps nobody."""

    def __init__(self, steps: Steps, window: MainWindow) -> None:
        super().__init__(window)
        self.error: BaseException | None = None
        self._steps = steps(window)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        self._timer.start(0)

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
        except BaseException as error:  # noqa: BLE001 - raised again by `run`
            self.error = error
            self._timer.stop()
            QApplication.exit(1)
