"""Whose turn it is to write: one at a time, and a person's change before what is done in the background."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock with two doors. Neither may be gone through twice by the same thread (RuntimeError)."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._holder: int | None = None
        self._waiting = 0

    @contextmanager
    def first(self) -> Iterator[None]:
        """For what somebody waits for."""
        me = self._me()
        with self._changed:
            self._waiting += 1
            try:
                self._changed.wait_for(lambda: self._holder is None)
            finally:
                self._waiting -= 1
            self._holder = me
        yield from self._held()

    @contextmanager
    def last(self) -> Iterator[None]:
        """For what can wait: only while nobody is at the other door."""
        me = self._me()
        with self._changed:
            self._changed.wait_for(lambda: self._holder is None and not self._waiting)
            self._holder = me
        yield from self._held()

    def _me(self) -> int:
        me = threading.get_ident()
        if self._holder == me:
            raise RuntimeError("a transaction of this thread is open already")
        return me

    def _held(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                self._holder = None
                self._changed.notify_all()
