"""A line of a side column that leads somewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from fieldapp.ui import icons, theme

ICON = 18
BESIDE, BESIDE_ICON = 24, 48
"""What the words have to leave to the edges, and to the icon."""


class ListButton(QPushButton):
    """One line of words or several; each ends in … where the room is short, and the whole of it is the tool tip."""

    def __init__(self, lines: Sequence[str], name: str, icon: str = "", ink: str = "accent_ink") -> None:
        super().__init__()
        self._lines = tuple(lines)
        self._room = BESIDE_ICON if icon else BESIDE
        self.setObjectName("ListItem")
        self.setProperty("lines", len(self._lines) > 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip("\n".join(self._lines))
        self.setText("\n".join(self._lines))
        if icon:
            self.setIcon(icons.icon(icon, theme.color(ink), size=ICON))
            self.setIconSize(QSize(ICON, ICON))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.TOUCH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        elide, room = self.fontMetrics().elidedText, self.width() - self._room
        shown = "\n".join(elide(line, Qt.TextElideMode.ElideRight, room) for line in self._lines)
        if shown != self.text():
            self.setText(shown)
