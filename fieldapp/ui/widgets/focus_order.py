"""Tab goes where the eye goes: the order of the layouts, whenever a widget was made.

Rows and fields come and go while somebody works, and Qt keeps its chain in the order in which widgets were made.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def put_in_order(root: QWidget) -> None:
    """Bring the Tab chain below `root` into the order of its layouts. A page that itself has the focus leads into its parts."""
    focused = root.focusWidget()
    for before, after in pairwise(widget for widget in _in_layout_order(root) if widget is focused or _is_stop(widget)):
        QWidget.setTabOrder(before, after)


def first_stop(root: QWidget) -> QWidget | None:
    """What Tab reaches first in here; None where nothing takes the focus."""
    return next((widget for widget in _stops(root) if widget.isEnabled()), None)


def _stops(root: QWidget) -> Iterator[QWidget]:
    return (widget for widget in _in_layout_order(root) if _is_stop(widget))


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def _in_layout_order(widget: QWidget) -> Iterator[QWidget]:
    """A shown widget and those in it, as they are laid out."""
    if not widget.isVisible():
        return
    yield widget
    if isinstance(widget, QScrollArea):
        yield from _in_layout_order(widget.widget())
    elif isinstance(widget, QStackedWidget):
        current = cast("QWidget | None", widget.currentWidget())
        if current is not None:
            yield from _in_layout_order(current)
    else:
        layout = widget.layout()
        if layout is not None:
            yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, nested = cast("QWidget | None", item.widget()), cast("QLayout | None", item.layout())
        if widget is not None:
            yield from _in_layout_order(widget)
        elif nested is not None:
            yield from _of_layout(nested)
