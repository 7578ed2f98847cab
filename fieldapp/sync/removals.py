"""Orders and records that the endpoint takes away. Many at once are more likely a mistake than news: a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldapp.domain.records import ORDER
from fieldapp.errors import RefusedFault
from fieldapp.store.records import StoredOrder
from fieldapp.store.store import Store
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.replies import is_needed
from fieldapp.sync.run import AttentionFault, Run
from fieldapp.sync.taken import REASSIGNED, tell
from fieldapp.sync.wire import Page, Removal

SHARE = 0.2
ALWAYS_FINE = 5
ASKED, ALLOWED = "removals_asked", "removals_allowed"
START = ""


@dataclass(slots=True)
class Removals:
    """What a run has taken away so far, by kind: a thousand devices must not hide that all orders go. Counted over all its
    pages: small pages must not hide a large loss."""

    held: Mapping[str, int]
    gone: Counter[str] = field(default_factory=Counter)

    def too_many(self, gone: Mapping[str, int]) -> frozenset[str]:
        return frozenset(kind for kind, count in gone.items() if count > ALWAYS_FINE and count > SHARE * self.held.get(kind, 0))


def refuse_mass_removal(run: Run, work: Work, page: Page, cursor: str | None, so_far: Removals) -> None:
    """Raises AttentionFault `sync.mass-removal` when this page takes the run above a fifth of what was held, unless a person
    has allowed it for this place in the feed."""
    removed = {item.id for item in page.items if item.removed is not None}
    going = Counter(kinds_still_ours(work.orders.get(order_id) for order_id in removed))
    gone = so_far.gone + going
    asked_about = so_far.too_many(gone)
    if asked_about & going.keys():
        count, held = sum(gone[kind] for kind in asked_about), sum(so_far.held.get(kind, 0) for kind in asked_about)
        allowed = work.meta.get(ALLOWED, {})
        if allowed.get("cursor") != (cursor or START) or count > allowed.get("removed", 0):
            text = f"the endpoint takes away {count} of {held}: {', '.join(sorted(asked_about))}"
            raise AttentionFault("sync.mass-removal", text, removed=count, held=held, cursor=cursor or START)
    so_far.gone = gone


def kinds_still_ours(stored: Iterable[StoredOrder | None]) -> list[str]:
    return [one.doc.get("kind") or ORDER for one in stored if one is not None and one.frozen is None]


def remember_question(work: Work, question: dict[str, Any]) -> None:
    """For the sync centre, also after a restart: `{removed, held, cursor}`."""
    work.meta.set(ASKED, question)


def removals_asked(store: Store) -> dict[str, Any] | None:
    """The open question `{removed, held, cursor}`; None when a person has nothing to decide."""
    with store.reading() as work:
        asked: dict[str, Any] | None = work.meta.get(ASKED)
    return asked


def allow_removals(store: Store, cursor: str) -> None:
    """A person agrees to the removals that the last run asked about; `cursor` is the fault's. The next run carries them out,
    unless it would be even more. Raises RefusedFault `sync.nothing-asked` when that is not the open question."""
    with store.writing() as work:
        asked = work.meta.get(ASKED)
        if asked is None or asked["cursor"] != cursor:
            raise RefusedFault("sync.nothing-asked", "there is no such question about removals any more", cursor=cursor)
        work.meta.set(ALLOWED, {"cursor": cursor, "removed": asked["removed"]})
        work.meta.set(ASKED, None)


def settled(work: Work) -> None:
    """The page has been applied: question and answer are over."""
    for key in (ASKED, ALLOWED):
        work.meta.set(key, None)


def take_away(work: Work, stored: StoredOrder, removal: Removal) -> None:
    """Reassigned, cancelled or purged: what exists only here is frozen and kept, else the local copy goes. Either is told."""
    reason = removal.removed or REASSIGNED
    if stored.frozen != reason:
        tell(work, stored, removal)
    if not is_needed(work, stored):
        work.orders.remove(stored.id)
    elif stored.frozen != reason:
        work.orders.freeze(stored.id, reason)
