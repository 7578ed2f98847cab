"""A tap, or a press of a key, is for what stood there when it began.

With gloves a finger comes down twice, and many people click twice on whatever opens something. What the first half of it did has
changed the page by then: the second would arrive a moment after it departed, or accept the order that moved up. So it counts only
where the same button with the same words had the first half.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

STEP_KEYS = "Ctrl+Return"
PAUSE_S = 0.7
"""A key that is held down repeats sooner than this (X11 after 0.66 s, Windows after 0.5)."""

_pressed: WeakKeyDictionary[QWidget, tuple[str, float]] = WeakKeyDictionary()
"""By window: the words of the step that the keys last took, and when (monotonic seconds) they were last down."""

if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class OneTap(_Base):
    """Mixed with a button: the second half of a double click does nothing where the first half was for something else."""

    _tap = (0, "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._tap = (event.timestamp(), self.text())
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        began_ms, words = self._tap
        if words == self.text() and event.timestamp() - began_ms <= QApplication.doubleClickInterval():
            super().mouseDoubleClickEvent(event)


def step_keys(page: QWidget, button: Callable[[], QAbstractButton | None]) -> QShortcut:
    """Ctrl+Enter takes the page's next step, once, however long it is held: `button` gives the button of that step."""

    def pressed() -> None:
        step, window, now = button(), page.window(), time.monotonic()
        words, at = _pressed.get(window, ("", 0.0))
        there = step is not None and step.isVisible() and step.isEnabled()
        if step is not None and there and (now - at >= PAUSE_S or words == step.text()):
            _pressed[window] = (step.text(), now)
            step.click()
        else:
            _pressed[window] = (words, now)

    return QShortcut(QKeySequence(STEP_KEYS), page, pressed)
