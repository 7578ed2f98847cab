"""A row in which some buttons give up their words where the room is short."""

from __future__ import annotations

from collections.abc import Callable

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
        self.wished: Callable[[], int] = lambda: 0
        """Pixels that something else in the row would rather have than the words; it can do without."""

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
        if not self._fitted(self.wished()):
            self._fitted(0)

    def _fitted(self, more: int) -> bool:
        """Give up words until there is room for everything and so many pixels; False where that does not help."""
        for button, (words, tip) in self._words.items():
            button.setText(words)
            button.setToolTip(tip)
        for button, (words, tip) in self._words.items():
            if self._room(more):
                return True
            button.setText("")
            button.setToolTip(tip or words)
        return self._room(more)

    def _room(self, more: int) -> bool:
        self.row.invalidate()
        return self.row.minimumSize().width() + more <= self.width()
