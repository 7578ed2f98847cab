"""Parts of a page that explains one thing: points with an icon, long values that can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import ElidedText, Icon, IconButton, Text


class Point(QWidget):
    """An icon and as many lines of words as it takes."""

    def __init__(self, icon: str, words: str, tone: Tone | None = None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Icon(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(words, "body", wrap=True), 1)


class LongValues(QWidget):
    """Names with values too long for the room: shown as far as they fit, whole as tool tip and by the copy button."""

    def __init__(self, pairs: Sequence[tuple[str, str]], *, name_width: int = 88) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GRID)
        grid.setVerticalSpacing(0)
        for row, (name, value) in enumerate(pairs):
            label = Text(name, "muted")
            label.setMinimumWidth(name_width)
            words = ElidedText(value)
            words.setAccessibleName(labelled(name, value))
            grid.addWidget(label, row, 0)
            grid.addWidget(words, row, 1)
            grid.addWidget(IconButton("copy", tr("复制：{name}", name=name), on_click=partial(copy, value)), row, 2)
        grid.setColumnStretch(1, 1)


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
