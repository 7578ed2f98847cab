"""Fields in a customer's hands: what somebody copied before is not theirs to see, so it is not pasted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QWidget


class PasteGuard(QObject):
    """Lets through only what was copied in this program since the guard stands: the clipboard itself stays as it is, the
    engineer finds it again. `refused`: something was not pasted."""

    refused = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours = self._copying = False
        QGuiApplication.clipboard().dataChanged.connect(self._copied)

    def watch(self, root: QWidget) -> None:
        """Guard the text fields below `root`; those that it has already stay guarded once."""
        found: list[QWidget] = [*root.findChildren(QLineEdit), *root.findChildren(QPlainTextEdit)]
        for field in found:
            inner = field.viewport() if isinstance(field, QAbstractScrollArea) else field
            field.setAcceptDrops(False)
            inner.setAcceptDrops(False)
            field.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)  # it offers to paste
            for part in {field, inner}:
                part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Paste):
                if not self._ours:
                    self.refused.emit()
                return not self._ours
            self._copying = any(event.matches(keys) for keys in (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut))
            return False
        # the middle button pastes what was last selected anywhere
        return isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.MiddleButton

    def _copied(self) -> None:
        """Some platforms tell at once, some a turn of the event loop later, and not all of them tell whose it is."""
        self._ours = self._copying or QGuiApplication.clipboard().ownsClipboard()
        self._copying = False
