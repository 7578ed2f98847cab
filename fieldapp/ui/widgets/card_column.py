"""A column of cards of any length: what is the same stays, what is new is made a few at a time, in turns of the event loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.ui.placing import refilled

BUDGET_S = 0.012
"""Time spent on making cards before the event loop gets its turn."""

Wanted = Sequence[tuple[Hashable, Callable[[], QWidget]]]


class CardColumn:
    """Fills a layout; what is in it belongs to this. A key stands for all that a card shows. `done` is called when what was last
    wanted is there."""

    def __init__(self, layout: QVBoxLayout, owner: QWidget, done: Callable[[], object] = lambda: None) -> None:
        self._layout, self._done = layout, done
        self._keys: list[Hashable] = []
        """Of the widgets in the layout, in their order."""
        self._wanted: Wanted = ()
        self._turn = QTimer(owner)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)

    @property
    def complete(self) -> bool:
        return self._keys == [key for key, _make in self._wanted]

    def show(self, wanted: Wanted) -> None:
        """Show these from top to bottom: the first ones now, the rest in the next turns. Until its successor is there, an old
        card stays in its place."""
        self._wanted = wanted
        keys = [key for key, _make in wanted]
        if len(keys) < len(self._keys):
            left = set(keys)
            for place in reversed(range(len(self._keys))):
                if self._keys[place] not in left and len(self._keys) > len(keys):
                    self._take(place)
        self._go_on()

    def _go_on(self) -> None:
        end = time.perf_counter() + BUDGET_S
        for place, (key, make) in enumerate(self._wanted):
            if place < len(self._keys) and self._keys[place] == key:
                continue
            if place < len(self._keys) and key in self._keys[place + 1 :]:
                found = self._keys.index(key, place + 1)
                self._insert(place, key, self._lift(found))
                continue
            self._insert(place, key, make())
            if place + 1 < len(self._keys) and self._keys[place + 1] not in {other for other, _make in self._wanted}:
                self._take(place + 1)
            if time.perf_counter() >= end:
                break
        else:
            for place in reversed(range(len(self._wanted), len(self._keys))):
                self._take(place)
        if self.complete:
            self._turn.stop()
            self._done()
        else:
            self._turn.start()

    def _insert(self, place: int, key: Hashable, widget: QWidget) -> None:
        refilled(self._layout)
        self._layout.insertWidget(place, widget)
        self._keys.insert(place, key)

    def _lift(self, place: int) -> QWidget:
        del self._keys[place]
        widget = self._layout.takeAt(place).widget()
        assert widget is not None
        return widget

    def _take(self, place: int) -> None:
        widget = self._lift(place)
        widget.hide()
        widget.deleteLater()
