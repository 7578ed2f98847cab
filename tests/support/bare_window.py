"""The floor of a start: an empty QMainWindow, stopped at its first paint."""

import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Watch(QObject):
    """The first paint event, whoever gets it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, tell)
        return False


def tell() -> None:
    sys.stdout.write("painted\n")
    sys.stdout.flush()
    os._exit(0)


app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
