"""A NetworkManager of its own on the bus that DBUS_SYSTEM_BUS_ADDRESS names, for tests: as much of it as Qt reads.

A line of JSON on standard input (`{"State": 70, "Connectivity": 4, "Metered": 2}`) sets properties and tells of the change;
`set` is said when that has gone out. Numbers are NetworkManager's: State 20 nothing, 60 a line that does not reach the internet,
70 the internet; Connectivity 2 a portal, 4 full; Metered 1 yes, 2 no, 3 a guess that it is.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVirtualObject

SERVICE, PATH = "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager"
PROPERTIES = "org.freedesktop.DBus.Properties"


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Manager(QDBusVirtualObject):
    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, object] = {"State": 20, "Connectivity": 1, "Metered": 2, "PrimaryConnection": "/"}

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        if message.interface() != PROPERTIES or message.member() != "GetAll":
            return False
        connection.send(message.createReply(self.held))
        return True


def main() -> None:
    app = QCoreApplication([])
    bus = QDBusConnection.systemBus()
    manager = Manager()
    assert bus.registerVirtualObject(PATH, manager)
    assert bus.registerService(SERVICE)

    def told(*_: object) -> None:
        line = sys.stdin.readline().strip()
        if not line:
            app.quit()
            return
        changed = json.loads(line)
        manager.held.update(changed)
        signal = QDBusMessage.createSignal(PATH, PROPERTIES, "PropertiesChanged")
        signal.setArguments([SERVICE, changed, ["Devices"]])  # an empty list would not be one of texts
        bus.send(signal)
        say("set")

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(told)
    say("ready")
    app.exec()


if __name__ == "__main__":
    main()
