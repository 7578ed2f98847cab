"""The program with its window.

The window is painted before the program behind it is imported: what is imported at the top of this module stands before the first
paint.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from fieldapp.bootstrap.crash_watch import CrashWatch
from fieldapp.paths import runtime_dir
from fieldapp.settings import load_settings
from fieldapp.ui.first_window import run
from fieldapp.ui.one_window import OneWindow

LISTEN_AFTER_MS = 100
"""A second start tries for seconds: its listener, and Qt's network with it, come after the first question, and so does what
listens to signals: nothing has been typed before."""

if TYPE_CHECKING:
    from fieldapp.bootstrap.gate import Gate
    from fieldapp.ui.main_window import MainWindow


def open_window(folder: Path, *, gate: Gate | None = None, debug: bool = False) -> int:
    """Show the window on a data folder until it is closed; returns the exit code. Where there is one already, that one comes to
    the front instead. Raises EnvironmentFault `window.silent` when it does not answer."""
    one = OneWindow(folder, runtime_dir())
    if not one.take():
        from fieldapp.ui.second_start import to_the_first

        return to_the_first(one, load_settings(folder))
    watch = CrashWatch(folder)
    watch.begin()
    program = _Program(folder, gate, watch, one, debug)
    try:
        return run(load_settings(folder), program.steps)
    finally:
        program.close()
        watch.end()
        one.close()
        end_if_abandoned()


def store_what_was_typed() -> None:
    from fieldapp.ui.viewmodels.autosave import store_all

    store_all()


def end_if_abandoned() -> None:
    """Somebody left without waiting: Python would wait for the threads at its end. All that was to be closed is."""
    from fieldapp.ui.background.jobs import abandoned

    if abandoned():
        os._exit(0)


class _Program:
    """The steps from the painted window to its first question, each short enough not to be felt."""

    def __init__(self, folder: Path, gate: Gate | None, watch: CrashWatch, one: OneWindow, debug: bool) -> None:
        self._folder, self._gate, self._watch, self._one, self._debug = folder, gate, watch, one, debug

    def steps(self, window: MainWindow) -> Iterator[None]:
        import fieldapp.ui.widgets.common.containers

        yield
        import fieldapp.ui.app

        yield
        from fieldapp.bootstrap.window_context import app_context, new_gate

        gate = self._gate = self._gate or new_gate(self._folder)
        gate.watch = self._watch
        yield
        fieldapp.ui.app.furnish(app_context(gate), window)
        QTimer.singleShot(LISTEN_AFTER_MS, window, lambda: self._listen(window))

    def _listen(self, window: MainWindow) -> None:
        """To a second start, and to whoever ends the program from outside."""
        self._one.listen(window.come_forward)
        from fieldapp.ui.background.end_signals import EndSignals

        signals = EndSignals(window)
        signals.saving.connect(store_what_was_typed)
        signals.asked.connect(window.end)  # who closes the window stores what was typed
        window.closing.connect(signals.close)
        if self._debug:
            from fieldapp.ui.background.hold_watch import HoldWatch

            window.closing.connect(HoldWatch(parent=window).close)

    def close(self) -> None:
        if self._gate is not None:
            self._gate.close()
