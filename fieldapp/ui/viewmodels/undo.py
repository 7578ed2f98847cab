"""Undo and redo across the fields of one order or record. Pure: values in, values out; who shows and stores them is the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fieldapp.domain import patches
from fieldapp.domain.records import JSON
from fieldapp.services.filling import rebased

PAUSE_S = 2.0
"""Typing that rests this long is one step of its own."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Edit:
    """One field changed by a person."""

    field_id: str
    before: JSON
    after: JSON


class UndoHistory:
    """Edits of one order, oldest first. Keys typed one after the other in one field are one step."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._open = False
        self._last = 0.0

    @property
    def ways(self) -> tuple[bool, bool]:
        """Whether there is something to undo, and to do again."""
        return bool(self._done), bool(self._undone)

    def record(self, field_id: str, before: JSON, after: JSON) -> None:
        """A person changed a field."""
        if patches.same(before, after):
            return
        now = self._clock()
        last = self._done[-1] if self._done else None
        if last is not None and last.field_id == field_id and self._open and now - self._last < PAUSE_S:
            self._done[-1] = replace(last, after=after)
        else:
            self._done.append(Edit(field_id, before, after))
            del self._done[:-MOST]
        self._undone.clear()
        self._open, self._last = True, now

    def close(self) -> None:
        """The person has finished with the field: what follows is a step of its own."""
        self._open = False

    def undo(self) -> Edit | None:
        """The edit to take back; `before` is what the field said."""
        return self._step(self._done, self._undone)

    def redo(self) -> Edit | None:
        """The edit to do again."""
        return self._step(self._undone, self._done)

    def forget(self, field_id: str) -> None:
        """What a field said before is gone for good (a redacted photo): no way back to it."""
        self._done = [edit for edit in self._done if edit.field_id != field_id]
        self._undone = [edit for edit in self._undone if edit.field_id != field_id]

    def _step(self, source: list[Edit], target: list[Edit]) -> Edit | None:
        self._open = False
        if not source:
            return None
        target.append(source.pop())
        return target[-1]


def taken_back(edit: Edit, current: JSON) -> JSON:
    """What the field says without the edit: rows that came meanwhile (a photo, the desk's) stay."""
    return rebased(current, edit.after, edit.before)


def done_again(edit: Edit, current: JSON) -> JSON:
    """What the field says with the edit again."""
    return rebased(current, edit.before, edit.after)
