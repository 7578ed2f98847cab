"""One window on a data folder: a second start brings the first one's window to the front and ends.

A lock file of the account's own runtime folder says that there is a window; the operating system knows when its process has
ended, however it ended. The wish is said over a local socket (a named pipe on Windows), from the first question on.
"""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

WISH, ANSWER = b"show", b"shown"
PATIENCE_S = 5.0
"""A first window that is still starting, or busy for a moment, gets so long to answer."""

log = logging.getLogger(__name__)


class OneWindow(QObject):
    """Of one data folder; `place` is the account's own folder for locks and sockets."""

    def __init__(self, folder: Path, place: Path) -> None:
        super().__init__()
        # two checksums: Python's hashes bring OpenSSL with them, Qt's their enumeration, before the first paint
        where = str(folder.absolute()).encode()
        name = f"{zlib.crc32(where):08x}{zlib.adler32(where):08x}"
        self._lock = QLockFile(str(place / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # never by its age: a laptop sleeps for weeks with its window open
        self._address = str(place / f"{name}.socket")
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """False while another process has the window. A place that takes no lock is no reason not to start: the store has a
        lock of its own."""
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        log.warning("no lock for the window: %d", self._lock.error().value)
        return True

    def listen(self, forward: Callable[[], object]) -> None:
        """From now on a second start runs `forward`."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._address)  # of a process that was killed; nobody else listens while the lock is ours
        self._server.newConnection.connect(lambda: self._hear(forward))
        if not self._server.listen(self._address):
            log.warning("a second start will not be heard: %d", self._server.serverError().value)

    def _hear(self, forward: Callable[[], object]) -> None:
        assert self._server is not None
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(lambda caller=caller: self._answer(caller, forward))
            self._answer(caller, forward)

    @staticmethod
    def _answer(caller: object, forward: Callable[[], object]) -> None:
        from PySide6.QtNetwork import QLocalSocket

        assert isinstance(caller, QLocalSocket)
        if caller.bytesAvailable() >= len(WISH) and caller.readAll().data() == WISH:
            forward()
            caller.write(ANSWER)
            caller.flush()
            caller.disconnectFromServer()

    def ask_other(self, patience_s: float = PATIENCE_S) -> bool:
        """Ask the first window to come to the front; False when it does not answer."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            if self._asked(end):
                return True
            time.sleep(0.05)
        return False

    def _asked(self, end: float) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(200):
            return False
        socket.write(WISH)
        left_ms = max(1, round((end - time.monotonic()) * 1000))
        heard = socket.waitForReadyRead(left_ms) and socket.readAll().data() == ANSWER
        socket.abort()
        return heard

    def close(self) -> None:
        """The window is gone."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()
