"""`python first_paint.py FOLDER`: the program as a person starts it, stopped at its first painted window.

One line of JSON on standard output then: the names of all modules that were imported.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

if not getattr(sys, "frozen", False):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QObject, QTimer

from fieldapp.ui import app
from fieldapp.ui.main_window import MainWindow


class Watch(QObject):
    """Sees the paint event before the window itself does, so that what it asks for afterwards comes first."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, tell)
        return False


def tell() -> None:
    sys.stdout.write(json.dumps(sorted(sys.modules)) + "\n")
    sys.stdout.flush()
    os._exit(0)


def main() -> None:
    made = app.build

    def build(context: app.AppContext) -> MainWindow:
        window = made(context)
        window.installEventFilter(Watch(window))
        return window

    app.build = build
    from fieldapp.cli import main as command

    sys.exit(command(["window", "--data", sys.argv[1]]))


if __name__ == "__main__":
    main()
