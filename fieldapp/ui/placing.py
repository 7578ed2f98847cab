"""When things get their place in a window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QWidget
from shiboken6 import isValid

FRAME = 40
"""Pixels that a desktop's title bar takes of the screen's height."""
NO_SCREEN = ("offscreen", "minimal")
"""Platforms of Qt whose screen is a matter of form: pictures and tests have the usual size."""

GENERATIONS = 6
"""How often in turn a layout may ask the one around it: what one is told is passed on in the next."""

_refilled: WeakSet[QLayout] = WeakSet()


def appear(window: QWidget) -> None:
    """Show a window for the first time: where the screen has no room for it (a small laptop, or a large scale), it gets all of
    the screen instead of lying under the taskbar with its buttons."""
    room = window.screen().availableGeometry().size()
    fits = room.width() >= window.width() and room.height() >= window.height() + FRAME
    if fits or QGuiApplication.platformName() in NO_SCREEN:
        window.show()
        return
    window.resize(window.size().boundedTo(room))
    window.showMaximized()


def refilled(layout: QLayout) -> None:
    """Something in it goes and something else comes, in this turn. Qt shows new widgets in a turn of their own; without this the
    window can be painted before it, with nothing where the one was and the other will be."""
    _refilled.add(layout)


def place_now() -> None:
    """Give everything its place at once, so that no frame is painted in which something stands where it does not belong."""
    if _refilled:
        _show_what_is_new()
    for _ in range(GENERATIONS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def paint_once() -> None:
    """Before a frame: everything in its place, and what has been shown since the last one is painted now. Qt asks for that in
    events of their own, which come behind a frame that was asked for earlier: all of it would be painted again in the next."""
    place_now()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater.value)


def _show_what_is_new() -> None:
    from PySide6.QtCore import Qt  # dear, and not wanted for the first picture

    while _refilled:
        layout = _refilled.pop()
        if isValid(layout) and (owner := layout.parentWidget()) is not None and owner.isVisible():
            for widget in _widgets_of(layout):
                if widget.isHidden() and not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                    widget.show()


def _widgets_of(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        widget, nested = cast("QWidget | None", item.widget()), cast("QLayout | None", item.layout())
        if widget is not None:
            yield widget
        elif nested is not None:
            yield from _widgets_of(nested)
