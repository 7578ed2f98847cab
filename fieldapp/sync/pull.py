"""From the endpoint: page by page, each applied together with its cursor in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from fieldapp.domain.records import Document, OrderSummary
from fieldapp.domain.validation import read_at_once
from fieldapp.errors import InputFault, NetworkFault
from fieldapp.store.repositories.orders import NewRow, arrived
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.client import errors_of
from fieldapp.sync.faults import CursorGoneFault, ProblemFault, is_own_failure
from fieldapp.sync.merging import check_version, check_whose, take_over
from fieldapp.sync.removals import Removals, refuse_mass_removal, remember_question, settled, take_away
from fieldapp.sync.report import Progress
from fieldapp.sync.run import AttentionFault, Run
from fieldapp.sync.unreadable import Notes, readable_again, worth_another_look
from fieldapp.sync.wire import NAMELESS, Item, Page, Removal, encode, removal_in

MOST_PAGES = 4000
"""In one run: 800,000 changes. A feed that never ends would keep a run busy for ever; the next one goes on where it stood."""

ABOUT_THE_RECORD = frozenset({"net.not-the-endpoint", "net.too-large"})

FEWEST = 2
"""Changes that are asked for at a time over the thinnest line."""

CURSOR = "cursor"


def pull(run: Run, nothing_after: str | None = None) -> None:
    """Read the feed to its end; after `nothing_after` it is known to tell nothing. Absence never means deletion.

    Raises CursorGoneFault when the endpoint no longer knows the cursor (it is forgotten then: everything has to be read again),
    AttentionFault `sync.mass-removal`, NetworkFault, AuthFault.
    """
    look_again(run)
    limit = run.portions.changes
    with run.store.reading() as work:
        removals = Removals(work.orders.count_by_kind())
    for _ in range(MOST_PAGES):
        run.breathe()
        with run.store.reading() as work:
            cursor = work.meta.get(CURSOR)
        if cursor is not None and cursor == nothing_after:
            return
        try:
            page, limit = ask(run, cursor, limit)
        except CursorGoneFault:
            with run.store.writing() as work:
                work.meta.set(CURSOR, None)
            raise
        if page.more and page.next in {cursor, ""}:
            raise NetworkFault("net.not-the-endpoint", "the feed promises more but does not move")
        if page.more:
            run.client.ask_ahead_for_changes(page.next, limit)
        apply_page(run, page, cursor, removals)
        run.store.keep_up()
        run.progress(Progress("pull", run.counts.pulled, 0 if page.more else run.counts.pulled))
        if not page.more:
            return
    raise NetworkFault("net.too-large", f"the feed does not end after {MOST_PAGES} pages")


def ask(run: Run, cursor: str | None, limit: int) -> tuple[Page, int]:
    """The next page, and how many changes it was asked for: fewer when it did not come in time, as over a thin line."""
    while True:
        try:
            return run.client.changes(cursor, limit), limit
        except NetworkFault as fault:
            if fault.code != "net.timeout" or limit <= FEWEST:
                raise
            limit = max(limit // 10, FEWEST)
            run.breathe()


def apply_page(run: Run, page: Page, cursor: str | None, removals: Removals) -> None:
    """One transaction: the page and its cursor. Raises AttentionFault `sync.mass-removal` before anything is written."""
    ready = prepared(run, page.items)
    try:
        with run.store.writing() as work:
            refuse_mass_removal(run, work, page, cursor, removals)
            notes = Notes(run, work)
            apply_items(run, work, page.items, notes, ready)
            notes.keep()
            work.meta.set(CURSOR, page.next)
            settled(work)
    except AttentionFault as fault:
        with run.store.writing() as work:
            remember_question(work, fault.details)
        raise


def prepared(run: Run, items: Sequence[Item]) -> dict[str, NewRow]:
    """What is new here, read and ready to be written: the slow part, for which no save has to wait."""
    with run.store.reading() as work:
        known = set(work.orders.etags([item.id for item in items]))
    ready: dict[str, NewRow] = {}
    for item in items:
        if item.written and item.etag and item.id not in known:
            known.add(item.id)
            with suppress(InputFault):  # said again, and noted, when its turn comes
                ready[item.id] = arrived(item.id, item.written, item.etag, readable(run, item), run.now())
    return ready


def apply_items(run: Run, work: Work, items: Sequence[Item], notes: Notes, ready: dict[str, NewRow]) -> None:
    """Orders that are new here have nothing to be merged with and go into the store together."""
    held = work.orders.etags(tuple(ready))
    fresh: dict[str, NewRow] = {}
    for item in items:
        if item.id in fresh:
            keep_fresh(run, work, fresh)
        row = ready.pop(item.id, None) if item.written and item.etag else None
        if row is None or item.id in held:
            apply_item(run, work, item, notes)
        else:
            fresh[item.id] = row
            notes.drop(item.id)
    keep_fresh(run, work, fresh)


def keep_fresh(run: Run, work: Work, fresh: dict[str, NewRow]) -> None:
    """Empties `fresh`."""
    work.orders.add([*fresh.values()])
    run.counts.pulled += len(fresh)
    fresh.clear()


def readable(run: Run, item: Item) -> OrderSummary:
    """Raises InputFault."""
    if (reading := read_at_once(item.written)) is None:
        return run.summary(checked(item))
    check_whose(item.id, reading.doc)
    return run.summary(*reading)


def checked(item: Item) -> Document:
    """Raises InputFault `order.invalid`."""
    if (doc := item.document()) is None or not item.etag:
        raise InputFault("order.invalid", f"the change of {item.id} has a shape this version does not know")
    check_version(item.id, doc, item.written)
    return doc


def apply_item(run: Run, work: Work, item: Item, notes: Notes) -> None:
    stored = work.orders.get(item.id)
    if item.removed is not None:
        notes.drop(item.id)
        if stored is not None:
            take_away(work, stored, item)
        return
    if stored is not None and stored.base_etag == item.etag and stored.frozen is None:
        notes.drop(item.id)  # the version between could not be read, and was taken back
        return
    try:
        take_over(run, work, item.id, checked(item), item.etag)
    except InputFault as fault:
        notes.add(item.id, fault)
        return
    notes.drop(item.id)
    run.counts.pulled += 1


def look_again(run: Run) -> None:
    """Fetch what an earlier version could not read; the feed will not tell of it a second time. Where a line named no record,
    the feed is read anew. What is no JSON even now, is too large, or makes the endpoint fail waits for the next run and holds up
    nothing."""
    with run.store.reading() as work:
        waiting = worth_another_look(run, work)
    if any(name.startswith(NAMELESS) for name in waiting):
        with run.store.writing() as work:
            work.meta.set(CURSOR, None)
            for name in waiting:
                if name.startswith(NAMELESS):
                    readable_again(run, work, name)
    for order_id in waiting:
        if order_id.startswith(NAMELESS):
            continue
        run.breathe()
        try:
            doc, etag = run.client.order_version(order_id)
        except NetworkFault as fault:
            if fault.code not in ABOUT_THE_RECORD and not is_own_failure(fault):
                raise
            continue
        except ProblemFault as fault:
            if fault.code != "endpoint.not-found":
                raise
            not_there(run, order_id, removal_in(errors_of(fault.details["problem"])))
            continue
        with run.store.writing() as work:
            notes = Notes(run, work)
            apply_item(run, work, Item(order_id, etag, written=encode(doc)), notes)
            notes.keep()


def not_there(run: Run, order_id: str, removal: Removal | None) -> None:
    """Nothing to be read any more. What could not be read may have been just that the order was taken away: then the feed is read
    anew, which asks before many go."""
    with run.store.writing() as work:
        readable_again(run, work, order_id)
        if removal is not None and work.orders.get(order_id) is not None:
            work.meta.set(CURSOR, None)
