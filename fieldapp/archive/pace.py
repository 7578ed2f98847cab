"""Long work that says how far it is and can be stopped between two files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class StoppedError(Exception):
    """Somebody did not want to wait; what was done so far is whole."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`progress(done, total)` is told before every file, `cancelled()` asked."""

    progress: Callable[[int, int], object] = lambda _done, _total: None
    cancelled: Callable[[], bool] = lambda: False

    def step(self, done: int, total: int) -> None:
        """Raises StoppedError."""
        if self.cancelled():
            raise StoppedError
        self.progress(done, total)


QUIET = Pace()
