"""`python first_paint.py FOLDER [question]`: the program as a person starts it, stopped at its first painted window, or when it
asks its first question.

One line of JSON on standard output then: the names of all modules that were imported, and `PySide6.QtCore.Qt` where somebody
asked for it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

if not getattr(sys, "frozen", False):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fieldapp.bootstrap.qt_loading import load_qt

load_qt()  # as the command does, which comes too late here

from PySide6 import QtCore  # noqa: E402
from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtGui import QShowEvent  # noqa: E402

from fieldapp.ui.main_window import MainWindow  # noqa: E402


class Watch(QObject):
    """Sees the paint event before the window itself does, so that what it asks for afterwards comes first."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, tell)
        return False


def tell() -> None:
    asked = ["PySide6.QtCore.Qt"] if "Qt" in vars(QtCore) else []  # made at the first access
    sys.stdout.write(json.dumps(sorted(sys.modules) + asked) + "\n")
    sys.stdout.flush()
    os._exit(0)


def tell_at_the_question(window: MainWindow) -> None:
    gate = window.cover_view
    if gate is not None and gate.state.stage is not None and not gate.state.busy:  # type: ignore[attr-defined]  # the gate's view
        tell()
    QTimer.singleShot(1, window, lambda: tell_at_the_question(window))


def main() -> None:
    def shown(window: MainWindow, event: QShowEvent) -> None:
        if sys.argv[2:] == ["question"]:
            tell_at_the_question(window)
        else:
            window.installEventFilter(Watch(window))

    MainWindow.showEvent = shown  # type: ignore[method-assign]
    from fieldapp.cli import main as command

    sys.exit(command(["window", "--data", sys.argv[1]]))


if __name__ == "__main__":
    main()
