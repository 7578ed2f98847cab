"""Which files may go over the line there is: a value that whoever starts a run hands in. Text always goes."""

from __future__ import annotations

from dataclasses import dataclass

SMALL_FILE = 64 * 1024
"""Bytes. A signature's ink is below it: as small as text. A photo or a sealed PDF is above."""


@dataclass(frozen=True, slots=True)
class FilePolicy:
    """`largest`: bytes of the largest file that may go, None: of any size. Files of the orders in `anyway` go whatever their
    size: a person said so."""

    largest: int | None = None
    anyway: frozenset[str] = frozenset()

    def holds(self, size: int) -> bool:
        """True for a file that goes only when a person says so."""
        return self.largest is not None and size > self.largest


EVERY_FILE = FilePolicy()
