"""The tables as they are now. Every change here needs a migration (a test compares the two).

Moments are integer milliseconds UTC. Documents and patches are JSON text, kept last in their rows so that reading the columns
before them does not touch the pages they fill.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text, text

from fieldapp.store.columns import DocumentText, JsonText, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

orders = Table(
    "orders",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("assignee", Text),
    Column("discovered_at", Moment),
    Column("due_at", Moment),
    Column("appointment_at", Moment),
    Column("accepted", Boolean, nullable=False),
    Column("resolved_at", Moment),
    Column("due_rank", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("edited_at", Moment),
    Column("frozen", Text),
    Column("local_only", Boolean, nullable=False),
    Column("search_digest", Text, nullable=False),
    Column("base_etag", Text),
    Column("doc", DocumentText, nullable=False),
    Column("base", DocumentText),
    Column("kind", Text, nullable=False, server_default="order"),
    sqlite_autoincrement=True,
)
"""Orders and records of every other kind; `kind` came later and stands behind the documents, so lists read it from their index.
`due_rank`: the target of an unsolved order, far in the future for others. `base` NULL beside an etag: the same as `doc`."""

_FILTERED = (orders.c.state, orders.c.priority, orders.c.category, orders.c.assignee, orders.c.discovered_at, orders.c.id)
"""Each order of a list has an index that holds all a filter asks for, so that listing never reads the documents."""

Index("ix_orders_id", orders.c.id, unique=True)
Index("ix_orders_kind", orders.c.kind, orders.c.id)
Index("ix_orders_customer", orders.c.kind, orders.c.customer)
Index("ix_orders_state", orders.c.kind, orders.c.state)
Index("ix_orders_by_due", orders.c.kind, orders.c.due_rank, orders.c.number, *_FILTERED)
Index("ix_orders_by_number", orders.c.kind, orders.c.number, *_FILTERED)
Index("ix_orders_by_updated", orders.c.kind, orders.c.updated_at, orders.c.number, *_FILTERED)
Index(
    "ix_orders_by_discovered",
    orders.c.kind,
    orders.c.discovered_at,
    orders.c.number,
    *(c for c in _FILTERED if c is not orders.c.discovered_at),
)

order_serials = Table(
    "order_serials",
    metadata,
    Column("serial", Text, primary_key=True),
    Column("order_row", Integer, ForeignKey("orders.row", ondelete="CASCADE"), primary_key=True, index=True),
    Column("kind", Text, nullable=False, server_default="order"),
    sqlite_with_rowid=False,
)
"""Serial numbers folded as the search does, with the kind of what names them."""

order_links = Table(
    "order_links",
    metadata,
    Column("target_id", Text, primary_key=True),
    Column("order_row", Integer, ForeignKey("orders.row", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Which documents a record points to; the target need not be held here."""

unindexed = Table(
    "unindexed",
    metadata,
    Column("order_row", Integer, ForeignKey("orders.row", ondelete="CASCADE"), primary_key=True),
    Column("named", Boolean, nullable=False),
    Column("text", Text),
)
"""Whose folded text (and, where `named`, whose names) the indexes of the search do not hold yet: they are searched here.
`text` NULL: what is written is indexed, only the sounds are not."""

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("op_id", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("device_seq", Integer),
    Column("base_etag", Text),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment),
    Column("problem", JsonText),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("acknowledged_at", Moment),
    Column("payload", JsonText, nullable=False),
    sqlite_autoincrement=True,
)
"""No foreign key to `orders`: an acknowledged entry outlives its order for the case of a restored server."""

ACTIVE = "state IN ('pending', 'sent', 'parked')"
Index("ix_outbox_op_id", outbox.c.op_id, unique=True)
Index("ix_outbox_device_seq", outbox.c.device_seq, unique=True, sqlite_where=text("device_seq IS NOT NULL"))
Index("ix_outbox_active", outbox.c.order_id, outbox.c.seq, outbox.c.state, outbox.c.not_before, sqlite_where=text(ACTIVE))
Index("ix_outbox_acknowledged", outbox.c.acknowledged_at, sqlite_where=text("acknowledged_at IS NOT NULL"))
Index("ix_outbox_changed", outbox.c.changed_at)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("mime", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("not_before", Moment),
    Column("added_at", Moment, nullable=False),
    Column("uploaded_at", Moment),
)
WAITING = "state <> 'uploaded'"
Index("ix_blobs_waiting", blobs.c.added_at, sqlite_where=text(WAITING))
Index("ix_blobs_uploaded", blobs.c.uploaded_at, sqlite_where=text("uploaded_at IS NOT NULL"))

order_blobs = Table(
    "order_blobs",
    metadata,
    Column("order_id", Text, primary_key=True),
    Column("sha256", Text, ForeignKey("blobs.sha256"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("row_id", Text),
    Column("column", Text),
    Column("winner", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("choice", Text),
    Column("base", JsonText),
    Column("mine", JsonText),
    Column("theirs", JsonText),
    Column("written_by", Text),
    Column("written_at", Moment),
)
"""`written_by`: whose value `theirs` is, where the log says it."""

Index("ix_conflicts_open", conflicts.c.order_id, conflicts.c.created_at, sqlite_where=text("settled_at IS NULL"))
Index("ix_conflicts_order", conflicts.c.order_id, conflicts.c.created_at)

documents = Table(
    "documents",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("snapshot_sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sealed_at", Moment, nullable=False),
    Column("signatures_expected", Integer, nullable=False),
    Column("verdict_valid", Boolean, nullable=False),
    Column("superseded_by", Text, ForeignKey("documents.sha256")),
    Column("level", Text, nullable=False, server_default="B-B"),
    Column("extends", Text),
)
Index("ix_documents_order", documents.c.order_id, documents.c.revision)

drafts = Table(
    "drafts",
    metadata,
    Column("order_id", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

taken_away = Table(
    "taken_away",
    metadata,
    Column("order_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("done_by", Text, nullable=False),
    Column("given_to", Text, nullable=False),
    Column("done_at", Moment),
    Column("told_at", Moment, nullable=False),
    Column("seen_at", Moment),
    sqlite_with_rowid=False,
)
"""What the endpoint took away, as it was called here: its copy may be gone."""

meta = Table(
    "meta", metadata, Column("key", Text, primary_key=True), Column("value", JsonText, nullable=False), sqlite_with_rowid=False
)

SEARCH_TABLE = "order_search"
CREATE_SEARCH = f"CREATE VIRTUAL TABLE {SEARCH_TABLE} USING fts5(bigrams, content='', contentless_delete=1, tokenize='ascii')"

SOUNDS_TABLE = "order_sounds"
CREATE_SOUNDS = (
    f"CREATE VIRTUAL TABLE {SOUNDS_TABLE} USING fts5(customer_initials, customer_syllables, initials, syllables, "
    "content='', contentless_delete=1, tokenize='ascii')"
)
