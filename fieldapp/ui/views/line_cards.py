"""Cards of lines, each with a badge, words and buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.ui.viewmodels.major_lines import Block, Do, Line
from fieldapp.ui.widgets.common import Badge, Button, Card, PrimaryButton, SecondaryButton, Text
from fieldapp.ui.widgets.common import Line as Rule
from fieldapp.ui.widgets.flow_layout import FlowLayout

Run = Callable[[Do], object]


class LineRow(QWidget):
    """One line. The buttons stand below the words, so that nothing is squeezed on a narrow screen."""

    def __init__(self, line: Line, run: Run, *, busy: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(10)
        if line.badge is not None:
            head.addWidget(Badge(line.badge), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Text(line.title, "strong", wrap=True), 1)
        column.addLayout(head)
        if line.note:
            column.addWidget(Text(line.note, "muted", wrap=True))
        if line.buttons:
            holder = QWidget()
            row = FlowLayout(holder)
            for button in (button_of(do, run, about=line.title, busy=busy) for do in line.buttons):
                row.addWidget(button)
            column.addSpacing(4)
            column.addWidget(holder)
        badge = f"{line.badge.word} " if line.badge is not None else ""
        self.setAccessibleName(f"{badge}{line.title} {line.note}".strip())


def button_of(do: Do, run: Run, *, about: str = "", busy: bool = False) -> Button:
    button = (PrimaryButton if do.primary else SecondaryButton)(do.words, do.icon, on_click=partial(run, do))
    button.setEnabled(do.enabled and not busy)
    if about:
        button.setAccessibleName(f"{do.words} {about}")
    return button


class BlockCard(Card):
    """One card of lines."""

    def __init__(self, block: Block, run: Run, *, busy: bool) -> None:
        super().__init__(block.title)
        for do in block.buttons:
            self.head.addWidget(button_of(do, run, about=block.title, busy=busy))
        for place, line in enumerate(block.lines):
            if place:
                self.body.addWidget(Rule())
            self.body.addWidget(LineRow(line, run, busy=busy))
        if not block.lines:
            self.body.addWidget(Text(block.empty, "muted", wrap=True))
