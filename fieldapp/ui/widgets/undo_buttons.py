"""The two buttons that take a page's edits back and make them again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.common import IconButton


class Undoable(Protocol):
    """What a page's state says of its edits."""

    @property
    def undoable(self) -> tuple[bool, bool]: ...
    @property
    def read_only(self) -> bool: ...


class UndoButtons:
    """In a row of others."""

    def __init__(self, row: QBoxLayout, undo: Callable[[], object], redo: Callable[[], object]) -> None:
        self.undo = IconButton("undo", tr("撤销（Ctrl+Z）"), on_click=undo)
        self.redo = IconButton("redo", tr("重做（Ctrl+Shift+Z）"), on_click=redo)
        row.addWidget(self.undo)
        row.addWidget(self.redo)

    def show_state(self, state: Undoable) -> None:
        """Not there where nothing can be changed; switched off where there is no step that way."""
        for button, possible in zip((self.undo, self.redo), state.undoable, strict=True):
            button.setVisible(not state.read_only)
            button.setEnabled(possible)


def undo_keys(page: QWidget, undo: Callable[[], object], redo: Callable[[], object]) -> None:
    """The keys that do the same, anywhere on the page."""
    for keys, step in (("Ctrl+Z", undo), ("Ctrl+Shift+Z", redo), ("Ctrl+Y", redo)):
        QShortcut(QKeySequence(keys), page, step)
