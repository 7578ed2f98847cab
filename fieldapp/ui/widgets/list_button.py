"""A line of a side column that leads somewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from fieldapp.ui import icons, theme
from fieldapp.ui.widgets.common.one_tap import OneTap

ICON, ICON_GAP = 18, 6
"""Pixels of the icon, and what it keeps to the words beside the 4 of Qt: they begin where those of the log do."""
BESIDE, BESIDE_ICON = 16, 44
"""What the words have to leave to the edges, and to the icon, also with the ring of the focus."""


class ListButton(OneTap, QPushButton):
    """One line of words or several, from the left edge of the column on; each ends in … where the room is short, and the whole
    of it is the tool tip."""

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
            self.setIcon(icons.icon(icon, theme.color(ink), size=ICON, gap=ICON_GAP))
            self.setIconSize(QSize(ICON + ICON_GAP, ICON))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.TOUCH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        elide, room = self.fontMetrics().elidedText, self.width() - self._room
        shown = "\n".join(elide(line, Qt.TextElideMode.ElideRight, room) for line in self._lines)
        if shown != self.text():
            self.setText(shown)
