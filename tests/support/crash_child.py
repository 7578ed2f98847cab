"""`python crash_child.py FOLDER KIND`: a program with the window's hooks that goes wrong in one of the ways there are."""

from __future__ import annotations

import ctypes
import faulthandler
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, qWarning

from fieldapp.bootstrap.crash_watch import CrashWatch
from fieldapp.ui.background.jobs import Jobs

NAME = "欧阳𠅤"


def inner(name: str) -> None:
    phone = "13800138000"
    raise LookupError(f"{name} {phone}")


class Failing:
    """Mixed into a Qt class: what it overrides fails in C, as `None + 1` does."""

    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.User:
            return bool(super().event(event))  # type: ignore[misc]
        return int(NAME) > 0


class Overriding(Failing, QObject):
    pass


def main() -> None:
    folder, kind = Path(sys.argv[1]), sys.argv[2]
    app = QCoreApplication([])
    watch = CrashWatch(folder)
    watch.begin()
    watch.arm()
    if kind == "slot":
        for _ in range(2):
            QTimer.singleShot(0, lambda: inner(NAME))
    elif kind == "thread":
        threading.Thread(target=inner, args=(NAME,), name=NAME).start()
    elif kind == "job":
        jobs = Jobs()
        jobs.submit(lambda: inner(NAME), None, lambda _error: None)
        jobs.drain()
    elif kind == "qt":
        qWarning(f"QImage::load: /home/{NAME}/photo.jpg is not a picture")
    elif kind == "segv":
        ctypes.string_at(0)
    elif kind == "abort":
        faulthandler._sigabrt()
    overriding = Overriding()
    if kind == "override":
        for _ in range(2):
            QCoreApplication.postEvent(overriding, QEvent(QEvent.Type.User))
    QTimer.singleShot(50, app.quit)
    app.exec()
    watch.end()


if __name__ == "__main__":
    main()
