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

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

STEP_KEYS = "Ctrl+Return"
PAUSE_S = 0.7
"""A key that is held down repeats sooner than this (X11 after 0.66 s, Windows after 0.5)."""
PRESSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)

_pressed: WeakKeyDictionary[QWidget, tuple[str, float]] = WeakKeyDictionary()
"""By window: the words of the step that the keys last took, and when (monotonic seconds) they were last down."""

_keyed: WeakKeyDictionary[QWidget, tuple[tuple[int, str], float]] = WeakKeyDictionary()
"""By window: the button that a key last pressed, with its words then, and when."""

if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class OneTap(_Base):
    """Mixed with a button: the second half of a double click does nothing where the first half was for something else. Enter
    presses it as Space does, once, however long it is held."""

    _tap = (0, "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._tap = (event.timestamp(), self.text())
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        began_ms, words = self._tap
        if words == self.text() and event.timestamp() - began_ms <= QApplication.doubleClickInterval():
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in PRESSING or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.isAutoRepeat() or not _counts(self):
            return
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            self.click()


def _counts(button: QAbstractButton) -> bool:
    """Not where a key pressed another button a moment ago, which led to this one, or this one when it said something else."""
    window, now, this = button.window(), time.monotonic(), (id(button), button.text())
    before, at = _keyed.get(window, (this, now))
    counts = before == this or now - at >= QApplication.doubleClickInterval() / 1000
    _keyed[window] = (this if counts else before, now)
    return counts


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
