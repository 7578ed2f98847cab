"""The endpoint's tables. Documents are stored whole as canonical JSON text; columns beside them only serve lookups."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()
LAYOUT = "2"

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

counters = Table("counters", metadata, Column("name", Text, primary_key=True), Column("value", BigInteger, nullable=False))
"""`feed` is the position of the last committed change. Its row is locked by every writer until commit, so positions
become visible in the order in which they were given: a reader never sees 8 before 7."""

starts = Table(
    "starts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mark", Text, nullable=False, unique=True),
    Column("position", BigInteger, nullable=False),
    Index("starts_by_position", "position", "id"),
)
"""Where the feed stood each time the endpoint was opened: what tells one history of this database from another."""

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("full_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("paused_until", BigInteger, nullable=False, default=0),
)

duties = Table(
    "duties",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("held", Text, nullable=False),
)
"""Which part of the desk's work is whose: names of `duties.Duty`, with spaces between them."""

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
"""Who is logged in at the desk page. Only the SHA-256 of what the browser holds is here; times in seconds."""

logins = Table(
    "logins",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("device_id", Text, nullable=False),
    Column("confirmed", Integer, nullable=False, default=0),
    Column("revoked", Boolean, nullable=False, default=False),
)
"""One chain of refreshed tokens. `confirmed` is the newest generation the client has shown to hold."""

tokens = Table(
    "tokens",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("login_id", Text, ForeignKey("logins.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("last_seq", BigInteger, nullable=False, default=0),
)

orders = Table(
    "orders",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("doc", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("assignee", Text, index=True),
    Column("cancelled", Boolean, nullable=False, default=False),
    Column("position", BigInteger, nullable=False),
    Column("kind", Text, nullable=False, server_default="order"),
    Column("state", Text, nullable=False, server_default=""),
    Index("orders_by_kind", "kind", "state", "position"),
)
"""Orders and every other kind of record (`kind`, `state`: as in the document; an order is an `order` here)."""

links = Table(
    "links",
    metadata,
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("target_id", Text, primary_key=True),
    Index("links_by_target", "target_id"),
)
"""Which documents a record points to; the target need not be here."""

listed = Table(
    "listed",
    metadata,
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("etag", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("assignee", Text),
    Column("cancelled", Boolean, nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("first_sealed_at", BigInteger),
    Column("last_sealed_at", BigInteger),
    Column("words", Text, nullable=False),
    Index("listed_by_state", "kind", "state"),
    Index("listed_by_time", "kind", "began_at"),
    Index("listed_by_seal", "kind", "last_sealed_at"),
    Index("listed_by_position", "position"),
)
"""What the desk's lists look orders up by; made from the documents (`listing.refresh`), so it may be emptied at any time. Times
are in seconds; `words`: the searchable text in small letters."""

lookups = Table(
    "lookups",
    metadata,
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("value", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Index("lookups_by_value", "kind", "value"),
)
"""What a record is found by (`keys` of its kind), folded as serial numbers are compared."""

feed = Table(
    "feed",
    metadata,
    Column("audience", Text, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("removed", Text),
    Index("feed_by_position", "audience", "position"),
)
"""What each audience (a user id, `desk`, or `*` for all but the desk) has to hear next of an order: only its latest position."""

ops = Table(
    "ops",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("order_id", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("received_at", Text, nullable=False),
)
"""Applied operations. The primary key is the promise that each is applied once."""

attached = Table(
    "attached",
    metadata,
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    Index("attached_by_sha256", "sha256"),
)

missing = Table(
    "missing",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("order_id", Text, primary_key=True),
)
"""Files that were not here when they were last looked for (`missing.look`)."""

late_reports = Table(
    "late_reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("op_id", Text, nullable=False),
    Column("order_id", Text, nullable=False, index=True),
    Column("user_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("patch", Text, nullable=False),
    Column("doc", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    UniqueConstraint("op_id", name="late_report_once"),
)

certificates = Table(
    "certificates",
    metadata,
    Column("serial", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("pem", Text, nullable=False),
    Column("issued_at", Text, nullable=False),
)

revocations = Table(
    "revocations",
    metadata,
    Column("serial", Text, ForeignKey("certificates.serial"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("revoked_at", Text, nullable=False),
)

crls = Table(
    "crls",
    metadata,
    Column("number", BigInteger, primary_key=True),
    Column("issued_at", Text, nullable=False),
    Column("lists", Text, nullable=False),
)
"""The lists of the last signing (one row), JSON list of base64 DER."""

timetable = Table(
    "timetable",
    metadata,
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("next_at", BigInteger),
    Index("timetable_by_next", "next_at"),
)
"""When the escalation timetable of an order has to be looked at again, in milliseconds; made from the documents. How far the feed
has been read for it is the counter `timetable`."""

tailoring = Table(
    "tailoring",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("since", Text, nullable=False),
    UniqueConstraint("kind", "name", "version", name="one_text_a_version"),
)
"""Approved files of 裁剪 (§6.1.5); rows are only ever added."""

messages = Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("notice_key", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("mail", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", BigInteger, nullable=False),
    Column("claimed_at", BigInteger),
    Column("reason", Text, nullable=False, default=""),
    Column("told", Boolean, nullable=False, default=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("order_id", "notice_key", "recipient", name="one_text_a_notice"),
    Index("messages_by_state", "state", "not_before"),
)
"""Texts of notices, one for each person: the unique key is the promise that nobody gets one twice. Times are in milliseconds;
`told`: the order's log says what came of it."""
