"""A program that follows the network, for test_network_line: says each run of its sync with what was known of the line, and each
change. A run that is told `slow` waits until it is cancelled."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSocketNotifier

from fieldapp.clock import SystemClock
from fieldapp.store.records import Counts
from fieldapp.sync.report import Outcome, SyncReport
from fieldapp.ui.background import sync_runner
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.network_line import NetworkLine
from fieldapp.ui.background.sync_runner import SyncRunner, SyncState


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class World:
    """The endpoint answers when the line is usable."""

    def __init__(self, network: NetworkLine) -> None:
        self.network, self.slow = network, False

    def run_once(self, cancel: Callable[[], bool], _progress: object) -> SyncReport:
        line, now = self.network.line, SystemClock().now()
        say(f"run {'metered' if line.metered else 'free'}")
        while self.slow and not cancel():
            time.sleep(0.01)
        outcome = Outcome.CANCELLED if cancel() else Outcome.DONE if line.usable else Outcome.OFFLINE
        return SyncReport(outcome, now, now)


def main() -> None:
    sync_runner.BACK_OFF_S = (3600,)  # nothing comes by the timer here
    app = QCoreApplication([])
    network = NetworkLine()
    world = World(network)
    jobs = Jobs()
    runner = SyncRunner(jobs, world.run_once, lambda: Counts(0, {}, 0, 0, 0, 0), SystemClock(), every_s=3600, line=network)
    said: list[str] = []

    def show(state: SyncState) -> None:
        line = state.line
        words = f"{state.phase} there={line.there:d} metered={line.metered:d} portal={line.portal:d}"
        if state.phase == "running":
            said.clear()
        elif [words] != said:
            said[:] = [words]
            say(words)

    runner.changed.connect(show)

    def told(*_: object) -> None:
        words = os.read(sys.stdin.fileno(), 4096).decode().split()
        for word in words:
            if word in ("slow", "quick"):
                world.slow = word == "slow"
            else:
                runner.run_now()
        if not words:
            world.slow = False
            runner.stop()
            app.quit()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(told)
    show(runner.state)
    app.exec()
    jobs.close()


if __name__ == "__main__":
    main()
