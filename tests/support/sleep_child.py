"""A program that watches for sleep, for test_sleep_watch: says what its SleepWatch does, one word a line."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QSocketNotifier

from fieldapp.clock import SystemClock
from fieldapp.ui.background import sleep_watch


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    sleep_watch.TICK_MS, sleep_watch.GAP_S = 50, 0.5  # a test has no 20 s
    app = QCoreApplication([])
    watch = sleep_watch.SleepWatch(lambda: say("stored"), SystemClock())
    watch.resumed.connect(lambda pause: say("paused" if pause.seconds > sleep_watch.GAP_S else "clock"))
    say("listening" if watch.listen() else "alone")
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(app.quit)
    app.exec()
    watch.close()


if __name__ == "__main__":
    main()
