"""Long work in one line: what, how much, how long, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.common import SecondaryButton, Text


class ProgressStrip(QFrame):
    """Hidden until `say`."""

    def __init__(self, stop: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("Inset")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(6)
        self._words = Text("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        row.addLayout(column, 1)
        self.stop = SecondaryButton(tr("停止"), "stop", on_click=stop)
        row.addWidget(self.stop)
        self.hide()

    def say(self, words: str, share: float | None, *, stoppable: bool = True) -> None:
        """`share` 0…1, None while nobody knows."""
        self._words.setText(words)
        self._bar.setRange(0, 1000 if share is not None else 0)
        self._bar.setValue(round((share or 0.0) * 1000))
        self._bar.setAccessibleName(words)
        self.stop.setVisible(stoppable)
        self.show()
