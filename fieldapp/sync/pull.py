"""From the endpoint: page by page, each applied together with its cursor in one transaction."""

from __future__ import annotations

from fieldapp.domain import conflicts, patches
from fieldapp.domain.records import Document
from fieldapp.domain.validation import check_document
from fieldapp.errors import InputFault
from fieldapp.store.records import OpKind, OpState, StoredOrder
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.faults import CursorGoneFault
from fieldapp.sync.report import Progress
from fieldapp.sync.run import AttentionFault, Run
from fieldapp.sync.wire import Item, Page

PAGE = 200
REMOVAL_SHARE = 0.2
REMOVALS_ALWAYS_FINE = 5


def pull(run: Run) -> None:
    """Read the feed to its end. A cursor the endpoint no longer knows means: read everything again; absence never means
    deletion."""
    while True:
        run.breathe()
        with run.store.reading() as work:
            cursor = work.meta.get("cursor")
        try:
            page = run.client.changes(cursor, PAGE)
        except CursorGoneFault:
            if cursor is None:
                raise
            with run.store.writing() as work:
                work.meta.set("cursor", None)
            continue
        apply_page(run, page)
        run.progress(Progress("pull", run.counts.pulled, 0 if page.more else run.counts.pulled))
        if not page.more:
            return


def apply_page(run: Run, page: Page) -> None:
    """One transaction: the page and its cursor. Raises AttentionFault `sync.mass-removal` before anything is written."""
    with run.store.writing() as work:
        refuse_mass_removal(work, page)
        for item in page.items:
            apply_item(run, work, item)
        work.meta.set("cursor", page.next)


def refuse_mass_removal(work: Work, page: Page) -> None:
    """A page that takes away more than a fifth of what is held here is more likely a mistake than news: a person decides."""
    removed = {item.id for item in page.items if item.removed}
    if len(removed) <= REMOVALS_ALWAYS_FINE:
        return
    held = work.orders.ids()
    gone = len(removed & held)
    if gone > REMOVALS_ALWAYS_FINE and gone > REMOVAL_SHARE * len(held) and work.meta.get("removals_allowed") != page.next:
        raise AttentionFault(
            "sync.mass-removal",
            f"the endpoint takes away {gone} of {len(held)} orders",
            removed=gone,
            held=len(held),
            cursor=page.next,
        )


def apply_item(run: Run, work: Work, item: Item) -> None:
    stored = work.orders.get(item.id)
    if item.removed is not None:
        if stored is not None:
            take_away(work, stored, item.removed)
        return
    if item.doc is None or (stored is not None and stored.base_etag == item.etag):
        return
    try:
        check_document(item.doc)
        if item.doc["id"] != item.id:
            raise InputFault("order.invalid", f"the document of {item.id} has another id")
        take_over(run, work, stored, item.doc, item.etag)
    except InputFault as fault:
        note_unreadable(work, item.id, fault)
        run.counts.unreadable += 1
        return
    run.counts.pulled += 1


def take_over(run: Run, work: Work, stored: StoredOrder | None, theirs: Document, etag: str) -> None:
    """Keep what the endpoint has; where unsent work exists, merged with it and the rest put into the pending operation."""
    ops = [op for op in work.outbox.active_of(theirs["id"]) if op.kind is not OpKind.LATE_REPORT] if stored else []
    if stored is None or not ops:
        work.orders.put_pulled(theirs["id"], theirs, theirs, etag, run.summary(theirs))
        return
    creation = next((op for op in ops if op.kind is OpKind.CREATE), None)
    base = stored.base if stored.base is not None else (creation.payload if creation else theirs)
    merge_into(run, work, stored, base, theirs, etag)
    pending = work.outbox.pending_of(theirs["id"])
    if pending is None or pending.kind is OpKind.PATCH:
        settled = work.orders.need(theirs["id"])
        if not any(op.state is not OpState.PENDING for op in ops):
            work.outbox.replace_pending(theirs["id"], patches.diff(theirs, settled.doc))


def merge_into(run: Run, work: Work, stored: StoredOrder, base: Document, theirs: Document, etag: str) -> Document:
    """Three-way merge per field (ownership decides, the loser stays visible as a conflict); returns the merged document."""
    merge = conflicts.merge(base, stored.doc, theirs, run.owner_of(theirs))
    work.orders.put_pulled(theirs["id"], merge.doc, theirs, etag, run.summary(merge.doc))
    if merge.conflicts:
        work.conflicts.add(theirs["id"], merge.conflicts)
        run.counts.conflicts += len(merge.conflicts)
    return merge.doc


def take_away(work: Work, stored: StoredOrder, reason: str) -> None:
    """Reassigned, cancelled or purged: with unsent work or sealed documents here the order is frozen, else the local
    copy goes."""
    unsent = bool(work.outbox.active_of(stored.id)) or bool(
        work.blobs.not_uploaded(blob.sha256 for blob in work.blobs.of(stored.id))
    )
    if unsent or work.documents.of(stored.id):
        if stored.frozen != reason:
            work.orders.freeze(stored.id, reason)
    else:
        work.orders.remove(stored.id)


def note_unreadable(work: Work, order_id: str, fault: InputFault) -> None:
    """Remember what could not be read (a form of a newer version, a damaged document), so that it is shown and fetched again."""
    known = work.meta.get("unreadable", {})
    work.meta.set("unreadable", known | {order_id: {"code": fault.code, "text": fault.text}})
