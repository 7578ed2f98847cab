"""A login1 of its own on the bus that DBUS_SYSTEM_BUS_ADDRESS names, for tests: `sleep` and `wake` on standard input send the
signals; `held` and `released` are said when a program takes the inhibitor and lets go of it."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject

SERVICE, PATH, INTERFACE = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Manager(QDBusVirtualObject):
    def __init__(self) -> None:
        super().__init__()
        self._watching: list[QSocketNotifier] = []

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        if message.member() != "Inhibit" or message.arguments()[0] != "sleep" or message.arguments()[3] != "delay":
            return False
        reading, writing = os.pipe()
        connection.send(message.createReply(QDBusUnixFileDescriptor(writing)))
        os.close(writing)
        notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read)
        notifier.activated.connect(lambda *_: self._released(notifier, reading))
        self._watching.append(notifier)
        say("held")
        return True

    @staticmethod
    def _released(notifier: QSocketNotifier, reading: int) -> None:
        """Nobody has the other end any more."""
        notifier.setEnabled(False)
        os.close(reading)
        say("released")


def main() -> None:
    app = QCoreApplication([])
    bus = QDBusConnection.systemBus()
    manager = Manager()
    assert bus.registerVirtualObject(PATH, manager)
    assert bus.registerService(SERVICE)

    def told(*_: object) -> None:
        word = sys.stdin.readline().strip()
        if word not in ("sleep", "wake"):
            app.quit()
            return
        signal = QDBusMessage.createSignal(PATH, INTERFACE, "PrepareForSleep")
        signal.setArguments([word == "sleep"])
        bus.send(signal)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(told)
    say("ready")
    app.exec()


if __name__ == "__main__":
    main()
