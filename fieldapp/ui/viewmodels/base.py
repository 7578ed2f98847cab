"""A view model: inputs → a pure function → one frozen state, in one signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from fieldapp.ui.messages import Words, explain
from fieldapp.ui.theme import Tone

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say in place. `serial` makes saying the same again a change."""

    tone: Tone
    words: Words
    serial: int = 0


class ViewModel(QObject, Generic[S]):
    """Keeps the state it last showed; `changed` carries the next one."""

    changed = Signal(object)

    def __init__(self, state: S, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._notices = 0

    @property
    def state(self) -> S:
        return self._state

    def show(self, state: S) -> None:
        """Make this the state; tells nobody when nothing has changed."""
        if state != self._state:
            self._state = state
            self.changed.emit(state)

    def notice(self, tone: Tone, words: Words) -> Notice:
        self._notices += 1
        return Notice(tone, words, self._notices)

    def failure(self, error: Exception) -> Notice:
        """The notice for a failed job."""
        return self.notice(Tone.DANGER, explain(error))
