"""One transaction: everything the store can do, on one connection."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from fieldapp.clock import Clock
from fieldapp.domain import patches
from fieldapp.domain.records import JSON, Document, OrderSummary
from fieldapp.errors import RefusedFault
from fieldapp.store.records import BlobState
from fieldapp.store.repositories.blobs import Blobs
from fieldapp.store.repositories.conflicts import Conflicts
from fieldapp.store.repositories.documents import Documents
from fieldapp.store.repositories.drafts import Drafts
from fieldapp.store.repositories.meta import Meta
from fieldapp.store.repositories.orders import Orders
from fieldapp.store.repositories.outbox import Outbox
from fieldapp.store.repositories.taken import Taken

DISCARDED = "discarded"
"""Files whose bytes are still to be deleted."""


class Work:
    """What `store.writing()` and `store.reading()` give. Writing through a reading one fails; commit and rollback are the
    store's.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.meta = Meta(connection)
        self.drafts = Drafts(connection, clock)
        self.blobs = Blobs(connection, clock)
        self.outbox = Outbox(connection, clock, self.meta)
        self.conflicts = Conflicts(connection, clock)
        self.orders = Orders(connection, clock, self.outbox, self.blobs, self.drafts, self.conflicts)
        self.documents = Documents(connection)
        self.taken = Taken(connection, clock)
        self._connection = connection

    def change(self, order_id: str, patch: Mapping[str, JSON], summary: OrderSummary, doc: Document) -> None:
        """A person changed an order: `doc` is the document after `patch`, `summary` its summary. Document, list columns,
        what the search finds and outbox entry are stored together. On a frozen order the change is kept as a late report, not
        lost.

        Raises InputFault `order.unknown`.
        """
        order = self.orders.need(order_id)
        self.orders.store_edit(order, doc, summary)
        if patches.is_empty(patch):
            return
        if order.frozen is None:
            self.outbox.record_patch(order_id, patch, doc)
        else:
            self.outbox.record_late(order_id, order.frozen, patch, doc)

    def take_back_file(self, order_id: str, sha256: str, summary: OrderSummary) -> bool:
        """A file that has not left this device leaves the order as if it had never been added; its rows are the caller's to
        change. False, and nothing changed, when the endpoint may have any of it.

        Bytes that nobody needs any more go with `Store.discard`, also when the program ends before that.
        """
        order, blob = self.orders.need(order_id), self.blobs.get(sha256)
        if order.frozen or blob is None or blob.state is not BlobState.LOCAL or blob.offset:
            return False
        known = {entry["sha256"] for entry in (order.base or {}).get("attachments", ())}
        if sha256 in known or not self.outbox.take_back_file(order_id, sha256):
            return False
        kept = [entry for entry in order.doc["attachments"] if entry["sha256"] != sha256]
        self.orders.store_edit(order, {**order.doc, "attachments": kept}, summary)
        if self.blobs.drop(order_id, sha256):
            self.meta.set(DISCARDED, [*self.meta.get(DISCARDED, []), sha256])
        return True

    def create(self, summary: OrderSummary, doc: Document) -> None:
        """An order recorded here; `doc["id"]` is its UUID at both sides. Raises RefusedFault `order.exists` when it is here
        already.
        """
        order_id = doc["id"]
        if self.orders.get(order_id) is not None:
            raise RefusedFault("order.exists", f"order {order_id} is in this store already", order_id=order_id)
        self.orders.store_new(doc, summary)
        self.outbox.record_creation(order_id, doc)
