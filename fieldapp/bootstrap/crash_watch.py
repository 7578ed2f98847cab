"""Log and crash reports of a running window: hooks for everything that nobody caught."""

from __future__ import annotations

import logging
import re
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from fieldapp import __version__, crashes, logs
from fieldapp.crashes import Crashes

log = logging.getLogger(__name__)
qt_log = logging.getLogger("fieldapp.qt")
_LEVELS = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING}
_SPEAKER = re.compile(r"Q[A-Za-z0-9]+(?:::[A-Za-z0-9_~]+)*|qt(?:\.[a-z0-9_]+)+")


class CrashWatch:
    """From `begin` to `end` the folder's log is written and bugs leave reports there. The demo moves it to its own folder."""

    def __init__(self, folder: Path) -> None:
        self.reports = Crashes(folder)
        self._handler: logs.LogFiles | None = None
        self._hooks: tuple[Any, Any] | None = None
        self._armed = False

    def begin(self) -> None:
        """Nothing is written before the folder is there."""
        self._handler = logs.begin(self.reports.data_folder)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        qInstallMessageHandler(_from_qt)
        crashes.record_with(self.reports.record)
        log.info("started %s on %s", logs.code(__version__), logs.code(sys.platform))

    def arm(self) -> None:
        """The store is open, so this process alone uses the folder: faults in native code leave their mark, too."""
        if not self._armed and self._handler is not None:
            self._armed = True
            self._handler.write_waiting()
            self.reports.arm()

    def move_to(self, folder: Path) -> None:
        """Another data folder from now on (the demo's, or back)."""
        if self._handler is None or folder == self.reports.data_folder:
            return
        self._disarm()
        logs.end(self._handler)
        self.reports = Crashes(folder)
        self._handler = logs.begin(folder)
        crashes.record_with(self.reports.record)

    def end(self) -> None:
        """The window was closed as it should be."""
        if self._handler is None or self._hooks is None:
            return
        log.info("ended")
        self._disarm()
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(None)
        crashes.record_with(None)
        logs.end(self._handler)
        self._handler = None

    def _disarm(self) -> None:
        if self._armed:
            self.reports.disarm()
            self._armed = False

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            log.critical("nobody caught this", exc_info=(kind, error, trace))
            self.reports.record(error, "exception", trace)
        if self._hooks is not None:
            self._hooks[0](kind, error, trace)

    def _uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
            log.critical("nobody caught this in a thread", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))
            self.reports.record(told.exc_value, "thread", told.exc_traceback)
        if self._hooks is not None:
            self._hooks[1](told)


_OFFSCREEN = "This plugin does not support propagateSizeHints()"
"""Said without a screen whenever the least size of a window changes: no news to anybody."""


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """What Qt says: who spoke, not what; its messages hold paths and the text of fields. On standard error they stand whole."""
    if message == _OFFSCREEN:
        return
    speaker = _SPEAKER.match(message)
    level = _LEVELS.get(kind, logging.ERROR)
    qt_log.log(min(level, logging.WARNING), "Qt %s", logs.Code(speaker[0] if speaker else logs.LEFT_OUT))
    if sys.stderr is not None and level >= logging.WARNING:
        sys.stderr.write(f"Qt: {message}\n")
