"""What this version cannot read (a form, a kind or a shape of a newer one): remembered, shown, and fetched again later."""

from __future__ import annotations

import hashlib

from fieldapp import __version__
from fieldapp.domain import kinds
from fieldapp.errors import Fault
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.run import Run

UNREADABLE = "unreadable"


def note_unreadable(run: Run, work: Work, order_id: str, fault: Fault) -> None:
    """Remember the reason. `by`: who could not read it; somebody else may."""
    known = work.meta.get(UNREADABLE, {})
    entry = {"code": fault.code, "text": fault.text, "by": reader(run)}
    work.meta.set(UNREADABLE, known | {order_id: entry})
    run.counts.unreadable += 1


def readable_again(work: Work, order_id: str) -> None:
    """It has been read, or is none of our business any more."""
    known = work.meta.get(UNREADABLE, {})
    if order_id in known:
        work.meta.set(UNREADABLE, {key: value for key, value in known.items() if key != order_id} or None)


def worth_another_look(run: Run, work: Work) -> tuple[str, ...]:
    """Orders that an earlier version, or this one without a form it has now, could not read."""
    return tuple(sorted(key for key, entry in work.meta.get(UNREADABLE, {}).items() if entry.get("by") != reader(run)))


def reader(run: Run) -> str:
    """This version with the forms and kinds it has."""
    forms = hashlib.sha256(repr((run.catalog.known, sorted(kinds.every()))).encode()).hexdigest()[:16]
    return f"{__version__} {forms}"
