"""Who goes on with Tab sees where he is: what has the focus is scrolled into view.

Qt does so when the focus moves within a scroll area, but not when it comes into one from beside it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from fieldapp.ui.placing import place_now

AROUND = 80
"""Pixels that are shown above and below, too."""


class FocusInView(QObject):
    """For the whole program, as long as its parent lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        # a window that is activated again stays as it was left; what a finger or the mouse reached is in view
        if before is None or now is None or not now.isVisible() or not now.visibleRegion().isEmpty():
            return
        _scroll_to(now)


def bring_into_view(*widgets: QWidget) -> None:
    """What somebody asked for has just come: the page scrolls to it, to the last one in any case."""
    place_now()
    for widget in widgets:
        _scroll_to(widget)


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and around.widget() is not None and around.widget().isAncestorOf(widget):
            around.ensureWidgetVisible(widget, 0, AROUND)
        around = around.parentWidget()
