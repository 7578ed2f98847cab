"""The real program on a data folder, for tests that press real keys and kill it.

Each line on standard input is a Python expression over `app`, `window`, `shell`, `view` (what the window shows) and `page`; the
answer is one JSON line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSocketNotifier
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from fieldapp.bootstrap.window import open_window
from fieldapp.ui.background import sleep_watch
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.widgets.fields.base import Offered


def place(widget: QWidget) -> list[int]:
    """Where it is on the screen."""
    corner = widget.mapToGlobal(QPoint(0, 0))
    return [corner.x(), corner.y(), widget.width(), widget.height()]


def words(widget: QWidget) -> str:
    """What can be read there."""
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return "\n".join([*shown, *(button.text() for button in widget.findChildren(QAbstractButton) if button.isVisible())])


def field(page: Any, name: str) -> QWidget:
    """The first control of a field of the form, brought into view."""
    page.form.reveal(name)
    control: QWidget = next(part.frames[name].widget.controls()[0] for part in page.form.sections.values() if name in part.frames)
    return control


class Answering:
    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda *_: self._answer(sys.stdin.readline().strip()))

    def _answer(self, question: str) -> None:
        if not question:
            self._notifier.setEnabled(False)
            self._app.exit()
            return
        try:
            found = eval(question, self._names())
            answer = {"is": found if isinstance(found, str | int | float | list | bool) else None}
        except Exception as error:  # noqa: BLE001 - told to the test
            answer = {"error": repr(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def _names(self) -> dict[str, Any]:
        window = next((widget for widget in self._app.topLevelWidgets() if isinstance(widget, MainWindow)), None)
        shell = window.shell if window is not None else None
        here = shell.here if shell is not None else None
        page = shell.page(here[0]) if shell is not None and here is not None else None
        view = window.cover_view or window.centralWidget() if window is not None else None
        return {
            "app": self._app, "window": window, "shell": shell, "here": list(here) if here else [], "page": page, "view": view,
            "place": place, "words": words, "field": field, "Path": Path, "Offered": Offered,
        }  # fmt: skip


def main() -> int:
    sleep_watch.TICK_MS, sleep_watch.GAP_S = 200, 1.0  # a test has no 20 s
    app = QApplication(["fieldapp"])
    answering = Answering(app)
    code = open_window(Path(sys.argv[1]))
    assert answering is not None
    return code


if __name__ == "__main__":
    sys.exit(main())
