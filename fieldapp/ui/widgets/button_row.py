"""A row in which some buttons give up their words where the room is short."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.widgets.common import Button


class ButtonRow(QFrame):
    """Put buttons and other things into `row`. Those of `give_way` keep, one after the other, only their icon, their name for
    the screen reader and their words as tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.GRID)
        self._words: dict[Button, tuple[str, str]] = {}

    def give_way(self, *buttons: Button) -> None:
        """The first gives up its words first."""
        self._words = {button: (button.text(), button.toolTip()) for button in buttons}

    def say(self, button: Button, words: str) -> None:
        """Other words on one of them."""
        if self._words[button][0] != words:
            button.setAccessibleName(words)
            self._words[button] = (words, self._words[button][1])
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def fit(self) -> None:
        """Also when something beside the buttons has become wider."""
        for button, (words, tip) in self._words.items():
            button.setText(words)
            button.setToolTip(tip)
        for button, (words, tip) in self._words.items():
            self.row.invalidate()
            if self.row.minimumSize().width() <= self.width():
                return
            button.setText("")
            button.setToolTip(tip or words)
