"""The program with its window.

The window is painted before the program behind it is imported: what is imported at the top of this module stands before the first
paint.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.bootstrap.crash_watch import CrashWatch
from fieldapp.settings import load_settings
from fieldapp.ui.first_window import run

if TYPE_CHECKING:
    from fieldapp.bootstrap.gate import Gate
    from fieldapp.ui.main_window import MainWindow


def open_window(folder: Path, *, gate: Gate | None = None) -> int:
    """Show the window on a data folder until it is closed; returns the exit code."""
    watch = CrashWatch(folder)
    watch.begin()
    program = _Program(folder, gate, watch)
    try:
        return run(load_settings(folder), program.steps)
    finally:
        program.close()
        watch.end()


class _Program:
    """The steps from the painted window to its first question, each short enough not to be felt."""

    def __init__(self, folder: Path, gate: Gate | None, watch: CrashWatch) -> None:
        self._folder, self._gate, self._watch = folder, gate, watch

    def steps(self, window: MainWindow) -> Iterator[None]:
        import fieldapp.ui.widgets.common

        yield
        import fieldapp.ui.app

        yield
        from fieldapp.bootstrap.window_context import app_context, new_gate

        gate = self._gate = self._gate or new_gate(self._folder)
        gate.watch = self._watch
        yield
        begin = fieldapp.ui.app.furnish(app_context(gate), window)
        yield
        begin()

    def close(self) -> None:
        if self._gate is not None:
            self._gate.close()
