"""Nothing that the endpoint takes away goes without a word: it is written down in the transaction in which the order goes or
freezes, and said until a person has seen it."""

from __future__ import annotations

from fieldapp.domain import events, kinds
from fieldapp.domain.records import Document, EventKind
from fieldapp.store.records import StoredOrder
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.wire import Removal

REASSIGNED = "reassigned"
"""What is taken for the reason where none is named."""

_HANDED = frozenset({EventKind.ASSIGNED, EventKind.DECLINED})


def tell(work: Work, stored: StoredOrder, removal: Removal) -> None:
    """Of an order that this person gave back himself there is nothing to say."""
    if gave_it_back(stored.doc):
        return
    work.taken.tell(
        stored.id,
        removal.removed or REASSIGNED,
        reason=removal.reason.strip(),
        done_by=removal.by.strip(),
        given_to=removal.to.strip(),
        done_at=removal.moment(),
    )


def tell_at_last(work: Work, stored: StoredOrder) -> None:
    """Its frozen copy goes: an earlier version froze it without a word."""
    if work.taken.of(stored.id) is None:
        tell(work, stored, Removal(removed=stored.frozen))


def gave_it_back(doc: Document) -> bool:
    """He declined the dispatch."""
    if kinds.is_record(doc) or doc.get("assignee") is not None:
        return False
    last = next((event for event in reversed(events.log(doc)) if event.kind in _HANDED), None)
    return last is not None and last.kind is EventKind.DECLINED
