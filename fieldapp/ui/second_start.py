"""What a second start does where the window is open already."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMessageBox

from fieldapp import __version__
from fieldapp.errors import EnvironmentFault
from fieldapp.settings import Settings
from fieldapp.ui.app import dress
from fieldapp.ui.first_window import prepare_environment
from fieldapp.ui.messages import explain
from fieldapp.ui.one_window import OneWindow


def to_the_first(one: OneWindow, settings: Settings) -> int:
    """Let the first window come to the front. Gives the exit code; when it does not answer the person is told, and
    EnvironmentFault `window.silent` raised."""
    if one.ask_other():
        return 0
    fault = EnvironmentFault("window.silent", "the window is open already and does not answer")
    prepare_environment(settings)
    app = QApplication.instance() or QApplication(["fieldapp"])
    assert isinstance(app, QApplication)
    dress(settings, __version__)
    words = explain(fault)
    box = QMessageBox(QMessageBox.Icon.Warning, app.applicationDisplayName(), words.what)
    box.setInformativeText(f"{words.safe}\n{words.todo}")
    box.exec()
    raise fault
