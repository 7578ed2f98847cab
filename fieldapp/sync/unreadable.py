"""What this version cannot read (a form, a kind or a shape of a newer one): remembered, shown, and fetched again later."""

from __future__ import annotations

import hashlib
from typing import Any

from fieldapp import __version__
from fieldapp.domain import kinds
from fieldapp.errors import Fault
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.run import Run

UNREADABLE = "unreadable"


class Notes:
    """By record: `{code, text, by}`. The list as it changes in one transaction: read once and written once, for it may be as long
    as the list of orders."""

    def __init__(self, run: Run, work: Work) -> None:
        self._work, self._reader = work, reader(run)
        self._known: dict[str, Any] = work.meta.get(UNREADABLE, {})
        self._changed = False

    def add(self, order_id: str, fault: Fault) -> None:
        """Remember the reason. `by`: who could not read it; somebody else may."""
        self._known[order_id] = {"code": fault.code, "text": fault.text, "by": self._reader}
        self._changed = True

    def drop(self, order_id: str) -> None:
        """It has been read, or is none of our business any more."""
        self._changed |= self._known.pop(order_id, None) is not None

    def keep(self) -> None:
        if self._changed:
            self._work.meta.set(UNREADABLE, self._known or None)


def note_unreadable(run: Run, work: Work, order_id: str, fault: Fault) -> None:
    """One by itself."""
    notes = Notes(run, work)
    notes.add(order_id, fault)
    notes.keep()


def readable_again(run: Run, work: Work, order_id: str) -> None:
    """One by itself."""
    notes = Notes(run, work)
    notes.drop(order_id)
    notes.keep()


def worth_another_look(run: Run, work: Work) -> tuple[str, ...]:
    """Orders that an earlier version, or this one without a form it has now, could not read."""
    now = reader(run)
    return tuple(sorted(key for key, entry in work.meta.get(UNREADABLE, {}).items() if entry.get("by") != now))


def how_many(work: Work) -> int:
    """Records that are put aside, since whenever."""
    return len(work.meta.get(UNREADABLE, {}))


def reader(run: Run) -> str:
    """This version with the forms and kinds it has."""
    forms = hashlib.sha256(repr((run.catalog.known, sorted(kinds.every()))).encode()).hexdigest()[:16]
    return f"{__version__} {forms}"
